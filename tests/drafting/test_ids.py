"""Ids of drafted quotes."""

from __future__ import annotations

import quotecli


def test_ids_say_what_a_quote_is_about() -> None:
    made = quotecli.draft(
        "“The bridge is closed for repairs,” said Ann Lee.\n\n"
        "“The harbour stays open,” said Bo Chan."
    )
    assert [quote.id for quote in made.quotes] == ["bridge-repairs", "harbour-stays-open"]


def test_what_an_apostrophe_leaves_is_no_word_of_an_id() -> None:
    made = quotecli.draft("“He’s looking right at me,” said Ann Lee.\n\n“I’m in,” said Bo Chan.")
    assert [quote.id for quote in made.quotes] == ["looking-right", "quote"]
