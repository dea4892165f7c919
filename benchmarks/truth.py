"""Articles whose quotations are known to be true or damaged, made from public speeches."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from misquoting import DAMAGED, INNER, TRUE, TURNING, UNTURNED, Sentence, Words

_GIVEN = "Ada Bo Carla Dan Edda Femi Greta Hugo Ines Jonas Kaja Lars Mira Nils Orla Piet".split()
_FAMILY = "Marlow Chan Okoro Tind Reyl Sorel Brandt Hale Ostrow Vance Quill Farrow Lund".split()
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Gen|Messrs|No|Nos|[A-Z]|etc|viz|cts|ult)\.$")
_QUOTED = re.compile(r"[\"“”‘„«»\[\](){}…]|\.\.|\* \*|(?:^|\s)['’]|['’](?:\s|$)")
_OWN = re.compile(r"\b(?:I|[Ww]e)\b")
_PER_ARTICLE = 20
_ALIKE = frozenset(
    ("a negation dropped", "a number", "a word changed", "a question", "words passed on")
)


class Speech(NamedTuple):
    """A public text: its paragraphs have single spaces between their words."""

    name: str
    speaker: str
    text: str


class Quotation(NamedTuple):
    """A quotation that an article has on a line, and what was done to it."""

    way: str
    line: int
    parts: tuple[str, ...]
    source: Sentence
    speaker: str


class TruthSet(NamedTuple):
    """The texts of articles by their names, and the quotations in each."""

    speeches: list[Speech]
    articles: dict[str, str]
    quotations: dict[str, list[Quotation]]


def read_speeches(folder: Path) -> list[Speech]:
    """Return the .txt files of a folder; those with one word in their names have one speaker.

    The speakers get invented names.
    """
    paths = sorted(folder.glob("*.txt"))
    people = {word: n for n, word in enumerate(sorted({_person(path) for path in paths}))}
    speeches = []
    for path in paths:
        text = path.read_text(encoding="utf-8", errors="replace")
        blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", text)]
        n = people[_person(path)]
        name = f"{_GIVEN[n % len(_GIVEN)]} {_FAMILY[n * 5 % len(_FAMILY)]}"
        speeches.append(Speech(path.stem, name, "\n\n".join(filter(None, blocks))))
    return speeches


def _person(path: Path) -> str:
    found = re.search(r"[^\W\d_]+", path.stem)
    return found[0] if found else path.stem


def make(speeches: list[Speech], each: int, seed: int) -> TruthSet:
    """Return a set with so many true quotations and as many damaged ones."""
    chance = random.Random(seed)
    sentences = {n: list(read_sentences(n, speech.text)) for n, speech in enumerate(speeches)}
    words = _list_words(sentences)
    known = "\n".join(fold(speech.text) for speech in speeches)
    pool = [one for some in sentences.values() for one in some]
    chance.shuffle(pool)
    quoting = [one for n, speech in enumerate(speeches) for one in read_quoting(n, speech.text)]
    chance.shuffle(quoting)
    made: list[Quotation] = []
    for ways in (TRUE, DAMAGED):
        for number, (way, quote) in enumerate(ways.items()):
            wanted = each * (number + 1) // len(ways) - each * number // len(ways)
            suited = quoting if way == "words passed on" else pool
            for sentence in _suited(suited, way):
                parts = quote(sentence, words, chance)
                if parts and _holds(way, parts, known):
                    suited.remove(sentence)
                    speaker = speeches[sentence.speech].speaker
                    if way == "another speaker":
                        others = sorted({one.speaker for one in speeches} - {speaker})
                        speaker = chance.choice(others)
                    made.append(Quotation(way, 0, parts, sentence, speaker))
                    wanted -= 1
                if not wanted:
                    break
    chance.shuffle(made)
    return _write(speeches, made, chance)


def read_sentences(number: int, text: str) -> Iterator[Sentence]:
    """Yield the sentences of 5 to 40 words that stand once in a text and quote nobody."""
    for place, sentence in _cut(text):
        if not 5 <= sentence.count(" ") + 1 <= 40 or sentence[-1] not in ".!?":
            continue
        if sentence[0].isupper() and not _QUOTED.search(sentence) and text.count(sentence) == 1:
            yield Sentence(number, place, sentence)


def read_quoting(number: int, text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text in which its speaker quotes somebody else."""
    for place, sentence in _cut(text):
        quoted = INNER.search(sentence)
        if not quoted or _OWN.search(INNER.sub("", sentence)):
            continue
        if quoted[1].count(" ") > 3 and text.count(sentence) == 1:
            yield Sentence(number, place, sentence)


