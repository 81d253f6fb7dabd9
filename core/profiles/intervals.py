"""Rows that are intervals."""

from core.profiles.targets import Target

INTERVAL_TARGETS: dict[str, Target] = {}
