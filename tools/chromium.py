"""Find a Chromium for the browser tests; install one when there is none.

Looked for in this order: the variable CHROMIUM, the PATH, the usual places on macOS, Playwright's own download.
Installed with the system's package manager where that needs no password, else by Playwright.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Software rendering of maps: without it a click on a map takes longer than the map waits for.
DEBIAN = ("chromium", "libgl1-mesa-dri", "libegl1")


def find() -> str | None:
    """Path of an installed Chromium or Chrome; null when there is none."""
    named = os.environ.get("CHROMIUM")
    found = (shutil.which(name) for name in ((named,) if named else NAMES))
    places = (place for place in MAC if Path(place).exists())
    return next((path for path in found if path), None) or next(places, None) or _own_download()


def _own_download() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _root() -> list[str] | None:
    """What to put before a command that needs root; null when a password would be asked."""
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def _commands() -> list[list[str]]:
    """How this system installs Chromium, one command after another; empty when it cannot without a password."""
    root = _root()
    if shutil.which("apt-get") and root is not None:
        quiet = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
        return [[*quiet, "update"], [*quiet, "install", "-y", "--no-install-recommends", *DEBIAN]]
    if shutil.which("brew"):
        return [["brew", "install", "--quiet", "--cask", "chromium"]]
    return []


def _download() -> list[list[str]]:
    """Playwright's own download, with the libraries that it needs where they can be installed."""
    libraries = ["--with-deps"] if _root() is not None else []
    return [[sys.executable, "-m", "playwright", "install", *libraries, "chromium"]]


def _installed(commands: list[list[str]]) -> bool:
    done = [subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0 for command in commands]
    return bool(done) and done[-1] and find() is not None


def main() -> int:
    """Make sure that there is a Chromium; 1 with a way out when there is none in the end."""
    if find():
        return 0
    print("Installing Chromium for the browser tests; this takes a minute …", flush=True)
    if _installed(_commands()) or _installed(_download()):
        return 0
    print(
        "No Chromium could be installed. Install chromium or Google Chrome by hand, or name one:\n"
        "CHROMIUM=/path/to/chromium make test",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
