"""The command line: one file a command; main.py turns errors into a line and an exit status."""
