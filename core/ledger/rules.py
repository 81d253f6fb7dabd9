"""The house rules of a report as text, one file for all reports that were made under the same."""

import json
from dataclasses import astuple, fields, replace
from hashlib import sha256

from core.errors import DefinitionError, StoreError
from core.settings import LOADING, RegionRule, Settings
from core.settings_text import parse_settings, settings_text
from core.store.files import Files

FOLDER = "sent/rules"


def keep_rules(files: Files, rules: Settings) -> str:
    """Keep the rules; the name to find them by."""
    content = rules_text(rules).encode()
    mark = sha256(content).hexdigest()[:16]
    files.put_if_absent(f"{FOLDER}/{mark}.json", content)
    return mark


def kept_rules(files: Files, mark: str) -> Settings:
    """The rules of that name.

    Raises:
        StoreError: they are gone or damaged, or this program does not know a setting any more.
    """
    name = f"{FOLDER}/{mark}.json"
    try:
        told = json.loads(files.read(name))
        regions = tuple(RegionRule(*rule) for rule in told["regions"])
        return replace(parse_settings(told["settings"]), regions=regions, metrics=told["metrics"])
    except (ValueError, KeyError, TypeError, AttributeError, DefinitionError) as problem:
        raise StoreError(f"{files.path(name)} cannot be read ({problem}).") from problem


def rules_text(rules: Settings) -> str:
    """The rules as JSON: `settings` as in settings.toml, `metrics` as in metrics.toml, `regions` rule by rule."""
    told = {
        "settings": settings_text(rules),
        "regions": [list(astuple(rule)) for rule in rules.regions],
        "metrics": rules.metrics,
    }
    return json.dumps(told, indent=1)


def changed_keys(old: Settings, new: Settings) -> tuple[str, ...]:
    """The settings that numbers may depend on and that differ."""
    names = (field.name for field in fields(Settings) if field.name not in LOADING)
    return tuple(name for name in names if getattr(old, name) != getattr(new, name))
