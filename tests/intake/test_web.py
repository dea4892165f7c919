"""Web pages that would take long, or lose a part: refused before they are read."""

from __future__ import annotations

from typing import Any

import pytest

from quotecli.errors import QuotecliError
from quotecli.intake.web import MAX_ATTRIBUTES, MAX_TAGS, read_page

FIRST = "<p>The first words are here, and there are many of them to be seen in it.</p>"
LAST = "<p>The last words are there, and nobody should lose them at all, said Ann Lee.</p>"


def make_page(between: str) -> bytes:
    """Return a page with something between its first and its last words."""
    return f"<html><body><article>{FIRST}{between}{LAST}</article></body></html>".encode()


@pytest.mark.parametrize(
    ("between", "message"),
    [
        ("<br>" * MAX_TAGS, "more than 200,000 tags"),
        (f"<p {'a' * 8}{' a b=c' * MAX_ATTRIBUTES}>", "a tag of more than 2,000 attributes"),
        (f'<p a="x > y"{" a" * 2 * MAX_ATTRIBUTES}', "a tag of more than 2,000 attributes"),
        ("<div>" * 300, "nested too deeply"),
        ("<blockquote>" * 300 + "</blockquote>" * 300, "nested too deeply"),
        (f"<img src='{'a' * 11_000_000}'>", "too long a text in one piece"),
    ],
    ids=["tags", "attributes", "a tag without an end", "open", "deep", "a picture in it"],
)
def test_a_page_that_is_too_much_is_told_before_it_is_looked_through(
    between: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr("trafilatura.bare_extraction", lambda *data, **_: asked.append(data))
    with pytest.raises(QuotecliError, match=message) as caught:
        read_page(make_page(between), "a.html")
    assert "PDF" in caught.value.hint
    assert "\n" not in caught.value.message
    assert asked == []


@pytest.mark.parametrize(
    "between",
    [
        f'<img alt="{"many words " * MAX_ATTRIBUTES}">',
        f"<img alt='{'a < b > c ' * MAX_ATTRIBUTES}'>",
        "<div>" * 150 + "</div>" * 150,
        '<a "' * 3_000,
        "<b a='" * 3_000 + "'>",
        "a < b " * 3_000,
    ],
    ids=["a long text", "a text with tags in it", "nested", "marks", "unclosed marks", "signs"],
)
def test_other_pages_are_read(between: str) -> None:
    text = read_page(make_page(between), "a.html").text
    assert "The first words are here" in text
