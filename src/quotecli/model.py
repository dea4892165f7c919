"""Statements: their text, their quotes, speakers and topics."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from typing import Any, Literal, NamedTuple, Protocol, get_args

from quotecli.errors import QuotecliError

Kind = Literal["direct", "indirect", "mixed"]
Tier = Literal["exact", "typographic", "loose", "missing"]
Polarity = Literal["positive", "negative"]
Status = Literal["draft", "unresolved", "reviewed"]

KINDS: tuple[Kind, ...] = get_args(Kind)
TIERS: tuple[Tier, ...] = get_args(Tier)
POLARITIES: tuple[Polarity, ...] = get_args(Polarity)
STATUSES: tuple[Status, ...] = get_args(Status)

MAX_PLACES = 1_000
"""So many places of one excerpt are counted: whatever has as many is not told apart by more."""

_DOUBTS: dict[Tier, str] = {
    "exact": "",
    "typographic": "not verbatim: the source differs in typography",
    "loose": "not verbatim: the source differs in case, accents or punctuation",
    "missing": "not proved: the excerpt is not in the source",
}
"""What users are told about a quote that is not proved, by its match tier."""

NOBODY = "unknown speaker"
"""The name shown for a quote without a speaker."""

GAP = " […] "
"""Stands on one line between parts of an excerpt if words of the quotation may be left out."""
SPACE = " \t\n\v\f\r\x85\u2028\u2029"
"""White space that editors and YAML may change; a no-break space is typography, and is kept."""

# Not a single space, which is right already: most texts have little else.
SPACES = re.compile(f"[{SPACE}]{{2,}}|[{SPACE.replace(' ', '', 1)}]")


def collapse_space(text: str) -> str:
    """Return `text` with each run of white space as one space, and none at its ends."""
    # Most texts are one line already, which these two tests find out much faster than a search.
    if not text.isprintable() or "  " in text:
        text = SPACES.sub(" ", text)
    return text.strip(" ")


def draw_html(thing: object) -> str:
    """Return a quote, a statement or a library as notebooks show it."""
    # Notebooks ask the object itself, which is far below the room that draws it.
    from importlib import import_module

    return str(import_module("quotecli.render.notebook").draw(thing))


class Span(NamedTuple):
    """A stretch of a statement's text, in code points; `end` is excluded."""

    start: int
    end: int


class Speaker(NamedTuple):
    """Somebody who is quoted; `aliases` are other names that sources use.

    `attributes` are pairs of a name and a value, such as party and Labour.
    """

    id: str
    name: str
    role: str = ""
    aliases: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()


class Topic(NamedTuple):
    """A subject of quotes; `parent` is the id of the topic that includes it.

    `colour` is "#rrggbb", `memo` a researcher's note with its line ends.
    """

    id: str
    label: str
    description: str = ""
    aliases: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    parent: str = ""
    colour: str = ""
    memo: str = ""


class Source(NamedTuple):
    """Where a statement was published, and the file that its text is from.

    What is not known is empty. `sha256` is that of the bytes of `file`, in hexadecimal.
    """

    author: str = ""
    publisher: str = ""
    url: str = ""
    published: str = ""
    accessed: str = ""
    language: str = ""
    file: str = ""
    sha256: str = ""


class Anchor(NamedTuple):
    """The place of an excerpt in the text, and how well it matches.

    `spans` has one span for each part, in order, and none if the tier is "missing". `occurrences`
    is the number of places that match equally well, MAX_PLACES at most; of several the first is
    used. `context` is False if no place has the prefix or suffix given.
    """

    tier: Tier
    spans: tuple[Span, ...] = ()
    occurrences: int = 0
    context: bool = True

    @property
    def proved(self) -> bool:
        """True if exactly one place has the excerpt, character for character."""
        return self.tier == "exact" and self.context and self.occurrences == 1

    @property
    def times(self) -> str:
        """How often the excerpt occurs, in words."""
        return count_times(self.occurrences)


def count_times(places: int) -> str:
    """Return how often something occurs, in words: "12 times", "1,000 times or more"."""
    return f"{places:,} times{' or more' if places >= MAX_PLACES else ''}"


_MISSING = Anchor("missing")


class Anchoring(Protocol):
    """Finds the excerpts of a text."""

    def anchor(self, parts: tuple[str, ...], prefix: str = "", suffix: str = "") -> Anchor:
        """Return where the parts of an excerpt are."""

    def paragraph(self, offset: int) -> int:
        """Return the number, from 1, of the paragraph with the code point at `offset`."""

    def join(self, quote: Quote) -> tuple[str, ...]:
        """Return what is printed between the parts of a quote: GAP, or what the source has."""


