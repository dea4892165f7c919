"""The full-screen programs, drawn with Textual: what they share, and one module for each."""
