"""Ids of drafted quotes."""

from __future__ import annotations

import quotecli


def test_ids_say_what_a_quote_is_about() -> None:
    made = quotecli.draft(
        "“The bridge is closed for repairs,” said Ann Lee.\n\n"
        "“The harbour stays open,” said Bo Chan."
    )
    assert [quote.id for quote in made.quotes] == ["bridge-repairs", "harbour-stays-open"]
