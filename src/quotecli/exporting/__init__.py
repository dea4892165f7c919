"""Statements as files of other programs: one format a module."""
