"""The script behind every address: language, menu, filters, header, then the page.

It lies here and not beside `pages/`, because Streamlit would take that folder for its own and run a page without
running this script.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from ui.frame import run  # noqa: E402 - only once the root is known can ui be found

run()
