"""Markdown shows the exact words, whatever they contain."""

from __future__ import annotations

import re

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from quotecli.model import Quote, Speaker, Topic, collapse_space
from quotecli.render.machine.markdown import escape_markup, quote_blocks, table_of_rows
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
    # References show a sign without being one.
    bare = re.sub(r"&(#[0-9]+|lt|amp);", "x", written)
    assert not re.search(r"(?<!\\)[][{}#]|[$^<~@|]|%[%}]|\{%|==|^> [:=]|:[\w+-]+:|://", bare)


@pytest.mark.parametrize("excerpt", HOSTILE)
@pytest.mark.parametrize("kind", ["direct", "indirect"])
def test_markdown_shows_the_exact_excerpt(excerpt: str, kind: str) -> None:
    shown, said, *_ = rendered("".join(quote_blocks([quote(excerpt, kind=kind)], {})))
    assert shown == (
        f"“{collapse_space(excerpt)}”" if kind == "direct" else collapse_space(excerpt)
    )
    assert said.endswith("unknown speaker")


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


@settings(max_examples=settings().max_examples * 5 // 6)
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


# What MkDocs reads Markdown with by default, and what its themes recommend besides; not what
# makes typography uniform on purpose (smarty, smartsymbols).
PLAIN = ("toc", "tables", "fenced_code")
FULL = (
    *("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc"),
    *("meta", "wikilinks", "sane_lists"),
    *(
        f"pymdownx.{name}"
        for name in (
            *("arithmatex", "betterem", "blocks.admonition", "blocks.details", "caret", "critic"),
            *("details", "emoji", "highlight", "inlinehilite", "keys", "magiclink", "mark"),
            *("snippets", "superfences", "tabbed", "tasklist", "tilde"),
        )
    ),
)
MAGIC = dict.fromkeys(
    ("repo_url_shortener", "repo_url_shorthand", "social_url_shorthand", "social_url_shortener"),
    True,
)
SIGNS = """
{: .red } {#id} !!! [[wiki]] *[HTML]: HTML [^1] [^1]: : --8<-- "f" {{ 1+1 }} {% x %} :smile: ---
++ctrl+a++ ~~b~~ ^^x^^ ==m== @user/repo #12 user/repo#12 https://github.com/u/r/issues/1 a@b.org $x$
\\(x\\) \\[x\\] $$ {++i++} {--d--} {>>c<<} ??? /// === &amp; &copy &#65; <b> </p> <!-- \\ ` ``
#!python
> # [x] ~~~ ``` _x_ ** *** <http://x.org> [x](y) ![x](y) [x]: % 1. - + 1986. 12) 😀 é [sic] […]
"""
signs = st.lists(
    st.one_of(
        st.sampled_from([*SIGNS.split(), " ", "word", "5 %", "\x1b"]),
        st.text("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ ab1", max_size=4),
    ),
    min_size=1,
    max_size=6,
).map("".join)


@pytest.mark.parametrize("extensions", [PLAIN, FULL], ids=["plain", "full"])
def test_mkdocs_shows_the_words(extensions: tuple[str, ...]) -> None:
    markdown = pytest.importorskip("markdown")
    if extensions is FULL:
        pytest.importorskip("pymdownx")
    config = {"pymdownx.magiclink": {**MAGIC, "user": "u", "repo": "r"}}
    config = {name: one for name, one in config.items() if name in extensions}
    program = markdown.Markdown(extensions=extensions, extension_configs=config)

    def check(text: str) -> None:
        words = visible(collapse_space(text)).strip()
        escaped = escape_markup(text)
        page = f"# {escaped}\n\n> {escaped}\n>\n> end\n\n| h |\n| --- |\n| {escaped} |\n"
        tree = html5lib.parse(program.reset().convert(page), namespaceHTMLElements=False)
        places = [tree.find(path) for path in (".//h1", ".//blockquote/p", ".//td")]
        shown = ["" if one is None else "".join(one.itertext()).strip() for one in places]
        assert shown == [words] * 3, page

    for text in HOSTILE:
        check(text)
    given(signs.filter(lambda text: bool(text.strip())))(check)()
