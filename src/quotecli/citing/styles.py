"""A quote cited in APA 7, Chicago 17 (notes), MLA 9 or AP style.

The words and the names are never changed to fit a style: a title keeps its capitals, nested
quotation marks stay as they are, and a name is turned about only where bylines.py is certain of it.
Where the one who speaks is not the one who wrote, the styles' forms for a source within a source
are used: APA “as cited in”, Chicago “quoted in”, MLA “qtd. in”.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple, get_args

from quotecli.citing.attribution import attribution
from quotecli.citing.bylines import Author, authors
from quotecli.model import Kind, Quote, Statement, one_line
from quotecli.text.dates import is_date

Style = Literal["apa", "chicago", "mla", "ap"]

STYLES: tuple[Style, ...] = get_args(Style)

_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_AP_MONTHS = "Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec.".split()
_MLA_MONTHS = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()
_ENDS = (".", "?", "!", "…", "。", "？", "！")


class Cited(NamedTuple):
    """A quote in a style: its words with their attribution as they stand in a text, and the
    reference or note.

    AP has no references: there it is empty.
    """

    text: str
    reference: str


def cite(statement: Statement, quote: Quote, style: Style) -> Cited:
    """A quote in a style; an unproved one says so after its words."""
    cited = _STYLES[style](_Facts(statement, quote))
    return cited if quote.proved else cited._replace(text=f"{cited.text} [{quote.doubt}]")


class _Facts:
    """What the styles are made of: each on one line, "" where it is not known."""

    def __init__(self, statement: Statement, quote: Quote) -> None:
        source, speaker = statement.source, quote.speaker
        self._quote = quote
        self.kind: Kind = quote.kind
        # Only the speaker's own words stand in quotation marks; those of a mixed quote are marked
        # within it.
        self.words = f"“{quote.excerpt}”" if quote.kind == "direct" else quote.excerpt
        self.title = one_line(statement.title)
        self.occasion = one_line(statement.occasion)
        self.authors = authors(source.author)
        self.publisher = one_line(source.publisher) if source.publisher != source.author else ""
        self.published = one_line(source.published)
        self.accessed = one_line(source.accessed)
        self.url = one_line(source.url)
        self.paragraph = quote.paragraph
        self.speaker = one_line(speaker.name) if speaker else ""
        self.role = one_line(speaker.role) if speaker else ""
        self.teller = one_line(quote.reported_by.name) if quote.reported_by else ""
        # Somebody's own writing is no source within a source.
        self.own = bool(speaker) and not self.teller and self.speaker == one_line(source.author)

    @property
    def who(self) -> str:
        """The one who speaks, by the whole name as it is printed, and who tells of it."""
        return attribution(self._quote, role=False, nobody="an unnamed speaker")

    def place(self, word: str, *parts: str) -> str:
        """The source as it stands in a text: its authors, or its title in quotation marks, and the
        parts given.
        """
        rest = ", ".join(part for part in parts if part)
        named = _joined([author.short for author in self.authors], word, most=2)
        if named:
            return f"{named}, {rest}" if rest else named
        return f"“{_with(self.title, ',')}” {rest}" if rest else f"“{self.title}”"

    def within(self, quoted: str) -> str:
        """The words that lead from who speaks to the source: `quoted`, or that it is a paraphrase
        there.
        """
        return {"direct": quoted, "indirect": "paraphrased in", "mixed": "partly paraphrased in"}[
            self.kind
        ]


def _apa(facts: _Facts) -> Cited:
    year = facts.published[:4] if is_date(facts.published) else facts.published or "n.d."
    place = facts.place("&", year, f"para. {facts.paragraph}" if facts.paragraph else "")
    within = {
        "direct": "as cited in",
        "indirect": "as paraphrased in",
        "mixed": "as partly paraphrased in",
    }[facts.kind]
    text = (
        f"{facts.words} ({place})"
        if facts.own
        else f"{facts.words} ({facts.who}, {within} {place})"
    )

    date = f"({_apa_date(facts.published)})."
    by = _joined([_apa_name(author) for author in facts.authors], "&", comma=True)
    head = (
        [f"{_with(by, '.')} {date}", _with(facts.title, ".")]
        if by
        else [f"{_with(facts.title, '.')} {date}"]
    )
    # A page without a date may change: APA wants to know when it was seen.
    seen = _long_date(facts.accessed) if not facts.published else ""
    address = f"Retrieved {seen}, from {facts.url}" if seen and facts.url else facts.url
    return Cited(text, _sentence([*head, _with(facts.publisher, "."), address]))


def _apa_name(author: Author) -> str:
    return f"{author.family}, {author.initials}" if author.family else author.name


def _apa_date(date: str) -> str:
    if not is_date(date):
        return date or "n.d."
    year, month, day = _parts(date)
    return f"{year}, {_MONTHS[month - 1]}{f' {day}' if day else ''}" if month else str(year)


def _chicago(facts: _Facts) -> Cited:
    by = _joined([author.name for author in facts.authors], "and", most=3)
    who = facts.who if facts.speaker else f"A{facts.who[1:]}"
    within = facts.within("quoted in")
    lead = f"{by}," if facts.own else f"{who}, {within} {by}," if by else f"{who}, {within}"
    seen = (
        f"accessed {_long_date(facts.accessed)}" if facts.accessed and not facts.published else ""
    )
    place = f"para. {facts.paragraph}" if facts.paragraph else ""
    rest = ", ".join(
        part
        for part in (facts.publisher, _long_date(facts.published), place, seen, facts.url)
        if part
    )
    title = f"“{_with(facts.title, ',' if rest else '.')}”"
    return Cited(facts.words, f"{lead} {title}{f' {rest}.' if rest else ''}")


def _mla(facts: _Facts) -> Cited:
    place = facts.place("and", f"par. {facts.paragraph}" if facts.paragraph else "")
    text = (
        f"{facts.words} ({place})"
        if facts.own
        else f"{facts.words} ({facts.who}, {facts.within('qtd. in')} {place})"
    )
    first, *others = facts.authors or (Author(""),)
    names = [first.inverted, *[author.name for author in others]]
    by = f"{names[0]}, et al." if len(names) > 2 else ", and ".join(names)
    container = ", ".join(
        part for part in (facts.publisher, _mla_date(facts.published), facts.url) if part
    )
    seen = f"Accessed {_mla_date(facts.accessed)}." if facts.accessed else ""
    return Cited(
        text,
        _sentence([_with(by, "."), f"“{_with(facts.title, '.')}”", _with(container, "."), seen]),
    )


def _mla_date(date: str) -> str:
    if not is_date(date):
        return date
    year, month, day = _parts(date)
    return f"{f'{day} ' if day else ''}{_MLA_MONTHS[month - 1]} {year}" if month else str(year)


def _ap(facts: _Facts) -> Cited:
    outlet = facts.publisher or _joined([author.name for author in facts.authors], "and")
    when = _ap_date(facts.published)
    reported = {
        "direct": "reported",
        "indirect": "paraphrased",
        "mixed": "reported, partly in paraphrase,",
    }[facts.kind]
    by = f"as {reported} by {outlet}" if outlet else f"as {reported} in “{facts.title}”"
    name = facts.speaker or "An unnamed speaker"
    named = f"{name}, {facts.role}," if facts.role else name
    verb = " said," if facts.kind == "direct" else "" if facts.role else ","
    told = f" according to {facts.teller}," if facts.teller else ""
    if facts.own:
        by = f"in {facts.publisher}" if facts.publisher else f"in “{facts.title}”"
    return Cited(f"{named}{verb}{told} {by}{f' {when}' if when else ''}: {facts.words}", "")


def _ap_date(date: str) -> str:
    if not is_date(date):
        return f"({date})" if date else ""
    year, month, day = _parts(date)
    if not month:
        return f"in {year}"
    return f"on {_AP_MONTHS[month - 1]} {day}, {year}" if day else f"in {_MONTHS[month - 1]} {year}"


def _long_date(date: str) -> str:
    """ "March 4, 2026"; what is no date as it is printed."""
    if not is_date(date):
        return date
    year, month, day = _parts(date)
    return f"{_MONTHS[month - 1]} {f'{day}, ' if day else ''}{year}" if month else str(year)


def _parts(date: str) -> tuple[int, int, int]:
    """Year, month and day of a date; 0 for what it does not say."""
    year, month, day = [*map(int, date.split("-")), 0, 0][:3]
    return year, month, day


def _with(text: str, mark: str) -> str:
    """A text with a mark at its end, where it has none that ends a sentence; "" for ""."""
    return text if not text or text.endswith(_ENDS) else f"{text}{mark}"


def _sentence(parts: list[str]) -> str:
    return " ".join(part for part in parts if part)


def _joined(names: list[str], word: str, *, most: int = 0, comma: bool = False) -> str:
    """Names as a list in words; where there are more than `most`, the first and "et al."."""
    if len(names) < 2:
        return "".join(names)
    if most and len(names) > most:
        return f"{names[0]} et al."
    return f"{', '.join(names[:-1])}{',' if comma or len(names) > 2 else ''} {word} {names[-1]}"


_STYLES: dict[Style, Callable[[_Facts], Cited]] = {
    "apa": _apa,
    "chicago": _chicago,
    "mla": _mla,
    "ap": _ap,
}
