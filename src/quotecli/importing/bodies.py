"""What the bodies of an annotation say: a kind, tags, and notes."""

from __future__ import annotations

from typing import Any, NamedTuple

from quotecli.importing.annotations import as_list, as_text
from quotecli.model import KINDS, Kind

_TAGGING = ("tagging", "classifying")
_COMMENTING = ("commenting", "describing", "")
# The most characters of a stranger's value that a message shows.
_MAX_SHOWN = 200


class Bodies(NamedTuple):
    """What the bodies of an annotation say; `skipped` is what a quote cannot represent."""

    kind: Kind | None
    tags: tuple[str, ...]
    notes: tuple[str, ...]
    skipped: tuple[str, ...]


def read_bodies(node: dict[str, Any]) -> Bodies:
    """Return what the bodies of an annotation say, in the order of the file."""
    tags: list[str] = []
    notes: list[str] = []
    skipped: list[str] = []
    kind: Kind | None = None
    for body in list_bodies(node):
        value, purpose = read_body(body)
        if purpose == "classifying" and value in KINDS:
            kind = value
        elif value.strip() and purpose in _TAGGING:
            tags.append(value)
        elif value.strip() and purpose in _COMMENTING:
            notes.append(value)
        else:
            skipped.append(
                f"a body that is neither a tag nor a comment, {shorten(_name_body(body))}"
            )
    return Bodies(kind, tuple(tags), tuple(notes), tuple(skipped))


def list_bodies(node: dict[str, Any]) -> list[Any]:
    """Return the bodies of an annotation.

    If it was made to tag, a body without a purpose is a tag.
    """
    plain = [{"value": value} for value in as_list(node.get("bodyValue"))]
    bodies = [*as_list(node.get("body")), *plain]
    if "tagging" not in as_list(node.get("motivation")):
        return bodies
    return [{"purpose": "tagging", **body} if isinstance(body, dict) else body for body in bodies]


def _name_body(body: Any) -> Any:
    """Return what names a body in a message."""
    if not isinstance(body, dict):
        return body
    return body.get("id") or body.get("source") or as_text(body.get("value"))


def read_body(body: Any) -> tuple[str, str]:
    """Return the text of a body and its purpose; "" if it has no text."""
    if not isinstance(body, dict):
        # A string alone is the address of a body.
        return "", "linking"
    purposes = [purpose for purpose in as_list(body.get("purpose")) if isinstance(purpose, str)]
    return as_text(body.get("value")), purposes[0] if purposes else ""


def shorten(value: Any) -> str:
    """Return a value of any type as a message may show it."""
    return str(value)[:_MAX_SHOWN]
