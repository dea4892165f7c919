"""What all output of a command shares."""

from __future__ import annotations

from quotecli.model import Quote
from quotecli.render.layout import ASCII, UNICODE, Line, Piece, plain_text
from quotecli.render.theme import SIGNS, topic_look
from quotecli.render.view import View

QUOTE = Quote("q", "s", "direct", ("a word",))


def test_a_topic_has_its_sign_in_its_colour_before_it() -> None:
    view = View(UNICODE, {"tax": 13})
    sign, text = view.topic("tax", "Taxes", "id")
    assert sign == Piece(f"{SIGNS[topic_look(13).sign]} ", "sign 13")
    assert text == Piece("Taxes", "id")


def test_without_signs_the_topic_itself_is_coloured() -> None:
    assert View(ASCII, {"tax": 3}).topic("tax", "Taxes") == [Piece("Taxes", "topic 3+")]


def test_plain_text_has_no_signs() -> None:
    assert plain_text(Line(View(UNICODE, {"tax": 0}).topic("tax", "Taxes"))) == "Taxes"


def test_a_quote_has_the_id_of_its_statement_if_there_are_several() -> None:
    assert View(UNICODE, {}).quote_id(QUOTE) == "q"
    assert View(UNICODE, {}, names_statement=True).quote_id(QUOTE) == "s/q"
