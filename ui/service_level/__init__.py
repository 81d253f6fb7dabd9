"""The service level laboratory: other rules tried on the same conversations, and saved when they are better."""

from ui.service_level.lab import lab

__all__ = ["lab"]
