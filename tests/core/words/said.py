"""What code says went wrong, read off its syntax trees: the sentence of each error with a hole for every value."""

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, product
from pathlib import Path

ROOT = Path(__file__).parents[3]
SPEAK_ENGLISH = ("core/commands", "core/collector")
"""The command line, and what answers those that send events: both speak English."""
ROOTS = ("AtalayaError", "Unreadable", "_Again")
"""Errors whose message is told; with all that derive from them."""

TOLD_BY_KEY = ("Refusal", "Refused", "Unanswerable", "WrongCorrection")
"""Errors that take their words from the catalogues of words."""
WRONG = "core.toml_told"
"""`Wrong` of this module has a sentence; others of that name have keys."""

SENDING = "core/sending"
"""Where any error's text is told, as why somebody did not get a report."""

NAMES_TOLD = ("looks_for", "problem", "trouble")
"""What is passed or assigned by these names is a message as well, whoever raises it or writes it down."""

FUNCTIONS_TOLD = ("__str__", "_hindered", "among", "listed", "trouble")
"""What these return is a message, or a part of one."""


@dataclass(frozen=True)
class Way:
    """One way in which a message comes out.

    Args:
        parts: its words and its holes in their order, each hole with the texts that code itself puts there.
        within: what code puts into holes of these texts.
    """

    parts: tuple[tuple[str, tuple[str, ...]], ...]
    within: frozenset[str] = frozenset()

    @property
    def sentence(self) -> str:
        """With a hole for every value."""
        return "".join(words for words, _ in self.parts)

    @property
    def nested(self) -> set[str]:
        """All texts that code itself puts into its holes, and into theirs."""
        return {text for _, texts in self.parts for text in texts} | self.within

    def all_forms(self) -> set[str]:
        """It with any of its holes filled in."""
        return {"".join(form) for form in product(*[(words, *texts) for words, texts in self.parts])}

    def is_told(self, catalogue: Collection[str]) -> bool:
        """Whether the catalogue has it, with all that code puts into its holes."""
        is_deep = all(is_plain(text) or text in catalogue for text in self.within)
        return is_deep and all(
            self._has(one, catalogue) for one in product(*[texts or (words,) for words, texts in self.parts])
        )

    def _has(self, filled: tuple[str, ...], catalogue: Collection[str]) -> bool:
        pairs = zip(self.parts, filled, strict=True)
        forms = product(*[(words, text) if texts else (words,) for (words, texts), text in pairs])
        return any(
            (is_plain("".join(form)) or "".join(form) in catalogue)
            and all(
                part == text or is_plain(text) or text in catalogue for part, text in zip(form, filled, strict=True)
            )
            for form in forms
        )


@dataclass(frozen=True)
class Said:
    """A message in the code.

    Args:
        ways: those in which it can come out; none when the expression only passes on what others say.
    """

    path: str
    line: int
    ways: tuple[Way, ...]


def is_plain(text: str) -> bool:
    """Whether a text has no sentence in it: at most one word besides its values and what stands in quotes."""
    return len(re.findall(r"(?<!\w)[a-z]{2,}", re.sub(r'"[^"]*"|\[\[.*?\]\]', "", text))) < 2


