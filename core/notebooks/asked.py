"""What a reader asks of a notebook: its own scope, with the words of an address over it where that is allowed."""

from collections.abc import Mapping

from core.address import read_part, read_values, write_values
from core.custom import is_custom
from core.errors import UnknownName
from core.notebooks.notebook import Notebook
from core.notebooks.scope_table import OWN_WORDS, address_value, is_word
from core.scope import FILTERS


def asked(notebook: Notebook, address: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The words that count, and those of the address that are left out.

    A parameter is what the address says; said empty, it is nothing. Any other filter can narrow what the notebook
    speaks of and never widen it: a click on a group always may.

    Args:
        address: its words and values; what is no word of a scope is handed on as it is.
    """
    words, left_out = dict(notebook.scope), []
    for word, value in address.items():
        if not is_word(word) or word in notebook.parameters:
            words[word] = value
        elif word in OWN_WORDS:
            if value != words.get(word, ""):
                left_out.append(word)
        elif (narrowed := _narrowed(words.get(word, ""), value)) is not None:
            words[word] = narrowed
        else:
            left_out.append(word)
    return {word: value for word, value in words.items() if value}, tuple(left_out)


def _narrowed(own: str, value: str) -> str | None:
    """The values that both name; None when there are none."""
    if not own or not value:
        return own or value
    if read_part(own) or read_part(value):
        return own if own == value else None
    there = read_values(own)
    both = tuple(one for one in read_values(value) if one in there)
    return write_values(both) if both else None


def beside(notebook: Notebook, params: Mapping[str, str], defaults: Mapping[str, str]) -> dict[str, str]:
    """The address under which the notebook shows this: what differs from its own scope and can.

    Args:
        params: the words of a scope that was reached from the notebook's, as `Scope.params` has them.
        defaults: what a word means that is not there; nothing where it is not given.
    """
    said = dict(params)
    for word, own in notebook.scope.items():
        if said.get(word, defaults.get(word, "")) == own:
            said.pop(word, None)
        elif word not in said and word in notebook.parameters:
            said[word] = defaults.get(word, "")
    return said


def set_words(notebook: Notebook, given: Mapping[str, str]) -> Notebook:
    """The notebook with parameters set, as a command line or a schedule does.

    Args:
        given: words of the address, or the columns that they stand for, and their values; empty values lift a word.

    Raises:
        UnknownName: a word that is no parameter of the notebook.
        DefinitionError: a value that cannot be one.
    """
    words = {column: word for word, column in FILTERS.items()}
    scope = dict(notebook.scope)
    for name, value in given.items():
        word = name if is_word(name) or is_custom(name) else words.get(name, name)
        if word not in notebook.parameters:
            raise UnknownName.among(f"parameter of {notebook.name}", name, notebook.parameters)
        scope.pop(word, None)
        if value:
            scope[word] = address_value(word, value)
    return notebook.with_(scope=scope)
