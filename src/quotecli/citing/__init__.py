"""Citations of quotes, and the links that open their sources."""
