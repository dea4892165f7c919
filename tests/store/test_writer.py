"""A statement that is written is read back unchanged."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from quotecli.model import Quote, Source, Speaker, Statement, Topic, collapse_space
from quotecli.store import reader, writer
from quotecli.store.files import find_shipped
from tests.cli.conftest import CONTROL

_TEXTS = st.text(min_size=1, max_size=60).filter(lambda text: bool(text.strip()))
_LINES = _TEXTS.filter(lambda text: bool(collapse_space(text).strip()))
_HARD = st.sampled_from(
    [
        *(
            "- a",
            "a: b",
            "a #b",
            "#a",
            "null",
            "~",
            "no",
            "1.0",
            "'a",
            '"a',
            "[a",
            "{a",
            "a,",
            "*a",
            "&a",
            "!a",
            "%a",
        ),
        *(
            "@a",
            "`a",
            "|",
            ">",
            "a\\b",
            "…",
            "\x1b[0m",
            "\u202e",
            "\x85",
            "\u2028",
            "\ufeff",
            "😀",
            "a: ",
            "?",
        ),
        *("a\tb", "---", "a, b"),
    ]
)
_VALUES = st.one_of(_LINES, _HARD.filter(lambda text: bool(collapse_space(text).strip())))


def _reread(written: str) -> Statement:
    return reader.read(written.encode(), "drafted.yaml")


@given(
    st.one_of(
        _TEXTS,
        st.text(alphabet=' \n\tab\r\x85\u2028\u202e\x1b\\"', min_size=1).filter(
            lambda text: bool(text.strip())
        ),
    )
)
def test_a_text_keeps_every_character_and_hides_none(text: str) -> None:
    written = writer.write(Statement("drafted", "t", text, (), {}, {}))
    assert _reread(written).text == text
    assert not CONTROL.search(written)


def test_a_text_with_hidden_characters_stays_readable() -> None:
    written = writer.write(Statement("drafted", "t", 'One "a".\n\n  Two\u202e\x0c.\n', (), {}, {}))
    assert (
        """\
text: "\\
  One \\"a\\".\\n\\
  \\n\\
  \\  Two\\u202e\\f\\
  .\\n"
""".replace("\\f", "\\x0c")
        in written
    )


@given(_TEXTS, st.text(alphabet=" \n", max_size=5))
def test_a_text_keeps_its_line_ends(text: str, ends: str) -> None:
    quote = Quote("q", "drafted", "direct", ("x",))
    written = writer.write(Statement("drafted", "t", text + ends, (quote,), {}, {}))
    assert _reread(written).text == text + ends


@given(_VALUES, _VALUES, _VALUES, st.lists(_VALUES, max_size=3))
def test_every_value_comes_back(title: str, name: str, cue: str, aliases: list[str]) -> None:
    who = Speaker(
        "a", collapse_space(name), collapse_space(title), tuple(map(collapse_space, aliases))
    )
    topic = Topic("t", collapse_space(cue), "", tuple(map(collapse_space, aliases)))
    quote = Quote(
        "q",
        "drafted",
        "mixed",
        (collapse_space(name),),
        (topic,),
        who,
        who,
        collapse_space(cue),
        confidence=0.5,
    )
    made = Statement(
        "drafted",
        collapse_space(title),
        "x",
        (quote,),
        {"a": who},
        {"t": topic},
        None,
        collapse_space(cue),
        Source(url=collapse_space(name)),
    )
    read = _reread(writer.write(made))
    assert read._replace(file="", quotes=()) == made._replace(quotes=())
    assert [replace(one, anchoring=None) for one in read.quotes] == [quote]


@given(st.one_of(_TEXTS, st.text(alphabet=" \n\tab:#-\r\x85\u2028", min_size=1).filter(str.strip)))
def test_a_note_keeps_every_character(note: str) -> None:
    quote = Quote("q", "drafted", "direct", ("x",), note=note, cue="y")
    written = writer.write(Statement("drafted", "t", "x", (quote, replace(quote, id="r")), {}, {}))
    assert _reread(written).quotes[0].note == note


def test_a_note_of_several_lines_is_a_block() -> None:
    quote = Quote("q", "s", "direct", ("x",), note="One.\n\n- two: three\n  four")
    written = writer.write(Statement("s", "t", "x", (quote,), {}, {}))
    assert "    note: |-\n      One.\n\n      - two: three\n        four\n" in written


@given(st.floats(0, 1))
def test_a_confidence_is_the_same_number(confidence: float) -> None:
    quote = Quote("q", "drafted", "direct", ("x",), confidence=confidence)
    written = writer.write(Statement("drafted", "t", "x", (quote,), {}, {}))
    assert _reread(written).quotes[0].confidence == confidence


def test_a_confidence_has_two_decimals_or_all_it_needs() -> None:
    numbers = [0.9, 0.996, 1.0, 0.00001]
    quotes = [Quote(f"q{n}", "s", "direct", ("x",), confidence=x) for n, x in enumerate(numbers)]
    written = writer.write(Statement("s", "t", "x", tuple(quotes), {}, {}))
    found = [line.split(": ")[1] for line in written.splitlines() if "confidence" in line]
    assert found == ["0.90", "0.996", "1.00", "0.00001"]


@given(st.lists(_VALUES, min_size=1, max_size=40))
def test_a_long_excerpt_is_folded_and_comes_back(words: list[str]) -> None:
    excerpt = collapse_space(" ".join(words))
    made = Statement(
        "drafted", "t", "x", (Quote("q", "drafted", "direct", (excerpt, "b")),), {}, {}
    )
    assert _reread(writer.write(made)).quotes[0].excerpt == f"{excerpt} […] b"


def test_the_shipped_statement_comes_back_and_reads_well() -> None:
    shipped = reader.load(find_shipped())
    written = writer.write(shipped)
    assert _reread(written).topics == shipped.topics
    assert [quote.parts for quote in _reread(written).quotes] == [
        tuple(map(collapse_space, quote.parts)) for quote in shipped.quotes
    ]
    assert _reread(written).text == shipped.text
    assert "text: |-\n  Pakistan is known" in written
    assert "    excerpt: >-\n      We can say without hesitation" in written
    assert max(len(line) for line in written.split("quotes:\n")[1].splitlines()) <= 110


def test_comments_are_above_their_quotes() -> None:
    made = Statement("s", "t", "x", (Quote("q", "s", "direct", ("x",)),), {}, {})
    written = writer.write(made, {"q": ["who says this?"]}, ["a draft"])
    assert written.startswith("# a draft\ntitle: t\n")
    assert "  # who says this?\n  - id: q\n" in written


def test_a_comment_stays_a_comment() -> None:
    made = Statement("s", "t", "x", (Quote("q", "s", "direct", ("x",)),), {}, {})
    written = writer.write(made, {"q": ["who is “a\x1b]0;x\x07\u202e\n- id: b”?"]}, ["a\x85b: c"])
    assert "# a\\x85b: c\n" in written
    assert "  # who is “a\\x1b]0;x\\x07\\u202e\\n- id: b”?\n" in written
    assert _reread(written).quotes[0].id == "q"
