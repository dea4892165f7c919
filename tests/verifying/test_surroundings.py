"""Passages that their text denies, makes conditional or only reports, and those that it does not.

The passage stands between brackets.
"""

from __future__ import annotations

import pytest

from quotecli.verifying.comparison import compare
from quotecli.verifying.surroundings import find_edges
from quotecli.verifying.wording import Wording
from quotecli.verifying.words import Words

P = "[the quay will be sold]"


def find_reasons(text: str) -> list[str]:
    before, _, rest = text.partition("[")
    words = Words(text.replace("[", "").replace("]", ""))
    first = len(Words(before))
    last = first + len(Words(rest.partition("]")[0]))
    return [edge.reason for edge in find_edges(words, first, last)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"It is false that {P} to a bank.", "It is false that"),
        ("It is false that the quay [will be sold to a bank].", "It is false that"),
        (f"Nobody believes that {P}.", "Nobody believes that"),
        (f"Nobody in this town ever said {P}.", "Nobody in this town ever said"),
        (f"They claimed, wrongly, that {P}.", "They claimed wrongly that"),
        (f"They claimed – wrongly – that {P}.", "They claimed wrongly that"),
        (f"I do not for a moment think {P}.", "I do not for a moment think"),
        ("I don’t believe the quay [will be sold to a bank].", "I don't believe"),
        (f"There is no evidence that {P}.", "There is no evidence that"),
        (f"She denied that {P}.", "She denied that"),
        (f"It was said to nobody: {P}.", "It was said to nobody"),
        (f"It is a myth, of course, that {P}.", "It is a myth that"),
        (f"Es ist falsch, dass {P}.", "Es ist falsch dass"),
        (f"Ich glaube nicht, dass {P}.", "Ich glaube nicht dass"),
        (f"Je ne crois pas que la mer ou {P}.", "Je ne crois pas que"),
        ("No member of this council [voted for the sale].", "No member of this council"),
        ("They failed to [sell the quay to a bank].", "failed to"),
        ("They never agreed that we ask anyone to [sell the quay].", "never agreed that"),
        (f"That {P} is simply a lie.", "is simply a lie"),
        (f"The idea that {P} to a bank is nonsense.", "to a bank is nonsense"),
        (f"{P[:-1]}], he never said.", "he never said"),
        (f"{P}, said nobody ever.", "said nobody"),
        (f"{P}. That is not true.", "That is not true"),
        (f"{P} — which is a lie.", "which is a lie"),
        (f"“{P}.” Wrong.", "Wrong"),
        ("If we [sell the quay to a bank], it is lost.", "If"),
        ("If it must be, and I hope not, we will [sell the quay].", "If"),
        (f"I do not know whether {P}.", "whether"),
        (f"Suppose that {P}.", "Suppose"),
        (f"They say {P}.", "They say"),
        (f"My opponent says: “{P}.”", "My opponent says"),
        (f"You will have heard that {P}.", "You will have heard"),
        (f"It is often claimed that {P}.", "It is often claimed"),
        (f"{P} — that is what they want you to believe.", "that is what they"),
        (f"{P}, or so they say.", "or so they say"),
        (f"Few people think that {P}.", "Few people think that"),
        (f"There is little evidence that {P}.", "little evidence that"),
        ("Very few of us [voted for the sale].", "Very few of us"),
        (f"I used to believe that {P}.", "I used to believe that"),
        (f"I once thought that {P}.", "I once thought that"),
        (f"It would be wrong to say {P}.", "It would be wrong to say"),
        (f"It is too early to say that {P}.", "It is too early to say that"),
        (f"I refuse to say that {P}.", "I refuse to say that"),
        (f"Imagine that {P}.", "“Imagine” stands"),
        (f"Let us say {P}.", "Let us say"),
        (f"They talk as though {P}.", "as though"),
        (f"Critics claim that {P}.", "Critics claim"),
        (f"Only fools believe that {P}.", "Only fools believe"),
        (f"The cynics will tell you that {P}.", "The cynics will tell you"),
        (f"There are those who say that {P}.", "those who say"),
        (f"The man from Tarn would have us believe that {P}.", "would have us believe"),
        (f"According to my critics, {P}.", "According to my critics"),
        (f"It is whispered in the market that {P}.", "It is whispered"),
        (f"{P}, which is what liars say.", "which is what liars"),
        (f"{P}, as the sceptics like to put it.", "as the sceptics like to put"),
        (f"{P} – so runs the rumour.", "so runs the rumour"),
        (f"{P}, or so the story goes.", "or so the story goes"),
        (f"{P}, or so I once believed.", "or so I once believed"),
        (f"{P}, or so I used to think.", "or so I used to think"),
        (f"For years I imagined that {P}.", "I imagined that"),
        (f"Far be it from me to say that {P}.", "Far be it from me to say that"),
        (f"My rivals keep telling you that {P}.", "My rivals keep telling you"),
        (f"{P}. I do not believe it.", "I do not believe it"),
        (f"{P}. We do not accept that for a moment.", "We do not accept that"),
        (f"{P}. I do not accept that argument.", "I do not accept that"),
        (f"{P}. It is a lie, and they know it.", "It is a lie"),
        (f"{P}. That is a lie that they like.", "That is a lie"),
        ("Will [we sell the quay to a bank]?", "the source asks"),
        ("[Will we sell the quay to a bank]?", "the source asks"),
        ("It rains. But why should [we sell the quay] to a bank?", "the source asks"),
        ("[It rains. Will we sell the quay] to a bank?", "the source asks"),
        (f"Do you think {P}?", "the source asks"),
        (f"Who says that {P}?", "the source asks"),
        (f"Chair: {P}?", "the source asks"),
    ],
)
def test_what_turns_a_passage_from_its_own_sentence(text: str, words: str) -> None:
    assert any(words in reason for reason in find_reasons(text)), find_reasons(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("It is not [only among the towns, but in the sea].", "not"),
        ("No [doubt it is a town by the sea].", "No"),
        ("She would not, she said, “[go home to the quay]”.", "not"),
        ("We are not going to [sell the quay].", "not"),
        ("It should never have been [sold to a bank].", "never"),
        ("We will not, of course, ever [sell the quay].", "not"),
    ],
)
def test_small_words_and_parentheses_do_not_part_a_negation_from_it(text: str, word: str) -> None:
    assert find_reasons(text)[0] == f"“{word}” stands right before it"


