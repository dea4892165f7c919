"""Where an excerpt stands in a text: its spans, and how well it matches."""
