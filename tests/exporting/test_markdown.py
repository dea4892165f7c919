"""Markdown: what a CommonMark reader shows is what was said, by whom, about what."""

from __future__ import annotations

from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from quotecli.citing.citation import citation, link
from quotecli.exporting.formats import load_export
from quotecli.library.library import Library
from quotecli.model import Statement, collapse_space
from quotecli.text.escape import visible
from tests.make import made, quote


def written(*statements: Statement, by: str = "") -> str:
    return b"".join(load_export("md")(statements, **({"by": by} if by else {}))).decode()


def shown(text: str) -> tuple[list[str], list[list[str]], list[str]]:
    """Return what a reader shows: the headings, the paragraphs of each quote, and the links."""
    headings: list[str] = []
    quotes: list[list[str]] = []
    links: list[str] = []
    inside = 0
    tokens = MarkdownIt("commonmark").parse(text)
    for before, token in zip([None, *tokens], tokens):
        inside += token.nesting if token.type.startswith("blockquote") else 0
        if token.type == "blockquote_open":
            quotes.append([])
        elif token.type == "inline":
            words = _words(token, links)
            if inside:
                quotes[-1].append(words)
            elif before and before.type == "heading_open":
                headings.append(words)
    return headings, quotes, links


def _words(token: Token, links: list[str]) -> str:
    children = token.children or []
    links += [str(child.attrs["href"]) for child in children if child.type == "link_open"]
    kinds = {child.type for child in children}
    assert kinds <= {
        "text",
        "text_special",
        "strong_open",
        "strong_close",
        "link_open",
        "link_close",
    }, token
    return "".join(child.content for child in children)


def test_a_reader_shows_every_excerpt_speaker_topic_and_doubt(hostile: Statement) -> None:
    _, quotes, links = shown(written(hostile))
    assert len(quotes) == len(hostile.quotes)
    for paragraphs, item in zip(quotes, hostile.quotes):
        excerpt, cited, topics, *doubt = paragraphs
        words = visible(item.excerpt).strip()
        assert excerpt == (f"“{words}”" if item.kind == "direct" else words)
        said = {"direct": "", "indirect": "paraphrase of ", "mixed": "partly a paraphrase of "}[
            item.kind
        ]
        place = " In the source" if link(hostile, item) else ""
        told = visible(collapse_space(item.cue)) if item.kind == "indirect" else ""
        cue = f" (cue: {told})" if told else ""
        assert cited == f"— {said}{visible(collapse_space(citation(hostile, item)))}{place}{cue}"
        assert item.speaker is None or visible(collapse_space(item.speaker.name)) in cited
        labels = ", ".join(visible(collapse_space(topic.label)) for topic in item.topics)
        assert topics == f"{'Topics' if len(item.topics) > 1 else 'Topic'}: {labels}"
        assert doubt == ([] if item.proved else [item.doubt])
    # The reader encodes an address once more where it likes to.
    opened = [unquote(link(hostile, item)) for item in hostile.quotes if link(hostile, item)]
    assert list(map(unquote, links)) == list(map(collapse_space, opened))


def test_titles_are_shown_as_they_are(hostile: Statement) -> None:
    other = hostile._replace(title=f"{hostile.title} #")
    headings, _, _ = shown(written(hostile, other))
    assert headings == [visible(collapse_space(item.title)) for item in (hostile, other)]


def test_a_title_keeps_the_number_signs_at_its_end() -> None:
    one, two = (
        made("One.", quote("One"), title="C # ##"),
        made("Two.", quote("Two"), title="# F#", file="b.yaml"),
    )
    assert shown(written(one, two))[0] == ["C # ##", "# F#"]


def test_one_statement_has_no_heading_and_several_have_one_each(library: Library) -> None:
    statements = list(library.select())
    assert "\n#" not in f"\n{written(statements[0])}"
    headings, quotes, _ = shown(written(*statements))
    assert headings == ["The harbour will grow", "After the storm"]
    assert [paragraphs[0] for paragraphs in quotes][-3:] == [
        "“The storm came at night”",
        "“Nobody slept.”",
        "“We heard the bells”",
    ]


def test_by_topic_a_quote_is_repeated_under_each_of_its_topics_and_a_line_says_so(
    library: Library,
) -> None:
    text = written(*library.select(), by="topic")
    headings, quotes, _ = shown(text)
    assert text.startswith("A quote on several topics appears under each of them.\n\n# Trade\n")
    assert headings == ["Trade", "Ports", "Fishing", "Weather", "Safety", "No topic"]
    assert sum("deeper quay" in paragraphs[0] for paragraphs in quotes) == 2
    assert quotes[-1][0] == "“We heard the bells”"
    assert quotes[1][2] == "Topic: Ports"


def test_by_topic_the_line_is_omitted_if_no_quote_is_on_several_topics() -> None:
    statement = made("One.", quote("One", topics=["t"]), topics={"t": {"label": "T"}})
    assert written(statement, by="topic").startswith("# T\n")


def test_by_speaker_quotes_without_one_come_last(library: Library) -> None:
    headings, quotes, _ = shown(written(*library.select(), by="speaker"))
    assert headings == ["Ann Lee", "Bo Chan", "Carla Díaz", "Unknown speaker"]
    assert len(quotes) == len(list(library.quotes()))


def test_two_people_of_one_name_are_told_apart() -> None:
    people = {"lee-1": {"name": "Ann Lee"}, "lee-2": {"name": "Ann Lee"}}
    statement = made(
        "One two.",
        quote("One", speaker="lee-1"),
        quote("two", name="b", speaker="lee-2"),
        speakers=people,
    )
    assert shown(written(statement, by="speaker"))[0] == ["Ann Lee (lee-1)", "Ann Lee (lee-2)"]


def test_a_link_always_leads_to_the_web() -> None:
    statement = made("One.", quote("One"), source={"url": "javascript:alert(1)"})
    assert "](" not in written(statement)
