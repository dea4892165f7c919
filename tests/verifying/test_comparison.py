"""One quotation against one text: no damaged one is verbatim, and what is passed over is named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecli.verifying.alignment import Block
from quotecli.verifying.comparison import compare
from quotecli.verifying.judgement import Judgement
from quotecli.verifying.judging import Judge
from quotecli.verifying.wording import Wording
from quotecli.verifying.words import Words

TEXT = """\
The mayor spoke first. “We will, of course, not raise taxes on the poor in 2024,” she said.
Then it rained. Nobody thinks that this is a good idea. It cost $5.50 and fell by 5% last year.

“I have said it often: the harbour must be dredged before winter comes,” Ms. Marlow told them.
We shall go home if the council agrees. Well-known non-violent people can't lie.
Will you come with us to the harbour? Yes. Don't say that they — the others – don't care.
WE ARE THE PEOPLE OF THE HARBOUR. The crowd cheered [Applause] and the band went on[12] to play.
The band's false claims that it rains. They lie down on the land that lies where the sea is.
"""
SOURCE = Words(TEXT)


def judge(*parts: str, text: str = "") -> Judgement:
    found = compare(Wording(parts), Words(text) if text else SOURCE)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("excerpt", "forgiven"),
    [
        ("Then it rained", ()),
        ("We will, of course, not raise taxes", ()),
        ("We  will,\nof course, not raise taxes", ()),
        ("people can’t lie", ()),
        ("people can‘t lie", ()),
        ("the harbour must be dredged.", ("closing punctuation",)),
        ("we will, of course, not raise taxes", ("case of the first letter",)),
        ("[H]arbour must be dredged", ("case of the first letter",)),
        ("the harbour [sic] must be dredged", ("bracketed insertion [sic]",)),
        ("[The town] must be dredged before winter", ("bracketed insertion [The town]",)),
        ("We will … not raise taxes", ("marked omission",)),
        ("They lie down … where the sea is", ("marked omission",)),
        ("We will [...] not raise taxes", ("marked omission",)),
        ("… the harbour must be dredged …", ()),
        ("We are the people of the harbour", ("capitals",)),
        ("the band went on to play", ("the source's [12]",)),
        ("crow[ds] cheered [Applause] and", ("bracketed insertion crow[ds]",)),
        ("before winter com[ing]", ("bracketed insertion com[ing]",)),
    ],
)
def test_what_stands_there_is_verbatim_and_what_is_passed_over_is_named(
    excerpt: str, forgiven: tuple[str, ...]
) -> None:
    found = judge(excerpt)
    assert (found.verdict, found.turned, found.forgiven) == ("verbatim", "", forgiven)
    assert found.share == 1


@pytest.mark.parametrize(
    ("excerpt", "turned"),
    [
        ("We will raise taxes on the poor", "“not” is left out"),
        ("We will … raise taxes on the poor", "“not” is left out"),
        ("We will [gladly] raise taxes on the poor", "“not” is left out"),
        ("The band’s … claims that it rains", "“false” is left out"),
        ("The band’s claims that it rains", "“false” is left out"),
        ("raise taxes on the poor in 2024", "“not” stands right before it"),
        ("We shall go home", "“if” stands right behind it"),
        ("the council agrees. Well-known", "“if” stands right before it"),
        ("say that they — the others – don't care", "“Don't” stands right before it"),
        ("The mayor spoke first. Then it rained.", ""),
        ("We will not raise taxes on the poor", ""),
        ("this is a good idea", "“Nobody thinks that” stands before it"),
    ],
)
def test_words_that_are_left_out_unmarked_or_turn_it_make_it_shortened(
    excerpt: str, turned: str
) -> None:
    found = judge(excerpt)
    assert (found.verdict, found.turned) == ("shortened", turned)


@pytest.mark.parametrize(
    ("excerpt", "mine", "theirs"),
    [
        ("the harbor must be dredged before winter", "harbor ", "harbour "),
        ("the harbour must be dredged before autumn comes", "autumn ", "winter "),
        ("not raise taxes on the poor in 2025", "2025", "2024,"),
        ("Will you come with us to the harbour.", "harbour.", "harbour?"),
        ("the harbour must be dredged before winter comes!", "comes!", "comes,"),
        ("Known violent people can't lie", "Known violent ", "Well-known non-violent "),
        ("this was a good idea", "was ", "is "),
        ("a Good idea. It cost", "Good ", "good "),
        ("and fell by 5", "5", "5%"),
        ("5.50 and fell by", "5.50 ", "5.50 "),
        ("a good idea, it cost $5.50", "idea, ", "idea. "),
    ],
)
def test_words_and_signs_that_differ_make_it_altered(excerpt: str, mine: str, theirs: str) -> None:
    found = judge(excerpt)
    assert found.verdict == "altered"
    changed = next(one for one in found.differences if one.kind == "changed")
    assert (changed.article, changed.source) == (mine, theirs)


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("It is possible that taxes go up.", "It is [im]possible that taxes go up"),
        ("We hate taxes on the poor.", "We love[d] taxes on the poor"),
        ("We pay taxes on the poor.", "We pay love[d] taxes on the poor"),
        ("Take 5 degrees in the harbour.", "-5 degrees in the harbour"),
        ("It fell in the harbour by 5 then.", "It fell in the harbour by 5%"),
        ("It fell in the harbour by 5 %.", "It fell in the harbour by 5"),
        ("They took 1/500 of the harbour.", "500 of the harbour"),
        ("In the harbour they took 1/500.", "In the harbour they took 1"),
        ("5$ is the price of the harbour now", "is the price of the harbour now 5€"),
        ("It is 3 * 5 in the harbour.", "It is 3 5 in the harbour"),
        ("你会来我们的港口吗？是的。", "你会来我们的港口吗。"),
        ("你会来我们的港口。是的。", "你会来我们的港口？"),
        ("ستأتي معنا إلى الميناء. نعم.", "ستأتي معنا إلى الميناء؟"),
    ],
)
def test_a_word_or_number_that_becomes_another_one_is_altered(text: str, excerpt: str) -> None:
    assert judge(excerpt, text=text).verdict == "altered"


@pytest.mark.parametrize(
    ("text", "excerpt", "turned"),
    [
        ("We will raise taxes on the poor.", "We will [not] raise taxes", "“not” is added"),
        ("We will surely raise taxes.", "We will [never] raise taxes", "“never” is added"),
        ("We do want taxes on the poor.", "We do[n't] want taxes", "“don't” is added"),
        ("We go home, but only if they agree.", "We go home", "“if” stands right behind it"),
        ("我们不会增加税收。", "会增加税收。", "“不” stands right before it"),
        ("私は港に行かないと思う。", "私は港に行か", "“ない” stands right behind it"),
        ("ผมไม่ไปท่าเรือวันนี้", "ไปท่าเรือวันนี้", "“ไม่” stands right before it"),
        ("اليوم لن نأتي غدا إلى الميناء", "نأتي غدا إلى الميناء", "“لن” stands right before it"),
    ],
)
def test_what_denies_is_seen_in_brackets_and_in_any_script(
    text: str, excerpt: str, turned: str
) -> None:
    found = judge(excerpt, text=text)
    assert (found.verdict, found.turned) == ("shortened", turned)


def test_the_runs_are_both_sides_in_order() -> None:
    found = judge("We will never raise high taxes on the poor [sic] in … 2024")
    assert "".join(one.article for one in found.differences) == (
        "We will never raise high taxes on the poor [sic] in … 2024"
    )
    assert "".join(one.source for one in found.differences) == (
        "We will, of course, not raise taxes on the poor in 2024,"
    )
    assert {one.kind for one in found.differences} == {"same", "changed", "added", "marked"}


def test_signs_stay_on_their_side_of_a_mark() -> None:
    excerpt = "a good [sic] ‘idea’. It (all) … (it) cost $5.50"
    found = judge(excerpt, text="a good ‘idea’. It (all) rained and (it) cost $5.50 then")
    assert "".join(one.article for one in found.differences) == excerpt
    assert found.verdict == "verbatim"


def test_what_is_nowhere_has_the_nearest_passage() -> None:
    found = judge("winter comes to every town that is not ready for the snow")
    assert found.verdict == "not found"
    assert 0 < found.share < 0.5


def test_a_run_of_frequent_words_tells_the_place() -> None:
    common = "It was so. The quay is for the council, and it is right. For what? America was far. "
    text = f"{common * 60}It is right for America. {common * 60}"
    found = judge("It was right for America", text=text)
    assert (found.verdict, found.share) == ("altered", 0.8)


@pytest.mark.parametrize(
    ("text", "excerpt", "verdict"),
    [
        ("我们 明天 不会 去 海港。", "明天不会去海港", "verbatim"),
        ("我们明天不会去海港。", "我们明天会去海港", "shortened"),
        ("שלום לכולם, אנחנו נבוא מחר", "אנחנו נבוא מחר", "verbatim"),
        ("قال إننا لن نأتي غدا إلى الميناء", "إننا نأتي غدا إلى الميناء", "shortened"),
        ("Ils n’ont pas de cafe\u0301 au port", "pas de café au port", "verbatim"),
        ("Ils ont de café au port", "ont de cafe au port", "altered"),
        ("Wir gehen nicht an den Hafen", "Wir gehen an den Hafen", "shortened"),
        ("ท่าเรือ", "ท่าเร", "altered"),
    ],
)
def test_any_script(text: str, excerpt: str, verdict: str) -> None:
    found = compare(Wording([excerpt]), Words(text))
    assert found is not None
    assert found.verdict == verdict


WORDS = TEXT.replace("[Applause] ", "").replace("[12]", "").split()


@given(st.data())
@settings(max_examples=settings().max_examples * 5 // 2)
def test_a_word_that_is_changed_dropped_or_added_is_never_verbatim(data: st.DataObject) -> None:
    size = data.draw(st.integers(6, 20))
    start = data.draw(st.integers(0, len(WORDS) - size))
    words = WORDS[start : start + size]
    while not words[-1].strip("—–"):
        del words[-1]
    at = data.draw(st.integers(1, len(words) - 2))
    kind = data.draw(st.sampled_from(["change", "drop", "add", "swap"]))
    damaged = list(words)
    if kind == "drop":
        del damaged[at]
    elif kind == "swap":
        damaged[at], damaged[at + 1] = damaged[at + 1], damaged[at]
    else:
        other = data.draw(st.sampled_from(["never", "not", "blue", "it", "harbour", "7"]))
        damaged[at : at + (kind == "change")] = [other]
    if [word.strip("“”,.:—– ") for word in damaged] == [word.strip("“”,.:—– ") for word in words]:
        return
    found = compare(Wording([" ".join(damaged)]), SOURCE)
    assert found is None or found.verdict != "verbatim", (words, damaged)


@given(st.integers(0, len(WORDS) - 6), st.integers(4, 30))
@settings(max_examples=settings().max_examples * 5 // 2)
def test_a_true_stretch_is_verbatim_unless_it_is_turned(start: int, size: int) -> None:
    found = compare(Wording([" ".join(WORDS[start : start + size])]), SOURCE)
    assert found is not None
    assert found.verdict == "verbatim" or found.turned, found
    assert found.share == 1


def test_a_sign_that_is_changed_between_two_aligned_blocks_is_seen() -> None:
    mine, theirs = "We close the quay! Not a day later", "We close the quay, not a day later"
    blocks = [Block(0, 0, 4), Block(4, 4, 4)]
    assert Judge(Wording([mine]), Words(theirs), blocks).judge().verdict == "altered"
