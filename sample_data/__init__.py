"""Sample data: an invented support centre whose days look like life, drawn from a seed."""
