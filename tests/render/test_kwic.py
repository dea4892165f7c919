"""Hits as lines, aligned on the keyword: cut between characters, and never without an ellipsis."""

from __future__ import annotations

from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from quotecli.model import Quote, Speaker, Statement
from quotecli.render.kwic import lines, reach
from quotecli.render.layout import ASCII, UNICODE, Glyphs, Line
from quotecli.render.view import View
from quotecli.render.width import NARROW, width
from quotecli.text.concordance import SORTED_BY, find_hits, is_inseparable
from quotecli.text.escape import visible_line
from quotecli.text.finder import Finder
from quotecli.text.query import parse_query
from tests.make import made, quote

MARK = "\u200e"


def drawn(
    query: str,
    *statements: Statement,
    glyphs: Glyphs = UNICODE,
    screen: int = 0,
    context: int | None = None,
) -> list[Line]:
    found = find_hits(
        statements, Finder(parse_query(query)), max(reach(screen, context), SORTED_BY)
    )
    style = View(glyphs, {}, names_statement=len(statements) > 1)
    return list(lines(found, style, screen=screen, context=context))


def shown(
    query: str,
    *statements: Statement,
    glyphs: Glyphs = UNICODE,
    screen: int = 0,
    context: int | None = None,
) -> list[str]:
    return [
        _text(line)
        for line in drawn(query, *statements, glyphs=glyphs, screen=screen, context=context)
    ]


def _text(line: Line) -> str:
    return "".join(piece.text for piece in line.pieces)


def column(line: Line) -> int:
    """Return the column at which the keyword begins."""
    (at,) = [n for n, piece in enumerate(line.pieces) if piece.style == "hit"]
    return width("".join(piece.text for piece in line.pieces[:at]))


def test_a_line_has_context_place_and_speaker() -> None:
    statement = made(
        "Before.\n\n“We  will\r\nstay,” said Ann.",
        quote("We  will\r\nstay,", speaker="a"),
        speakers={"a": {"name": "Ann"}},
    )
    assert shown("will", statement, context=10) == ["…ore. “We will stay,” s…  ¶ 2  Ann"]
    assert shown("will", statement, context=12) == ["Before. “We will stay,” sai…  ¶ 2  Ann"]
    (whole,) = shown("will", statement, context=60)
    assert whole.strip() == f"Before. “We will stay,” said Ann.{' ' * 43}  ¶ 2  Ann"


TEXT = st.text(
    st.sampled_from("ab  \n\t“.é\u0301\u0323学ｶ\u200d👩🏽ب\u0640ש\x1b\u202e\x85\u0e01\u0e31")
    | st.characters(),
    max_size=80,
)


@given(TEXT, TEXT, st.integers(24, 120), st.integers(0, 30) | st.none())
def test_the_keyword_stands_in_one_column_whatever_is_around(
    left: str, right: str, screen: int, context: int | None
) -> None:
    texts = [f"{left} word {right}", "word", f"{right} word {left}"]
    statements = [Statement("s", "t", text, (), {}, {}) for text in texts]
    for columns in (0, screen):
        found = drawn("word", *statements, screen=columns, context=context)
        assert len(found) >= 3
        assert len({column(line) for line in found}) == 1
        for line in found:
            assert not line.wraps
            assert visible_line(_text(line)) == _text(line)
            (keyword,) = [piece.text.strip(MARK) for piece in line.pieces if piece.style == "hit"]
            assert keyword == "word"
            if columns and context is None:
                assert width(_text(line)) <= columns


@pytest.mark.parametrize("screen", [40, 80, 120])
def test_names_are_cut_before_marks_and_never_without_a_sign(screen: int) -> None:
    text = (
        "We stay word here and there for a long time, they say, and so on and on and on it goes"
        " until it ends."
    )
    long = Speaker("a", "Anna Maria Longname-Doublename the Elder of Somewhere")
    teller = Speaker("b", "Bo Chan")
    base = made(
        text,
        quote("We stay word here", speaker="a", kind="indirect"),
        speakers={"a": {"name": "Ann"}},
    )

    def with_(name: Speaker, told: Speaker | None) -> Statement:
        one = base.quotes[0]
        changed = Quote(
            one.id,
            one.statement,
            one.kind,
            one.parts,
            speaker=name,
            reported_by=told,
            anchoring=one.anchoring,
        )
        return base._replace(quotes=(changed,))

    for name in (long, Speaker("c", "Ann Lee")):
        for told in (None, teller):
            (line,) = shown("word", with_(name, told), screen=screen)
            whole = f"{name.name} (paraphrase)" + (f", as told by {told.name}" if told else "")
            assert width(line) <= screen
            assert " (paraphrase)" in line
            assert line.endswith(whole) or line.endswith("…") or "… (paraphrase)" in line
            assert shown("word", with_(name, told))[0].endswith(f"  ¶ 1  {whole}")


