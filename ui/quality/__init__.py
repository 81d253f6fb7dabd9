"""The page Data quality, and the line on other pages that leads to it."""
