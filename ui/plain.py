"""Text of the data within Markdown: shown as it is, whatever signs it holds."""

import re

_MEANS_SOMETHING = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|$:~^&=])")


def plain(text: object) -> str:
    """The text so that Markdown shows it and nothing in it acts: no link, picture, colour, formula or heading."""
    return _MEANS_SOMETHING.sub(r"\\\1", " ".join(str(text).split()))
