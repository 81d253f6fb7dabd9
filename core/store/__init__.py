"""Where the tables live: files landed unchanged, immutable Parquet parts, and one manifest a version."""
