"""What is found out about an article's quotations, as plain values."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

from quotecli.model import Kind, Span, Speaker

Verdict = Literal["verbatim", "shortened", "altered", "not found", "short"]
AttributionVerdict = Literal["same", "differs", "unknown"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
ONLY_SIGNS = "in signs or capitals only"  # how a quotation is altered all of whose words agree
ANOTHER_S = "another's words"
DOUBTS = ("turned", ANOTHER_S)


class ArticleQuote(NamedTuple):
    """A quotation in an article.

    `parts` are its words as they are written, each part on one line; `spans` say where they stand
    in the article's text, and `sentence` is the stretch of it that is shown with them. `line` and
    `column` are those of the first part in the article's file, from 1. `speaker` is whom the
    article names or describes, "" for nobody, `who` what else it says of this person, and `mention`
    the words that mean this person here. `is_named` is false for one who is only described.
    `reported_by` is who tells it. The speaker denies what is `denied`.
    """

    file: str
    line: int
    column: int
    parts: tuple[str, ...]
    spans: tuple[Span, ...]
    sentence: Span
    speaker: str = ""
    kind: Kind = "direct"
    who: Speaker | None = None
    mention: str = ""
    is_named: bool = True
    reported_by: Speaker | None = None
    denied: bool = False

    @property
    def excerpt(self) -> str:
        """The words on one line, with […] between parts."""
        return " […] ".join(self.parts)


class Article(NamedTuple):
    """An article and its quotations, in the order of its text; `links` are addresses it names.

    `is_extracted` is true if the lines are those of a text that was extracted from the file.
    `unread` are the lines of what is no prose in block quotations.
    """

    file: str
    title: str
    text: str
    quotes: tuple[ArticleQuote, ...]
    links: tuple[str, ...] = ()
    is_extracted: bool = False
    unread: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The file as people call it."""
        return "standard input" if self.file == "-" else self.file


class Difference(NamedTuple):
    """A run of words that an article and its source share, or in which they differ.

    "added" words are in the article only, "dropped" ones in the source only; "marked" is what the
    article marks as left out or inserted ("[…]", "[the council]"), with what the source has for it.
    Each run ends with the white space behind it, so that the runs of one side, joined, are its
    words on one line.
    """

    kind: Literal["same", "added", "dropped", "changed", "marked"]
    article: str
    source: str


class Passage(NamedTuple):
    """A place in a source.

    `statement` is the id of the statement, "" for a text that is none. `line` and `column` are
    those of its file, 0 if they are unknown. `text` is on one line. `url` opens the source at the
    passage; it is "" if the source has no address. `is_extracted` is true if the line is that of a
    text which was extracted from the file, and `time` is when the words begin in subtitles.
    """

    statement: str
    title: str
    file: str
    line: int
    column: int
    paragraph: int
    spans: tuple[Span, ...]
    text: str
    url: str = ""
    published: str = ""
    is_extracted: bool = False
    time: str = ""

    @property
    def place(self) -> str:
        """Where in its file it stands, in words."""
        if self.time:
            return f"{self.file} at {self.time}"
        if self.is_extracted:
            return f"{self.file}, line {self.line} of its text"
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


class Attribution(NamedTuple):
    """Who said it, by the article and by the source, in words; "" for nobody.

    `named_as` are the words of the article that mean this person, "" for the name itself.
    """

    verdict: AttributionVerdict = "unknown"
    article: str = ""
    source: str = ""
    named_as: str = ""

    @property
    def article_words(self) -> str:
        """Who said it by the article, with the words that mean this person."""
        return f"{self.article} (“{self.named_as}”)" if self.named_as else self.article


class Finding(NamedTuple):
    """What is found out about one quotation.

    `turned` says why the passage means something else than the quotation, "" if nothing tells so.
    `forgiven` names what was passed over, such as "closing punctuation". `share` is that of the
    words that agree, from 0 to 1. `others` counts the other sources with a passage as near, and
    `original` is the earliest of them all by date, if that is not `passage`.
    """

    quote: ArticleQuote
    verdict: Verdict
    turned: str = ""
    forgiven: tuple[str, ...] = ()
    share: float = 0.0
    differences: tuple[Difference, ...] = ()
    passage: Passage | None = None
    others: int = 0
    original: Passage | None = None
    attribution: Attribution = Attribution()

    @property
    def doubts(self) -> tuple[str, ...]:
        """What is wrong besides the words: those of `DOUBTS` that hold."""
        held = (bool(self.turned), self.attribution.verdict == "differs")
        return tuple([doubt for doubt, holds in zip(DOUBTS, held) if holds])

    @property
    def agreement(self) -> str:
        """How many of the words agree: "94 %", rounded down, or "all"."""
        return "all" if self.share == 1 else f"{min(int(100 * self.share), 99)} %"
