"""A review: the quotes to go through, and the decisions on them, each in its file, and undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from quotecli.errors import Place, QuotecliError
from quotecli.model import Quote
from quotecli.store.editing.statement_file import StatementFile, open_file
from quotecli.store.files import read_bytes


class Item(NamedTuple):
    """A quote to review: the path of its file, and its id."""

    path: str
    key: str


class Change(NamedTuple):
    """The ids of the quotes that a decision adds to a file, and of others that it removes.

    `rejected` are those of other coders, in whose place the quote is accepted.
    """

    added: Sequence[str] = ()
    gone: Sequence[str] = ()
    rejected: Sequence[str] = ()


class Decision(NamedTuple):
    """What is done to a quote.

    `what` says it for the reviewer: "accepted". `make` edits the file, given the id of the quote. A
    decision that `settles` a quote ends its review; one that removes others ends theirs.
    """

    what: str
    make: Callable[[StatementFile, str], Change]
    settles: bool = False
    repeats: bool = True


class Step(NamedTuple):
    """Decisions that are undone together: of one kind, on one quote or on several.

    `writes` has the path of each file, and what it was before and after. `settled` has what was
    decided on each quote whose review it ended. `items` are those of the review before and after.
    """

    what: str
    at: int
    writes: Sequence[tuple[str, bytes, bytes]]
    settled: Mapping[Item, str]
    items: tuple[Sequence[Item], Sequence[Item]]


class Review:
    """The quotes to review, in order, one of them the current one.

    Every decision is in its file when the method returns. A file is read again when it has changed;
    what somebody else wrote is never overwritten.
    """

    def __init__(self, items: Sequence[Item], books: Mapping[str, str]) -> None:
        """Review some quotes, at least one; `books` are the codebooks of their files, or ""."""
        self.items: Sequence[Item] = items
        self.at = 0
        self.settled: dict[Item, str] = {}
        self.steps: list[Step] = []
        self._undone: list[Step] = []
        self._books = books
        self.file = self.open(items[0].path)

    @property
    def item(self) -> Item:
        """The current quote's path and id."""
        return self.items[self.at]

    @property
    def left(self) -> int:
        """How many quotes nobody has accepted or rejected yet."""
        return len(self.items) - len(self.settled)

    @property
    def paths(self) -> list[str]:
        """The files that were changed, in the order of the review."""
        changed = {path for step in self.steps for path, _, _ in step.writes}
        return [path for path in dict.fromkeys(item.path for item in self.items) if path in changed]

    @property
    def quote(self) -> Quote | None:
        """The current quote as its file has it; None if it is not there any more."""
        return find_quote(self.file, self.item.key)

    @property
    def doubts(self) -> list[str]:
        """Why the current quote is in doubt: its match, and what the draft says of it."""
        quote = self.quote
        if quote is None:
            return []
        comments = self.file.document.comments(("quotes", quote.id), "review:")
        return [*filter(None, [quote.doubt]), *comments]

    def open(self, path: str) -> StatementFile:
        """Return a file as it is now; that of the current quote is kept."""
        return open_file(path, self._books.get(path, ""))

    def read_again(self, *, everything: bool = False) -> bool:
        """Read the current file if it is another or has changed; return True if it has changed.

        With `everything` it is read in any case, and so are its codebook and its text file.
        """
        is_other = self.file.path != self.item.path
        is_same = not is_other and read_bytes(self.item.path) == self.file.original
        if is_same and not everything:
            return False
        self.file = self.open(self.item.path)
        return not (is_other or is_same)

    def go(self, by: int) -> bool:
        """Go to the next quote, or back by -1, that its file still has; False if there is none."""
        return self._go_first(range(self.at + by, len(self.items) if by > 0 else -1, by))

    def go_on(self) -> bool:
        """Go to the next quote that is not settled, from the first one on after the last."""
        places = [*range(self.at + 1, len(self.items)), *range(self.at + 1)]
        return self._go_first(at for at in places if self.items[at] not in self.settled)

    def find(self, test: Callable[[Quote], bool]) -> bool:
        """Go to the next quote that passes a test, from the first one on after the last."""
        places = [*range(self.at + 1, len(self.items)), *range(self.at)]
        return self._go_first(places, test)

    def _go_first(self, places: Iterable[int], test: Callable[[Quote], bool] = bool) -> bool:
        file = self.file
        for at in places:
            path, key = self.items[at]
            file = file if file.path == path else self.open(path)
            quote = find_quote(file, key)
            if quote is not None and test(quote):
                self.at, self.file = at, file
                return True
        return False

    def list_like(self, test: Callable[[Quote], bool]) -> list[Item]:
        """Return the quotes to review that are not settled, and pass a test."""
        file, found = self.file, []
        for item in self.items:
            if item not in self.settled:
                file = file if file.path == item.path else self.open(item.path)
                quote = find_quote(file, item.key)
                found += [item] if quote is not None and test(quote) else []
        return found

    def decide(self, decision: Decision, items: Sequence[Item] = ()) -> int:
        """Write a decision on the current quote, or on several; return on how many.

        Raises QuotecliError if it is refused; the files that are written by then stay so, and are
        one step to undo.
        """
        chosen: dict[str, list[str]] = {}
        for item in items or [self.item]:
            chosen.setdefault(item.path, []).append(item.key)
        writes: list[tuple[str, bytes, bytes]] = []
        done, added, settled = list[Item](), list[Item](), dict[Item, str]()
        try:
            for path, keys in chosen.items():
                with self._fresh(path) as file:
                    changes = [decision.make(file, key) for key in keys]
                    if file.save():
                        writes.append((path, file.replaced, file.original))
                done += [Item(path, key) for key in keys]
                added += [Item(path, key) for change in changes for key in change.added]
                for change in changes:
                    settled |= {Item(path, key): decision.what for key in change.gone}
                    settled |= {Item(path, key): "rejected" for key in change.rejected}
        finally:
            if decision.settles:
                settled = {**dict.fromkeys(done, decision.what), **settled}
            if writes or settled:
                self._record(decision.what, writes, settled, added)
        return len(done)

    def _record(
        self,
        what: str,
        writes: Sequence[tuple[str, bytes, bytes]],
        settled: Mapping[Item, str],
        added: Sequence[Item],
    ) -> None:
        before = self.items
        if added:
            self.items = [*before[: self.at + 1], *added, *before[self.at + 1 :]]
        known = {item for item in self.items if item not in self.settled}
        new = {item: decided for item, decided in settled.items() if item in known}
        self.settled |= new
        self.steps.append(Step(what, self.at, writes, new, (before, self.items)))
        self._undone.clear()

    def undo(self) -> Step | None:
        """Take the last step back, and return it; None if there is none.

        The files become what they were, byte for byte. Raises QuotecliError if one has changed
        since.
        """
        if not self.steps:
            return None
        step = self.steps[-1]
        self._restore([(path, after, before) for path, before, after in step.writes])
        self._undone.append(self.steps.pop())
        self.items, self.at = step.items[0], step.at
        for item in step.settled:
            del self.settled[item]
        self.read_again()
        return step

    def redo(self) -> Step | None:
        """Make the step again that was undone last, and return it; None if there is none."""
        if not self._undone:
            return None
        step = self._undone[-1]
        self._restore(step.writes)
        self.steps.append(self._undone.pop())
        self.items, self.at = step.items[1], step.at
        self.settled |= step.settled
        self.read_again()
        return step

    def _restore(self, writes: Sequence[tuple[str, bytes, bytes]]) -> None:
        """Write what files were, all of which must be what they were left as."""
        for path, left, _ in writes:
            if read_bytes(path) != left:
                raise QuotecliError(
                    "the file was changed by somebody else since; nothing is undone",
                    place=Place(path),
                )
        for path, _, content in writes:
            with self._fresh(path) as file:
                file.restore(content)

    @contextmanager
    def _fresh(self, path: str) -> Iterator[StatementFile]:
        """Give a file for edits; the one at hand, as the reviewer saw it, if it is that.

        It is read again if the edits fail.
        """
        is_current = path == self.file.path
        file = self.file if is_current else self.open(path)
        try:
            yield file
        except BaseException:
            if is_current and file.is_edited:
                self.file = self.open(path)
            raise


def find_quote(file: StatementFile, key: str) -> Quote | None:
    """Return the quote of an id; None if the file has none."""
    return next((quote for quote in file.statement.quotes if quote.id == key), None)