class Module:
    """The tree of one file."""

    def __init__(self, tree: ast.Module, name: str) -> None:
        self.tree, self.name = tree, name
        self._home: dict[ast.AST, ast.AST] = {}
        self._within: list[ast.expr] = []
        self._home_of(self.tree, self.tree)

    def _home_of(self, node: ast.AST, home: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            self._home[child] = home
            self._home_of(child, child if isinstance(child, ast.FunctionDef) else home)

    @classmethod
    def at(cls, path: Path) -> "Module":
        """The file there."""
        return cls(ast.parse(path.read_text(encoding="utf-8")), path.relative_to(ROOT).as_posix())

    def said(self, classes: set[str]) -> Iterator[Said]:
        """Every message of the file; `classes` are the errors whose message is told."""
        own = classes | ({"Wrong"} if self.has_wrong else set())
        own |= {"ValueError"} if self.name.startswith(SENDING) else set()
        for node in ast.walk(self.tree):
            for expression, is_noun in _messages(node, own):
                ways = [way for way in self.strings(expression) if way.sentence]
                if is_noun:
                    ways = _no_such(ways)
                yield Said(self.name, expression.lineno, tuple(ways))

    @cached_property
    def functions(self) -> dict[str, ast.FunctionDef]:
        """All functions of the file by name."""
        return {node.name: node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)}

    @cached_property
    def has_wrong(self) -> bool:
        """Whether `Wrong` is here the one that has a sentence."""
        imported = [node for node in self.tree.body if isinstance(node, ast.ImportFrom) and node.module == WRONG]
        names = {one.name for node in imported for one in node.names}
        return "Wrong" in names or self.name == f"{WRONG.replace('.', '/')}.py"

    def strings(self, node: ast.expr) -> list[Way]:
        """The texts that an expression can be, as far as the file itself says them; none for any other value."""
        if node in self._within:
            return []
        self._within.append(node)
        try:
            return self._strings(node)
        finally:
            self._within.pop()

    def _strings(self, node: ast.expr) -> list[Way]:
        match node:
            case ast.Constant(value=str(text)):
                return [_way(_escaped(text))]
            case ast.JoinedStr():
                parts = [self._part(part) for part in node.values]
                within = frozenset(text for _, texts in parts for text in texts)
                return [Way(each, within) for each in product(*[several for several, _ in parts])]
            case ast.BinOp(op=ast.Add()):
                sides = self.strings(node.left) or [_way("{}")], self.strings(node.right) or [_way("{}")]
                return [Way(left.parts + right.parts) for left, right in product(*sides)]
            case ast.IfExp():
                return self._any_of(node.body, node.orelse)
            case ast.BoolOp():
                return self._any_of(*node.values)
            case ast.Dict():
                return self._any_of(*node.values)
            case ast.Subscript(value=inner) | ast.Call(func=ast.Attribute(value=inner, attr="rstrip")):
                return self.strings(inner)
            case ast.Call(func=ast.Attribute(value=inner, attr="get"), args=[_, *otherwise]):
                return self._any_of(inner, *otherwise)
            case ast.Call(func=ast.Attribute(value=inner, attr="format")):
                return [_way(_unnamed(way.sentence)) for way in self.strings(inner)]
            case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="join"), args=[ast.List(elts=several)]):
                return [Way((("{}", tuple(way.sentence for way in self._any_of(*several))),))]
            case ast.Call(func=ast.Name(id="cls"), args=[first, *_]):
                return self.strings(first)
            case ast.Call(func=ast.Name(id="str"), args=[ast.Call(func=ast.Attribute(attr="among"), args=[noun, *_])]):
                return _no_such(self.strings(noun))
            case ast.Name():
                return self._assigned(node) + self._passed(node)
            case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name)):
                return self._returned(name)
            case ast.Attribute(value=ast.Name(id="self"), attr=name):
                return self._returned(name)
        return []

    def _any_of(self, *nodes: ast.expr) -> list[Way]:
        return [way for node in nodes for way in self.strings(node)]

    def _assigned(self, name: ast.Name) -> list[Way]:
        """What the function gives that name; or, for a name in capitals, the module."""
        home, values = self.tree if name.id.isupper() else self._home[name], []
        for node in ast.walk(home):
            if self._home.get(node) is not home:
                continue
            if isinstance(node, ast.Assign):
                pairs = [pair for target in node.targets for pair in _pairs(target, node.value)]
                values += [value for one, value in pairs if one == name.id]
            elif isinstance(node, ast.AugAssign) and ast.unparse(node.target) == name.id:
                values.append(node.value)
        return self._any_of(*values)

    def _passed(self, name: ast.Name) -> list[Way]:
        """What callers in the same file give to a parameter of that name."""
        home = self._home[name]
        parameters = [one.arg for one in home.args.args] if isinstance(home, ast.FunctionDef) else []
        if name.id not in parameters or parameters[0] == "self":
            return []
        place = parameters.index(name.id)
        calls = [node for node in ast.walk(self.tree) if isinstance(node, ast.Call)]
        there = [node for node in calls if ast.unparse(node.func) == home.name and len(node.args) > place]
        return self._any_of(*[node.args[place] for node in there])

    def _returned(self, name: str) -> list[Way]:
        function = self.functions.get(name)
        if function is None or (function.returns and ast.unparse(function.returns) != "str"):
            return []
        return self._any_of(*[one.value for one in ast.walk(function) if isinstance(one, ast.Return) and one.value])

    def _part(self, part: ast.expr) -> tuple[list[tuple[str, tuple[str, ...]]], set[str]]:
        """What a part of a message can be: its words, or a hole with what code puts there; and what is within that."""
        if isinstance(part, ast.Constant):
            return [(_escaped(str(part.value)), ())], set()
        assert isinstance(part, ast.FormattedValue)
        if isinstance(part.value, ast.IfExp) and (ways := self.strings(part.value)):
            return [(way.sentence, ()) for way in ways], set()
        if part.format_spec is not None:
            return [(f"{{:{ast.unparse(part.format_spec)[2:-1]}}}", ())], set()
        if part.conversion == ord("r"):
            return [("{!r}", ())], set()
        ways = self.strings(part.value)
        within = {text for way in ways for text in way.nested}
        return [("{}", tuple(sorted({way.sentence for way in ways})))], within


