"""The collector: events that a platform posts are written down durably, then acknowledged, then taken in by others."""

from core.collector.journal import close_current, closed_files

__all__ = ["close_current", "closed_files"]
