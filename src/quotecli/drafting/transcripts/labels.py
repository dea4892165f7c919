"""The labels of a transcript: what stands before a colon, or alone on a line, and may name who
speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from quotecli.drafting.language import lexicon
from quotecli.model import Span, collapse_space

# 0:04, 00:00:04.5, 00:00:00:04; the log of a flight has 00 00 00 04.
_CLOCK = r"(?:\d{1,3}(?::\d\d){1,3}(?:[.,]\d{1,3})?|\d\d(?: \d\d){2,3})"
_TIME = rf"[\[(<]?{_CLOCK}(?: *(?:-->|-|–|—) *{_CLOCK})?[\])>]?"
# What stands before a name: a time, signs of bold letters, the ">>" of live captions.
_LEAD = re.compile(rf"(?:[ \t]|>>+|\*\*?|__?|{_TIME}(?![\w:])(?: *[-–—](?= ))?)*")
# [MR. SALT (laughing)] (00:04)**:
_COLON = re.compile(rf"([^:\n]{{1,100}}?)[ \t]*({_TIME})?[ \t]*[*_]{{0,2}}:[*_]{{0,2}}(?=\s|$)")
# [Q.] Why?   [Q]    Why?
_QUESTION = re.compile(r"([QA])(?:\.[*_]{0,2}[ \t]+|[ \t]{2,}| (?=[A-Z“\"(]))(?=\S)")
# [Mr. SALT]. I doubt it.   [Chairman ROOK].   [The SPEAKER pro tempore].
_POINT = re.compile(
    r"((?:(?:Mr|Mrs|Ms|Dr|Sen|Rep)\.|(?:Vice )?Chair(?:man|woman)?|Senator|Representative|Secretary"
    r"|General|Admiral|Ambassador|Director|Judge|Governor) [A-Z][\w'’-]+"
    r"(?: of [A-Z][a-z]+(?: [A-Z][a-z]+)?)?"
    r"|The (?:Acting )?[A-Z]{4,20}(?: OFFICER| pro tempore)?)\.(?: +(?=[A-Z“\"])|[ \t]*$)"
)
# [Ines Rook] 00:04
_ALONE = re.compile(rf"([^:\n]{{1,80}}?)[ \t]*({_TIME})?[ \t]*[*_]{{0,2}}[ \t]*$")
_FIRST_CLOCK = re.compile(_CLOCK)
_BRACKETS = re.compile(r"[ \t]*[(\[]([^()\[\]]{1,80})[)\]][ \t]*$")
_CODE = re.compile(r"[A-Z]{1,4}[ -]?\d{1,3}[a-z]?|[a-z]{1,2}\d{1,3}")
_NUMBERED = re.compile(r"([^\W\d_]{3,})(\d{1,2})")  # host1
_INITIAL = re.compile(r"(?:[A-Z]\.)+|[A-Z]")
_IN_WORD = re.compile(r"[^\W\d_]+(?:[.'’/-][^\W\d_]+)*\.?")
_REACH = 200  # code points of a line in which a label ends
_MAX_WORDS = 8
_MAX_NAME = 5
_COURTESY = frozenset(("mr", "mrs", "ms", "miss", "madam", "sir", "dame", "mx"))

CAPITALS, TITLED, NAME, WORD, ROLE, CODE, QUESTION = range(1, 8)
"""What a label looks like: MR. SALT, Mr. Salt, Ines Rook, Rook, The Clerk, P7, Q."""


class Label(NamedTuple):
    """A label: its place, where the words after it begin, and whom it may name.

    `name` is without the `title` before it; `details` is what else it says of somebody: a role, a
    party. `time` is the clock time beside it as it is written, "" for none. `alone` is true if
    nothing follows on its line and there is no colon; `bold` if it is marked so.
    """

    place: Span
    words: int
    name: str
    title: str
    details: str
    shape: int
    bold: bool
    time: str
    alone: bool


class Head(NamedTuple):
    """Who a label names, apart from where it stands."""

    name: str
    title: str
    details: str
    shape: int


def read_label(text: str, start: int, end: int) -> Label | None:
    """Return the label that the line from `start` to `end` begins with, or None."""
    lead = _LEAD.match(text, start, end)
    assert lead is not None
    begin = lead.end()
    marks = lead.group()
    for pattern in _list_patterns(text, begin, end):
        match = pattern.match(text, begin, end)
        if match is None:
            continue
        words = match.group(1).rstrip()
        head = read_head(words)
        if head is None:
            continue
        time = _FIRST_CLOCK.search(f"{match.group(2) if match.re.groups > 1 else ''} {marks}")
        alone = pattern is _ALONE
        bold = "*" in marks or "_" in marks
        place = Span(begin, begin + len(words))
        return Label(place, match.end(), *head, bold, time.group() if time else "", alone)
    return None


def _list_patterns(text: str, begin: int, end: int) -> Iterator[re.Pattern[str]]:
    """Yield the patterns of labels that may match a line: most lines of a text have none."""
    if text.startswith(("Q", "A"), begin):
        yield _QUESTION
    if text.find(":", begin, min(end, begin + _REACH)) >= 0:
        yield _COLON
    if text.startswith(tuple("ACDGJMRSTV"), begin):
        yield _POINT
    if end - begin <= _REACH:
        yield _ALONE


def is_aside(text: str, start: int, end: int) -> bool:
    """Return True for a line about the text, which nobody says: "Note: …"."""
    if text.find(":", start, min(end, start + _REACH)) < 0:
        return False
    lead = _LEAD.match(text, start, end)
    match = _COLON.match(text, lead.end() if lead else start, end)
    return match is not None and _is_common(match.group(1).split(), "aside")


def read_head(words: str) -> Head | None:
    """Return whom a label names; None if its words name nobody."""
    core, details = _split_details(collapse_space(words))
    parts = core.split()
    if not 0 < len(parts) <= _MAX_WORDS:
        return None
    if not (core[0].isupper() or core[0].isdigit()):
        return _read_small(core, parts)
    if _CODE.fullmatch(core):
        return Head(core, "", "", CODE)
    if core.lower() in lexicon.words("labels", "question or answer"):
        return Head(core, "", "", QUESTION)
    if _is_common(parts, "aside", "not a label"):
        return None
    if _is_role(parts):
        return _read_role(core, details)
    return _read_name(parts, details)


def _read_small(core: str, parts: list[str]) -> Head | None:
    """Return whom a label in small letters names: interviewer, host1, p7."""
    if _CODE.fullmatch(core):
        return Head(core, "", "", CODE)
    if core in lexicon.words("labels", "question or answer"):
        return Head(core, "", "", QUESTION)
    return Head(core, "", "", ROLE) if core.islower() and _is_role(parts) else None


def _split_details(words: str) -> tuple[str, list[str]]:
    """Return a label without what stands in brackets or after a comma, and that, in order."""
    details: list[str] = []
    while match := _BRACKETS.search(words):
        # In small letters it says how something is said: (laughing).
        if match.group(1)[0].isupper():
            details.insert(0, match.group(1).strip())
        words = words[: match.start()]
    core, comma, after = words.partition(", ")
    if comma and _is_detail(core, after):
        return core, [after, *details]
    return words, details


def _is_detail(name: str, after: str) -> bool:
    """Return True if what follows a name and a comma says who it is: DANA SALT, CNN ANCHOR."""
    words = [word.strip(",.").lower() for word in after.split()]
    if name.isupper() != after.isupper() and name.isupper():
        return False
    telling = lexicon.words("roles") | lexicon.words("titles", "whole")
    narrating = lexicon.verbs().keys() | lexicon.words("function_words", "auxiliary", "relative")
    return not narrating.intersection(words) and (
        after.isupper() or not telling.isdisjoint(words) or after[0].isupper()
    )


def _is_common(parts: list[str], *sections: str) -> bool:
    known = lexicon.words("labels", *sections)
    return all(part.strip(".").lower() in known or part.isdigit() for part in parts)


def _is_role(parts: list[str]) -> bool:
    """Return True for words that say what somebody is, without a name: The Clerk, Speaker 2."""
    known = lexicon.words("labels", "nobody") | lexicon.words("roles")
    lows = [_NUMBERED.sub(r"\1", part.strip(".#").lower()) for part in parts]
    if lows[0] == "the" and len(lows) > 1 and not known.isdisjoint(lows):
        return True  # The Minister of Transport
    small = lexicon.words("titles", "leading") | lexicon.words("labels", "crowd") | _COURTESY
    return not known.isdisjoint(lows) and all(
        low in known or low in small or low.isdigit() or (len(low) == 1 and low.isalpha())
        for low in lows
    )


def _read_role(role: str, details: list[str]) -> Head:
    """Return who holds an office, by name if the brackets after it have one."""
    named = read_head(details[0]) if details else None
    if named is None or named.shape not in (TITLED, NAME):
        return Head(role, "", ", ".join(details), ROLE)
    office = role.removeprefix("The ")
    return Head(named.name, named.title, ", ".join([office, *details[1:]]), TITLED)


def _read_name(parts: list[str], details: list[str]) -> Head | None:
    """Return the name that the words of a label are, its titles apart."""
    count = _count_titles(parts)
    titles, names = parts[:count], parts[count:]
    if titles and names[0].lower() in ("of", "for"):
        return _read_office(parts, details)
    if titles and "of" in names:  # Mr. Salt of Texas
        at = names.index("of")
        names, details = names[:at], [" ".join(names[at + 1 :]), *details]
    particles = lexicon.words("name_parts", "particle")
    if len(names) > _MAX_NAME or not all(
        word in particles or _is_name_word(word) for word in names
    ):
        return None
    if any(part.lower() in _grammar() for part in names) and not " ".join(names).isupper():
        return None

    name = " ".join(names)
    offices = [title for title in titles if title.strip(".").lower() not in _COURTESY]
    known = ", ".join(details) or collapse_space(" ".join(offices))
    return Head(name, " ".join(titles), known, _find_shape(name, titles, names))


def _read_office(parts: list[str], details: list[str]) -> Head:
    """Return who has an office of several words: [Secretary of State] Ines Rook.

    Without a given name, nothing tells where the office ends, and the label stays what it is.
    """
    given = lexicon.words("given_names")
    start = next((at for at in range(3, len(parts) - 1) if parts[at].lower() in given), None)
    if start is None:
        return Head(" ".join(parts), "", ", ".join(details), ROLE)
    office, name = " ".join(parts[:start]), " ".join(parts[start:])
    shape = CAPITALS if name.isupper() else TITLED
    return Head(name, office, ", ".join([office, *details]), shape)


def _find_shape(name: str, titles: list[str], names: list[str]) -> int:
    if name.isupper() and len(name) > 1:
        return CAPITALS
    if titles:
        return TITLED
    if len(name) == 1:
        return CODE
    given = names[0].lower() in lexicon.words("given_names")
    if names[0] in lexicon.words("labels", "place"):
        return WORD
    return NAME if len(names) > 1 or given else WORD


def _count_titles(parts: list[str]) -> int:
    """Return how many words before a name are titles: [Mr.] Salt, [Prime Minister] Rook."""
    known = lexicon.words("titles", "abbreviated", "whole") | lexicon.words("titles", "leading")
    known |= lexicon.words("titles", "capitals")
    titles = {title.lower() for title in known} | _COURTESY | lexicon.words("roles")
    titles |= {"sec", "hon", "the", "press", "u.s", "former", "deputy"}
    count = 0
    while count < len(parts) - 1 and parts[count].strip(".").lower() in titles:
        count += 1
    return count


def _is_name_word(word: str) -> bool:
    return word[0].isupper() and bool(_IN_WORD.fullmatch(word) or _INITIAL.fullmatch(word))


def _grammar() -> frozenset[str]:
    """Return words that no name has, and many headings have."""
    return lexicon.words(
        "function_words", "determiner", "preposition", "to", "by", "but", "question", "pronoun"
    )
