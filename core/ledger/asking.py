"""Answers that are kept while one list of changes is made, however many reports ask the same."""

from dataclasses import replace

import polars as pl

from core.answer import answer
from core.ledger.ground import settings_read
from core.ledger.rules import kept_rules, rules_text
from core.query import Query
from core.settings import Settings
from core.store.files import Files
from core.store.snapshot import Snapshot


class Asking:
    """One such list in the making."""

    def __init__(self) -> None:
        self._answers: dict[tuple[int, Query, str], pl.DataFrame] = {}
        self._reads: dict[tuple[Query, str], frozenset[str]] = {}
        self._rules: dict[str, Settings] = {}
        self._variants: dict[tuple[str, str], Settings] = {}
        self._marks: dict[int, tuple[Settings, str]] = {}

    def ask(self, snapshot: Snapshot, query: Query, rules: Settings) -> pl.DataFrame:
        """The answer, as `core.answer.answer` gives it."""
        key = (snapshot.version, query, self._mark(rules))
        if key not in self._answers:
            self._answers[key] = answer(snapshot, query, rules)
        return self._answers[key]

    def reads(self, query: Query, rules: Settings) -> frozenset[str]:
        """The settings that an answer depends on; the same whatever the period."""
        key = (query.with_(since=None, until=None, sort=None, limit=None), self._mark(rules))
        if key not in self._reads:
            self._reads[key] = settings_read(key[0], rules)
        return self._reads[key]

    def rules_of(self, files: Files, mark: str) -> Settings:
        """Kept house rules by their name; raises as `kept_rules`."""
        if mark not in self._rules:
            self._rules[mark] = kept_rules(files, mark)
        return self._rules[mark]

    def with_one_changed(self, old: Settings, new: Settings, key: str) -> Settings:
        """The old rules with one setting as it is in the new ones."""
        known = (self._mark(old), key)
        if known not in self._variants:
            self._variants[known] = replace(old, **{key: getattr(new, key)})
        return self._variants[known]

    def _mark(self, rules: Settings) -> str:
        """Names the rules by what they say; the object is kept, so that its number stays its own."""
        if id(rules) not in self._marks:
            self._marks[id(rules)] = rules, rules_text(rules)
        return self._marks[id(rules)][1]