@pytest.mark.parametrize(
    "text",
    [
        f"There is no doubt that {P}.",
        f"No doubt {P}.",
        f"Nobody can deny that {P}.",
        f"Never forget that {P}.",
        f"It is not only true that {P}.",
        "We will not only [sell the quay] but give it away.",
        f"Is it not true that {P}?",
        f"I was not there. I believe that {P}.",
        f"I was not there, but I believe that {P}.",
        f"No bridge\n\n{P[:-1]}].",
        "Nobody came and we [sold the quay].",
        f"He did not come; {P}.",
        f"It is false that it rains, but {P}.",
        f"{P} and not the wall.",
        f"{P}. That was the wrong thing to do.",
        f"{P}.\n\nThat is a lie.",
        f"If you ask me, {P}.",
        f"If it rains, it rains. {P}.",
        "Then [we will ask] if they agree.",
        f"As they say in Tarn, it rains. {P}.",
        f"She said that {P}.",
        f"I say that {P}.",
        f"Having some claim to it, {P}.",
        f"Mr. Chan is right that {P}.",
        f"It is wrong that {P}.",
        f"There is a little evidence that {P}.",
        f"Few doubt that {P}.",
        f"In the few days that we had, I saw that {P}.",
        f"We used the money, and I believe that {P}.",
        f"I thought at once that {P}.",
        f"I have long believed that {P}.",
        f"It is not too early to say that {P}.",
        f"It would be right to say {P}.",
        f"I am glad to say that {P}.",
        f"Prices decline, and I believe that {P}.",
        f"You cannot imagine how glad I am. {P}.",
        f"Let us say it openly: {P}.",
        f"Though they talk, {P}.",
        f"We claim that {P}.",
        f"According to the law, {P}.",
        f"It is written in the law that {P}.",
        f"Those who read our plan know that {P}.",
        f"Many people think, as I do, that {P}.",
        "Those who believe in [a quay for the whole town] are right.",
        f"{P}, as I like to put it.",
        f"{P}, or so I believe.",
        f"{P}. I do not regret it.",
        f"{P}. I do not believe that it will rain.",
        f"{P}. I do not believe this council can sleep.",
        f"{P}. I do not believe it will rain.",
        f"{P}. It is not true that it rains.",
        f"{P}. It's a lie that it rains.",
        f"{P}. It isn’t true to say it rains.",
        f"Will it rain? {P}.",
        "Will it rain, or what can we do to [protect the quay from the sea]?",
        f"{P}. Will it rain?",
        f"{P}\n\nWill it rain?",
        f"You do think that {P}.",
    ],
)
def test_what_turns_nothing(text: str) -> None:
    assert find_reasons(text) == []


def test_a_question_that_keeps_its_mark_is_a_question() -> None:
    source = Words("Will we sell the old quay? We must not.")
    verdicts = {
        words: (found.verdict, found.turned)
        for words in ("Will we sell the old quay?", "Will we sell the old quay,")
        if (found := compare(Wording((words,)), source))
    }
    assert list(verdicts.values()) == [("verbatim", ""), ("shortened", "the source asks")]


@pytest.mark.parametrize("beside", ["not, ", "that ", "if ", ", she said, ", "they say "])
def test_a_long_way_beside_a_passage_is_read_in_part(beside: str) -> None:
    find_reasons(f"{beside * 20_000}{P}{beside * 20_000}")


@pytest.mark.parametrize(
    ("left_out", "turned"),
    [
        ("It did not rain.", ""),
        ("Nobody came to see it. If it rains, we stay.", ""),
        ("That is a lie.", "“That is a lie” is left out"),
        ("Not at all.", "“not” is left out"),
        ("If not for them,", "“if” is left out"),
    ],
)
def test_whole_sentences_that_are_marked_as_left_out_turn_nothing(
    left_out: str, turned: str
) -> None:
    source = f"The price was high. {left_out} We sold the quay at last."
    found = compare(Wording(("The price was high […] We sold the quay at last",)), Words(source))
    assert found
    assert found.turned == turned
