"""The same kind of centre as other platforms would have written it down: small exports, drawn from a seed."""
