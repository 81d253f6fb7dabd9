"""What is wrong with what was filled in, by the names that the fields have on the page."""

from core.corrections import Mistake
from core.words import known
from ui.words import language, say

FIELDS = {
    "who": "who",
    "why": "why",
    "column": "column",
    "from": "was",
    "to": "to",
    "customers": "customers",
    "into": "into",
    "conversations": "ids",
}
"""Fields of an entry of the file → the words of their labels, below `corrections`."""


def mistake_in_form(found: Mistake) -> str:
    """The sentence for whoever fills in the form, who never sees the names that the file has for its fields."""
    key = f"corrections.form.{found.key}"
    if not known(key):
        return found.told(language())
    label = FIELDS.get(found.field)
    return say(key, **dict(found.values), field=say(f"corrections.{label}") if label else found.field)
