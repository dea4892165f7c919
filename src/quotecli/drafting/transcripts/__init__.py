"""Texts in turns: labels, whose they are, and what each says."""
