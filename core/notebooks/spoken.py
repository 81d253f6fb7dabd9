"""A text of a notebook: the same for everybody, or one in each language."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.words import LANGUAGES


@dataclass(frozen=True)
class Spoken:
    """What a notebook says somewhere, in each language of the product; nothing said is empty."""

    en: str = ""
    es: str = ""

    @classmethod
    def of(cls, text: str) -> "Spoken":
        """The same for everybody."""
        return cls(**dict.fromkeys(LANGUAGES, text))

    @classmethod
    def by_language(cls, texts: Mapping[str, str]) -> "Spoken":
        """A text a language; where one is not given, readers get another one rather than nothing."""
        any_text = next(iter(texts.values()), "")
        return cls(**{language: texts.get(language, any_text) for language in LANGUAGES})

    def __bool__(self) -> bool:
        return any(self.by_code.values())

    @property
    def by_code(self) -> dict[str, str]:
        """The texts by the codes of their languages."""
        return {language: str(getattr(self, language)) for language in LANGUAGES}

    @property
    def is_one(self) -> bool:
        """Whether it is the same for everybody."""
        return len(set(self.by_code.values())) == 1

    def told(self, language: str) -> str:
        """What a reader of that language reads."""
        return self.by_code[language]

    def saying(self, language: str, text: str) -> "Spoken":
        """The same with another text for readers of a language; for everybody while it is the same for everybody."""
        return Spoken.of(text) if self.is_one else Spoken(**(self.by_code | {language: text}))


NOTHING_SAID = Spoken()
