"""What a text says that somebody said: cues, what they claim, and of whom."""
