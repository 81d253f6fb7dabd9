"""docs/importing.md: its example is a profile that works, and it names every style."""

import re
from pathlib import Path

from core.profiles import read_profile, write_profile
from core.profiles.styles import STYLES
from core.tabular.form import Form

MANUAL = (Path(__file__).parents[3] / "docs" / "importing.md").read_text(encoding="utf-8")


def test_the_example_is_read_and_written() -> None:
    found = re.search(r"```toml\n(.*?)```", MANUAL, re.DOTALL)
    assert found
    profile = read_profile(found[1], "calls")
    assert read_profile(write_profile(profile), "calls") == profile
    assert set(profile.mapped) >= {"start", "wait_time", "talk_time", "status", "channel"}


def test_every_style_and_every_key_of_the_form_is_named() -> None:
    styles = {style for several in STYLES.values() for style in several}
    plain = {style if style.startswith("percent") else style.removesuffix("_comma") for style in styles}
    assert [style for style in sorted(plain) if f"`{style}`" not in MANUAL] == []
    assert [key for key in Form().to_dict() if f"`{key}`" not in MANUAL] == []