def _cut(text: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a text with their numbers."""
    place = 0
    for paragraph in text.split("\n\n"):
        start = 0
        for end in [*_END.finditer(paragraph), None]:
            if end and _ABBREVIATED.search(paragraph[: end.start()]):
                continue
            sentence = paragraph[start : end.start() if end else len(paragraph)]
            start = end.end() if end else 0
            place += 1
            yield place, sentence


def _list_words(sentences: dict[int, list[Sentence]]) -> Words:
    counts: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for some in sentences.values():
        for sentence in some:
            inner = [word for word in sentence.words[1:] if word.isalpha() and len(word) > 3]
            counts.update(word for word in inner if word.islower())
            names.update(word for word in inner if word[0].isupper())
    common = [word for word, _ in counts.most_common(2000) if word not in TURNING]
    return Words(common, [word for word, _ in names.most_common(150)], sentences)


def _suited(pool: list[Sentence], way: str) -> list[Sentence]:
    if way not in UNTURNED:
        return list(pool)
    turning = re.compile(rf"\b(?:{'|'.join(TURNING)})\b|n['’]t\b", re.IGNORECASE)
    return [one for one in pool if not turning.search(one.text)]


def _holds(way: str, parts: tuple[str, ...], known: str) -> bool:
    """Return whether a damaged quotation is said nowhere, and a cut or a foreign one once."""
    if way in TRUE:
        return True
    folded = fold(" ".join(parts))
    count = known.count(f" {folded.strip()} ")
    if way == "another speaker":
        return count == 1
    # Signs and apostrophes are no words: what loses one has all words of its source.
    is_alike = way in _ALIKE
    return count <= 1 if is_alike else count == 0


def fold(text: str) -> str:
    """Return the words of a text in lower case, each between spaces."""
    words = re.findall(r"[^\W_]+", re.sub("['’](?=\\w)", "", text.lower()))
    return f" {' '.join(words)} "


def _write(speeches: list[Speech], made: list[Quotation], chance: random.Random) -> TruthSet:
    articles, quotations = {}, {}
    for number in range(0, len(made), _PER_ARTICLE):
        name = f"article-{number // _PER_ARTICLE:03}.txt"
        lines = [f"What was said, part {number // _PER_ARTICLE + 1}"]
        placed = []
        for quotation in made[number : number + _PER_ARTICLE]:
            lines += ["", _report(quotation, chance)]
            placed.append(quotation._replace(line=len(lines)))
        articles[name] = "\n".join(lines) + "\n"
        quotations[name] = placed
    return TruthSet(speeches, articles, quotations)


def _report(quotation: Quotation, chance: random.Random) -> str:
    """Return a paragraph that quotes somebody."""
    who = quotation.speaker
    if len(quotation.parts) == 2:
        head, tail = quotation.parts
        return f"“{head.rstrip(',;')},” {who} said, “{tail}”"
    (words,) = quotation.parts
    closing = words if words[-1] in "?!," else words.rstrip(".") + ","
    return chance.choice(
        (
            f"{who} said: “{words}”",
            f"“{closing}” said {who}.",
            f"“{closing}” {who} told the assembly.",
            f"As {who} put it: “{words}”",
            f"It was a long day in the assembly. {who} said, “{words}”",
        )
    )


def write_sources(truth: TruthSet, folder: Path) -> None:
    """Write the speeches as statements, annotated with the sentences that articles quote."""
    quoted: dict[int, set[Sentence]] = {}
    for some in truth.quotations.values():
        for quotation in some:
            quoted.setdefault(quotation.source.speech, set()).add(quotation.source)
    for number, speech in enumerate(truth.speeches):
        quotes = [
            {"id": f"s{one.number}", "kind": "direct", "speaker": "who", "excerpt": one.text}
            for one in sorted(quoted.get(number, ()))
        ]
        statement = {
            "title": speech.name,
            "speakers": {"who": {"name": speech.speaker}},
            "text": speech.text,
            "quotes": quotes,
        }
        path = folder / f"{speech.name}.yaml"
        path.write_text(json.dumps(statement, ensure_ascii=False), encoding="utf-8")
