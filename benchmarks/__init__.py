"""Each claim of speed as a command that measures it, beside the same job done elsewhere, in one run."""