class FoundAnchoring(NamedTuple):
    """The place of one quote, found before; `number` is that of its paragraph.

    `words` are those that were found there: the parts of the excerpt, its prefix and its suffix.
    `joins` is what is printed between the parts.
    """

    found: Anchor
    number: int
    words: tuple[tuple[str, ...], str, str]
    joins: tuple[str, ...] = ()

    def anchor(self, parts: tuple[str, ...], prefix: str = "", suffix: str = "") -> Anchor:
        """Return the anchor of the quote."""
        return self.found

    def paragraph(self, offset: int) -> int:
        """Return the number of the paragraph that the quote begins in."""
        return self.number

    def join(self, quote: Quote) -> tuple[str, ...]:
        """Return what is printed between the parts of the quote."""
        return self.joins


@dataclass(frozen=True, slots=True)
class Quote:
    """Something that somebody is reported to have said, or to have denied.

    `parts` is the excerpt as in the file, several parts if the source interrupts the quote. Its
    place in the text is found when it is asked for. A quote of negative polarity is something that
    its speaker denies. `coder` is who annotated it. `quotecli.edit(path)` changes a quote in its
    file, by its id.
    """

    id: str
    statement: str
    kind: Kind
    parts: tuple[str, ...]
    topics: tuple[Topic, ...] = ()
    speaker: Speaker | None = None
    reported_by: Speaker | None = None
    cue: str = ""
    prefix: str = ""
    suffix: str = ""
    status: Status | None = None
    note: str = ""
    confidence: float | None = None
    polarity: Polarity = "positive"
    important: bool = False
    coder: str = ""
    anchoring: Anchoring | None = field(default=None, repr=False, compare=False)

    _repr_html_ = draw_html

    def __post_init__(self) -> None:
        """Refuse a place that was found for other words, as replace() would pass it on."""
        known, words = self.anchoring, (self.parts, self.prefix, self.suffix)
        if isinstance(known, FoundAnchoring) and known.words != words:
            raise QuotecliError(
                f"the place of '{self.id}' is that of other words, and its text is not at hand",
                hint="replace its anchoring, too: by None, or by an Anchorer of the text",
            )

    def __reduce__(self) -> tuple[type[Quote], tuple[Any, ...]]:
        """Pickle and copy the place that is found, not the whole text that it is found in."""
        values = [getattr(self, item.name) for item in fields(self)]
        if self.anchoring is not None:
            words = (self.parts, self.prefix, self.suffix)
            values[-1] = FoundAnchoring(self.anchor, self.paragraph, words, self.joins)
        return type(self), tuple(values)

    @property
    def anchor(self) -> Anchor:
        """The place of the excerpt in the text, and how well it matches."""
        if self.anchoring is None:
            return _MISSING
        return self.anchoring.anchor(self.parts, self.prefix, self.suffix)

    @property
    def paragraph(self) -> int:
        """The number of the paragraph in which the excerpt begins, from 1; 0 if it is missing."""
        spans = self.anchor.spans
        return self.anchoring.paragraph(spans[0].start) if self.anchoring and spans else 0

    @property
    def joins(self) -> tuple[str, ...]:
        """What is printed between the parts: GAP, or what the source has beside an attribution."""
        if len(self.parts) == 1:
            return ()
        joins = self.anchoring.join(self) if self.anchoring else ()
        return joins or (GAP,) * (len(self.parts) - 1)

    @property
    def excerpt(self) -> str:
        """The excerpt on one line.

        Parts that only an attribution interrupts read on as in the source; between all others there
        is […].
        """
        first, *others = [collapse_space(part) for part in self.parts]
        return first + "".join([f"{join}{part}" for join, part in zip(self.joins, others)])

    @property
    def proved(self) -> bool:
        """True if the text has the excerpt, character for character, in exactly one place.

        White space does not count.
        """
        return self.anchor.proved

    @property
    def doubt(self) -> str:
        """Why the excerpt is not proved; "" if it is."""
        anchor = self.anchor
        if anchor.proved:
            return ""
        if anchor.tier != "exact":
            return _DOUBTS[anchor.tier]
        if not anchor.context:
            return "not proved: the excerpt is not next to its prefix and suffix"
        return f"not proved: the excerpt occurs {anchor.times} in the source"

    @property
    def review(self) -> str:
        """What is to be reviewed: "draft, not reviewed", for instance; "" if nothing is."""
        return f"{self.status}, not reviewed" if self.status in ("draft", "unresolved") else ""

    @property
    def caveats(self) -> tuple[str, ...]:
        """What must be said wherever the words are: why they are not proved, and their review."""
        return tuple(filter(None, (self.doubt, self.review)))


_NO_SOURCE = Source()


class Statement(NamedTuple):
    """A source text and its annotated quotes; `id` is a slug of its file's name.

    `file` is the path of its file, `text_file` that of the text if it is in a file of its own.
    `coder` is who annotated the quotes that name nobody else, `memo` a researcher's note.
    """

    id: str
    title: str
    text: str
    quotes: tuple[Quote, ...]
    speakers: dict[str, Speaker]
    topics: dict[str, Topic]
    speaker: Speaker | None = None
    occasion: str = ""
    source: Source = _NO_SOURCE
    file: str = ""
    text_file: str = ""
    coder: str = ""
    memo: str = ""

    def _repr_html_(self) -> str:
        return draw_html(self)
