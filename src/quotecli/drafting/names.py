"""The names of a text: the fullest form of each, with its titles and appositions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from quotecli.drafting.headline import find_headline
from quotecli.drafting.language import lexicon, phrases, wording
from quotecli.drafting.naming import differs, have_other_suffixes, surname
from quotecli.drafting.tags import COMPANY, DETERMINER, POINT, ROLE, tag_set
from quotecli.drafting.tokens import Tokens

MALE, FEMALE, THING = "male", "female", "thing"
"""What pronoun goes with a name; "" is not known."""

_COMPANY_POINT = COMPANY + POINT
_MAX_WORDS = 6
_INTRODUCTION = 12  # tokens of a phrase that introduces a name
_MAX_SOUGHT = 20  # places that are looked at for a fuller form of a name
_WINDOW = 120  # tokens back in which a pronoun looks for a name
_BEFORE_SURNAME = tag_set("NAME PARTICLE INITIAL SAINT POINT")
_IN_TITLE = tag_set("ROLE NAME")
_TELLING_GENDER = tag_set("TITLE ROLE")
_BEFORE_NAME = tag_set("TITLE POINT ROLE DETERMINER")
_TITLED = tag_set("TITLE POINT")
_GOVERNING = tag_set("PREPOSITION TO OF BY")
_BEFORE_SENTENCE = tag_set("OTHER BUT") | frozenset("\n.?!'")


class Name:
    """Somebody by name; `full` is true if more than one word of it is known."""

    __slots__ = ("full", "gender", "name", "roles")

    def __init__(self, name: str, full: bool, gender: str = "") -> None:
        self.name = name
        self.full = full
        self.gender = gender
        self.roles: list[str] = []


class NameFinder:
    """The names of one text, each looked for when it is first asked for."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._by_word: dict[str, Name] = {}
        self._others: dict[str, Name] = {}
        self._at: dict[tuple[int, int], Name] = {}
        self._headline = _find_capitals_end(tokens.text)

    def text(self, start: int, end: int) -> str:
        """Return the words from token `start` to `end`, without a possessive ending."""
        tokens = self._tokens
        return wording.without_possessive(tokens.text[tokens.starts[start] : tokens.end(end - 1)])

    def find(self, start: int, end: int) -> Name:
        """Return who is meant by the name from token `start` to `end`."""
        known = self._at.get((start, end))
        if known is not None:
            return known

        if self._tokens.starts[start] < self._headline:
            start = self._find_start_in_headline(start, end)
        mention = self.text(start, end)
        if (
            self._tokens.tags[end - 1] == COMPANY
            or self._tokens.tags[end - 2 : end] == _COMPANY_POINT
        ):
            return self._find_other(mention.rstrip("."), mention, THING)
        word = surname(mention).rstrip(",")
        known = self._by_word.get(word)
        if known is None:
            self._by_word[word] = known = self._find_first(mention, word, start, end)
        gender = self._find_title_gender(start)
        if differs(mention, known.name, known.full) or have_other_suffixes(mention, known.name):
            known = self._find_other(mention, mention, _find_given_gender(mention))
        elif gender and known.gender and gender != known.gender:
            known = self._find_namesake(mention, word, gender)

        self._at[start, end] = known
        if not known.gender:
            known.gender = gender
        return known

    def _find_start_in_headline(self, start: int, end: int) -> int:
        """Return the first token of a name among capitals: Unsafe Bridge, Mayor [Marlow] Says."""
        text = self._tokens.text
        for first in range(start, end):
            if text.find(self.text(first, end), self._headline) >= 0:
                return first
        return start

    def _find_other(self, key: str, mention: str, gender: str) -> Name:
        """Return somebody else with the same last word."""
        if key not in self._others:
            self._others[key] = Name(mention, " " in mention, gender)
        return self._others[key]

    def _find_namesake(self, mention: str, word: str, gender: str) -> Name:
        """Return who a title means that does not fit the first one: Mrs. Smith after Mr. Smith."""
        for other in self._others.values():
            if other.gender == gender and other.name.rpartition(" ")[2] == word:
                return other
        return self._find_other(f"{gender} {mention}", mention, gender)

    def _find_first(self, mention: str, word: str, start: int, end: int) -> Name:
        """Return the name as the text first gives more than its last word, or as it is here."""
        fuller = self._find_fuller(word, start)
        if fuller is None and " " not in mention:
            fuller = self._find_only(word, start)
        if fuller is not None and fuller[0] != start:
            start, end = fuller
            mention = self.text(start, end)
        else:
            whole = self._find_whole(mention, start)
            if whole is not None:
                return whole

        gender = _find_given_gender(mention) or self._find_title_gender(start)
        name = Name(mention, " " in mention, gender)
        self._add_roles(name, start, end)
        return name

    def _find_fuller(self, word: str, start: int) -> tuple[int, int] | None:
        """Return the first name of the text, up to token `start`, that ends with a word."""
        for first, last in self._find_ending(word, self._headline):
            return (first, last) if last - 1 <= start else None
        return None

    def _find_only(self, word: str, start: int) -> tuple[int, int] | None:
        """Return the name after token `start` that ends with a word, if all that do are the same.

        A capital that begins a sentence may belong to no name: Missing Holt was found.
        """
        at = self._tokens.starts[start]
        found = {self.text(*span): span for span in self._find_ending(word, at)}
        if len(found) != 1 or _is_organisation(word):
            return None
        name, span = found.popitem()
        sure = at < self._headline or _find_given_gender(name) or not self.begins_sentence(span[0])
        return span if sure else None

    def _find_ending(self, word: str, at: int) -> Iterator[tuple[int, int]]:
        """Yield the names of several words, from a code point on, that end with a word."""
        tokens = self._tokens
        text, starts = tokens.text, tokens.starts
        at = text.find(word, at)
        for _ in range(_MAX_SOUGHT):
            if at < 0:
                break
            index = bisect_left(starts, at)
            first = self._find_start(index)
            if (
                first < index
                and starts[index] == at
                and wording.without_possessive(tokens.word(index)) == word
            ):
                yield first, index + 1
            at = text.find(word, at + 1)

    def _find_whole(self, mention: str, start: int) -> Name | None:
        """Return the one full name of the text that begins with a mention: Clara; Mr. Xi."""
        tokens = self._tokens
        titled = start > 0 and tokens.tags[start - 1] in _TITLED
        if " " in mention or not (titled or _find_given_gender(mention)):
            return None
        found: dict[str, tuple[int, int]] = {}
        at = tokens.text.find(mention)
        for _ in range(_MAX_SOUGHT):
            if at < 0:
                break
            index = bisect_left(tokens.starts, at)
            run = phrases.NAME_RUN.match(tokens.tags, index)
            if run and run.end() - index > 1 and tokens.starts[index] == at:
                found[self.text(*run.span())] = run.span()
            at = tokens.text.find(mention, at + 1)
        return self.find(*found.popitem()[1]) if len(found) == 1 else None

    def _find_start(self, index: int) -> int:
        """Return the first token of the name whose surname is token `index`, its title left out."""
        tags = self._tokens.tags
        first = index
        while first and index - first < _MAX_WORDS and tags[first - 1] in _BEFORE_SURNAME:
            first -= 1
        # The point is that of a title or of initials: Mr. Lee, J.K. Lee.
        if first < index and tags[first] == POINT:
            first += 1
        return first

    def _add_roles(self, name: Name, start: int, end: int) -> None:
        """Add the title before a name, and the apposition after it."""
        tokens = self._tokens
        tags = tokens.tags
        if start and tags[start - 1] == ROLE:
            first = start - 1
            while first and start - first < _MAX_WORDS and tags[first - 1] in _IN_TITLE:
                first -= 1
            name.roles.append(tokens.text[tokens.starts[first] : tokens.end(start - 1)])

        apposed = phrases.APPOSED_ROLE.match(tags, end) if tags[end : end + 1] == "," else None
        if apposed is not None:
            role = tokens.text[tokens.starts[end + 1] : tokens.end(apposed.end() - 1)]
            name.roles.append(wording.DETERMINED.sub("", role, count=1))

    def _find_title_gender(self, start: int) -> str:
        """Return the gender that the title before a name tells."""
        tags = self._tokens.tags
        before = start - 1
        if before >= 0 and tags[before] == POINT:
            before -= 1
        if before < 0 or tags[before] not in _TELLING_GENDER:
            return ""
        title = self._tokens.word(before)
        return next((one for one in (MALE, FEMALE) if title in lexicon.words("titles", one)), "")

    def find_end(self, last: int, end: int) -> int:
        """Return where a name really ends: Marlow Jr.; Bank of Ellery; Lund & Sons, Ltd."""
        tokens = self._tokens
        suffix = last + (tokens.tags[last : last + 1] == ",")
        if suffix < end and tokens.word(suffix) in lexicon.words("name_parts", "suffix"):
            return suffix + (2 if tokens.tags[suffix + 1 : suffix + 2] == POINT else 1)
        company = phrases.COMPANY_END.match(tokens.tags, last, end)
        if company is not None and company.end() > last:
            return company.end()
        whole = phrases.OF_NAME.match(tokens.tags, last, end)
        if whole is None or not _is_organisation(tokens.word(last - 1)):
            return last
        return whole.end()

    def is_name(self, start: int, end: int) -> bool:
        """Return False for a single common word: the Police, the Committee."""
        word = self._tokens.word(start)
        if end - start == 1 and start and self._tokens.tags[start - 1] == DETERMINER:
            nations = lexicon.words("name_parts", "nationality")
            if word in nations or word.removesuffix("s") in nations:
                return False
        return end - start > 1 or not (_is_organisation(word) or word.lower() in _common_words())

    def may_be_person(self, place: int, name: Name) -> bool:
        """Return False for an organisation, and for a place: in Port Ellery."""
        if _is_organisation(name.name.rpartition(" ")[2]):
            return False
        before = self._tokens.tags[place - 1] if place else ""
        return before not in _GOVERNING or bool(name.gender)

    def find_between(self, low: int, place: int) -> Iterator[tuple[int, Name]]:
        """Yield the full names from token `low` to `place`, each with its place, the nearest first.

        Names that are far from `place` are left out.
        """
        tags = self._tokens.tags
        for match in reversed(
            list(phrases.NAME_RUN.finditer(tags, max(low, place - _WINDOW), place))
        ):
            name = self.find(*match.span())
            if name.full:
                yield match.start(), name

    def begins_sentence(self, place: int) -> bool:
        """Return True if a name is the first of its sentence, but for words that introduce it.

        These are titles, and a phrase as in "her brother, Omar Tind" or "Vell's deputy, Omar Tind".
        """
        tags = self._tokens.tags
        before = place
        while before > 0 and tags[before - 1] in _BEFORE_NAME:
            before -= 1
        if before == 0 or tags[before - 1] in _BEFORE_SENTENCE:
            return True

        start = place
        while (
            start > 0 and place - start < _INTRODUCTION and tags[start - 1] not in _BEFORE_SENTENCE
        ):
            start -= 1
        return phrases.INTRODUCTION.fullmatch(tags, start, place) is not None


def _find_capitals_end(text: str) -> int:
    """Return where the headline of a text ends if its words have capitals; 0 if they have none."""
    headline = find_headline(text)
    if headline is None:
        return 0
    small = lexicon.words("small_words", "title")
    words = [word for word in text[slice(*headline)].split() if word not in small]
    return 0 if any(word[0].islower() for word in words) else headline.end


def _is_organisation(word: str) -> bool:
    return wording.without_possessive(word).lower() in lexicon.words("name_parts", "organisation")


@cache
def _common_words() -> frozenset[str]:
    common = lexicon.words("roles") | lexicon.words("titles", "leading", "whole")
    return common - lexicon.words("name_parts", "surname or role")


def _find_given_gender(name: str) -> str:
    """Return the gender that a given name tells."""
    return _genders().get(name.partition(" ")[0].lower(), "")


@cache
def _genders() -> dict[str, str]:
    return {
        given: gender for gender in (MALE, FEMALE) for given in lexicon.words("given_names", gender)
    }
