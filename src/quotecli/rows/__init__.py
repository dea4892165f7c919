"""Statements as rows of tables: their schema, the rows of a statement, and back."""
