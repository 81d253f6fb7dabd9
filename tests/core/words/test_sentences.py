"""What goes wrong is told in Spanish: every sentence that code says, recognised, with its values, and no other."""

import ast
import errno
import inspect
import json
import os
import tomllib
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from unicodedata import category

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.notebooks import schema as notebook_schema
from core.profiles import schema as profile_schema
from core.words import sentences as module
from core.words.sentences import Sentence, in_language, sentences
from tests.core.words.said import Module, all_said, told_classes

CATALOGUE = Path(module.__file__).with_name("sentences.es.toml")

AWKWARD = (
    "ventas, abril y mayo.csv",
    "/srv/datos de hoy/c.toml",
    "dice \"sí\" y 'no'",
    "primera línea\nsegunda línea",
    "Fin. Y sigue",
    "a; b; c",
    "",
    "cannot be read",
    "known: x",
    "There is no",
    "1,000",
    "{} {name} {!r}",
    "¿qué? (nada)",
)
"""Values in which there is what sentences are made of: marks, breaks and pieces of other sentences."""

QUOTED = ("it's", 'say "no"', "a; give b.", "x' is 'y", "línea\notra", "\\", "", "There is no 'x'; known: y.")
NUMBERS = (("0", "0"), ("999", "999"), ("1,000", "1.000"), ("12,345,678", "12.345.678"))
LEAST = 0.55
"""Of the words of a sentence with a value written out, the part that the sentence without it has at least."""


@cache
def own() -> dict[str, dict[str, str]]:
    """The catalogue by table."""
    return tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))


@cache
def known() -> frozenset[str]:
    """All sentences that can be told."""
    return frozenset(one.said for one in sentences("es"))


@cache
def taken() -> frozenset[str]:
    """What keys of house files take, as messages say it."""
    tables = (profile_schema, notebook_schema)
    dicts = [(table.Key, one) for table in tables for one in vars(table).values() if isinstance(one, dict)]
    texts = {key.takes for kind, one in dicts for key in one.values() if isinstance(key, kind)}
    return frozenset(text.replace("{", "{{").replace("}", "}}") for text in texts)


@cache
def said() -> frozenset[str]:
    """Every sentence that code says, also with its own values filled in."""
    ways = [way for one in all_said() for way in one.ways]
    return frozenset().union(*[way.all_forms() | way.nested for way in ways]) | taken()


def test_every_message_of_an_error_can_be_told_in_spanish() -> None:
    lacking = [
        f"{one.path}:{one.line}: {way.sentence!r} {sorted(way.nested) or ''}"
        for one in all_said()
        for way in one.ways
        if not way.is_told(known())
    ]
    lacking += [f"what a key takes: {text!r}" for text in taken() - known()]
    assert not lacking, "core/words/sentences.es.toml lacks:\n" + "\n".join(lacking)


def test_the_catalogue_has_no_sentence_that_nobody_says_any_more() -> None:
    mine = [text for name, table in own().items() if name not in ("system", "python") for text in table]
    stale = [text for text in mine if not (Sentence(text, text).is_glue or text in said() or _is_one_of(text))]
    assert not stale, f"{CATALOGUE.name}: no code says {stale}"


def _is_one_of(text: str) -> bool:
    """Whether it is a sentence that code says, with one of its values written out."""
    for other in said():
        open_one = Sentence(other, other)
        if open_one.weight >= LEAST * len(text) and open_one.pattern.fullmatch(text):
            return True
    return False


def test_the_system_and_python_say_what_the_catalogue_has_of_them() -> None:
    systems = {os.strerror(number) for number in errno.errorcode}
    assert set(own()["system"]) <= systems
    parser = inspect.getsource(inspect.getmodule(tomllib.loads))  # type: ignore[arg-type]
    codecs = [b"\xff", b"\xc3(", b"\xe2\x82", "é".encode("latin-1") + b"\xff"]
    heard = [_refusal(bytes.decode, each, "utf-8") for each in codecs]
    heard += [_refusal(open, "/nowhere/at all"), str(OSError(5, "Input/output error"))]
    heard += [_refusal(tomllib.loads, each) for each in ("a = ", "a = x", "a = [1, ]\nb = 2 c", "a = 1\na = 2")]
    heard += [_refusal(json.loads, each) for each in ('{"a": "b', "", "[1 2]", "{a: 1}", "{} {}")]
    for text in own()["python"]:
        one = Sentence(text, text)
        is_heard = any(one.pattern.fullmatch(each) for each in heard) or any(each.endswith(text) for each in heard)
        words = max(one.literals, key=len).strip()
        assert is_heard or words.replace("\\", "\\\\") in parser, text


def _refusal(act: Any, *given: Any) -> str:
    with pytest.raises((OSError, ValueError)) as found:
        act(*given)
    return str(found.value)


def test_spanish_has_the_values_of_english() -> None:
    for one in sentences("es"):
        other = Sentence(one.told, one.told)
        assert {name for name, _ in other.values} == {name for name, _ in one.values}, one.said
        assert not any(how for _, how in other.values) or not one.values[0][0].isdigit(), one.said


def _filled(one: Sentence, values: list[tuple[str, str]]) -> tuple[str, str]:
    """A sentence with values, and the same in Spanish."""
    pieces = zip(one.literals, [*(value for value, _ in values), ""], strict=True)
    told = {name: value for (name, _), (_, value) in zip(one.values, values, strict=True)}
    return "".join(f"{words}{value}" for words, value in pieces), one.filled(told)


