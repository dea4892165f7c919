"""Statements and the questions about them: the room of sqlite3, which only an export uses, too.

library.py answers, in SQL over the tables of a shelf (shelf.py): memory.py for statements as they
were read, stored.py for rows of a database, which loading.py finds in the cache.
"""

from quotecli.library.library import Library
from quotecli.library.loading import load

__all__ = ["Library", "load"]
