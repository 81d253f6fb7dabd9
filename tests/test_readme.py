"""The README tells the truth: its commands exist, and what it links to is there."""

import re
import shlex
from pathlib import Path

import pytest

from core.cli import COMMANDS, parser
from core.words import say_in
from ui.sitemap import PLACES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
SHELL = [
    line for block in re.findall(r"```sh\n(.*?)```", README + CONTRIBUTING, re.DOTALL) for line in block.splitlines()
]


def _commands(program: str) -> list[list[str]]:
    lines = (shlex.split(line, comments=True) for line in SHELL)
    return [words[1:] for words in lines if words and Path(words[0]).name == program]


@pytest.mark.parametrize("words", _commands("make"), ids=" ".join)
def test_every_make_command_in_the_documents_is_a_target(words: list[str]) -> None:
    assert words[0] in TARGETS


@pytest.mark.parametrize("words", _commands("atalaya"), ids=" ".join)
def test_every_atalaya_command_in_the_readme_is_understood(words: list[str]) -> None:
    assert parser().parse_args(words).command == words[0]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args([command, "--help"])
    assert ended.value.code == 0
    assert f"atalaya {command}" in capsys.readouterr().out


@pytest.mark.parametrize("target", re.findall(r"\]\((?!http)([^)#]+)", README + CONTRIBUTING))
def test_everything_that_the_documents_link_to_is_there(target: str) -> None:
    assert (ROOT / target).exists()


def test_the_two_commands_are_what_the_readme_says() -> None:
    assert {"run", "test"} <= {words[0] for words in _commands("make")}


@pytest.mark.parametrize("name", [place.name for place in PLACES if place.is_listed])
def test_the_readme_has_every_page_of_the_menu_with_its_question(name: str) -> None:
    title, question = (say_in("en", f"page.{name}.{part}") for part in ("title", "question"))
    assert f"| {title} | {question}" in README
