"""Writing a profile as a text file that a person can read and change."""

from typing import Any

from core.profiles.profile import Mapped, Profile
from core.profiles.schema import PROFILE_KEYS, targets_of
from core.tabular import Form

HEAD = """\
# How a table becomes the model's rows. Every key is told in docs/importing.md; this file can be edited by hand,
# copied to other workspaces and kept in version control.
"""
DEFAULTS = Profile("a")


def write_profile(profile: Profile) -> str:
    """The text from which `read_profile` reads exactly this profile."""
    parts = [HEAD + _top(profile)]
    form = profile.form.to_dict()
    if profile.form != Form():
        parts.append("# How the file is written.\n[form]\n" + "".join(_line(*pair) for pair in form.items()))
    targets = targets_of(profile.kind)
    parts += [_column(target, mapped, targets[target].meaning) for target, mapped in profile.columns]
    return "\n".join(parts)


def _top(profile: Profile) -> str:
    lines = []
    for key in PROFILE_KEYS:
        if key in ("form", "columns"):
            continue
        value = getattr(profile, key)
        if key in ("platform", "kind", "time_zone") or value != getattr(DEFAULTS, key):
            lines.append(_line(key, list(value) if isinstance(value, tuple) else value))
    return "".join(line for line in lines if not line.endswith('= ""\n'))


def _column(target: str, mapped: Mapped, meaning: str) -> str:
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
    return f"# {meaning}\n[columns.{target}]\n{body}"


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
