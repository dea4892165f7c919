"""A text as words that are compared letter by letter, and as what stands between them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from itertools import accumulate

from quotecli.anchoring.folded import Folded
from quotecli.anchoring.text_index import TextIndex
from quotecli.model import Span
from quotecli.text.lazy import lazy
from quotecli.text.normal import normalize
from quotecli.text.scripts import is_unspaced
from quotecli.text.words import SYMBOLS, is_beyond_latin, list_spans

_APOSTROPHES = "'’‘‚‛`´ʹʼˈ′＇"
_HYPHENS = "-‐‑–−"
_DASHES = "-‐‑‒–—―−﹘﹣－"
_QUOTATION_MARKS = '"“”„‟«»‹›「」『』〝〞〟＂'
_MARKUP = "*_#>\\"  # of Markdown, which is read as it is written
_BETWEEN_DIGITS = ".,:"
_JOINTS = frozenset(f"{_APOSTROPHES}{_HYPHENS}{_BETWEEN_DIGITS}")
_LIGATURES = {ord(one): unicodedata.normalize("NFKC", one) for one in "ﬀﬁﬂﬃﬄﬅﬆĲĳǄǅǆǇǈǉǊǋǌ"}
_KEY = {
    **_LIGATURES,
    **dict.fromkeys(map(ord, _APOSTROPHES), "'"),
    **dict.fromkeys(map(ord, _DASHES), "-"),
    ord("µ"): "μ",  # the sign of micro, and the letter
}
_GAP = {
    **dict.fromkeys(map(ord, f"{_QUOTATION_MARKS}{_APOSTROPHES}{_MARKUP}"), None),
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **str.maketrans("，،、；؛：。।．！？؟", ",,,;;:...!??"),
    ord("…"): "...",
}
# What belongs to a number that stands behind or before it, or parts it from another one.
_BEFORE_NUMBER = re.compile(
    rf"(?:(?<![^\s(“\"'‘\[])[{_HYPHENS}.]|[$+<=>^|~¬±×÷¢-¥₠-₿≠-≩]|(?<=\d)/)\Z"
)
_BEHIND_NUMBER = re.compile(r"\s?[%‰€]|[°′″$¢-¥₠-₿]|[/×](?=\d)")
# What _join() makes of the words of a text in Latin letters, in which ` and ´ are symbols.
_LATIN = re.compile(
    rf"[^\W_]+(?:(?:[{_APOSTROPHES.translate({96: None, 180: None})}{_HYPHENS[1:]}-]"
    rf"|(?<=[\d²³¹])[{_BETWEEN_DIGITS}](?=[\d²³¹]))[^\W_]+)*|{SYMBOLS}"
)
_ASCII = bytes(range(128))
# Between words in the text that is searched; one space would be shared by the words beside it.
_SEPARATOR = "  "


class Words:
    """The words and symbols of a text.

    `keys` has them with one typography, `folded` without case as well; `starts` and `ends` are
    their offsets in the text, in code points. What apostrophes, hyphens and the points in numbers
    join is one word. In scripts without spaces each character is one.
    """

    def __init__(self, text: str) -> None:
        self.source = text
        self._is_latin = not is_beyond_latin(text)
        written = (
            _LATIN.findall(text)
            if self._is_latin
            else [text[start:end] for start, end in zip(self.starts, self.ends)]
        )
        forms = {word: _unify(word) for word in set(written)}
        cases = {word: key.casefold() for word, key in forms.items()}
        self.keys = [forms[word] for word in written]
        self.folded = [cases[word] for word in written]
        self._gaps: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self.keys)

    def gap(self, at: int) -> str:
        """Return the punctuation between a word and the next one, with one typography.

        Of the last word it is what stands behind it, of -1 what stands before the first.
        """
        start = self.ends[at] if at >= 0 else 0
        end = self.starts[at + 1] if at + 1 < len(self.starts) else len(self.source)
        raw = self.source[start:end]
        if raw == " ":
            return ""
        if raw not in self._gaps:
            self._gaps[raw] = unify_gap(raw)
        return self._gaps[raw]

    def signs(self, first: int, last: int) -> tuple[str, str]:
        """Return the signs beside a run of words that belong to a number at its beginning or end.

        "" for none: the sign before -5, .5 or the 2 of 1/2, and that behind 5% or 5 €.
        """
        text, start, end = self.source, self.starts[first], self.ends[last - 1]
        before = _BEFORE_NUMBER.search(text[max(0, start - 2) : start])
        behind = _BEHIND_NUMBER.match(text, end)
        return (
            unify_gap(before[0]) if before and text[start].isdigit() else "",
            unify_gap(behind[0]) if behind and text[end - 1].isdigit() else "",
        )

    def span(self, first: int, last: int) -> Span:
        """Return the span in the text of the words from `first` on and before `last`."""
        return Span(self.starts[first], self.ends[last - 1])

    def find(self, runs: list[list[str]]) -> list[list[int]]:
        """Return the places that have runs of folded words in order, near each other.

        A place has the first word of each run. There are MAX_PLACES of them at most.
        """
        places = self._index.places([_spell(run) for run in runs])
        return [[bisect_left(self._offsets, start + 1) for start, _ in place] for place in places]

    @lazy
    def starts(self) -> list[int]:
        """The offsets at which the words begin."""
        return self._edges[0]

    @lazy
    def ends(self) -> list[int]:
        """The offsets at which the words end."""
        return self._edges[1]

    @lazy
    def _edges(self) -> tuple[list[int], list[int]]:
        if not self._is_latin:
            return _join(self.source, list_spans(self.source))
        spans = [match.span() for match in _LATIN.finditer(self.source)]
        return [start for start, _ in spans], [end for _, end in spans]

    @lazy
    def positions(self) -> dict[str, list[int]]:
        """The places of every folded word."""
        found: dict[str, list[int]] = {}
        for at, word in enumerate(self.folded):
            found.setdefault(word, []).append(at)
        return found

    @lazy
    def _index(self) -> TextIndex:
        return TextIndex(_Spelled(_spell(self.folded)))

    @lazy
    def _offsets(self) -> list[int]:
        """Where each word begins in the text that is searched."""
        lengths = [len(word) + len(_SEPARATOR) for word in self.folded]
        return list(accumulate(lengths, initial=1))[:-1]


class _Spelled(Folded):
    """Folded words as one text, in which every word has a space of its own on both sides."""

    def __init__(self, text: str) -> None:
        self.text = text


def _spell(words: list[str]) -> str:
    return f" {_SEPARATOR.join(words)} "


def fold_signs(text: str) -> str:
    """Return a text with one typography and without case.

    What letters and digits Words() has in a row in a folded word of the text, this has as well.
    """
    if text.isascii():
        return text.casefold()
    written = text.encode("utf-8", "surrogatepass").lower()
    signs = set(written.translate(None, _ASCII).decode("utf-8", "surrogatepass"))
    plain = {sign: sign.translate(_KEY) for sign in signs}
    if not is_beyond_latin("".join(plain.values())):
        # What is left is composed and visible, and is folded sign by sign.
        text = written.decode()
        for sign, key in plain.items():
            text = text.replace(sign, key.casefold())
        return text

    for sign, key in plain.items():
        if sign != key:
            text = text.replace(sign, key)
    text = normalize("NFC", text)
    if is_beyond_latin(text):
        for sign in filter(_is_invisible, set(text)):
            text = text.replace(sign, "")
    return text.casefold()


def unify_gap(raw: str) -> str:
    """Return punctuation without white space, quotation marks and markup, in one typography."""
    alone = raw.strip(" ")
    if alone in tuple(_MARKUP) and raw[0] == raw[-1] == " ":
        return alone  # 3 * 5
    signs = "".join(raw.translate(_GAP).split())
    if not signs.isascii():
        signs = "".join([sign for sign in signs if unicodedata.category(sign) != "Cf"])
    return "-" if signs and not signs.strip("-") else signs


def _unify(word: str) -> str:
    """Return a word with one typography; accents and case are kept."""
    if word.isascii():
        return word.replace("`", "'")
    plain = normalize("NFC", word.translate(_KEY))
    return "".join([sign for sign in plain if not _is_invisible(sign)]) or word


def _is_invisible(sign: str) -> bool:
    return unicodedata.category(sign) == "Cf" or "\ufe00" <= sign <= "\ufe0f"


def _join(text: str, spans: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Return the starts and the ends of words, put together where a sign inside them parts them."""
    starts: list[int] = []
    ends: list[int] = []
    last = -2
    for start, end in spans:
        if start == last + 1 and text[last] in _JOINTS and _is_joined(text, last):
            ends[-1] = end
        else:
            starts.append(start)
            ends.append(end)
        last = end
    return starts, ends


def _is_joined(text: str, at: int) -> bool:
    """Return True if the sign at an offset is inside a word."""
    before, after = text[at - 1], text[at + 1]
    if text[at] in _BETWEEN_DIGITS:
        return before.isdigit() and after.isdigit()
    return _is_letter(before) and _is_letter(after)


def _is_letter(sign: str) -> bool:
    return (sign.isalnum() or unicodedata.category(sign)[0] == "M") and not is_unspaced(sign)
