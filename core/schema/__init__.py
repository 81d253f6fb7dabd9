"""Every table declared once: what its rows are, what each column means, in which unit."""