@pytest.mark.parametrize(
    ("kind", "status", "said"),
    [
        ("direct", None, "Ann"),
        ("indirect", None, "Ann (paraphrase)"),
        ("mixed", None, "Ann (partly paraphrase)"),
        ("direct", "draft", "Ann (draft)"),
        ("indirect", "unresolved", "Ann (paraphrase, unresolved)"),
        ("direct", "reviewed", "Ann"),
    ],
)
def test_the_kind_and_what_is_not_reviewed_stand_beside_the_name(
    kind: str, status: str | None, said: str
) -> None:
    keys = {"kind": kind, "speaker": "a"} | ({"status": status} if status else {})
    statement = made("One two three.", quote("One two", **keys), speakers={"a": {"name": "Ann"}})
    assert shown("two", statement)[0].endswith(f"  ¶ 1  {said}")
    assert shown("three", statement)[0].endswith("  ¶ 1  narration")
    assert shown("two", made("One two three.", quote("One two")))[0].endswith(
        "  ¶ 1  unknown speaker"
    )


def test_the_statement_is_named_if_there_are_several() -> None:
    one, other = made("A word.", file="one.yaml"), made("Word up.", file="another.yaml")
    assert "one" not in shown("word", one)[0]
    ends = [line.rpartition("  narration")[0][-14:] for line in shown("word", one, other)]
    assert ends == ["  one      ¶ 1", "  another  ¶ 1"]


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("abc word def", 4, "abc word def"),
        ("abc word def", 3, "…c word d…"),
        ("abc word def", 1, "…word…"),
        ("abc word def", 0, "word"),
        ("abc" + " " * 9 + "word", 4, "abc word"),
        ("abc" + " " * 9 + "word", 3, "…c word"),
        ("abc" + " " * 500 + "word" + " " * 500 + "def", 4, "… word …"),
        ("xe\u0301\u0323 word ae\u0301f", 3, "xe\u0301\u0323 word a…"),
        ("xxe\u0301\u0323 word ae\u0301", 3, "…e\u0301\u0323 word ae\u0301"),
        ("学而时习，word，学而时习", 10, "学而时习，word，学而时习"),
        ("学而时习，word，学而时习", 6, "…习，word，学…"),
        ("学而时习，word，学而时习", 7, "…时习，word，学而…"),
    ],
)
def test_cut_context_has_an_ellipsis_and_whole_characters(
    text: str, context: int, expected: str
) -> None:
    (line,) = shown("word", made(text), context=context)
    left = expected.partition("word")[0]
    assert line.partition("  ¶ 1")[0].rstrip(" ") == " " * (context - width(left)) + expected


def test_an_ascii_terminal_gets_ascii_glyphs() -> None:
    assert shown("word", made("abcdefgh word"), context=6, glyphs=ASCII) == [
        "...gh word        para. 1  narration"
    ]


def test_escapes_are_cut_whole() -> None:
    for size in range(1, 8):
        (line,) = shown("word", made("a\x1b\x1b word"), context=size)
        left = line.partition("word")[0].strip().removeprefix("…").strip()
        assert left in ("", "\\x1b", "\\x1b\\x1b", "a\\x1b\\x1b")


def test_right_to_left_text_keeps_its_columns_on_a_screen_alone() -> None:
    statement = made(
        "قال إن السلام مهم جدا", quote("إن السلام", speaker="a"), speakers={"a": {"name": "علي"}}
    )
    (line,) = drawn("السلام", statement, screen=80)
    assert all(piece.text.startswith(MARK) for piece in line.pieces)
    assert MARK not in shown("السلام", statement)[0]
    assert "قال إن السلام مهم جدا" in shown("السلام", statement)[0]
    assert MARK not in shown("word", made("A word."), screen=80)[0]
    assert MARK not in shown("السلام", statement, screen=80, glyphs=ASCII)[0]


def test_later_lines_are_as_wide_as_the_first_allow() -> None:
    text = "a word. " * 300
    statement = made(
        text + "Here the word ends.",
        quote("Here the word ends.", speaker="a", kind="mixed"),
        speakers={"a": {"name": "A" * 60}},
    )
    assert max(map(width, shown("word", statement, screen=80))) == 80
    assert shown("word", statement, screen=80)[-1].endswith("… (partly paraphrase)")
    assert len({column(line) for line in drawn("word", statement)}) == 1


def test_what_is_cut_by_counting_takes_one_column_each() -> None:
    narrow = [sign for sign in map(chr, range(0x110000)) if NARROW.fullmatch(sign)]
    assert len(narrow) > 1000
    for sign in narrow:
        assert cell_len(sign) == 1
        assert visible_line(sign) == sign
        assert not is_inseparable("a", sign)


def test_lines_come_while_hits_are_still_found() -> None:
    endless = cycle([made("A word.")])
    found = lines(find_hits(endless, Finder(parse_query("word")), SORTED_BY), View(UNICODE, {}))
    assert [_text(next(found)) for _ in range(300)] == [
        f"{'A ':>40}word.{' ' * 41}¶ 1  narration"
    ] * 300
