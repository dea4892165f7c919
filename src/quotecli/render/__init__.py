"""What people and programs see: layout, its drawing in a pipe and on a terminal, and formats."""