def _way(text: str) -> Way:
    return Way(((text, ()),))


def _no_such(nouns: list[Way]) -> list[Way]:
    """What `UnknownName.among` says of these nouns."""
    return [_way(f"There is no {way.sentence} called {{!r}}; {{}}") for way in nouns]


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _unnamed(template: str) -> str:
    """A text of `str.format` with holes that have no names."""
    return re.sub(r"\{\{\w+(![a-z])?\}\}", lambda found: f"{{{found[1] or ''}}}", template)


def modules() -> list[Module]:
    """All files whose errors can reach a page."""
    paths = [path for folder in ("core", "ui") for path in sorted((ROOT / folder).rglob("*.py"))]
    return [Module.at(path) for path in paths if not path.relative_to(ROOT).as_posix().startswith(SPEAK_ENGLISH)]


def told_classes(files: list[Module]) -> set[str]:
    """Names of the errors whose message is told."""
    bases = {
        node.name: {ast.unparse(base).rpartition(".")[2] for base in node.bases}
        for file in files
        for node in ast.walk(file.tree)
        if isinstance(node, ast.ClassDef)
    }
    known = set(ROOTS)
    while more := {name for name, above in bases.items() if above & known} - known:
        known |= more
    return known - set(TOLD_BY_KEY)


def all_said() -> Iterator[Said]:
    """Every message that code says."""
    files = modules()
    classes = told_classes(files)
    return chain.from_iterable(file.said(classes) for file in files)


def _messages(node: ast.AST, classes: set[str]) -> Iterator[tuple[ast.expr, bool]]:
    """Expressions of a node that are messages; True for the noun of `UnknownName.among`."""
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func).split(".")
        if called == ["in_language"] and len(node.args) == 2:
            yield node.args[1], False
        elif called[-1] == "among" and called[-2:-1] == ["UnknownName"]:
            yield node.args[0], True
        elif called[-1] in classes and node.args:
            yield (node.args[1] if called[-1] == "Unreadable" else node.args[0]), False
        yield from ((one.value, False) for one in node.keywords if one.arg in NAMES_TOLD)
    if isinstance(node, ast.Assign):
        pairs = [pair for target in node.targets for pair in _pairs(target, node.value)]
        yield from ((value, False) for name, value in pairs if name in NAMES_TOLD)
    if isinstance(node, ast.FunctionDef) and node.name in FUNCTIONS_TOLD:
        yield from ((one.value, False) for one in ast.walk(node) if isinstance(one, ast.Return) and one.value)


def _pairs(target: ast.expr, value: ast.expr) -> list[tuple[str, ast.expr]]:
    """What is assigned to which name."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return [(ast.unparse(one), each) for one, each in zip(target.elts, value.elts, strict=True)]
    return [(ast.unparse(target), value)]
