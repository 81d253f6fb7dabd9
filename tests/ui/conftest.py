"""What tests that open pages share with those of the pages."""

from tests.pages.conftest import packages_looked_through_once, sixty_conversations

__all__ = ["packages_looked_through_once", "sixty_conversations"]
