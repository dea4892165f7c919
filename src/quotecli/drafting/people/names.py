"""The names of a text: the fullest form of each, with its titles and appositions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from quotecli.drafting.language import lexicon, phrases, wording
from quotecli.drafting.people.name import (
    FEMALE,
    MALE,
    THING,
    Name,
    find_given_gender,
    is_organisation,
    list_common_words,
)
from quotecli.drafting.people.naming import differs, have_other_suffixes, surname, unify
from quotecli.drafting.reading.tokens import Tokens
from quotecli.drafting.tags import (
    COMPANY,
    DETERMINER,
    INITIALS,
    NAME,
    NAME_POSSESSIVE,
    POINT,
    ROLE,
    spell,
    tag_set,
)
from quotecli.model import Span

_COMPANY_POINT = COMPANY + POINT
_MAX_WORDS = 6
_INTRODUCTION = 12  # tokens of a phrase that introduces a name
_MAX_SOUGHT = 20  # places that are looked at for a fuller form of a name
_BEFORE_SURNAME = tag_set("NAME PARTICLE INITIAL SAINT POINT")
_GOING_ON = tag_set("NAME NAME_POSSESSIVE")
_IN_TITLE = tag_set("ROLE NAME")
_TELLING_GENDER = tag_set("TITLE ROLE")
_BEFORE_NAME = tag_set("TITLE POINT ROLE DETERMINER")
_BEFORE_SENTENCE = tag_set("OTHER BUT") | frozenset("\n.?!'")

# Tokens that may be the word of a name.
_CAPITALS = re.compile(spell("NAME | NAME_POSSESSIVE"))


class NameFinder:
    """The names of one text, each looked for when it is first asked for."""

    def __init__(self, tokens: Tokens, headline: Span | None) -> None:
        self._tokens = tokens
        self._by_word: dict[str, Name] = {}
        self._others: dict[str, Name] = {}
        self._at: dict[tuple[int, int], Name] = {}
        self._places: dict[str, list[int]] | None = None
        self._headline = _find_capitals_end(tokens.text, headline)

    def text(self, start: int, end: int) -> str:
        """Return the words from token `start` to `end`, without a possessive ending."""
        tokens = self._tokens
        return wording.without_possessive(tokens.text[tokens.starts[start] : tokens.end(end - 1)])

    def find(self, start: int, end: int) -> Name:
        """Return who is meant by the name from token `start` to `end`."""
        place = start, end
        if place in self._at:
            return self._at[place]

        if self._tokens.starts[start] < self._headline:
            start = self._find_start_in_headline(start, end)
        mention = self.text(start, end)
        if (
            self._tokens.tags[end - 1] == COMPANY
            or self._tokens.tags[end - 2 : end] == _COMPANY_POINT
        ):
            return self._find_other(mention.rstrip("."), mention, THING)
        word = unify(surname(mention).rstrip(","))
        known = self._by_word.get(word)
        if known is None:
            self._by_word[word] = known = self._find_first(mention, word, start, end)
        gender = self._find_title_gender(start)
        if differs(mention, known.name, known.full) or have_other_suffixes(mention, known.name):
            known = self._find_other(mention, mention, find_given_gender(mention))
        elif gender and known.gender and gender != known.gender:
            known = self._find_namesake(mention, word, gender)

        self._at[place] = known
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
            if other.gender == gender and unify(other.name.rpartition(" ")[2]) == word:
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
            whole = self._find_whole(mention, end)
            if whole is not None:
                return whole

        gender = find_given_gender(mention) or self._find_told_gender(word)
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
        found = {unify(self.text(*span)): span for span in self._find_ending(word, at)}
        if len(found) != 1 or is_organisation(word):
            return None
        name, span = found.popitem()
        sure = at < self._headline or find_given_gender(name) or not self.begins_sentence(span[0])
        return span if sure else None

    def _find_ending(self, word: str, at: int) -> Iterator[tuple[int, int]]:
        """Yield the names of several words, from a code point on, that end with a word."""
        places = self._list_places(word)
        low = bisect_left(places, self._tokens.at(at))
        for index in places[low : low + _MAX_SOUGHT]:
            first = self._find_start(index)
            if first < index:
                yield first, self._find_run_end(index)

    def _list_places(self, word: str) -> list[int]:
        """Return the tokens that are a word with a capital, its possessive too, in order."""
        if self._places is None:
            places: dict[str, list[int]] = {}
            self._places = places
            text, starts = self._tokens.text, self._tokens.starts
            for match in _CAPITALS.finditer(self._tokens.tags):
                index = match.start()
                spelled = text[starts[index] : starts[index + 1]].rstrip()
                if match.group() == NAME_POSSESSIVE:
                    spelled = wording.without_possessive(spelled)
                places.setdefault(unify(spelled), []).append(index)
        return self._places.get(unify(word), [])

    def count(self, name: Name) -> int:
        """Return how often a text has the last word of a name."""
        return len(self._list_places(name.name.rpartition(" ")[2]))

    def _find_run_end(self, index: int) -> int:
        """Return the token after the name that token `index` stands in."""
        tags = self._tokens.tags
        end = index + 1
        while (
            tags[end - 1] == NAME and end - index < _MAX_WORDS and tags[end : end + 1] in _GOING_ON
        ):
            end += 1
        return end

    def _find_whole(self, mention: str, end: int) -> Name | None:
        """Return the one full name of the text that begins with a mention: Clara; Mr. Xi."""
        tokens = self._tokens
        text = tokens.text
        if " " in mention or text[tokens.starts[end] : tokens.starts[end] + 1].isupper():
            return None
        found: dict[str, tuple[int, int]] = {}
        for index in self._list_places(mention)[:_MAX_SOUGHT]:
            run = phrases.NAME_RUN.match(tokens.tags, index)
            if run and run.end() - index > 1:
                found[unify(self.text(*run.span()))] = run.span()
        if len(found) != 1:
            return None
        name, span = found.popitem()
        return None if is_organisation(name.rpartition(" ")[2]) else self.find(*span)

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

    def _find_told_gender(self, word: str) -> str:
        """Return the gender that the titles before a surname tell, anywhere in the text."""
        told = map(self._find_title_gender, self._list_places(word)[:_MAX_SOUGHT])
        return next(filter(None, told), "")

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

    def find_start(self, first: int, start: int) -> int:
        """Return where a name from token `first` begins with its initials: [J.K. ]Rowe."""
        initials = first - 2
        if initials < start or self._tokens.tags[initials:first] != INITIALS + POINT:
            return first
        country = self._tokens.word(initials) in lexicon.words("name_parts", "country")
        return first if country else initials

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
        if whole is None or not is_organisation(tokens.word(last - 1)):
            return last
        return whole.end()

    def is_name(self, start: int, end: int) -> bool:
        """Return False for a single common word: the Police, the Committee."""
        word = self._tokens.word(start)
        if end - start == 1 and start and self._tokens.tags[start - 1] == DETERMINER:
            nations = lexicon.words("name_parts", "nationality")
            if word in nations or word.removesuffix("s") in nations:
                return False
        return end - start > 1 or not (is_organisation(word) or word.lower() in list_common_words())

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


def _find_capitals_end(text: str, headline: Span | None) -> int:
    """Return where the headline of a text ends if its words have capitals; 0 if they have none."""
    if headline is None:
        return 0
    small = lexicon.words("small_words", "title")
    words = [word for word in text[slice(*headline)].split() if word not in small]
    return 0 if any(word[0].islower() for word in words) else headline.end
