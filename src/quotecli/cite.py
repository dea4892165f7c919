"""How a quote is cited, and the address that opens its source at it."""

from __future__ import annotations

from quotecli.model import Quote, Span, Statement, one_line

_CONTEXT_WORDS = 4
_WHOLE_LENGTH = 120


def attribution(quote: Quote) -> str:
    """Who said it, in which role, and who tells of it: "Ann Lee, mayor, as told by Bo Chan"."""
    name = f"{quote.speaker.name}, {quote.speaker.role}" if quote.speaker and quote.speaker.role else ""
    name = name or (quote.speaker.name if quote.speaker else "unknown speaker")
    return f"{name}, as told by {quote.reported_by.name}" if quote.reported_by else name


def citation(statement: Statement, quote: Quote) -> str:
    """Where a quote stands: speaker, occasion, title, publication and paragraph; what is not known is left out."""
    source = statement.source
    published = ", ".join(part for part in (source.author, source.publisher, source.published) if part)
    where = f"“{statement.title}”" + (f" ({published})" if published else "")
    parts = [attribution(quote), statement.occasion, where, f"¶ {quote.paragraph}" if quote.paragraph else ""]
    address = f" {source.url}" if source.url else ""
    accessed = f" (accessed {source.accessed})" if source.accessed else ""
    return f"{', '.join(part for part in parts if part)}.{address}{accessed}"


def link(statement: Statement, quote: Quote) -> str:
    """The source's address with a text fragment that scrolls to the quote; "" without an address or a place.

    The format is that of the URL Fragment Text Directives (WICG Scroll To Text Fragment).
    """
    from quotecli.words import tokens

    spans = quote.anchor.spans
    if not statement.source.url or not spans:
        return ""
    whole = Span(spans[0].start, spans[-1].end)
    excerpt = statement.text[whole.start : whole.end]
    words = tokens(excerpt)
    if not words:
        return ""
    # A directive matches within one block of the page, so a long or broken excerpt is given by its two ends.
    if len(excerpt) <= _WHOLE_LENGTH and "\n" not in excerpt and len(spans) == 1:
        target = _encoded(excerpt)
    else:
        near = min(_CONTEXT_WORDS, len(words)) - 1
        target = f"{_encoded(excerpt[: words[near].end])},{_encoded(excerpt[words[-near - 1].start :])}"
    before = tokens(statement.text[max(0, whole.start - 80) : whole.start].rpartition("\n")[2])[-_CONTEXT_WORDS:]
    prefix = ""
    if quote.anchor.occurrences > 1 or quote.prefix:
        line = statement.text[max(0, whole.start - 80) : whole.start].rpartition("\n")[2]
        prefix = f"{_encoded(line[before[0].start :].strip())}-," if before else ""
    page, _, fragment = statement.source.url.partition("#")
    return f"{page}#{fragment}:~:text={prefix}{target}"


def _encoded(text: str) -> str:
    from urllib.parse import quote as percent

    return percent(one_line(text), safe="").replace("-", "%2D")
