"""What a user calls a topic, a speaker or a quote -> the one that is meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from quotecli.errors import UnknownNameError
from quotecli.text.suggestion import did_you_mean, find_similar
from quotecli.text.words import tokens


def resolve(wanted: str, names: Mapping[str, Iterable[str]], what: str) -> str:
    """The id whose names (the id itself, a label, aliases) fit `wanted`.

    A whole name fits before the beginning of any word of one. Raises UnknownNameError where none
    fits, with the nearest, or where several do, with all of them.
    """
    if wanted in names:
        return wanted
    asked = _folded(wanted)
    folded = {key: {_folded(name) for name in (key, *others)} for key, others in names.items()}
    fitting = [key for key, forms in folded.items() if asked in forms] if asked else []
    if not fitting and asked:
        fitting = [
            key for key, forms in folded.items() if any(f" {asked}" in f" {form}" for form in forms)
        ]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise UnknownNameError(
            f"'{wanted}' fits {len(fitting)} {what}s: {_listed(fitting)}",
            hint=f"give the whole id of the {what}",
        )
    if meant := did_you_mean(_find_similar(asked, folded)):
        raise UnknownNameError(f"no {what} '{wanted}'; {meant}")
    hint = f"the {what}s are {_listed(list(names))}" if names else f"there are no {what}s"
    raise UnknownNameError(f"no {what} '{wanted}'", hint=hint)


def _folded(name: str) -> str:
    return " ".join(token.folded for token in tokens(name))


def _find_similar(asked: str, folded: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the ids of which a name, or a word of one, is similar: two at most."""
    meant = {
        form: key
        for key, forms in folded.items()
        for name in forms
        for form in (name, *name.split())
        if len(form) > 2
    }
    found = find_similar(asked, meant, limit=3)
    return list(dict.fromkeys(meant[form] for form in found))[:2]


def _listed(names: list[str]) -> str:
    return ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")
