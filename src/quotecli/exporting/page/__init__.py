"""One self-contained HTML page: texts with their quotes marked, a list, and filters."""
