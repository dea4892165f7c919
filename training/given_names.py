"""Write the given names that tell a gender: python training/given_names.py

They come from the providers of Faker (MIT licence), which keeps lists for some eighty locales. A
name is taken if it is written in Latin letters and is no title or role. It goes with either gender
unless three times as many locales know it as one of them.
"""

from __future__ import annotations

import importlib
import re
import textwrap
from collections import Counter
from pathlib import Path

from faker.config import AVAILABLE_LOCALES

from quotecli.drafting.english.lexicon import words

LIST = Path(__file__).parents[1] / "src/quotecli/drafting/english/given_names.txt"
HEAD = """\
# Given names by the gender they tell.
# Made by training/given_names.py from the lists of Faker.
"""
_NAME = re.compile(r"[a-zß-öø-ÿā-žǎ-ǿș-țḁ-ỹ]+(?:['’-][a-zß-öø-ÿā-žǎ-ǿș-țḁ-ỹ]+)*")
# Function words that are names as often, if they have a capital.
_NAMES = frozenset("april august drew jan june may per rose will".split())
_CLEAR = 3  # locales of one gender for each of the other


def main() -> None:
    male, female = count("first_names_male"), count("first_names_female")
    names = {
        "male": sorted(name for name in male if male[name] >= _CLEAR * female[name]),
        "female": sorted(name for name in female if female[name] >= _CLEAR * male[name]),
    }
    either = (male.keys() | female.keys()).difference(*names.values())
    names["either"] = sorted(either)
    sections = [f"[{gender}]\n{textwrap.fill(' '.join(names[gender]), 100)}\n" for gender in names]
    LIST.write_text(HEAD + "\n" + "\n".join(sections), encoding="utf-8")


def count(attribute: str) -> Counter[str]:
    """Return in how many locales each name stands in a list of Faker's person providers."""
    common = words("roles") | words("titles") | {"unknown"}
    common |= words("function_words") - _NAMES
    found: Counter[str] = Counter()
    for locale in sorted(AVAILABLE_LOCALES):
        try:
            provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        except ImportError:
            continue
        # A locale without a list of its own inherits that of its language.
        listed = vars(provider).get(attribute, ())
        names = {name.lower() for name in listed if isinstance(name, str)}
        found.update(name for name in names - common if _NAME.fullmatch(name) and len(name) > 1)
    return found


if __name__ == "__main__":
    main()
