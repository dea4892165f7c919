"""Quotes in APA 7, Chicago 17 (notes), MLA 9 and AP style.

Words and names are never changed to fit a style: a title keeps its capitals, nested quotation marks
stay as they are, and names are inverted only when the surname is certain (bylines.py). If the
speaker is not the author of the source, the styles' forms for a source within a source are used:
APA “as cited in”, Chicago “quoted in”, MLA “qtd. in”.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from quotecli.citing.attribution import attribution
from quotecli.citing.bylines import Author, parse_byline
from quotecli.model import Kind, Quote, Statement, collapse_space
from quotecli.text.dates import is_date

CitationStyle = Literal["apa", "chicago", "mla", "ap"]

_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_AP_MONTHS = "Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec.".split()
_MLA_MONTHS = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()
_SENTENCE_ENDS = (".", "?", "!", "…", "。", "？", "！")

# How a style writes a year, a month and a day.
_LONG_DATE = ("{year}", "{month} {year}", "{month} {day}, {year}")
_APA_DATE = ("{year}", "{year}, {month}", "{year}, {month} {day}")
_MLA_DATE = ("{year}", "{mla_month} {year}", "{day} {mla_month} {year}")
_AP_DATE = ("in {year}", "in {month} {year}", "on {ap_month} {day}, {year}")


class Citation(NamedTuple):
    """A quote in a style: its words with their attribution, and the reference or note.

    AP style has no references: there it is empty.
    """

    text: str
    reference: str


def cite(statement: Statement, quote: Quote, style: CitationStyle) -> Citation:
    """Return a quote in a style; that it is not proved or reviewed follows in brackets."""
    citation = _STYLES[style](_Facts(statement, quote))
    notes = "".join([f" [{caveat}]" for caveat in quote.caveats])
    return citation._replace(text=citation.text + notes)


class _Facts:
    """What citations are made of, each on one line; "" if it is not known."""

    def __init__(self, statement: Statement, quote: Quote) -> None:
        source, speaker, reporter = statement.source, quote.speaker, quote.reported_by
        self.kind: Kind = quote.kind
        self.is_denied = quote.polarity == "negative"
        # Only the speaker's own words are put in quotation marks; a mixed quote has its own.
        self.words = f"“{quote.excerpt}”" if quote.kind == "direct" else quote.excerpt

        self.title = collapse_space(statement.title)
        self.authors = parse_byline(source.author)
        self.publisher = (
            collapse_space(source.publisher) if source.publisher != source.author else ""
        )
        self.published = collapse_space(source.published)
        self.accessed = collapse_space(source.accessed)
        self.url = collapse_space(source.url)
        self.paragraph = quote.paragraph

        self.attribution = attribution(quote, role=False, nobody="an unnamed speaker")
        self.speaker = collapse_space(speaker.name) if speaker else ""
        self.role = collapse_space(speaker.role) if speaker else ""
        self.reporter = collapse_space(reporter.name) if reporter else ""
        # Somebody's own writing is not a source within a source. A denial always says whose it is.
        self.is_own = (
            bool(speaker)
            and not reporter
            and not self.is_denied
            and self.speaker == collapse_space(source.author)
        )

    def number(self, abbreviation: str) -> str:
        """Return the number of the paragraph after an abbreviation."""
        return f"{abbreviation} {self.paragraph}" if self.paragraph else ""

    def place(self, conjunction: str, *parts: str) -> str:
        """Return the source as in a text: its authors, or its title, and then `parts`."""
        rest = _join_filled(", ", *parts)
        names = _join_names([author.short_name for author in self.authors], conjunction, limit=2)
        if names:
            return _join_filled(", ", names, rest)
        return f"“{_end_with(',', self.title)}” {rest}" if rest else f"“{self.title}”"

    def choose(self, direct: str, indirect: str, mixed: str) -> str:
        """Return the wording for the kind of the quote."""
        return {"direct": direct, "indirect": indirect, "mixed": mixed}[self.kind]

    def within(self, quoted: str) -> str:
        """Return the words between the speaker and the source: `quoted` for a direct quote."""
        return self.choose(quoted, "paraphrased in", "partly paraphrased in")


def _cite_apa(facts: _Facts) -> Citation:
    year = facts.published[:4] if is_date(facts.published) else facts.published or "n.d."
    place = facts.place("&", year, facts.number("para."))
    within = facts.choose("as cited in", "as paraphrased in", "as partly paraphrased in")
    source = place if facts.is_own else f"{facts.attribution}, {within} {place}"

    date = f"({_format_date(facts.published, _APA_DATE) or 'n.d.'})."
    people = [
        f"{author.family}, {author.initials}" if author.family else author.name
        for author in facts.authors
    ]
    names = _join_names(people, "&", comma=True)
    title = _end_with(".", facts.title)
    head = [_end_with(".", names), date, title] if names else [title, date]
    # A page without a date may change: APA then asks when it was retrieved.
    is_undated = facts.url and not facts.published
    retrieved = _format_date(facts.accessed, _LONG_DATE) if is_undated else ""
    address = f"Retrieved {retrieved}, from {facts.url}" if retrieved else facts.url
    return Citation(
        f"{facts.words} ({source})",
        _join_filled(" ", *head, _end_with(".", facts.publisher), address),
    )


def _cite_chicago(facts: _Facts) -> Citation:
    names = _join_names([author.name for author in facts.authors], "and", limit=3)
    # A name is left as it is: "von" and "al-" are not capitalized.
    begins_with_name = facts.speaker and not facts.is_denied
    speaker = facts.attribution
    if not begins_with_name:
        speaker = speaker[0].upper() + speaker[1:]
    source = _join_filled(" ", facts.within("quoted in"), names and f"{names},")
    lead = f"{names}," if facts.is_own else f"{speaker}, {source}"

    accessed = "" if facts.published else _format_date(facts.accessed, _LONG_DATE)
    rest = _join_filled(
        ", ",
        facts.publisher,
        _format_date(facts.published, _LONG_DATE),
        facts.number("para."),
        accessed and f"accessed {accessed}",
        facts.url,
    )
    title = f"“{_end_with(',' if rest else '.', facts.title)}”"
    return Citation(facts.words, _join_filled(" ", lead, title, rest and f"{rest}."))


def _cite_mla(facts: _Facts) -> Citation:
    place = facts.place("and", facts.number("par."))
    within = facts.within("qtd. in")
    source = place if facts.is_own else f"{facts.attribution}, {within} {place}"

    first, *others = facts.authors or (Author(""),)
    names = [first.inverted_name, *[author.name for author in others]]
    by = f"{names[0]}, et al." if len(names) > 2 else ", and ".join(names)
    title = f"“{_end_with('.', facts.title)}”"
    published = _format_date(facts.published, _MLA_DATE)
    container = _join_filled(", ", facts.publisher, published, facts.url)
    accessed = _format_date(facts.accessed, _MLA_DATE)
    return Citation(
        f"{facts.words} ({source})",
        _join_filled(
            " ",
            _end_with(".", by),
            title,
            _end_with(".", container),
            accessed and f"Accessed {accessed}.",
        ),
    )


def _cite_ap(facts: _Facts) -> Citation:
    outlet = facts.publisher or _join_names([author.name for author in facts.authors], "and")
    if facts.is_own:
        source = f"in {facts.publisher}" if facts.publisher else f"in “{facts.title}”"
    else:
        how = facts.choose("reported", "paraphrased", "reported, partly in paraphrase,")
        source = f"as {how} by {outlet}" if outlet else f"as {how} in “{facts.title}”"

    name = facts.speaker or "An unnamed speaker"
    named = f"{name}, {facts.role}," if facts.role else name
    plain = "" if facts.role else ","
    verb = " denied," if facts.is_denied else facts.choose(" said,", plain, plain)
    reporter = f" according to {facts.reporter}," if facts.reporter else ""
    published = _format_date(facts.published, _AP_DATE)
    if published and not is_date(facts.published):
        published = f"({published})"
    return Citation(
        f"{named}{verb}{reporter} {_join_filled(' ', source, published)}: {facts.words}", ""
    )


def _format_date(date: str, forms: tuple[str, str, str]) -> str:
    """Return a date in the form for a year, a month or a day; any other text unchanged."""
    if not is_date(date):
        return date
    numbers = [int(part) for part in date.split("-")]
    year, month, day = [*numbers, 1, 1][:3]
    return forms[len(numbers) - 1].format(
        year=year,
        month=_MONTHS[month - 1],
        mla_month=_MLA_MONTHS[month - 1],
        ap_month=_AP_MONTHS[month - 1],
        day=day,
    )


def _end_with(mark: str, text: str) -> str:
    """Return a text with a mark at its end, unless it is empty or ends like a sentence."""
    return text if not text or text.endswith(_SENTENCE_ENDS) else f"{text}{mark}"


def _join_filled(separator: str, *parts: str) -> str:
    return separator.join([part for part in parts if part])


def _join_names(names: list[str], conjunction: str, *, limit: int = 0, comma: bool = False) -> str:
    """Return names as a list in words; if there are more than `limit`, the first and "et al."."""
    if len(names) < 2:
        return "".join(names)
    if limit and len(names) > limit:
        return f"{names[0]} et al."
    separator = "," if comma or len(names) > 2 else ""
    return f"{', '.join(names[:-1])}{separator} {conjunction} {names[-1]}"


_STYLES: dict[CitationStyle, Callable[[_Facts], Citation]] = {
    "apa": _cite_apa,
    "chicago": _cite_chicago,
    "mla": _cite_mla,
    "ap": _cite_ap,
}
