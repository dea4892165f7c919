"""A text as tokens, lines, marked stretches and sentences."""
