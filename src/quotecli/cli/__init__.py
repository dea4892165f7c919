"""The command line: one file a command; main.py is the root and the boundary at which errors become
a line.
"""
