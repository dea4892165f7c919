"""A person's name is the fullest one that the text gives, and a role says what somebody is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.drafting.people.naming import clean_role, full_name


@pytest.mark.parametrize(
    ("name", "aliases", "full"),
    [
        ("Ann Lee", [], "Ann Lee"),
        ("Former AG Lee", ["Former Attorney General Ann Lee", "Lee"], "Ann Lee"),
        ("Lee", ["the mayor", "Mayor Ann Lee", "Ms. Lee"], "Ann Lee"),
        ("Dr. Ann Lee", ["Lee"], "Ann Lee"),
        ("Ann Lee", ["Bo Chan Lee the Elder"], "Ann Lee"),
        ("Ann Lee", ["Ann M. Lee"], "Ann M. Lee"),
        ("Jan van der Berg", [], "Jan van der Berg"),
        ("JK Rolling", [], "JK Rolling"),
        ("Lee", ["Bo Chan"], "Lee"),
        ("Harbour Board", [], "Harbour Board"),
        ("officials close to the mayor", ["officials"], "officials close to the mayor"),
        ("Lee", ["Lee, the mayor of Lund", "a friend of Ann Lee"], "Lee"),
        ("", [], ""),
        ("General Motors", ["the General Motors"], "General Motors"),
        ("Brother Industries", [], "Brother Industries"),
        ("Pope Francis", [], "Pope Francis"),
        ("King Charles III", ["Charles III"], "King Charles III"),
        ("Mother Teresa", [], "Mother Teresa"),
        ("Dean Smith", ["Smith"], "Dean Smith"),
        ("An Nguyen", [], "An Nguyen"),
        ("The New York Times", [], "The New York Times"),
        ("A. J. Smith", [], "A. J. Smith"),
        ("Justice Department", [], "Justice Department"),
        ("Chief Executive", [], "Chief Executive"),
        ("Lee", ["Foreign Minister Ann Lee", "Ann Lee"], "Ann Lee"),
        ("Foreign Minister Ann Lee", ["Lee"], "Ann Lee"),
        ("Cllr Ann Lee", ["Lee"], "Ann Lee"),
    ],
)
def test_full_name(name: str, aliases: list[str], full: str) -> None:
    assert full_name(name, aliases) == full


@pytest.mark.parametrize(
    ("role", "kept"),
    [
        ("mayor of Lund", "mayor of Lund"),
        ("Chairman of the Harbour Board (HB), MP", "Chairman of the Harbour Board (HB), MP"),
        ("head of state,", "head of state"),
        ("MP", "MP"),
        ("investigation", ""),
        ("court, the bishop, the Rev", "bishop"),
        ("court, the investigation, the Rev", ""),
        ("whose brother is mayor of Lund", ""),
        ("and prime minister Al Gar", ""),
        ("on Sunday", ""),
        ("", ""),
    ],
)
def test_clean_role(role: str, kept: str) -> None:
    assert clean_role(role) == kept


@given(st.text(max_size=40), st.lists(st.text(max_size=40), max_size=4))
def test_any_mentions(name: str, aliases: list[str]) -> None:
    full_name(name, aliases)
    clean_role(name)
