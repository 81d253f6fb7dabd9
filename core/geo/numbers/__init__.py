"""Phone numbers: what the numbering plans of the world say of a number, for whole columns at a time."""
