"""E-mail (.eml): the words of a message, and its subject, sender and day."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from quotecli.errors import Place, UnreadableError
from quotecli.intake.document import Document
from quotecli.intake.plain import read_text

if TYPE_CHECKING:
    from email.message import MIMEPart

# What messages say that they are in, and what they are in: quotation marks are in neither.
_MEANT = {"ascii": "utf-8", "iso8859-1": "cp1252"}
_FIELD = rb"[A-Za-z][A-Za-z0-9-]{0,60}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n)*"
_HEAD = re.compile(rb"(?:%s){3,}\r?\n" % _FIELD)
_FROM = re.compile(rb"^From:", re.IGNORECASE | re.MULTILINE)
_SENT = re.compile(rb"^(?:MIME-Version|Message-ID|Received):", re.IGNORECASE | re.MULTILINE)


def is_mail(data: bytes) -> bool:
    """Return True if the first lines of a file are the head of a message."""
    head = _HEAD.match(data)
    return head is not None and all(key.search(head.group()) for key in (_FROM, _SENT))


def read_mail(data: bytes, file: str) -> Document:
    """Return what a message says; of one in two forms, the plain one.

    Raises UnreadableError if it has no text, or if a library that its form needs is missing.
    """
    from email import message_from_bytes, policy

    try:
        message = message_from_bytes(data, policy=policy.default)
        body = message.get_body(("plain", "html"))
        content = _decode(body) if body is not None else ""
        subject, date = str(message["subject"] or ""), message["date"]
        senders = message["from"].addresses if message["from"] else ()
        day = date.datetime.date().isoformat() if date and date.datetime else ""
        author = ", ".join(sender.display_name or sender.addr_spec for sender in senders)
    except (LookupError, ValueError, AttributeError, TypeError) as error:
        raise UnreadableError(f"damaged e-mail: {error}", place=Place(file)) from None
    if not content.strip():
        raise UnreadableError("no text in this e-mail", place=Place(file))

    if body is not None and body.get_content_subtype() == "html":
        from quotecli.intake.web import read_page

        text = read_page(content.encode(), file).text
    else:
        text = read_text(content).text
    return Document(text, title=subject, author=author, published=day)


def _decode(body: MIMEPart) -> str:
    """Return the words of a message; ValueError if they are not in the letters that it names."""
    named = codecs.lookup(body.get_content_charset("ascii")).name
    payload = body.get_payload(decode=True)
    return payload.decode(_MEANT.get(named, named)) if isinstance(payload, bytes) else ""
