"""Markdown shows the exact words, whatever they contain."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from quotecli.model import Quote, Speaker, Topic, collapse_space
from quotecli.render.machine.markdown import quote_blocks, table_of_rows
from quotecli.text.escape import visible

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
    *(
        "{globalThis.process.env.SECRET}",
        "{{ site.github_token }} {% include secret %} {# gone #} {{< run >}}",
        "a %%hidden%% b",
        "a #tag and ==mark== and [[note]] ![[file]] ^block",
        "::: note",
        "<% tp.run() %>",
        "{: .class}",
        "# heading #",
    ),
]
text = st.text(st.characters(exclude_categories=["Cs", "Cn", "Co"]), min_size=1).filter(
    lambda text: collapse_space(text)
)


def quote(excerpt: str, **others: object) -> Quote:
    return Quote(**{"id": "q", "statement": "s", "kind": "indirect", "parts": (excerpt,), **others})  # type: ignore[arg-type]  # fields


def rendered(markdown: str) -> list[str]:
    """Return the texts of the paragraphs and cells of Markdown; assert that they are plain text."""
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


@pytest.mark.parametrize("text", HOSTILE)
def test_no_site_builder_or_note_taking_program_finds_its_signs(text: str) -> None:
    written = "".join(quote_blocks([quote(text, topics=(Topic("t", text),))], {"s": text}))
    assert not re.search(r"(?<!\\)[][{}#$^<%=]|^> :", written)


@pytest.mark.parametrize("excerpt", HOSTILE)
@pytest.mark.parametrize("kind", ["direct", "indirect"])
def test_markdown_shows_the_exact_excerpt(excerpt: str, kind: str) -> None:
    shown, said, *_ = rendered("".join(quote_blocks([quote(excerpt, kind=kind)], {})))
    assert shown == (
        f"“{collapse_space(excerpt)}”" if kind == "direct" else collapse_space(excerpt)
    )
    assert said.endswith("unknown speaker")


@settings(deadline=None, max_examples=60)
@given(text, text, text, text)
def test_markdown_shows_any_excerpt_speaker_role_and_topic(
    excerpt: str, name: str, role: str, label: str
) -> None:
    item = quote(
        excerpt,
        speaker=Speaker("x", collapse_space(name), collapse_space(role)),
        topics=(Topic("t", collapse_space(label)),),
    )
    shown, said, warning = rendered("".join(quote_blocks([item], {})))
    # The renderer trims spaces of every kind around a paragraph and a cell.
    assert shown == visible(collapse_space(excerpt)).strip()
    names = " ".join(map(visible, (f"{collapse_space(name)},", collapse_space(role))))
    assert said == f"— paraphrase of {names} ({visible(collapse_space(label))})"
    assert warning == "not proved: the excerpt is not in the source"


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(text, min_size=2, max_size=2), max_size=3))
def test_a_markdown_table_shows_any_cell(rows: list[list[str]]) -> None:
    shown = rendered("".join(table_of_rows([dict(zip("ab", row)) for row in rows], "ab")))
    assert shown == [
        "a",
        "b",
        *(visible(collapse_space(cell)).strip() for row in rows for cell in row),
    ]


def test_numbers_in_a_markdown_table_are_not_escaped() -> None:
    assert "".join(table_of_rows([{"a": 0.25, "b": 1}], "ab")).endswith("| 0.25 | 1 |\n")


def test_a_quote_of_a_statement_with_a_title_names_it() -> None:
    said = [
        rendered(text)[1]
        for text in quote_blocks([quote("a word"), quote("a word", statement="t")], {"s": "A [x]"})
    ]
    assert said == ["— paraphrase of unknown speaker, “A [x]”", "— paraphrase of unknown speaker"]
