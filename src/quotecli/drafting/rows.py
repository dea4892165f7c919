"""Texts -> the rows of their drafts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from quotecli.drafting.draft import Draft, make
from quotecli.errors import QuotecliError
from quotecli.model import Source, Speaker, Topic
from quotecli.rows.making import Row, make_quote_rows, make_text_row
from quotecli.store.head import fill_settings, read_head
from quotecli.store.yaml_events import MAX_SCALAR


def draft_rows(
    id: str | int,
    text: str,
    *,
    title: str = "",
    speaker: str = "",
    occasion: str = "",
    author: str = "",
    publisher: str = "",
    url: str = "",
    published: str = "",
    accessed: str = "",
    language: str = "",
    topics: Mapping[str, Topic] | None = None,
    shared_speakers: Mapping[str, Speaker] | None = None,
    everything: bool = False,
    split: str = "turn",
) -> list[Row]:
    """Return a row for each quote that a draft of `text` has; docs/rows.md lists the columns.

    `id` is that of the text. What else is known of it goes into every row; the other arguments are
    those of draft(). Raises QuotecliError for what is not a text, or is too long for a statement.
    """
    head = {
        **{"title": title, "speaker": speaker, "occasion": occasion, "author": author},
        **{"publisher": publisher, "url": url, "published": published, "accessed": accessed},
        "language": language,
    }
    settings = {"topics": topics, "shared_speakers": shared_speakers}
    drafted = draft_text(
        {"id": id, "text": text, **head}, {**settings, "everything": everything, "split": split}
    )
    if drafted["reason"] is not None:
        raise QuotecliError(f"the text {drafted['id']!r} cannot be drafted: {drafted['reason']}")
    return cast("list[Row]", drafted["quotes"])


def draft_text(given: Mapping[str, Any], settings: Mapping[str, Any] | None = None) -> Row:
    """Return the row of DRAFTS for a text, whatever it is.

    `given` has "id" and "text", and may have the keys of a head; `settings` are further arguments
    of make(). A text that cannot be drafted has the reason in its row, and nothing is raised.
    """
    identity = given.get("id")
    known = None if identity is None else str(identity).encode("utf-8", "replace").decode()
    row: Row = {"id": known, "reason": None}
    try:
        _check(given)
        return {**row, **_draft(str(identity), given, settings or {})}
    except ValueError as error:
        reason = str(error)
    except Exception as error:  # one text in ten million must not end the work on the others
        reason = f"{type(error).__name__}: {error}"
    return reject(row["id"], reason)


def reject(identity: str | None, reason: str) -> Row:
    """Return the row of DRAFTS for a text that cannot be drafted."""
    return {"id": identity, "reason": reason, "text": None, "quotes": []}


def _check(given: Mapping[str, Any]) -> None:
    """Raise ValueError for what is not a text that can be drafted."""
    identity, text = as_text_id(given.get("id")), given.get("text")
    if not isinstance(text, str):
        raise ValueError("it has no text" if text is None else "its text is not a text")
    if len(text) > MAX_SCALAR:
        raise ValueError(f"it has {len(text):,} characters; the limit is {MAX_SCALAR:,}")
    refuse_halves({"id": identity, "text": text})


def as_text_id(identity: object) -> str:
    """Return the id of a text as rows have it; raises ValueError for what is none."""
    if identity is None or identity == "":
        raise ValueError("it has no id")
    if isinstance(identity, bool) or not isinstance(identity, str | int):
        raise ValueError("its id is not a text")
    return str(identity)


def refuse_halves(values: Mapping[str, str]) -> None:
    """Raise ValueError for half a character, which JSON may have, and UTF-8 may not."""
    for name, value in values.items():
        try:
            value.encode()
        except UnicodeEncodeError as error:
            code = ord(value[error.start])
            raise ValueError(f"its {name} has half a character, U+{code:04X}") from None


def _draft(identity: str, given: Mapping[str, Any], settings: Mapping[str, Any]) -> Row:
    """Return the columns "text" and "quotes" of a draft."""
    try:
        head = read_head(given)
    except ValueError as error:
        raise ValueError(f"its {error} is not a text") from None
    refuse_halves(head)
    made = make(given["text"], **fill_settings({"source": Source(), **settings}, head))
    text = make_text_row(made.statement._replace(id=identity))
    return {"text": text, "quotes": make_draft_rows(identity, made)}


def make_draft_rows(identity: str, made: Draft) -> list[Row]:
    """Return the rows of the quotes in a draft of a text with an id."""
    rows = list(make_quote_rows(made.statement._replace(id=identity)))
    for row, quotation in zip(rows, made.quotations):
        row["mention"] = quotation.source or None
    return rows
