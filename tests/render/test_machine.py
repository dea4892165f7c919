"""What programs read: JSON with documented keys, CSV that a spreadsheet does not run, Markdown that
shows the words.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from quotecli.model import Quote, Speaker, Topic, one_line
from quotecli.render.escape import visible
from quotecli.render.machine import (
    QUOTES,
    chunks,
    csv_lines,
    defused,
    json_array,
    json_lines,
    markdown_table,
)

HOSTILE = [
    *(
        "# no heading",
        "- no list",
        "+ no list",
        "* no list",
        "1. no list",
        "1234. no",
        "12345. no",
        "123456789) no",
    ),
    *(
        "> no quote",
        "=== no",
        "---",
        "***",
        "    no code",
        "`code` ``code``",
        "*em* **strong** _em_ __strong__",
    ),
    *(
        "[link](http://a.b)",
        "![image](a.png)",
        "<b>tag</b>",
        "<http://a.b>",
        "&amp; &#35; &copy;",
        r"a\*b\\ \# \n",
    ),
    *(
        "~~struck~~",
        "a|b",
        "$x$",
        "[^1]",
        "[x]: y",
        "| a |",
        "~~~",
        "```",
        "trailing\\",
        "a  \nb",
        "\ta",
        "：＃",
    ),
    *(
        ":smile:",
        "[sic]",
        "!",
        "<!-- gone -->",
        "<script>alert(1)</script>",
        "]]>",
        "“‘«",
        "学而时习之",
        "1\\.",
    ),
]
text = st.text(st.characters(exclude_categories=["Cs", "Cn", "Co"]), min_size=1).filter(
    lambda text: one_line(text)
)


def quote(excerpt: str, **others: object) -> Quote:
    return Quote(**{"id": "q", "statement": "s", "kind": "indirect", "parts": (excerpt,), **others})  # type: ignore[arg-type]  # fields


def rendered(markdown: str) -> list[str]:
    """The texts of the paragraphs and cells that Markdown shows, and nothing but plain text in
    them.
    """
    shown = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown):
        if token.type == "inline":
            children = token.children or []
            assert {child.type for child in children} <= {
                "text",
                "text_special",
                "strong_open",
                "strong_close",
            }, markdown
            shown.append("".join(child.content for child in children))
        else:
            assert token.type.split("_")[0] in (
                "blockquote",
                "paragraph",
                "table",
                "thead",
                "tbody",
                "tr",
                "th",
                "td",
            )
    return shown


@pytest.mark.parametrize("excerpt", HOSTILE)
@pytest.mark.parametrize("kind", ["direct", "indirect"])
def test_markdown_shows_the_very_excerpt(excerpt: str, kind: str) -> None:
    shown, said, *_ = rendered("".join(chunks([quote(excerpt, kind=kind)], QUOTES, "md")))
    assert shown == (f"“{one_line(excerpt)}”" if kind == "direct" else one_line(excerpt))
    assert said.endswith("unknown speaker")


@settings(deadline=None, max_examples=60)
@given(text, text, text, text)
def test_markdown_shows_any_excerpt_speaker_role_and_topic(
    excerpt: str, name: str, role: str, label: str
) -> None:
    item = quote(
        excerpt,
        speaker=Speaker("x", one_line(name), one_line(role)),
        topics=(Topic("t", one_line(label)),),
    )
    shown, said, warning = rendered("".join(chunks([item], QUOTES, "md")))
    # The renderer trims spaces of every kind around a paragraph and a cell.
    assert shown == visible(one_line(excerpt)).strip()
    names = " ".join(map(visible, (f"{one_line(name)},", one_line(role))))
    assert said == f"— paraphrase of {names} ({visible(one_line(label))})"
    assert warning == "not proved: the excerpt is not in the source"


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(text, min_size=2, max_size=2), max_size=3))
def test_a_markdown_table_shows_any_cell(rows: list[list[str]]) -> None:
    shown = rendered("".join(markdown_table([dict(zip("ab", row)) for row in rows], "ab")))
    assert shown == ["a", "b", *(visible(one_line(cell)).strip() for row in rows for cell in row)]


def test_numbers_in_a_markdown_table_are_not_escaped() -> None:
    assert "".join(markdown_table([{"a": 0.25, "b": 1}], "ab")).endswith("| 0.25 | 1 |\n")


@settings(deadline=None, max_examples=60)
@given(st.text(), st.text())
def test_json_says_any_text_and_holds_no_control_character(key: str, value: str) -> None:
    written = "".join(json_lines([{key: value}]))
    assert json.loads(written) == {key: value}
    assert written.endswith("}\n")
    assert visible(written[:-1]) == written[:-1]


@pytest.mark.parametrize("size", [0, 1, 3])
def test_a_json_array_has_an_object_a_line(size: int) -> None:
    written = "".join(json_array({"n": n} for n in range(size)))
    assert json.loads(written) == [{"n": n} for n in range(size)]
    assert written.count("{") == size
    assert written == "[]\n" or written.count("\n") == size + 2


def read_back(rows: Iterable[dict[str, object]], columns: str, *, raw: bool) -> list[list[str]]:
    written = "".join(csv_lines(rows, columns, raw=raw))
    return list(csv.reader(io.StringIO(written, newline=""), strict=True))


# The reader of Python 3.10 takes no NUL.
_READABLE = (
    st.text()
    if sys.version_info >= (3, 11)
    else st.text(st.characters(exclude_characters="\0", codec="utf-8"))
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(_READABLE, min_size=2, max_size=2), max_size=4))
@example([["a\rb", "a\nb"], ['"', ","], ["\r\n", " "]])
def test_raw_csv_gives_any_text_back(rows: list[list[str]]) -> None:
    assert read_back((dict(zip("ab", row)) for row in rows), "ab", raw=True) == [["a", "b"], *rows]


@settings(deadline=None, max_examples=60)
@given(st.text())
def test_csv_gives_any_text_back_made_visible_and_harmless(value: str) -> None:
    ((cell,),) = read_back([{"a": value}], "a", raw=False)[1:]
    assert cell.removeprefix("'") == visible(value).removeprefix("'")
    assert (
        cell.lstrip(" ")[:1] not in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
        or cell == ""
    )


@pytest.mark.parametrize(
    "value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "  =1", "＝1"]
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(value: str) -> None:
    assert defused(value).startswith("'")


@pytest.mark.parametrize("value", ["a=1", "1-1", "(=1)", "", "'=1", 12, -0.5, None])
def test_other_cells_stay_as_they_are(value: object) -> None:
    assert defused(value) == value


def test_csv_ends_its_lines_with_cr_lf() -> None:
    assert "".join(csv_lines([{"a": 1}, {"a": "x\ny"}], ["a"], raw=False)) == 'a\r\n1\r\n"x\ny"\r\n'
