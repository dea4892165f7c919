"""The quotes of a text of ours, of which each selection says in words what it is a part of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from quotecli.anchoring.context import find_context
from quotecli.exporting.refi import make_part_guid
from quotecli.exporting.refi_words import QUOTE, Header, read_header, read_part, read_person
from quotecli.importing.passages import MAX_CONTEXT, ImportedText, MarkedPassage
from quotecli.importing.refi_project import KIND_OF, Selection
from quotecli.model import POLARITIES, STATUSES, Quote, Span, Speaker, collapse_space
from quotecli.store.fields import NUMBER

# The most characters of a stranger's name that a message shows.
_MAX_NAME = 80


class OwnSelections:
    """The selections of a text of ours, of which those of one part of a quote are one.

    `selections` are these, under the identifiers that we gave them, then those of others.
    """

    def __init__(self, key: str, title: str, selections: Iterable[Selection]) -> None:
        self.id = key
        self.skipped: list[str] = []
        self._title = title
        self._headers: dict[str, Header] = {}
        self._parts: dict[tuple[str, int], Selection] = {}
        others = [one for one in selections if not self._gather(one)]
        self._apart = self._join(others)

    @property
    def selections(self) -> list[Selection]:
        return [*self._parts.values(), *self._apart]

    def _gather(self, selection: Selection) -> bool:
        """Add a selection to the quote that it belongs to, and return whether it has one."""
        header, note = read_header(selection.note, QUOTE)
        part = read_part(header["quote"][0]) if header else None
        if part is None:
            return False

        self._headers.setdefault(part[0], header)
        known = self._parts.get(part)
        if known is None:
            guid = make_part_guid(self.id, *part)
            self._parts[part] = selection._replace(guid=guid, note=note)
        elif known.span == selection.span:
            self._parts[part] = _join(known, selection)
        else:
            self._skip(part[0], "one of its codings, which is at another place than the others")
        return True

    def _join(self, others: list[Selection]) -> list[Selection]:
        """Return the selections that are not just more codes for the words of one quote of ours."""
        places: dict[Span, list[tuple[str, int]]] = {}
        for part, selection in self._parts.items():
            places.setdefault(selection.span, []).append(part)

        apart = []
        for other in others:
            here = places.get(other.span, [])
            if len(here) == 1 and not other.note.strip():
                self._parts[here[0]] = _join(self._parts[here[0]], other)
            else:
                apart.append(other)
        return apart

    def _skip(self, quote: str, what: str) -> None:
        self.skipped.append(f"{self._title}: the quote '{quote}': {what}")

    def list_people(self) -> Iterator[Speaker]:
        """Yield the people whom the quotes name."""
        for header in self._headers.values():
            for line in (*header.get("speaker", ()), *header.get("reported by", ())):
                if person := read_person(line):
                    yield person

    def make_quotes(self, text: ImportedText, people: Mapping[str, Speaker]) -> list[Quote]:
        """Return the quotes that selections tell of, without topics, in the order of the text.

        `people` are the speakers of the statement by what headers call them.
        """
        parts: dict[str, list[Selection]] = {}
        for (key, _), selection in sorted(self._parts.items()):
            parts.setdefault(key, []).append(selection)
        made = [self._make_quote(key, those, text, people) for key, those in parts.items()]
        quotes = [quote for quote in made if quote is not None]
        return sorted(quotes, key=lambda quote: quote.anchor.spans)

    def _make_quote(
        self,
        key: str,
        parts: list[Selection],
        text: ImportedText,
        people: Mapping[str, Speaker],
    ) -> Quote | None:
        header = self._headers[key]
        kinds = {KIND_OF[code] for part in parts for code in part.codes if code in KIND_OF}
        if not kinds:
            self._skip(key, "its kind, for which it has no code")
        kind = kinds.pop() if len(kinds) == 1 else None

        title = f"{self._title}: the quote '{key}'"
        spans = tuple(part.span for part in parts)
        placed = _place(text, MarkedPassage(title, spans, kind=kind, note=parts[0].note))
        if isinstance(placed, str):
            self.skipped.append(placed)
            return None

        values = {name: lines[0] for name, lines in header.items()}
        status = next((one for one in STATUSES if one == values.get("status")), None)
        polarity = next((one for one in POLARITIES if one == values.get("polarity")), POLARITIES[0])
        confidence = values.get("confidence", "")
        return replace(
            placed,
            id=key,
            statement=self.id,
            speaker=self._find_person(key, values.get("speaker"), people),
            reported_by=self._find_person(key, values.get("reported by"), people),
            polarity=polarity,
            cue=values.get("cue", ""),
            status=status if kind else "draft",
            important=values.get("important") == "true",
            coder=values.get("coder", ""),
            confidence=float(confidence) if re.fullmatch(NUMBER, confidence) else None,
        )

    def _find_person(
        self, quote: str, line: str | None, people: Mapping[str, Speaker]
    ) -> Speaker | None:
        """Return the person whom a line names, or None with a line on what is wrong."""
        if line is None:
            return None
        named = {one for one in people.values() if one.name == line}
        person = people.get(line) or (named.pop() if len(named) == 1 else None)
        if person is None:
            self._skip(quote, f"“{line[:_MAX_NAME]}”, who is not a case of the project")
        return person


def _place(text: ImportedText, passage: MarkedPassage) -> Quote | str:
    """Return the quote of a passage, or a line on why there is none.

    The words are those of the passage as it is; only if they cannot be found again, marks and space
    around them are left out, as they are of others' passages.
    """
    parts = tuple(collapse_space(text.text[start:end]) for start, end in passage.spans)
    context = find_context(text.anchorer, parts, passage.spans, MAX_CONTEXT)
    if context is None and text.anchorer.anchor(parts).spans != passage.spans:
        made, skipped = text.make_quotes([passage], "", {})
        return made[0] if made else skipped[0]

    prefix, suffix = context or ("", "")
    kind = passage.kind or text.guess_kind(passage.spans)
    return Quote(
        *("", "", kind, parts),
        prefix=prefix,
        suffix=suffix,
        note=passage.note.strip(),
        anchoring=text.anchorer,
    )


def _join(one: Selection, other: Selection) -> Selection:
    codes = tuple(dict.fromkeys((*one.codes, *other.codes)))
    return one._replace(codes=codes, guids=(*one.guids, *other.guids))
