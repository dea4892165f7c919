"""What a text says right before and behind a passage: that it is denied, conditional, or reported.

Both sides are read as texts in which one space stands before each word and each sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from quotecli.drafting.language import framing, lexicon
from quotecli.verifying.turning import find_lost, is_condition, is_negation, is_untrue
from quotecli.verifying.words import Words

Kind = Literal["denied", "conditional", "reported", "asked"]

_REACH = 2  # words from a negation to what it may negate
_BEFORE, _BEHIND = 30, 12  # words that are read
_CLAIM, _CLAUSE, _BARE_CLAUSE = 8, 12, 6  # words before "that", behind it, and of a clause without
_ENDS = ".!?;"
_ENDING = frozenset(_ENDS)
_SIGNS = f"{_ENDS}:-,([…"  # the most telling first
_END = re.compile(f" [{_ENDS}]")
_PARAGRAPH = re.compile(r"\n\s*\n")
_BREAK = re.compile(r" (?:[,:-]|and|but|or)(?= )")
_THAT = re.compile(r" (?:that|dass|daß|que|che|dat|att|что|що|że|že|:)(?= |$)", re.IGNORECASE)
_NARROWING = frozenset("but and only even nur aber mais seulement solo pero".split())
_JOINING = frozenset("and even".split())
_ASKING = frozenset("ask asks asked see know knows knew wonder wondered tell decide check".split())
_ASKS = ("ask", "wonder", "question", "inquir", "enquir", "whether")
# In scripts without spaces, where a word has several characters.
_UNSPACED_BEFORE = ("ไม่", "ไม่ได้", "ไม่ใช่", "ບໍ່", "មិន")
_UNSPACED_BEHIND = ("ない", "なかった", "なく", "ません", "ず")


class Edge(NamedTuple):
    """Words that turn a passage from outside: before it, or behind it.

    `is_near` is true if nothing parts them from the passage but words that do not count.
    """

    kind: Kind
    words: str
    is_before: bool
    is_near: bool

    @property
    def reason(self) -> str:
        """What is said of it."""
        if self.kind == "asked":
            return "the source asks"
        right = "right " if self.is_near else ""
        return f"“{self.words}” stands {right}{'before' if self.is_before else 'behind'} it"

    def is_matched_by(self, other: Edge) -> bool:
        """Return True if what an article has beside its marks says the same."""
        is_beside = not self.is_near or self.is_before == other.is_before
        return self.kind == other.kind and is_beside


def find_edges(words: Words, first: int, last: int, asks: bool = False) -> tuple[Edge, ...]:
    """Return what turns a passage from outside; `last` is the word behind it.

    What is quoted with its question mark still `asks`.
    """
    before, behind = _spell_before(words, first, 0), _spell_behind(words, last - 1)
    return (
        *_find_before(words, first, before),
        *_find_behind(words, last - 1, behind),
        *_find_around(before, behind),
        *(() if asks else _find_asking(words, first, last, before)),
    )


def find_at_edges(words: Words, first: int, last: int, is_whole: bool = False) -> str:
    """Return why a passage that is left out turns what stands beside it; "" if nothing does.

    A long one has its own sentences, as has one of whole sentences (`is_whole`): only what reaches
    over its ends counts.
    """
    if not is_whole and last - first <= 2 * _REACH:
        return find_lost(words.folded[first:last], ())
    edges = [
        *_find_behind(words, first - 1, _spell_behind(words, first - 1, last)),
        *_find_before(words, last, _spell_before(words, last, first)),
    ]
    return f"“{edges[0].words}” is left out" if edges else ""


def find_beside(before: str, behind: str) -> tuple[Edge, ...]:
    """Return what an article has itself, right before and behind its quotation marks."""
    mine, theirs = Words(before), Words(_PARAGRAPH.split(behind, maxsplit=1)[0])
    one, two = _spell_before(mine, len(mine), 0), _spell_behind(theirs, -1)
    return (
        *_find_before(mine, len(mine), one),
        *_find_behind(theirs, -1, two),
        *_find_around(one, two),
        *[Edge("denied", word, True, False) for word in one.split() if is_untrue(word)],
        *([Edge("denied", two, False, False)] if framing.find_judgement(two) else ()),
        *([Edge("asked", "?", False, False)] if _asks(one, two) else ()),
    )


def _find_before(words: Words, first: int, before: str) -> Iterator[Edge]:
    """Yield what turns a passage from before it."""
    text = _without_parentheses(before)
    if near := _find_negation(text) or _find_unspaced(words, first):
        yield Edge("denied", near, True, True)
    elif far := _find_denial(text):
        yield Edge("denied", far, True, False)
    last = text.rpartition(" ")[2]
    if is_condition(last.casefold()):
        yield Edge("conditional", last, True, True)
    elif condition := framing.find_condition(text) or framing.find_supposition(text):
        yield Edge("conditional", _join(condition["said"]), True, False)
    if report := framing.find_report(text):
        yield Edge("reported", _join(report["said"]), True, False)


def _find_negation(text: str) -> str:
    """Return the negation that reaches over the end of a text, if any."""
    tokens = text.split()
    left, behind = _REACH, ""
    for at in range(len(tokens) - 1, -1, -1):
        word = tokens[at].casefold()
        if word in _SIGNS or not left:
            return ""
        if is_negation(word) and not framing.is_harmless(word, behind):
            return tokens[at]
        left -= not framing.is_between(word)
        behind = word
    return ""


def _find_unspaced(words: Words, first: int) -> str:
    start = words.starts[first] if first < len(words) else 0
    return next((one for one in _UNSPACED_BEFORE if words.source.endswith(one, 0, start)), "")


def _find_denial(text: str) -> str:
    """Return the words by which the sentence before a passage denies it: it is false that."""
    for that in _THAT.finditer(text):
        if framing.reaches(text[that.end() :], _CLAUSE):
            head = text[: that.start()].removesuffix(" ,")
            is_claim = framing.is_claim(head) if that[0].casefold() in (" that", " :") else head
            if is_claim and (denial := _read_denial(head)):
                return _join(f"{denial}{that[0]}")
    for end in framing.find_thoughts(text):
        if framing.reaches(text[end:], _BARE_CLAUSE) and (denial := _read_denial(text[:end])):
            return _join(denial)
    found = framing.find_bare_subject(text) or framing.find_infinitive(text)
    return _join(found["said"]) if found else ""


def _read_denial(head: str) -> str:
    """Return the clause at the end of a text if it denies, which two words that deny do not."""
    clause = _BREAK.split(head)[-1]
    tokens = clause.split()[-_CLAIM:]
    folded = [word.casefold() for word in tokens]
    count = sum(is_negation(word) or is_untrue(word) for word in folded)
    count -= "ne" in folded and count > 1  # ne crois pas
    count += framing.is_disclaimed(clause)
    return " ".join(tokens) if count % 2 and not framing.is_granted(clause) else ""


def _find_behind(words: Words, last: int, behind: str) -> Iterator[Edge]:
    """Yield what turns a passage from behind it; `last` is its last word."""
    end = words.ends[last] if last >= 0 else 0
    unspaced = next((one for one in _UNSPACED_BEHIND if words.source.startswith(one, end)), "")
    if unspaced:
        yield Edge("denied", unspaced, False, True)
        return

    near = _find_word_behind(behind)
    if near and is_negation(near.casefold()):
        yield Edge("denied", near, False, True)
    elif verdict := framing.find_verdict(behind):
        yield Edge("denied", _join(verdict[0]), False, False)
    asks = last >= 0 and words.folded[last] in _ASKING
    if is_condition(near.casefold()) and not asks:
        yield Edge("conditional", near, False, True)
    if report := framing.find_report_behind(behind):
        yield Edge("reported", _join(report[0]), False, False)


def _find_word_behind(behind: str) -> str:
    """Return the word at the beginning of a text that turns what stands before it, if any.

    Only a condition may stand behind a comma. It was ours and not theirs: that denies nothing.
    """
    sign, tokens = _read_behind(behind)
    joint = ""
    while len(tokens) > 1 and tokens[0].casefold() in _NARROWING:
        joint = tokens.pop(0).casefold()
    word = tokens[0].casefold() if tokens else ""
    if is_condition(word):
        return tokens[0] if sign in ("", ",") else ""
    is_harmless = joint in _JOINING or framing.is_harmless(word, "".join(tokens[1:2]))
    return tokens[0] if is_negation(word) and not sign and not is_harmless else ""


def _read_behind(behind: str) -> tuple[str, list[str]]:
    """Return the sign at the beginning of a text, if any, and the tokens behind it."""
    tokens = behind.split()
    return (tokens[0], tokens[1:]) if tokens and tokens[0] in _SIGNS else ("", tokens)


def _find_around(before: str, behind: str) -> Iterator[Edge]:
    if judged := framing.find_judged_clause(before, behind):
        yield Edge("denied", _join(judged[0]), False, False)


def _find_asking(words: Words, first: int, last: int, before: str) -> Iterator[Edge]:
    """Yield that a passage is the end of a question, or of what a question asks about."""
    for at in range(last - 1, min(last + _BEFORE, len(words))):
        sign = _find_sign(words, at)
        if sign in _ENDING or _is_paragraph(words, at):
            break
    if sign != "?":
        return
    is_begun = not before or before.endswith((" :", " -"))
    is_begun = is_begun or any(_find_sign(words, at) in _ENDING for at in range(first, last - 1))
    if is_begun or framing.find_question(before):
        yield Edge("asked", "?", False, False)


def _asks(before: str, behind: str) -> bool:
    """Return True if an article asks, or says that somebody does, beside its marks."""
    said = f"{before}{_END.split(behind, maxsplit=1)[0]}".casefold().split()
    return behind.startswith(" ?") or any(word.startswith(_ASKS) for word in said)


def _without_parentheses(text: str) -> str:
    """Return a text without what is put between signs in it; what denies stays as a word."""
    while found := framing.find_parentheses(text):
        inside = found["inside"]
        denies = any(is_negation(word) or is_untrue(word) for word in inside.split())
        text = f"{text[: found.start()]}{inside if denies else ''}{text[found.end() :]}"
    return text


def _join(spelled: str) -> str:
    """Return spelled words as they are written."""
    return re.sub(r" (?=[,:])", "", spelled).strip(" ,:.!-")


def _spell_before(words: Words, first: int, since: int) -> str:
    """Return the words of the sentence before a passage, and the signs between them."""
    spelled: list[str] = []
    for at in range(first - 1, max(first - 1 - _BEFORE, since - 1), -1):
        sign = _find_sign(words, at)
        if (sign and sign in _ENDS) or _is_paragraph(words, at):
            break
        spelled += [sign, words.keys[at]] if sign else [words.keys[at]]
    return "".join(f" {token}" for token in reversed(spelled))


def _spell_behind(words: Words, last: int, until: int = 0) -> str:
    """Return what stands behind a passage in its paragraph, and the signs between."""
    spelled: list[str] = []
    end = until or len(words)
    for at in range(last, min(last + _BEHIND, end)):
        if sign := _find_sign(words, at):
            spelled.append(sign)
        if at + 1 == end or (at >= 0 and _is_paragraph(words, at)):
            break
        spelled.append(words.keys[at + 1])
    return "".join(f" {token}" for token in spelled)


def _find_sign(words: Words, at: int) -> str:
    """Return the sign behind a word that tells most, "" for none."""
    gap = words.gap(at)
    if gap == "." and at >= 0 and words.keys[at] in lexicon.words("titles", "abbreviated"):
        return ""
    sign = next((sign for sign in _SIGNS if sign in gap), "")
    return "," if sign in "([" and sign else sign


def _is_paragraph(words: Words, at: int) -> bool:
    """Return True if a paragraph ends with a word."""
    end = words.starts[at + 1] if at + 1 < len(words) else None
    return words.source[words.ends[at] : end].count("\n") > 1
