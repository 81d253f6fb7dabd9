"""The server: Streamlit as an ASGI app, with health check, static outlines and security headers.

`streamlit run` finds this file by its name; `python streamlit_app.py` works too. The script that draws the pages is
`ui/router.py`; see there why it is not this file.
"""

import sys
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

ROOT = Path(__file__).parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from core.collector.app import Collector  # noqa: E402 - only once the root is known can core be found
from ui.server import SecurityHeaders, arrive, data_version, health, unexpected, warm  # noqa: E402 - only once the root is known can ui be found

app = st.App(
    ROOT / "ui" / "router.py",
    # Anyone may read what is mounted here: outlines of countries, never customers' data.
    routes=[
        Route("/overview", arrive),
        Route("/api/health", health),
        Route("/api/version", data_version),
        Mount("/collect", app=Collector()),
        Mount("/assets/outlines", app=StaticFiles(directory=ROOT / "core" / "geo" / "reference")),
    ],
    middleware=[Middleware(SecurityHeaders)],
    lifespan=warm,
    on_script_error=unexpected,
)

if __name__ == "__main__":
    app.run()
