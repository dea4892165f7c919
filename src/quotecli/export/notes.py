"""A folder of Markdown files with YAML front matter, as note-taking programs and static sites read
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from quotecli.citing.citation import citation, link
from quotecli.export.markdown import GROUPINGS, NO_SPEAKER, Group, block, heading
from quotecli.model import Quote, Statement
from quotecli.render.escape import visible
from quotecli.store.writer import quote_text
from quotecli.text.dates import is_date
from quotecli.text.slugs import make_slug

# Devices of DOS, which Windows takes for themselves whatever ending follows them.
_RESERVED = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9¹²³]|conin\$|conout\$", re.IGNORECASE)
_LONGEST = 120
_ENDING = ".md"

Value = str | list[str] | bool | None


def export(statements: Iterable[Statement], split: str) -> Iterator[tuple[str, bytes]]:
    """The name and the content of a file for each "topic", "speaker" or "quote"."""
    names = FileNames()
    if split == "quote":
        for statement in statements:
            for quote in statement.quotes:
                content = f"{_front(_of_quote(statement, quote))}\n{block(statement, quote)}"
                yield names.name(f"{statement.id}--{quote.id}"), content.encode()
        return
    for group in GROUPINGS[split](list(statements)):
        quotes = "\n".join([block(statement, quote) for statement, quote in group.quotes])
        front = _front(_of_topic(group) if split == "topic" else _of_speaker(group))
        name = group.id or f"_no-{split}"
        yield names.name(name), f"{front}\n{heading(group.title)}\n{quotes}".encode()


def _of_quote(statement: Statement, quote: Quote) -> dict[str, Value]:
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
        "proved": quote.proved,
        "doubt": quote.doubt,
        "status": quote.status,
        "occasion": statement.occasion,
        "author": source.author,
        "source": source.publisher,
        "url": source.url,
        "link": link(statement, quote),
        "date": source.published,
        "citation": citation(statement, quote),
        "tags": [topic.id for topic in quote.topics],
    }


def _of_topic(group: Group) -> dict[str, Value]:
    topic = group.topic
    return {
        "title": group.title,
        "id": group.id or None,
        "description": topic.description if topic else None,
        "parent": topic.parent if topic else None,
        "aliases": list(topic.aliases) if topic else None,
        "speakers": _unique(quote.speaker.name for _, quote in group.quotes if quote.speaker),
        "tags": [group.id] if group.id else None,
    }


def _of_speaker(group: Group) -> dict[str, Value]:
    who = group.quotes[0][1].speaker
    return {
        "title": group.title,
        "id": group.id or None,
        "speaker": who.name if who else None,
        # One person may have held several offices.
        "roles": _unique(
            quote.speaker.role for _, quote in group.quotes if quote.speaker and quote.speaker.role
        ),
        "aliases": _unique(
            name for _, quote in group.quotes if quote.speaker for name in quote.speaker.aliases
        ),
        "tags": _unique(topic.id for _, quote in group.quotes for topic in quote.topics),
    }


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _front(values: dict[str, Value]) -> str:
    """Front matter: what is known, all of it text but a whole date, which is one, and yes or no."""
    lines = ["---"]
    for key, value in values.items():
        if isinstance(value, list):
            lines += (
                [f"{key}:", *[f"  - {visible(quote_text(item))}" for item in value]]
                if value
                else []
            )
        elif isinstance(value, bool):
            lines.append(f"{key}: {'true' if value else 'false'}")
        elif value:
            whole_date = key == "date" and len(value) == 10 and is_date(value)
            lines.append(f"{key}: {value if whole_date else visible(quote_text(value))}")
    return "\n".join([*lines, "---"]) + "\n"


class FileNames:
    """File names that every system takes, and that stay apart where a system does not tell cases
    apart.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, wanted: str) -> str:
        """A name for `wanted`, an id as a rule: itself where that is safe and free."""
        stem = (
            "--".join(make_slug(part, "quotes") for part in wanted.split("--"))
            if not _SAFE.fullmatch(wanted)
            else wanted
        )
        if _RESERVED.fullmatch(stem):
            stem += "_"
        stem = stem[:_LONGEST]
        free, number = stem, 1
        while free.casefold() in self._taken:
            number += 1
            free = f"{stem}_{number}"
        self._taken.add(free.casefold())
        return free + _ENDING


_SAFE = re.compile(r"[a-z0-9_-]+")
