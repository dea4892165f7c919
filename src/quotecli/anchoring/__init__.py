"""Anchors excerpts in a text: their spans, and how well they match."""
