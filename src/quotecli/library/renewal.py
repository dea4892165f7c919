"""Answers from an index that turns out to be damaged: it is rebuilt and asked again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from functools import partial, wraps
from itertools import count, islice
from typing import TYPE_CHECKING, Any, TypeVar

from quotecli.errors import QuotecliError

if TYPE_CHECKING:
    from quotecli.library.library import Library, Origin
    from quotecli.library.shelf import Shelf

Answer = TypeVar("Answer")
Value = TypeVar("Value")
Item = TypeVar("Item")
Ask = Callable[..., Answer]


class DamagedError(Exception):
    """A row of the index that is not as it was written."""


DAMAGE = (sqlite3.DatabaseError, DamagedError, IndexError)
"""What a damaged index raises: IndexError if a row is missing that others refer to."""

# The first index may be damaged and, on a bad disk, the second; the third is in memory.
_MAX_RENEWALS = 2


def answered(ask: Ask[Answer]) -> Ask[Answer]:
    """Make a method of a library ask again if the index is damaged."""

    @wraps(ask)
    def answer(library: Library, *args: Any, **options: Any) -> Answer:
        for renewals in range(_MAX_RENEWALS):
            shelf = library._shelf
            try:
                return ask(library, *args, **options)
            except DAMAGE as error:
                _renew(library, shelf, error, cache=renewals == 0)
            except KeyError as error:
                raise shelf.blame(error) from None
        return ask(library, *args, **options)

    return answer


def streamed(ask: Ask[Iterator[Item]]) -> Ask[Iterator[Item]]:
    """Make a method that returns an iterator go on where it was if the index is damaged."""
    begin = answered(ask)

    @wraps(ask)
    def stream(library: Library, *args: Any, **options: Any) -> Iterator[Item]:
        ordered = "random" not in (*args, *options.values())
        return _Stream(library, partial(begin, library, *args, **options), ordered)

    return stream


def load_again(origin: Origin, digest: bytes) -> Library:
    """Return the library that was loaded from somewhere once; its notes tell of other content."""
    library = origin()
    if digest != library._shelf.digest():
        library.notes += ("files have changed since the library was loaded first",)
    return library


class _Stream(Iterator[Item]):
    """The items of an answer, which begins again behind those that were given."""

    def __init__(
        self, library: Library, begin: Callable[[], Iterator[Item]], ordered: bool
    ) -> None:
        self._library, self._begin, self._ordered = library, begin, ordered
        self._items, self._shelf = begin(), library._shelf
        # Threads may share an iterator, and counting in one step needs no lock.
        self._given, self._renewals = count(), 0

    def __next__(self) -> Item:
        while True:
            try:
                item = next(self._items)
            except DAMAGE as error:
                self._renew(error)
                continue
            except KeyError as error:
                raise self._shelf.blame(error) from None
            next(self._given)
            return item

    def _renew(self, error: Exception) -> None:
        if self._renewals == _MAX_RENEWALS:
            raise error
        given = next(self._given)
        _renew(self._library, self._shelf, error, cache=not self._renewals, same=given > 0)
        self._renewals += 1
        if given and not self._ordered:
            raise _ended("in another order")
        self._given, self._shelf = count(given), self._library._shelf
        self._items = islice(self._begin(), given, None)


class Renewed(Mapping[str, Value]):
    """A mapping of a library, asked again if the index is damaged."""

    def __init__(self, library: Library, find: Callable[[], Mapping[str, Value]]) -> None:
        self._library, self._find = library, find

    def __getitem__(self, key: str) -> Value:
        return self._ask(lambda: self._find()[key])

    def __contains__(self, key: object) -> bool:
        return self._ask(lambda: key in self._find())

    def __iter__(self) -> Iterator[str]:
        return self._ask(lambda: iter(list(self._find())))

    def __len__(self) -> int:
        return self._ask(lambda: len(self._find()))

    def __reduce__(self) -> tuple[type[dict[str, Value]], tuple[dict[str, Value]]]:
        return dict, (dict(self),)

    def _ask(self, ask: Callable[[], Answer]) -> Answer:
        return answered(lambda _: ask())(self._library)


def _renew(
    library: Library, failed: Shelf, error: Exception, *, cache: bool, same: bool = False
) -> None:
    """Load a library again, since its index, which `failed` read, is damaged.

    Raises `error` if it was not loaded from files, and QuotecliError if it has to be the `same` and
    is not.
    """
    if library._origin is None:
        raise error
    if library._opened is not failed:  # another thread was faster
        return
    try:
        failed.discard()
    except OSError:
        cache = False
    renewed = library._origin() if cache else library._origin(cache=False)
    if same and not _is_same(failed, renewed._opened):
        raise _ended("from files that have changed")
    vars(library).update(vars(renewed))


def _ended(how: str) -> QuotecliError:
    message = f"the index was damaged and rebuilt {how}: the answer is incomplete"
    return QuotecliError(message, hint="run the command again")


def _is_same(failed: Shelf, renewed: Shelf) -> bool:
    """Return True if two shelves hold the same, as far as a damaged index can tell."""
    try:
        return failed.digest() == renewed.digest()
    except DAMAGE:
        return failed.found == renewed.found
