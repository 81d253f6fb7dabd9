"""Notebooks on pages: the shelf, and one notebook, read or edited side by side with what it shows."""
