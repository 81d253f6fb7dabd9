"""Back-fill: events that a platform still keeps are asked for, a window at a time, and taken in."""
