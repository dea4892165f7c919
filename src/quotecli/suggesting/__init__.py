"""Suggests topics for quotes that have none, and quotes for topics that have few."""
