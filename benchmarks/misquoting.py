"""Ways to quote a sentence truly, and ways to damage it; nothing of quotecli is used for them.

Each takes a `Sentence` and a source of chance and returns the words that an article has, in one
or two parts, or None if the sentence does not lend itself to it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import NamedTuple


class Sentence(NamedTuple):
    """A sentence of a speech: its words are joined by single spaces in `text`."""

    speech: int
    number: int
    text: str

    @property
    def words(self) -> list[str]:
        return self.text.split(" ")


class Words(NamedTuple):
    """What would be another word, another name or another sentence: those of all speeches."""

    common: list[str]
    names: list[str]
    sentences: dict[int, list[Sentence]]

    def some(self, chance: random.Random, count: int) -> list[str]:
        """Return some of the common words."""
        return chance.sample(self.common, count)


Parts = tuple[str, ...] | None
Way = Callable[[Sentence, Words, random.Random], Parts]

# What turns a sentence round, or makes it depend on something.
TURNING = frozenset(
    "not no never none nor neither nobody nothing cannot without hardly if unless denied deny"
    " denies refuse refused false untrue".split()
)
_WITH_NOT = frozenset("do does did is are was were have has had would could should must".split())
_OPERATORS = frozenset(
    "do does did is are was were has have had will would shall should can could may must".split()
)
INNER = re.compile(r"(?<=\s)[\"“](?=\S)([^\"“”]{25,})(?<=\S)[\"”]")
"""What a speaker quotes, in a sentence."""
_NUMBERS = (
    "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty"
    " hundred thousand million billion"
).split()
_NUMBER_SIGNS = [re.compile(sign) for sign in (r"\$", r"%", r"(?<=\d)\.(?=\d)")]
_TENSES = {
    "is": "was", "are": "were", "was": "is", "were": "are", "will": "would", "would": "will",
    "has": "had", "have": "had", "had": "has", "can": "could", "could": "can", "do": "did",
    "did": "do", "shall": "should", "must": "had to", "made": "make", "said": "say",
}  # fmt: skip
_SPELLINGS = {
    "labor": "labour", "defense": "defence", "program": "programme", "programs": "programmes",
    "center": "centre", "favor": "favour", "honor": "honour", "neighbors": "neighbours",
    "color": "colour", "realize": "realise", "recognize": "recognise", "toward": "towards",
    "organization": "organisation", "organizations": "organisations", "traveled": "travelled",
    "among": "amongst", "while": "whilst", "judgment": "judgement", "offense": "offence",
    "endeavor": "endeavour", "fulfill": "fulfil", "skillful": "skilful", "until": "till",
    "civilization": "civilisation", "organize": "organise", "harbor": "harbour",
    "percent": "per cent", "today": "to-day", "tomorrow": "to-morrow", "forever": "for ever",
    "favorable": "favourable", "endeavors": "endeavours", "favored": "favoured",
}  # fmt: skip
_OTHERWISE = {
    "the": "a", "we": "our nation", "our": "the nation's", "people": "citizens", "must": "have to",
    "government": "administration", "of": "from", "and": "as well as", "that": "which",
    "great": "large", "to": "in order to", "will": "are going to", "is": "remains",
    "are": "remain", "for": "in favour of", "in": "within", "all": "every one of", "new": "fresh",
    "by": "through", "with": "together with", "this": "the present", "not": "in no way",
    "a": "one", "has": "possesses", "have": "possess", "their": "one's", "on": "upon",
    "it": "this thing", "as": "like", "be": "become", "i": "your President", "country": "land",
    "years": "twelvemonths", "more": "further", "which": "that", "these": "such",
    "from": "out of", "can": "are able to", "been": "become", "world": "globe",
    "war": "armed conflict", "peace": "concord", "year": "twelvemonth", "was": "used to be",
}  # fmt: skip
_INSERTIONS = ("[sic]", "[the council]", "[of the Union]", "[that is, last year]", "[his emphasis]")


def bare(word: str) -> str:
    """Return a word in lower case without the punctuation around it."""
    return word.strip(".,;:!?—–-'’()").lower()


def _inner(words: list[str], chance: random.Random) -> list[int]:
    """Return the places of words that are neither first nor last nor turn the sentence, shuffled.

    A word with punctuation is none of them: without it, two sentences might run into one.
    """
    places = [n for n in range(1, len(words) - 1) if words[n].isalpha()]
    places = [n for n in places if bare(words[n]) not in TURNING]
    chance.shuffle(places)
    return places


def _instead(words: list[str], place: int, word: str) -> tuple[str, ...]:
    old = words[place]
    head = old[: len(old) - len(old.lstrip(".,;:!?—–-'’()"))]
    tail = old[len(old.rstrip(".,;:!?—–-'’()")) :]
    return (" ".join([*words[:place], head + word + tail, *words[place + 1 :]]),)


def _fragment(words: list[str], chance: random.Random, least: int = 5) -> list[str]:
    """Return some of the words in a row, at least so many."""
    length = chance.randint(least, max(least, len(words) - 1))
    start = chance.randint(0, max(0, len(words) - length))
    return words[start : start + length]


# True quotations.


def plain(sentence: Sentence, words: Words, chance: random.Random) -> Parts:
    return (sentence.text,)


def fragment(sentence: Sentence, words: Words, chance: random.Random) -> Parts:
    return (" ".join(_fragment(sentence.words, chance)).rstrip(",;:"),)


def typography(sentence: Sentence, words: Words, chance: random.Random) -> Parts:
    text = sentence.text
    marks = {
        "'": "’",
        "’": "'",
        "--": "—",
        "—": "--",
        "fi": "\ufb01",
        "fl": "\ufb02",
        "-": "\u2010",
    }
    found = [mark for mark in marks if mark in text and not (mark == "-" and "--" in text)]
    if not found:
        return None
    mark = chance.choice(found)
    return (text.replace(mark, marks[mark]).replace(" ", chance.choice((" ", "\u00a0")), 1),)


def first_letter(sentence: Sentence, words: Words, chance: random.Random) -> Parts:
    some = " ".join(_fragment(sentence.words, chance)).rstrip(",;:.")
    if some[0].islower():
        return (some[0].upper() + some[1:],)
    start = sentence.text
    return (start[0].lower() + start[1:],) if start[:2] not in ("I ", "I'", "I’") else None


def closing_comma(sentence: Sentence, words: Words, chance: random.Random) -> Parts:
    return (sentence.text.rstrip(".!?;") + ",",)


def insertion(sentence: Sentence, words: Words, chance: random.Random) -> Parts:
    all_words = sentence.words
    place = chance.randint(1, len(all_words) - 1)
    return (" ".join([*all_words[:place], chance.choice(_INSERTIONS), *all_words[place:]]),)


def omission(sentence: Sentence, words: Words, chance: random.Random) -> Parts:
    all_words = sentence.words
    if len(all_words) < 12:
        return None
    start = chance.randint(4, len(all_words) - 8)
    end = chance.randint(start + 1, len(all_words) - 4)
    sign = chance.choice(("…", "[…]", "...", "[...]", ". . ."))
    return (" ".join([*all_words[:start], sign, *all_words[end:]]),)


def two_parts(sentence: Sentence, words: Words, chance: random.Random) -> Parts:
    all_words = sentence.words
    if len(all_words) < 10:
        return None
    place = chance.randint(4, len(all_words) - 4)
    return (" ".join(all_words[:place]), " ".join(all_words[place:]))


# Damaged ones.


def changed(sentence: Sentence, words: Words, chance: random.Random) -> Parts:
    """Put another word, which may be one that only looks alike."""
    if chance.random() < 0.3 and (parts := _without_apostrophe(sentence)):
        return parts
    all_words = sentence.words
    for place in _inner(all_words, chance):
        word = all_words[place]
        if len(word) > 3 and word.islower():
            alike = word[:-1] if word.endswith("s") else word + "s"
            others = [one for one in (*words.some(chance, 2), alike) if one != word]
            return _instead(all_words, place, chance.choice(others))
    return None


def _without_apostrophe(sentence: Sentence) -> Parts:
    """Make we're were, and its it's."""
    all_words = sentence.words
    for place, word in enumerate(all_words):
        if re.search(r"\w['’]\w", word) and not bare(word).endswith(("n't", "n’t")):
            return _instead(all_words, place, re.sub("['’]", "", bare(word)))
        if word == "its":
            return _instead(all_words, place, "it's")
    return None


def dropped(sentence: Sentence, words: Words, chance: random.Random) -> Parts:
    all_words = sentence.words
    for place in _inner(all_words, chance):
        if bare(all_words[place - 1]) != bare(all_words[place]) != bare(all_words[place + 1]):
            return (" ".join(all_words[:place] + all_words[place + 1 :]),)
    return None


def added(sentence: Sentence, words: Words, chance: random.Random) -> Parts:
    all_words = sentence.words
    for place in _inner(all_words, chance):
        return (" ".join([*all_words[:place], chance.choice(words.common), *all_words[place:]]),)
    return None


def swapped(sentence: Sentence, words: Words, chance: random.Random) -> Parts:
    all_words = sentence.words
    inner = _inner(all_words, chance)
    for place in inner:
        one, other = all_words[place : place + 2]
        if place + 1 in inner and one.lower() != other.lower():
            return (" ".join([*all_words[:place], other, one, *all_words[place + 2 :]]),)
    return None


def negation(sentence: Sentence, words: Words, chance: random.Random) -> Parts:
    all_words = sentence.words
    for place, word in enumerate(all_words):
        if word in ("not", "never", "no") and 0 < place < len(all_words) - 2:
            # The words behind it can be quoted alone, too.
            if len(all_words) - place > 6 and chance.random() < 0.4:
                return (" ".join(all_words[place + 1 :]),)
            return (" ".join(all_words[:place] + all_words[place + 1 :]),)
        if bare(word).endswith(("n't", "n’t")) and bare(word)[:-3] in _WITH_NOT:
            return _instead(all_words, place, re.split("n['’]t", bare(word))[0])
    return None


def joined(sentence: Sentence, words: Words, chance: random.Random) -> Parts:
    others = words.sentences[sentence.speech]
    later = [one for one in others if 2 <= one.number - sentence.number <= 40]
    if not later or len(sentence.words) < 5:
        return None
    tail = chance.choice(later).words
    head = sentence.words[: chance.randint(4, len(sentence.words) - 1)]
    if len(head) > 20 or len(tail) > 20:
        return None
    return (" ".join([*head, *tail[-chance.randint(4, len(tail)) :]]),)


def number(sentence: Sentence, words: Words, chance: random.Random) -> Parts:
    """Put another digit or number word, or lose the sign or the point of a number."""
    all_words = sentence.words
    for place, word in enumerate(all_words):
        if re.search(r"\d", word):
            others = [sign.sub("", word) for sign in _NUMBER_SIGNS if sign.search(word)]
            digit = chance.choice([at for at, one in enumerate(word) if one.isdigit()])
            new = chance.choice([one for one in "123456789" if one != word[digit]])
            others.append(word[:digit] + new + word[digit + 1 :])
            new_word = chance.choice(others)
            return (" ".join([*all_words[:place], new_word, *all_words[place + 1 :]]),)
        if bare(word) in _NUMBERS:
            other = chance.choice([one for one in _NUMBERS if one != bare(word)])
            return _instead(all_words, place, other)
    return None


def name(sentence: Sentence, words: Words, chance: random.Random) -> Parts:
    all_words = sentence.words
    for place in _inner(all_words, chance):
        if all_words[place][0].isupper() and len(all_words[place]) > 3:
            other = [one for one in words.names if one != all_words[place]]
            return _instead(all_words, place, chance.choice(other))
    return None


def _by_table(table: dict[str, str]) -> Way:
    def way(sentence: Sentence, words: Words, chance: random.Random) -> Parts:
        all_words = sentence.words
        places = [n for n, word in enumerate(all_words) if bare(word) in table]
        places = [n for n in places if n and not all_words[n][0].isupper()]
        if not places:
            return None
        place = chance.choice(places)
        return _instead(all_words, place, table[bare(all_words[place])])

    return way


tense = _by_table(_TENSES)
spelling = _by_table(_SPELLINGS)


def paraphrase(sentence: Sentence, words: Words, chance: random.Random) -> Parts:
    new = [_OTHERWISE.get(bare(word), word) for word in sentence.words]
    differ = sum(one != other for one, other in zip(new, sentence.words))
    if differ < 0.3 * len(new) or len(new) < 8:
        return None
    half = chance.randint(3, len(new) - 3)
    return (" ".join([*new[half:], *new[:half]]).replace(". ", ", "),)


def question(sentence: Sentence, words: Words, chance: random.Random) -> Parts:
    """Cut a question to a statement: Will we sell the quay? We sell the quay."""
    first, *rest = sentence.words
    if not sentence.text.endswith("?") or first.lower() not in _OPERATORS or len(rest) < 4:
        return None
    cut = " ".join(rest).rstrip("?")
    return (cut[0].upper() + cut[1:],)


def passed_on(sentence: Sentence, words: Words, chance: random.Random) -> Parts:
    """Take what the speaker quotes of another."""
    found = INNER.search(sentence.text)
    return (found[1].rstrip(",.;"),) if found else None


def other_speaker(sentence: Sentence, words: Words, chance: random.Random) -> Parts:
    return (sentence.text,)


TRUE: dict[str, Way] = {
    "plain": plain,
    "a fragment": fragment,
    "typography": typography,
    "the first letter": first_letter,
    "a closing comma": closing_comma,
    "an insertion": insertion,
    "an omission": omission,
    "two parts": two_parts,
}
UNTURNED = frozenset(("a fragment", "the first letter", "an omission", "a word dropped"))
"""What is done only to sentences in which nothing turns or conditions the rest."""

DAMAGED: dict[str, Way] = {
    "a word changed": changed,
    "a word dropped": dropped,
    "a word added": added,
    "two words swapped": swapped,
    "a negation dropped": negation,
    "two sentences joined": joined,
    "a number": number,
    "a name": name,
    "the tense": tense,
    "a spelling": spelling,
    "a paraphrase": paraphrase,
    "a question": question,
    "words passed on": passed_on,
    "another speaker": other_speaker,
}
