"""Check a statement: whatever is not known to be harmless is refused, and what is run is written anew from the tree.

Nothing of the text itself reaches the engine, so a reader of SQL that takes it otherwise than this one cannot run what
was never checked.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError, TokenError
from sqlglot.tokenizer_core import TokenType

from core.errors import LISTED_MOST
from core.sql.grammar import EXTRACTED, FUNCTIONS, NODES, STATEMENTS, TYPES, Asked
from core.sql.refusal import Refusal

MOST_CHARACTERS = 20_000
MOST_TOKENS = 4_000
MOST_DEPTH = 40
"""Brackets within brackets; people write five."""

_JOINS = frozenset(("", "INNER", "LEFT", "RIGHT", "FULL", "OUTER", "CROSS", "SEMI", "ANTI"))
_FRAMES = frozenset(("ROWS", "RANGE", "UNBOUNDED", "CURRENT ROW", "PRECEDING", "FOLLOWING"))
_WORDS: Mapping[type[exp.Expr], Mapping[str, frozenset[str] | None]] = {
    exp.Identifier: {"this": None},
    exp.Literal: {"this": None},
    exp.Var: {"this": None},
    exp.Placeholder: {"this": None},
    exp.Anonymous: {"this": FUNCTIONS},
    exp.Join: {"side": _JOINS, "kind": _JOINS},
    exp.WindowSpec: dict.fromkeys(("kind", "start", "start_side", "end", "end_side"), _FRAMES),
    exp.Window: {"over": frozenset(("OVER",))},
}
"""Words that an expression holds as bare text, and which these can be; None for whatever is written in quotes."""

_OPENING = (TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE)
_CLOSING = (TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE)


@dataclass(frozen=True)
class Checked:
    """A statement that may be run.

    Args:
        text: written anew from what was checked.
        tables: the declared tables that it names, in lower case.
        is_in_order: whether it says in which order its rows come.
        columns: name of a column as it was written → line and column of its first place.
    """

    text: str
    tables: tuple[str, ...]
    is_in_order: bool
    columns: Mapping[str, tuple[int, int]]


def check(text: str, tables: Collection[str], given: Mapping[str, str]) -> Checked:
    """Read a statement and let it pass, or not.

    Args:
        tables: names of the tables that it may name, in lower case.
        given: what `:name` stands for in it, as SQL.

    Raises:
        Refusal: why it is not run, and where.
    """
    try:
        tree = _read(text)
        own = _own_names(tree, text, tables)
        named = [_check_table(one, text, tables, own) for one in tree.find_all(exp.Table)]
        for node in tree.walk():
            _check_node(node, text)
        _lower(tree)
        columns = {one.name: _place(one, text) for one in reversed(list(tree.find_all(exp.Column)))}
        _fill_in(tree, text, given)
        written = tree.sql(dialect=Asked, identify=True, comments=False)
    except RecursionError as problem:
        raise Refusal("deep", most=MOST_DEPTH) from problem
    except SqlglotError as problem:
        raise _not_understood(problem, text) from problem
    used = tuple(sorted({name for name in named if name in tables}))
    return Checked(written, used, tree.args.get("order") is not None, columns)


def _read(text: str) -> exp.Expr:
    """The one statement of the text."""
    if len(text) > MOST_CHARACTERS:
        raise Refusal("long", length=len(text), most=MOST_CHARACTERS)
    _check_size(text)
    statements = [one for one in Asked().parse(text) if one is not None]
    if not statements:
        raise Refusal("empty")
    if len(statements) > 1:
        raise Refusal("several", *_place(statements[1], text), count=len(statements))
    tree = statements[0]
    if not isinstance(tree, STATEMENTS):
        raise Refusal("statement", *_begin(text), name=text.split()[0][:30].upper())
    return tree


def _check_size(text: str) -> None:
    """Texts that would take a reader of SQL ages, or more brackets than it can remember."""
    tokens = Asked().tokenize(text)
    if len(tokens) > MOST_TOKENS:
        raise Refusal("long", length=len(text), most=MOST_CHARACTERS)
    depth = 0
    for token in tokens:
        depth += (token.token_type in _OPENING) - (token.token_type in _CLOSING)
        if depth > MOST_DEPTH:
            raise Refusal("deep", *_at(text, token.start), most=MOST_DEPTH)


def _own_names(tree: exp.Expr, text: str, tables: Collection[str]) -> frozenset[str]:
    """What the statement calls its own parts; a name must mean one thing wherever it stands."""
    own: set[str] = set()
    for part in tree.find_all(exp.CTE):
        name = _name_of(part.args["alias"].this)
        if name in tables or name in own:
            raise Refusal("taken", *_place(part.args["alias"], text), name=name)
        own.add(name)
    for one in tree.find_all(exp.Table, exp.Subquery):
        alias = one.args.get("alias")
        if not isinstance(alias, exp.TableAlias) or not isinstance(alias.this, exp.Identifier):
            continue
        called = _name_of(alias.this)
        is_itself = isinstance(one.this, exp.Identifier) and _name_of(one.this) == called
        if (called in tables or called in own) and not is_itself:
            raise Refusal("taken", *_place(alias, text), name=called)
    return frozenset(own)


def _check_node(node: exp.Expr, text: str) -> None:
    """One expression, without those that it is made of."""
    kind = type(node)
    if kind not in NODES:
        raise Refusal("construct", *_place(node, text), name=_word(node))
    if kind is exp.Anonymous:
        _check_function(node, text)
    for name, value in node.args.items():
        if isinstance(value, str) and value:
            words = _WORDS.get(kind, {}).get(name, frozenset())
            if words is not None and value.upper() not in words and value.lower() not in words:
                raise Refusal("construct", *_place(node, text), name=value.upper())
    if kind is exp.With and node.args.get("recursive"):
        raise Refusal("construct", *_place(node, text), name="RECURSIVE")
    if kind is exp.DataType and (node.this not in TYPES or node.expressions or node.args.get("nested")):
        raise Refusal("type", *_place(node, text), name=node.sql(), types=listed(one.name.lower() for one in TYPES))
    if kind is exp.Extract and node.name.lower() not in EXTRACTED:
        raise Refusal("construct", *_place(node, text), name=f"EXTRACT({node.name})")
    if kind is exp.Column and (node.args.get("db") or node.args.get("catalog")):
        raise Refusal("construct", *_place(node, text), name=node.sql())


def _check_function(node: exp.Expr, text: str) -> None:
    name = node.name.lower()
    if name not in FUNCTIONS:
        near = get_close_matches(name, FUNCTIONS, n=3, cutoff=0.6)
        raise Refusal("function", *_place(node, text), name=name, functions=listed(near or FUNCTIONS))
    node.set("this", name.upper())


def _check_table(table: exp.Expr, text: str, tables: Collection[str], own: Collection[str]) -> str:
    """The name of a table, which must be a declared one or the statement's own."""
    inside = table.this
    if isinstance(table.parent, exp.Into):
        raise Refusal("construct", *_place(table, text), name="INTO")
    if not isinstance(inside, exp.Identifier):
        raise Refusal("table_function", *_place(table, text), name=_word(inside), tables=listed(tables))
    more = [name for name, value in table.args.items() if value and name not in ("this", "alias")]
    name = _name_of(inside)
    if more and not table.args.get("db"):
        raise Refusal("construct", *_place(table, text), name=more[0].upper())
    if more or name not in {*tables, *own}:
        raise Refusal("table", *_place(table, text), name=table.sql(comments=False), tables=listed(tables))
    return name


