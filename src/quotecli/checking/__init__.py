"""Checks statement files: their structure, and every excerpt against its source."""
