"""What a statement is: its text, its quotes, who speaks and what about."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol, get_args

Kind = Literal["direct", "indirect", "mixed"]
Tier = Literal["exact", "typographic", "loose", "missing"]
Status = Literal["draft", "unresolved", "reviewed"]

KINDS: tuple[Kind, ...] = get_args(Kind)
TIERS: tuple[Tier, ...] = get_args(Tier)
STATUSES: tuple[Status, ...] = get_args(Status)

UNPROVED: dict[Tier, str] = {
    "exact": "",
    "typographic": "not verbatim: the source differs in typography",
    "loose": "not verbatim: the source differs in case, accents or punctuation",
    "missing": "not proved: the excerpt is not in the source",
}
"""What is said of a quote that is not proved, by its tier."""

NOBODY = "unknown speaker"
"""What stands for the name where a quote names no speaker."""

GAP = " […] "
SPACE = " \t\n\v\f\r\x85\u2028\u2029"
"""White space that editors and YAML may move; a no-break space is typography, and stays."""

# Only what one space does not stand for already: most texts have little of it.
SPACES = re.compile(f"[{SPACE}]{{2,}}|[{SPACE.replace(' ', '', 1)}]")


def one_line(text: str) -> str:
    """`text` with every run of white space as one space, and none at its ends."""
    # Most texts are one line already, which these two questions answer much faster than a search.
    if not text.isprintable() or "  " in text:
        text = SPACES.sub(" ", text)
    return text.strip(" ")


class Span(NamedTuple):
    """A stretch of a statement's text, in code points; `end` is the first one outside."""

    start: int
    end: int


class Speaker(NamedTuple):
    """Somebody who is quoted; `aliases` are the other ways in which sources name them."""

    id: str
    name: str
    role: str = ""
    aliases: tuple[str, ...] = ()


class Topic(NamedTuple):
    """What quotes can be about; `parent` is the id of the topic that includes this one."""

    id: str
    label: str
    description: str = ""
    aliases: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    parent: str = ""


class Source(NamedTuple):
    """Where a statement was published; what the source does not give is empty."""

    author: str = ""
    publisher: str = ""
    url: str = ""
    published: str = ""
    accessed: str = ""
    language: str = ""


class Anchor(NamedTuple):
    """Where an excerpt stands in the text, and how well it was found.

    `spans` holds one span for each part, in order; it is empty where the tier is "missing".
    `occurrences` counts the places that fit equally well: more than one is ambiguous, and the
    first is taken. `context` is false where a prefix or suffix was given that no place has.
    """

    tier: Tier
    spans: tuple[Span, ...] = ()
    occurrences: int = 0
    context: bool = True

    @property
    def proved(self) -> bool:
        """Whether there is one place that has the excerpt exactly."""
        return self.tier == "exact" and self.context and self.occurrences == 1


_MISSING = Anchor("missing")


class Anchoring(Protocol):
    """What knows where the excerpts of a text stand."""

    def anchor(self, parts: tuple[str, ...], prefix: str = "", suffix: str = "") -> Anchor:
        """Where the parts of an excerpt stand."""

    def paragraph(self, offset: int) -> int:
        """The number of the paragraph, from 1, in which the code point at `offset` stands."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Something that somebody is reported to have said.

    `parts` holds the excerpt as its file has it; more than one where the source splits the quote.
    Where it stands is derived from the text, when it is asked for.
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
    anchoring: Anchoring | None = field(default=None, repr=False, compare=False)

    @property
    def anchor(self) -> Anchor:
        """Where the excerpt stands in the text, and how well it was found."""
        if self.anchoring is None:
            return _MISSING
        return self.anchoring.anchor(self.parts, self.prefix, self.suffix)

    @property
    def paragraph(self) -> int:
        """The number of the paragraph in which the excerpt begins, from 1; 0 where it is missing."""
        spans = self.anchor.spans
        return self.anchoring.paragraph(spans[0].start) if self.anchoring and spans else 0

    @property
    def excerpt(self) -> str:
        """The parts on one line, white space folded, with […] where the source interrupts them."""
        return GAP.join([one_line(part) for part in self.parts])

    @property
    def proved(self) -> bool:
        """Whether the excerpt stands in the text character for character, white space folded, in
        one place only.
        """
        return self.anchor.proved

    @property
    def doubt(self) -> str:
        """Why the excerpt is not proved; "" where it is."""
        anchor = self.anchor
        if anchor.proved:
            return ""
        if anchor.tier != "exact":
            return UNPROVED[anchor.tier]
        if not anchor.context:
            return "not proved: the excerpt does not stand next to its prefix and suffix"
        return f"not proved: the excerpt stands {anchor.occurrences:,} times in the source"


_NO_SOURCE = Source()


class Statement(NamedTuple):
    """A source text and its annotated quotes; `id` is the stem of its file, as a slug.

    `file` is where it was read, `text_file` the file that holds the text where that is another one.
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
