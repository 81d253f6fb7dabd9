"""What was sent, what of it has changed since, and the schedules that send it."""
