"""What people and programs see: text for a terminal or a pipe, and machine-readable formats."""