def _lower(tree: exp.Expr) -> None:
    """Names without quotes mean the same in either case, as SQL has it; the engine's are all in lower case."""
    for one in tree.find_all(exp.Identifier):
        if not one.args.get("quoted"):
            one.set("this", one.name.lower())


def _fill_in(tree: exp.Expr, text: str, given: Mapping[str, str]) -> None:
    for one in list(tree.find_all(exp.Placeholder)):
        if one.name.lower() not in given:
            asked = f":{one.name}" if f":{one.name}" in text else "?"
            place = _at(text, max(0, text.find(asked)))
            raise Refusal("placeholder", *place, name=asked, names=listed(f":{name}" for name in given))
        one.replace(Asked().parse(f"SELECT {given[one.name.lower()]}")[0].expressions[0])  # type: ignore[union-attr]


def _name_of(one: exp.Expr) -> str:
    return one.name if one.args.get("quoted") else one.name.lower()


def _word(node: exp.Expr | None) -> str:
    """What an expression is called to whoever wrote it."""
    if isinstance(node, exp.Anonymous | exp.Identifier):
        return node.name
    return node.key.upper() if node is not None else ""


def listed(names: Iterable[str]) -> str:
    """Names as a message lists them."""
    ordered = sorted(names)
    return ", ".join(ordered[:LISTED_MOST]) + (", …" if len(ordered) > LISTED_MOST else "")


def _place(node: exp.Expr, text: str) -> tuple[int, int]:
    """Line and column at which an expression begins: its first part that has a place, else what it stands in."""
    at: exp.Expr | None = node
    while at is not None:
        starts = [one.meta["start"] for one in at.walk() if "start" in one.meta]
        if starts:
            return _at(text, min(starts))
        at = at.parent
    return _begin(text)


def _begin(text: str) -> tuple[int, int]:
    return _at(text, len(text) - len(text.lstrip()))


def _at(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def _not_understood(problem: SqlglotError, text: str) -> Refusal:
    """What the reader of SQL did not understand."""
    if isinstance(problem, ParseError) and problem.errors and problem.errors[0].get("line"):
        told = problem.errors[0]
        found = str(told.get("highlight") or "")
        column = int(told.get("col") or 1) - len(found) + 1
        return Refusal("syntax", int(told["line"] or 1), max(1, column), found=found[:60])
    if isinstance(problem, TokenError):
        return Refusal("unended")
    return Refusal("syntax", *_begin(text), found=(text.split() or [""])[0][:60])
