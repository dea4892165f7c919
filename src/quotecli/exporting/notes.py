"""A folder of Markdown files with YAML front matter, for note-taking programs and static sites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from quotecli.citing.citation import citation, link
from quotecli.exporting.markdown import GROUPINGS, NO_SPEAKER, Section, make_block, make_heading
from quotecli.model import Quote, Statement
from quotecli.store.writer import quote_text
from quotecli.text.dates import is_date
from quotecli.text.slugs import make_slug

# The names of DOS devices, which Windows reserves whatever ending follows them.
_RESERVED = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9¹²³]|conin\$|conout\$", re.IGNORECASE)
_SAFE = re.compile(r"[a-z0-9_-]+")
_MAX_STEM = 120
_ENDING = ".md"

Value = str | list[str] | bool | None


def export(statements: Iterable[Statement], split: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of a file for each "topic", "speaker" or "quote"."""
    names = FileNames()
    files = _quotes(statements) if split == "quote" else _sections(list(statements), split)
    return ((names.add(name), content.encode()) for name, content in files)


def _quotes(statements: Iterable[Statement]) -> Iterator[tuple[str, str]]:
    for statement in statements:
        for quote in statement.quotes:
            front = _front_matter(_quote_keys(statement, quote))
            yield f"{statement.id}--{quote.id}", f"{front}\n{make_block(statement, quote)}"


def _sections(statements: list[Statement], split: str) -> Iterator[tuple[str, str]]:
    for section in GROUPINGS[split](statements):
        keys = _topic_keys(section) if split == "topic" else _speaker_keys(section)
        quotes = "\n".join([make_block(statement, quote) for statement, quote in section.quotes])
        content = f"{_front_matter(keys)}\n{make_heading(section.title)}\n{quotes}"
        yield section.id or f"_no-{split}", content


def _quote_keys(statement: Statement, quote: Quote) -> dict[str, Value]:
    source, speaker = statement.source, quote.speaker
    return {
        "title": f"{speaker.name if speaker else NO_SPEAKER}: {quote.id}",
        "id": quote.id,
        "statement": statement.id,
        "statement_title": statement.title,
        "speaker": speaker.name if speaker else None,
        "role": speaker.role if speaker else None,
        "reported_by": quote.reported_by.name if quote.reported_by else None,
        "kind": quote.kind,
        "polarity": quote.polarity,
        "proved": quote.proved,
        "doubt": quote.doubt,
        "status": quote.status,
        "important": quote.important or None,
        "coder": quote.coder,
        "occasion": statement.occasion,
        "author": source.author,
        "source": source.publisher,
        "url": source.url,
        "link": link(statement, quote),
        "date": source.published,
        "citation": citation(statement, quote),
        "tags": [topic.id for topic in quote.topics],
    }


def _topic_keys(section: Section) -> dict[str, Value]:
    topic = section.topic
    return {
        "title": section.title,
        "id": section.id,
        "description": topic.description if topic else None,
        "parent": topic.parent if topic else None,
        "aliases": list(topic.aliases) if topic else None,
        "colour": topic.colour if topic else None,
        "memo": topic.memo if topic else None,
        "speakers": _unique(quote.speaker.name for _, quote in section.quotes if quote.speaker),
        "tags": [section.id] if section.id else None,
    }


def _speaker_keys(section: Section) -> dict[str, Value]:
    # One person may have held several offices, and have other aliases in another statement.
    speakers = [quote.speaker for _, quote in section.quotes if quote.speaker]
    return {
        "title": section.title,
        "id": section.id,
        "speaker": speakers[0].name if speakers else None,
        "roles": _unique(who.role for who in speakers if who.role),
        "aliases": _unique(name for who in speakers for name in who.aliases),
        "attributes": _unique(
            f"{name}={value}" for who in speakers for name, value in who.attributes
        ),
        "tags": _unique(topic.id for _, quote in section.quotes for topic in quote.topics),
    }


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _front_matter(keys: dict[str, Value]) -> str:
    """Return front matter without empty values."""
    lines = [line for key, value in keys.items() for line in _key_lines(key, value)]
    return "\n".join(["---", *lines, "---"]) + "\n"


def _key_lines(key: str, value: Value) -> list[str]:
    if isinstance(value, bool):
        return [f"{key}: {'true' if value else 'false'}"]
    if not value:
        return []
    if isinstance(value, list):
        return [f"{key}:", *[f"  - {quote_text(item)}" for item in value]]
    # A whole day is a date to YAML; everything else is text, whatever it looks like.
    is_day = key == "date" and len(value) == len("2000-01-01") and is_date(value)
    return [f"{key}: {value if is_day else quote_text(value)}"]


class FileNames:
    """File names that every system accepts and that differ in more than case."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def add(self, wanted: str) -> str:
        """Return a name like the one wanted, usually an id, and mark it as taken."""
        stem = wanted
        if not _SAFE.fullmatch(stem):
            stem = "--".join(make_slug(part, "quotes") for part in stem.split("--"))
        if _RESERVED.fullmatch(stem):
            stem += "_"
        stem = stem[:_MAX_STEM]

        unique, number = stem, 1
        while unique.casefold() in self._taken:
            number += 1
            unique = f"{stem}_{number}"
        self._taken.add(unique.casefold())
        return unique + _ENDING
