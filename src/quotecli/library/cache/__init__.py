"""The index of a folder of statements, kept in the user's cache folder."""
