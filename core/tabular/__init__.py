"""Any table file and the values in it, whatever program wrote them, with what tells how to read them."""

from core.tabular.form import Form, Note, Recognised
from core.tabular.read import Table, read_table, recognise
from core.tabular.rows import Rows

__all__ = ["Form", "Note", "Recognised", "Rows", "Table", "read_table", "recognise"]
