"""Attributions, citations, and links to the quote in its source."""
