"""Writing a profile as a text file that a person can read and change."""

import re
from collections.abc import Mapping
from textwrap import wrap
from types import MappingProxyType
from typing import Any

from core.profiles.profile import Mapped, Profile
from core.profiles.schema import PROFILE_KEYS, targets_of
from core.profiles.suggest import Suggestion
from core.profiles.targets import DURATION, INSTANT

HEAD = """\
# How a table becomes the model's rows. Every key is told in docs/importing.md; this file can be edited by hand,
# copied to other workspaces and kept in version control.
"""
DEFAULTS = Profile("a")


def write_suggestion(suggestion: Suggestion) -> str:
    """The text of a suggested profile, with what tells each column, and the columns of which nothing is made."""
    # Samples of nothing but times: the file is made to be shared, and customers are in the others.
    timed = {
        target for target, known in targets_of(suggestion.profile.kind).items() if known.takes in (INSTANT, DURATION)
    }
    remarks = {
        each.target: f"{each.confidence:.0%}: {' '.join(note.said('en') for note in each.why)}"
        + (f" Such as {'; '.join(each.samples)}." if each.target in timed else "")
        for each in suggestion.columns
    }
    text = write_profile(suggestion.profile, remarks)
    for target in suggestion.missing:
        text += _remark(f"Missing, and every row needs it: [columns.{target}]")
    if suggestion.unmapped:
        names = ", ".join(repr(name) for name, _ in suggestion.unmapped)
        text += "\n" + _remark(f"Nothing is made of {names}; what `keep` names becomes an attribute.")
    return text


def write_profile(profile: Profile, remarks: Mapping[str, str] = MappingProxyType({})) -> str:
    """The text from which `read_profile` reads exactly this profile.

    Args:
        profile: what it is to say.
        remarks: what is remarked on columns, by target.
    """
    parts = [HEAD + _top(profile)]
    if profile.form is not None:
        form = profile.form.to_dict().items()
        parts.append("# How the file is written.\n[form]\n" + "".join(_line(*pair) for pair in form))
    targets = targets_of(profile.kind)
    parts += [
        _column(target, mapped, _remark(targets[target].meaning) + _remark(remarks.get(target, "")))
        for target, mapped in profile.columns
    ]
    return "\n".join(parts)


def _top(profile: Profile) -> str:
    lines = []
    for key in PROFILE_KEYS:
        if key in ("form", "columns"):
            continue
        value = getattr(profile, key)
        if key in ("platform", "kind", "time_zone") or value != getattr(DEFAULTS, key):
            plain = dict(value) if key == "volumes" else list(value) if isinstance(value, tuple) else value
            lines.append(_line(key, plain))
    return "".join(line for line in lines if not line.endswith('= ""\n'))


def _column(target: str, mapped: Mapped, remarks: str) -> str:
    told: dict[str, Any] = {
        "from": _texts(mapped.columns),
        "time_from": _texts(mapped.time_columns),
        "style": mapped.style,
        "missing": list(mapped.missing),
        "otherwise": mapped.otherwise,
        "always": mapped.always,
        "values": dict(mapped.values),
    }
    body = "".join(_line(key, value) for key, value in told.items() if value)
    return f"{remarks}[columns.{target}]\n{body}"


def _remark(text: str) -> str:
    """A comment; what stands in a file's cells cannot end it."""
    plain = re.sub(r"[\x00-\x1f\x7f]+", " ", text)
    return "".join(f"# {line}\n" for line in wrap(plain, 117))


def _texts(names: tuple[str, ...]) -> str | list[str]:
    return names[0] if len(names) == 1 else list(names)


def _line(key: str, value: Any) -> str:
    import tomlkit

    if isinstance(value, dict):
        pairs = (f"{_quoted(word)} = {_quoted(ours)}" for word, ours in value.items())
        return f"{key} = {{ {', '.join(pairs)} }}\n"
    return f"{key} = {tomlkit.item(value).as_string()}\n"


def _quoted(text: str) -> str:
    import tomlkit

    return tomlkit.item(text).as_string()
