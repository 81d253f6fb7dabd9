"""SQL on a page: a text, its answer as a table, and what can be asked."""

from ui.sql.cell import sql_answer, sql_cell

__all__ = ["sql_answer", "sql_cell"]
