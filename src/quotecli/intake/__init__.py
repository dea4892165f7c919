"""Files of every kind -> their text and what they say of themselves, one format a file."""
