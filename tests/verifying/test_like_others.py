"""What users of another checker of quotations (linkml-reference-validator) met is right here.

It strips brackets from a quotation and not from its source, does not fold all ligatures, and drops
punctuation and signs before it compares.
"""

from __future__ import annotations

import pytest

from quotecli.verifying.comparison import compare
from quotecli.verifying.wording import Wording
from quotecli.verifying.words import Words


def judge(quotation: str, source: str) -> tuple[str, tuple[str, ...]]:
    found = compare(Wording([quotation]), Words(source))
    assert found is not None
    return found.verdict, found.forgiven


@pytest.mark.parametrize(
    "sentence",
    [
        "The protein can bind [2Fe-2S] clusters in all of the towns.",
        "The polyadenylated [poly(A)+] chains were seen in all of the towns.",
        "The treatment (partial time [APTT]-adjusted) with an inhibitor (DTI) works.",
        "The ratio was 2.1 [95% CI 1.22-2.31] in all of the towns.",
        "Small limbs (oligodactyly [missing digits], micromelia [small hands]) were seen.",
        "Only one of them (T91P) [38] was seen in all of the towns.",
        "The allele c.[1234A>G;567del] was seen in all of the towns.",
        "It was in the range (>43 micromol/L [>2.5 mg/dL]) in all of the towns.",
    ],
)
def test_a_bracket_of_the_source_is_quoted_like_its_words(sentence: str) -> None:
    assert judge(sentence, f"So far. {sentence} Then it rained.") == ("verbatim", ())


@pytest.mark.parametrize(
    ("quotation", "source"),
    [
        ("it can bind [4Fe-4S] clusters here", "it can bind [2Fe-2S] clusters here"),
        ("it was 2.1 [95% CI 1.22-2.51] in all", "it was 2.1 [95% CI 1.22-2.31] in all"),
        ("the town [the village] will pay for it", "the town [the city] will pay for it"),
    ],
)
def test_another_bracket_than_that_of_the_source_is_no_insertion(
    quotation: str, source: str
) -> None:
    assert judge(quotation, source)[0] == "altered"


def test_a_bracket_of_the_source_is_left_out_only_if_it_is_a_remark() -> None:
    said = "it can bind {} clusters in all of the towns"
    short = said.replace("{} ", "")
    assert judge(short, said.format("[2Fe-2S]"))[0] == "shortened"
    assert judge(short, said.format("[12]")) == ("verbatim", ("the source's [12]",))
    assert judge(short, said.format("[laughter]")) == ("verbatim", ("the source's [laughter]",))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the amyloid ﬁbrils of ﬁve eﬃcient towns", "the amyloid fibrils of five efficient towns"),
        ("it measures 5 µm in all of the towns", "it measures 5 μm in all of the towns"),
        ("the laﬅ boats of the ﬁrﬆ town", "the last boats of the first town"),
        ("p = 0.05 in all of the towns", "p\u2009=\u20090.05 in all of the towns"),
        ("a na\u00efve plan for the caf\u00e9 here", "a nai\u0308ve plan for the cafe\u0301 here"),
    ],
)  # fmt: skip
def test_letters_that_only_look_alike_in_print_are_the_same(one: str, other: str) -> None:
    assert judge(one, other) == judge(other, one) == ("verbatim", ())


@pytest.mark.parametrize(
    ("quotation", "source"),
    [
        ("it was clear (p > 0.05) in all towns", "it was clear (p < 0.05) in all towns"),
        ("it was 5 degrees in all the towns", "it was -5 degrees in all the towns"),
        ("it cost 5.50 in all the towns", "it cost $5.50 in all the towns"),
        ("we need 102 of them in the towns", "we need 10² of them in the towns"),
        ("the œuvre of all the æther", "the oeuvre of all the aether"),
        ("H2O is in all of the towns", "H₂O is in all of the towns"),
        ("art is in all the walls", "the part is in all the walls"),
        ("the women, who voted, were right", "the women who voted were right"),
        ("the wall will go … the quay was sold", "the quay was sold and the wall will go"),
        ("US forces came to the town", "us forces came to the town"),
    ],
)
def test_signs_case_order_and_whole_words_count(quotation: str, source: str) -> None:
    assert judge(quotation, source)[0] in ("altered", "shortened")


def test_an_omission_needs_no_space_and_stands_for_any_bracket() -> None:
    said = ("verbatim", ("marked omission",))
    assert judge("it binds MERTK... in all towns", "it binds MERTK of mice in all towns") == said
    assert judge("little was seen ... So we found", "little was seen [38, 39]. So we found") == said


@pytest.mark.parametrize("nothing", ["", "…", "[...]", "[sic]"])
def test_nothing_is_verbatim_nowhere(nothing: str) -> None:
    assert compare(Wording([nothing]), Words("any text")) is None
