"""How a quote is cited, and the address that opens its source at it."""

from __future__ import annotations

from quotecli.citing.attribution import attribution
from quotecli.model import Quote, Statement, one_line

_CONTEXT_WORDS = 4
_WHOLE_LENGTH = 120
_WINDOW = 80


def citation(statement: Statement, quote: Quote, *, manner: bool = False) -> str:
    """Return a citation: speaker, occasion, title, publication and paragraph, as far as known.

    `manner` begins it with how the words were said, as in an attribution.
    """
    source = statement.source
    published = ", ".join(
        part for part in (source.author, source.publisher, source.published) if part
    )
    where = f"“{statement.title}”" + (f" ({published})" if published else "")
    parts = [
        attribution(quote, manner=manner),
        statement.occasion,
        where,
        f"¶ {quote.paragraph}" if quote.paragraph else "",
    ]
    address = f" {source.url}" if source.url else ""
    accessed = f" (accessed {source.accessed})" if source.accessed else ""
    return f"{', '.join(part for part in parts if part)}.{address}{accessed}"


def link(statement: Statement, quote: Quote) -> str:
    """The source's address with a text fragment that scrolls to the quote; "" without an address or
    a place.

    The format is that of the URL Fragment Text Directives (WICG Scroll To Text Fragment).
    """
    spans = quote.anchor.spans
    if not statement.source.url.lower().startswith(("http://", "https://")) or not spans:
        return ""
    from quotecli.text.words import tokenize

    text = statement.text
    lines = [
        line
        for span in spans
        for line in text[span.start : span.end].splitlines()
        if _has_words(line)
    ]
    if not lines:
        return ""
    # A directive's text stands within one block of the page, so a long or broken excerpt is given
    # by its two ends, which must not overlap.
    target = ""
    if len(lines) > 1 or len(lines[0]) > _WHOLE_LENGTH:
        first = tokenize(lines[0])
        last = tokenize(lines[-1]) if len(lines) > 1 else first
        near = _CONTEXT_WORDS if len(lines) > 1 else min(_CONTEXT_WORDS, len(first) // 2)
        if near:
            target = f"{_encoded(lines[0][: first[:near][-1].end])},{_encoded(lines[-1][last[-near:][0].start :])}"
    target = target or _encoded(lines[0])
    if quote.anchor.occurrences > 1 or quote.prefix or quote.suffix:
        line = text[max(0, spans[0].start - _WINDOW) : spans[0].start].rpartition("\n")[2]
        before = tokenize(line)[-_CONTEXT_WORDS:]
        rest = text[spans[-1].end : spans[-1].end + _WINDOW].partition("\n")[0]
        after = tokenize(rest)[:_CONTEXT_WORDS]
        if before:
            target = f"{_encoded(line[before[0].start :])}-,{target}"
        elif after:
            target = f"{target},-{_encoded(rest[: after[-1].end])}"
    page, _, fragment = statement.source.url.partition("#")
    return f"{page}#{fragment}:~:text={target}"


def address(url: str) -> str:
    """An address on one line, with whatever an address may not hold percent-encoded."""
    from urllib.parse import quote as percent

    return percent(one_line(url), safe="!#$%&'()*+,-./:;=?@[]_~")


def _has_words(line: str) -> bool:
    """Whether a line has a word or a symbol; a letter or digit tells that at once."""
    from quotecli.text.words import tokenize

    return any(map(str.isalnum, line)) or bool(tokenize(line))


def _encoded(text: str) -> str:
    from urllib.parse import quote as percent

    return percent(one_line(text), safe="").replace("-", "%2D")
