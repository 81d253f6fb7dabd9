"""The ways of showing numbers that pages are made of."""
