"""Statements and the questions about their quotes, in SQL over the tables of a shelf."""
