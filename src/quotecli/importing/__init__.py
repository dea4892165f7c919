"""Statements from the files of other programs: one format a module."""