def _values(one: Sentence, start: int) -> list[tuple[str, str]]:
    """Awkward values for its holes; each with what it is in Spanish."""
    found: list[tuple[str, str]] = []
    for place, (_, how) in enumerate(one.values):
        if how == ":,":
            found.append(NUMBERS[(start + place) % len(NUMBERS)])
        elif how == "!r":
            text = repr(QUOTED[(start + place) % len(QUOTED)])
            found.append((text, text))
        else:
            text = next(text for text in islice(cycle(AWKWARD), start + place, None) if _ends(one, found, text))
            found.append((text, in_language("es", text)))
    return found


def _ends(one: Sentence, before: list[tuple[str, str]], text: str) -> bool:
    """Whether a value ends only where the words after its hole begin: nobody could tell where it does otherwise."""
    place = len(before)
    after = one.literals[place + 1]
    joined = before[-1][0] + text if place and not one.literals[place] else text
    return (joined + after).find(after) == len(joined) if after else place + 1 == len(one.values) or " is " not in text


@pytest.mark.parametrize("one", [one for one in sentences("es") if not one.is_glue], ids=lambda one: one.said[:60])
def test_it_is_recognised_whatever_its_values_are(one: Sentence) -> None:
    for start in range(len(AWKWARD) if one.values else 1):
        text, told = _filled(one, _values(one, start))
        assert in_language("es", text) == told, text


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_it_is_recognised_with_any_names(data: st.DataObject) -> None:
    one = data.draw(st.sampled_from([one for one in sentences("es") if one.values and not one.is_glue]))
    names = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30)
    values: list[tuple[str, str]] = []
    for _, how in one.values:
        if how == ":,":
            number = data.draw(st.integers(0, 10**12))
            values.append((f"{number:,}", f"{number:,}".replace(",", ".")))
        elif how == "!r":
            quoted = repr(data.draw(st.text(max_size=30)))
            values.append((quoted, quoted))
        else:
            name = data.draw(names.filter(lambda text: _ends(one, values, text)))
            values.append((name, in_language("es", name)))
    text, told = _filled(one, values)
    assert in_language("es", text) == told


@given(st.text(max_size=300))
@example("a: b: c. d; e" * 20)
@settings(deadline=None)
def test_what_nobody_says_stays_as_it_is(text: str) -> None:
    assert in_language("es", f"ñ{text}ñ") == f"ñ{text}ñ" or any(category(sign)[0] in "PZ" for sign in text)
    assert in_language("en", text) == text


@pytest.mark.parametrize("names", ["a, b: ", "a: ", "a, ", "a. ", "a; ", "[a] a: b, c; d. "])
def test_a_message_with_hundreds_of_marks_in_a_value_is_told_around_it(names: str) -> None:
    value = (names * 4_000)[:4_900]
    told = in_language("es", f"There is no metric called {value!r}; known: a.")
    assert told == f"No hay ninguna métrica llamada {value!r}; hay: a."
    assert in_language("es", value) == value


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "/w/settings.toml: not readable as TOML (Invalid value (at line 1, column 5)).",
            "/w/settings.toml: no se puede leer como TOML (valor no válido (en la línea 1, columna 5)).",
        ),
        (
            "ventas.toml, line 7: There is no key called 'kin'; did you mean kind, end_is?",
            "ventas.toml, línea 7: No hay ninguna clave llamada 'kin'; ¿quería decir kind, end_is?",
        ),
        (
            "regions.csv, line 3: there is no area code '999' in the North American plan; give one such as 212.\n"
            "line 4: 'Norte' names no region; give its name in the last field.\nand 2 more.",
            "regions.csv, línea 3: no hay ningún código de área '999' en el plan norteamericano; indique uno como "
            "212.\nlínea 4: 'Norte' no nombra ninguna región; escriba su nombre en el último campo.\ny 2 más.",
        ),
        (
            "There is no metric called 'x'; known: a, b and 4 more. There is no group called 'y'; known: c.",
            "No hay ninguna métrica llamada 'x'; hay: a, b y 4 más. No hay ningún grupo llamado 'y'; hay: c.",
        ),
        (
            "Another process follows this workspace already. /w is being written to by another process; waited 5 s. "
            "Try again when it is done.",
            "Otro proceso ya sigue este espacio de trabajo. En /w está escribiendo otro proceso; se ha esperado 5 s. "
            "Inténtelo de nuevo cuando termine.",
        ),
        (
            "lunes-now-1: failed; There is no notebook called 'x'; known: a.",
            "lunes-now-1: failed; No hay ningún cuaderno llamado 'x'; hay: a.",
        ),
        (
            "/w/landed: No space left on device. Check the disk's free space and the folder's owner.",
            "/w/landed: no queda espacio en el disco. Compruebe el espacio libre del disco y de quién es la carpeta.",
        ),
    ],
)
def test_messages_within_messages_are_told_too(text: str, told: str) -> None:
    assert in_language("es", text) == told


def test_a_new_message_is_found_by_file_line_and_sentence() -> None:
    tree = ast.parse(
        'def fail(name):\n    why = f"because of {name}"\n    raise StoreError(f"{name!r} has gone wrong {why}.")\n'
    )
    file = Module(tree, "core/new.py")
    found = [one for one in file.said(told_classes([file]) | {"StoreError"}) if one.ways]
    assert [(one.path, one.line, one.ways[0].sentence) for one in found] == [
        ("core/new.py", 3, "{!r} has gone wrong {}.")
    ]
    assert not found[0].ways[0].is_told(known())
    assert found[0].ways[0].is_told({"{!r} has gone wrong {}.", "because of {}"})
    assert not found[0].ways[0].is_told({"{!r} has gone wrong {}."})
