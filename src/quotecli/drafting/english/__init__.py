"""English: its word lists, the tags of its words, its phrases and its wording."""
