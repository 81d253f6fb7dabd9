"""How often a law is tried: often enough for every run of the tests, or far more often, by `make test-thorough`.

Only where one example costs more than some tens of milliseconds; cheap ones are tried as often as ever.
"""

from hypothesis import settings

THOROUGH = "thorough"
"""The profile that asks for far more examples: `pytest --hypothesis-profile=thorough`."""

settings.register_profile(THOROUGH, max_examples=1_000)


def examples(usual: int, thorough: int) -> int:
    """The number of examples of a law in this run."""
    return thorough if settings.get_current_profile_name() == THOROUGH else usual
