"""Texts made comparable, one file a tier: exact, typographic, loose; only what is needed is loaded."""
