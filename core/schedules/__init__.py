"""Schedules: which notebooks go to whom and when, as a text file; run by `atalaya schedule`."""
