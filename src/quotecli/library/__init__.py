"""Statements and the questions about them; the only user of sqlite3 beside the export of a
database.

library.py asks, in SQL, a shelf that holds the statements: memory.py as they were read, stored.py
as rows of a database, which loading.py, cache.py and writer.py keep.
"""

from quotecli.library.library import Library, SpeakerCount, TopicCount
from quotecli.library.loading import load

__all__ = ["Library", "SpeakerCount", "TopicCount", "load"]
