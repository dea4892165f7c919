"""The bytes of a file -> its text, and places in it by line and column."""

from __future__ import annotations

from quotecli.errors import Place, Problem, StatementError


def text_of(data: bytes, file: str) -> str:
    """Decode the UTF-8 of a file, and drop a byte order mark.

    Raises StatementError if the bytes are not UTF-8 or hold a NUL.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The error counts from after a byte order mark, and so does its own copy of the bytes.
        before = error.object[: error.start].decode("utf-8", "replace")
        message = f"not UTF-8: byte 0x{error.object[error.start]:02x}"
        raise make_refusal(
            "encoding", message, place_after(before, file), "save the file as UTF-8"
        ) from None
    if "\0" in text:
        place = place_after(text[: text.index("\0")], file)
        raise make_refusal("encoding", "NUL character", place, "remove it")
    return text


def place_after(before: str, file: str) -> Place:
    """Return the place after the text `before` in a file."""
    line_start = before.rfind("\n") + 1
    return Place(file, before.count("\n") + 1, len(before) - line_start + 1)


def make_refusal(rule: str, message: str, place: Place, hint: str) -> StatementError:
    """Return the error of a file that breaks a rule, at one place."""
    return StatementError([Problem(rule, message, place, hint)])
