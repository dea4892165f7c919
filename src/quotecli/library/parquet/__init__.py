"""Quotes and texts in Parquet files, asked by DuckDB where they are."""
