"""Loading of the statements that -d names, and warnings of what was skipped."""

from __future__ import annotations

import gc

from quotecli.cli.notices import progress, warn_of_namesakes, warn_of_skipped
from quotecli.cli.options import Data
from quotecli.criteria import Criteria
from quotecli.library import loading
from quotecli.library.library import Library


def load(data: Data, criteria: Criteria | None = None) -> Library:
    """Return the library of the statements that -d names.

    Says on standard error which files of a folder were skipped, and which of the speakers that the
    criteria name are several people.
    """
    # The statements live until the process ends, soon: the collector would look at them again and
    # again.
    gc.disable()
    with progress("indexing") as watch:
        loaded = loading.load(*data.paths, cache=data.cache, strict=data.strict, watch=watch)
    if loaded.left_out or loaded.notes:
        warn_of_skipped(loaded, data.paths)
    if criteria and criteria.speakers:
        warn_of_namesakes(loaded.namesakes(criteria.speakers), data.paths)
    return loaded
