"""HTML as Taguette stores it, and as nobody should."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from quotecli.importing.html_text import HtmlText


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>3 < 4</p><p>a <", "3 < 4\n\na <"),
        ("<p>a</p>b<a href='c", "a\n\nb"),
        ("a &amp; b &lt;i> <b>c", "a & b <i> c"),
        ("a<!-- b --> c<!-- d", "a c"),
    ],
)
def test_a_tag_that_never_ends_is_none(html: str, text: str) -> None:
    assert HtmlText(html).text == text


@pytest.mark.parametrize("unit", ["<a ", "<a href='", "<a b=", "<a/", "<a\n", "</a ", "<!--", "<?"])
@pytest.mark.parametrize("end", ["", ">", "'>", "-->"])
def test_the_end_of_a_tag_is_looked_for_once(
    unit: str, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = 0
    methods = ("check_for_whole_start_tag", "parse_endtag", "parse_comment", "parse_pi")
    for name in methods:
        method = getattr(HTMLParser, name)

        def count(self: HTMLParser, at: int, *more: int, method: object = method) -> int:
            nonlocal read
            found: int = method(self, at, *more)  # type: ignore[operator]
            read += (found if found >= 0 else len(self.rawdata)) - at
            return found

        monkeypatch.setattr(HTMLParser, name, count)
    html = "<p>a</p>" + unit * 1_000 + end
    HtmlText(html)
    assert read <= 3 * len(html)
