"""Intervals: files that already hold counts and averages, taken in as such, and what cannot be asked of them."""
