"""The rules that statement files must pass."""
