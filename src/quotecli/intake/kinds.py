"""The kinds of files that are read, told by their content."""

from __future__ import annotations

import codecs
import os
import re

from quotecli.errors import Place, UnreadableError
from quotecli.intake.document import Document
from quotecli.intake.plain import read_text
from quotecli.store.decoding import text_of

KINDS = ("text", "html", "pdf", "word", "vtt", "srt", "mail")
ENDINGS = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "word",
    ".vtt": "vtt",
    ".srt": "srt",
    ".eml": "mail",
}
"""The kind that a file's name says, by its ending."""

_NAMES = {"pdf": "PDF file", "word": "Word file", "text": "text"}
_HINT = "save it as .docx, .pdf or .txt"
_JSON = "JSON, not a text"
_TABLE_HINT = "save each text as a file; quotecli draft TABLE FOLDER reads a table of texts"
_JSON_ENDINGS = (".json", ".jsonl", ".ndjson")
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)\b")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_PROLOGUE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?")
_SPACE = re.compile(rb"\s*")
_MAX_PROLOGUE = 1 << 16  # bytes before the first tag of a page
_TAGGED = re.compile(rb"<(?:p|div|article|br)\b[^>]{0,300}>", re.IGNORECASE)
_FOREIGN = {
    b"\xd0\xcf\x11\xe0": "an Office file of before 2007",
    b"{\\rtf": "an RTF file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
}


def find_kind(data: bytes, name: str) -> str:
    """Return the kind of a file, one of KINDS, by its content; `name` only breaks ties.

    Raises UnreadableError for a file of another kind, or if the content is not what the name says.
    """
    from quotecli.intake.mail import is_mail
    from quotecli.intake.subtitles import find_format

    _refuse_foreign(data, name)
    said = ENDINGS.get(os.path.splitext(name)[1].lower(), "")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "word"
    if _begins_page(data[:_MAX_PROLOGUE]) or (said == "html" and _TAGGED.search(data)):
        return "html"
    if is_mail(data):
        return "mail"
    kind = find_format(data[:4096].decode("utf-8", "replace").replace("\r", "")) or "text"
    if said in ("pdf", "word"):
        raise UnreadableError(
            f"not a {_NAMES[said]}, whatever its name says",
            place=Place(name),
            hint="name it .txt if it is a text",
        )
    if kind == "text" and name.lower().endswith(_JSON_ENDINGS):
        raise UnreadableError(_JSON, place=Place(name), hint=_TABLE_HINT)
    return kind


def _refuse_foreign(data: bytes, name: str) -> None:
    """Raise UnreadableError for a file that is not read, with what to do instead."""
    for start, what in _FOREIGN.items():
        if data.startswith(start):
            raise UnreadableError(what, place=Place(name), hint=_HINT)
    if _FEED.match(data, _find_end(_PROLOGUE, data, 0)):
        hint = "draft the pages that it names"
        raise UnreadableError("a feed, not an article", place=Place(name), hint=hint)
    if data.startswith(b"PAR1"):
        raise UnreadableError("a Parquet file, not a text", place=Place(name), hint=_TABLE_HINT)
    if _begins_json(data):
        raise UnreadableError(_JSON, place=Place(name), hint=_TABLE_HINT)


def _begins_json(data: bytes) -> bool:
    """Return True if the first line is an object in JSON."""
    line = data.removeprefix(codecs.BOM_UTF8).lstrip().partition(b"\n")[0]
    if not line.startswith(b'{"'):
        return False
    import json

    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _begins_page(data: bytes) -> bool:
    """Return True if the first tag is that of a web page, comments apart."""
    at = _find_end(_PROLOGUE, data, 0)
    while data.startswith(b"<!--", at):
        end = data.find(b"-->", at)
        if end < 0:
            return False
        at = _find_end(_SPACE, data, end + 3)
    return _HTML.match(data, at) is not None


def _find_end(pattern: re.Pattern[bytes], data: bytes, at: int) -> int:
    match = pattern.match(data, at)
    return match.end() if match else at


def _recode(data: bytes, name: str) -> bytes:
    """Return the UTF-8 of a text in UTF-16; raises UnreadableError if it is damaged."""
    try:
        return data.decode("utf-16").encode()
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"not UTF-16, though it begins as such a text does: byte {error.start:,}",
            place=Place(name),
            hint="save it as UTF-8",
        ) from None


def read(data: bytes, name: str, kind: str = "", url: str = "") -> Document:
    """Return the text of a file and its head.

    `kind` is one of KINDS, by default what the content shows; `url` is where a page is from. Raises
    QuotecliError if the file is unreadable, or if a library that reads it is not installed.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = _recode(data, name)
    kind = kind or find_kind(data, name)
    if kind == "pdf":
        from quotecli.intake.pdf import read_pdf

        return read_pdf(data, name)
    if kind == "word":
        return _read_word(data, name)
    if kind == "html":
        from quotecli.intake.web import read_page

        return read_page(data, name, url)
    if kind == "mail":
        from quotecli.intake.mail import read_mail

        return read_mail(data, name)

    text = text_of(data, name)
    if kind in ("vtt", "srt"):
        from quotecli.intake.subtitles import read_subtitles

        return read_subtitles(text.replace("\r\n", "\n"), kind, name)
    return read_text(text)


def _read_word(data: bytes, name: str) -> Document:
    from quotecli.intake.archive import Archive
    from quotecli.intake.word import is_word, read_word

    archive = Archive(data, name)
    if not is_word(archive):
        what = "an OpenDocument file" if "content.xml" in archive.names() else "a zip archive"
        raise UnreadableError(f"{what}, not a Word file", place=Place(name), hint=_HINT)
    return read_word(data, name, archive)
