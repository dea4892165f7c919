"""How far several coders of the same texts agree, where they differ, and one statement of both."""
