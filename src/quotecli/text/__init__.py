"""Plain text: words, paragraphs, dates, slugs, and searches in it."""
