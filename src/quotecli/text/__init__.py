"""What plain text is made of: words, paragraphs, dates, and where the words of a search occur."""
