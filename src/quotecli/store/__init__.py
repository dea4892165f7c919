"""Statements as files: their keys, reading and writing them, and which files there are."""
