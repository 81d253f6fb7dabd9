"""What `atalaya` can do, one command a file: `add` declares its options, `run` does it and gives the exit code."""
