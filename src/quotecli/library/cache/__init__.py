"""The index of statement files, in the user's cache folder."""
