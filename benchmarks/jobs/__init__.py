"""The same job done three ways: EVENTS as one Parquet file in, SEGMENTS and CONVERSATIONS as Parquet out."""
