"""One question a page; the router in `ui` opens them."""
