"""Drafting tables of texts, on this machine or in Spark; docs/scale.md says what is the same."""
