"""Citations of quotes, and links that open the source at the quote."""

from __future__ import annotations

import re

from quotecli.citing.attribution import attribution
from quotecli.model import Quote, Span, Statement, collapse_space

_CONTEXT_WORDS = 4  # how many words a link gives of each end of a long quote, and beside it
_MAX_WHOLE_LENGTH = 120  # a longer line, in code points, is given by its first and last words
_MAX_CONTEXT_LENGTH = 80  # how many code points beside the quote are searched for words of context

_WORD = re.compile(r"[^\W_]")


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
    """Return the source's URL with a text fragment that scrolls to the quote.

    It is "" if the source has no web address, or the excerpt is not in the text. The format is that
    of URL Fragment Text Directives (WICG, Scroll To Text Fragment).
    """
    spans = quote.anchor.spans
    if not statement.source.url.lower().startswith(("http://", "https://")) or not spans:
        return ""
    from quotecli.text.words import tokenize

    text = statement.text
    start = _find_word(text, spans[0])
    spans = (Span(start, spans[0].end), *spans[1:])
    # Most lines have a letter or digit, which is found much faster than a word or a symbol.
    lines = [
        line
        for span in spans
        for line in text[span.start : span.end].splitlines()
        if any(map(str.isalnum, line)) or tokenize(line)
    ]
    if not lines:
        return ""

    target = _make_target(lines)
    if quote.anchor.occurrences > 1 or quote.prefix or quote.suffix:
        target = _add_context(target, text, start, spans[-1].end)
    page, _, fragment = statement.source.url.partition("#")
    return f"{page}#{fragment}:~:text={target}"


def encode_url(url: str) -> str:
    """Return a URL on one line, with the characters it may not have percent-encoded."""
    from urllib.parse import quote as percent_encode

    encoded = percent_encode(collapse_space(url), safe="!#$%&'()*+,-./:;=?@[]_~")
    # A percent sign without a code is one itself; Obsidian would hide what two of them enclose.
    return re.sub("%(?![0-9A-Fa-f]{2})", "%25", encoded)


def _find_word(text: str, span: Span) -> int:
    """Return where the first word of a span begins: browsers look for whole words."""
    found = _WORD.search(text, *span)
    return found.start() if found else span.start


def _make_target(lines: list[str]) -> str:
    # The text of a directive must be within one block of the page, so a long excerpt, or one of
    # several lines, is given by its first and last words, which must not overlap.
    from quotecli.text.words import tokenize

    if len(lines) > 1 or len(lines[0]) > _MAX_WHOLE_LENGTH:
        first = tokenize(lines[0])
        last = tokenize(lines[-1]) if len(lines) > 1 else first
        count = _CONTEXT_WORDS if len(lines) > 1 else min(_CONTEXT_WORDS, len(first) // 2)
        if count:
            beginning = lines[0][: first[:count][-1].end]
            end = lines[-1][last[-count:][0].start :]
            return f"{_encode(beginning)},{_encode(end)}"
    return _encode(lines[0])


def _add_context(target: str, text: str, start: int, end: int) -> str:
    """Return the target with a few words before it, or after it if none are before it."""
    from quotecli.text.words import tokenize

    line = text[max(0, start - _MAX_CONTEXT_LENGTH) : start].rpartition("\n")[2]
    before = tokenize(line)[-_CONTEXT_WORDS:]
    if before:
        return f"{_encode(line[before[0].start :])}-,{target}"
    line = text[end : end + _MAX_CONTEXT_LENGTH].partition("\n")[0]
    after = tokenize(line)[:_CONTEXT_WORDS]
    return f"{target},-{_encode(line[: after[-1].end])}" if after else target


def _encode(text: str) -> str:
    from urllib.parse import quote as percent_encode

    return percent_encode(collapse_space(text), safe="").replace("-", "%2D")
