"""Statement files changed in place: an edit replaces the lines that it concerns, and no others."""
