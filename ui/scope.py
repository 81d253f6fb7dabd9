"""The scope of the page: the address holds it; every link carries it on."""

from collections.abc import Mapping

import streamlit as st

from core.custom import is_custom
from core.scope import FILTERS, OWN, Scope, read_scope
from ui.answers import horizon, house, values_of
from ui.held import held
from ui.own_scope import besides_own, over_own


@held
def scope() -> Scope:
    """What the address asks for now, over what the page's notebook says."""
    # A name that is repeated in the address adds its values up, as in ?channel=voice&channel=chat.
    params = {name: ",".join(st.query_params.get_all(name)) for name in st.query_params}
    return scope_of(over_own(params)[0])


def scope_of(params: Mapping[str, str]) -> Scope:
    """What another address would ask for."""
    return read_scope(params, horizon(), house().time_zone, st.context.timezone or "", values_of)


def go(wanted: Scope) -> None:
    """Put a scope into the address, and leave alone what is not its own there; for callbacks."""
    go_to(wanted.params())


def go_to(params: Mapping[str, str]) -> None:
    """The same, for a scope as an address has it."""
    own = {*OWN, *FILTERS}
    kept = {name: value for name, value in st.query_params.to_dict().items() if name not in own and not is_custom(name)}
    st.query_params.from_dict({**besides_own(params), **kept})
