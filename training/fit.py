"""Fit the weights of drafting to the annotated articles: python training/fit.py

Writes src/quotecli/drafting/english/weights.txt; with --dry-run only prints how well the weights
do. All models are fitted by L-BFGS with an L2 penalty. Three choose among candidates by a
conditional logit: "source" for the words that name who says a quotation, "pronoun" and
"description" for whom such words mean. Three rate a quotation by logistic regression: "said",
"named" and "right", as in confidence.py. The articles in held_out/ are read for the score alone.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

import numpy as np
from gold import Article, Choice, Rated, read_articles
from numpy.typing import NDArray
from scipy.optimize import minimize

from quotecli.drafting.people import confidence, scoring

HERE = Path(__file__).parent
WEIGHTS = HERE.parent / "src/quotecli/drafting/english/weights.txt"
HEAD = "# The weights of scoring.py, fitted by training/fit.py: a section for each model.\n"
_CHOICE_PENALTY, _RATING_PENALTY = 3.0, 1.0
MENTIONS = ("pronoun", "description")
_FOLDS = 5
_MIN_COUNT = 3  # examples in which a feature must hold
_BANDS = (0.0, 0.25, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)

Vector: TypeAlias = NDArray[np.float64]
Loss: TypeAlias = Callable[[Vector], tuple[float, Vector]]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--dry-run", action="store_true", help="Leave the weights as they are.")
    options = parser.parse_args()
    before = WEIGHTS.read_text(encoding="utf-8")
    articles, held_out = read_articles(HERE / "articles"), read_articles(HERE / "held_out")

    # What is fitted to an article chooses too well in it, so the claims that a confidence is fitted
    # to are those of articles that the other models have not seen.
    rated: list[Rated] = []
    for fold in range(_FOLDS):
        write(fit_models([one for at, one in enumerate(articles) if at % _FOLDS != fold]))
        rated += [one for article in articles[fold::_FOLDS] for one in article.list_rated()]
    write(fit_models(articles) | fit_chances(rated))
    for name, some in (("fitted on", articles), ("held out", held_out)):
        report(name, some)
    if options.dry_run:
        WEIGHTS.write_text(before, encoding="utf-8")


def write(models: dict[str, dict[str, float]]) -> None:
    """Write the weights, and let drafting go by them."""
    sections = [
        f"\n[{model}]\n"
        + "".join(f"{weight:.2f} {feature}\n" for feature, weight in sorted(weights.items()))
        for model, weights in models.items()
    ]
    WEIGHTS.write_text(HEAD + "".join(sections), encoding="utf-8")
    scoring.weights.cache_clear()
    scoring.score.cache_clear()
    confidence.rate.cache_clear()


def fit_models(articles: list[Article]) -> dict[str, dict[str, float]]:
    """Return the models that choose, fitted to some articles."""
    models = {"source": fit_choices([one for each in articles for one in each.list_sources()])}
    for model in MENTIONS:
        write(models)
        models[model] = fit_choices(list_mentions(articles, model))
    return models


def list_mentions(articles: list[Article], model: str) -> list[Choice]:
    return [one for article in articles for one in article.list_mentions()[model]]


# Fits.


def fit_choices(choices: list[Choice]) -> dict[str, float]:
    """Return the weights under which the right candidates are likeliest."""
    names = select_features(one for choice in choices for one in choice.candidates)
    table = tabulate([one for choice in choices for one in choice.candidates], names)
    sizes = [len(choice.candidates) for choice in choices]
    starts: NDArray[np.int64] = np.cumsum([0, *sizes[:-1]])
    right: NDArray[np.bool_] = np.zeros(len(table), dtype=bool)
    for start, choice in zip(starts, choices):
        right[[start + number for number in choice.right]] = True

    def lose(weights: Vector) -> tuple[float, Vector]:
        odds = np.exp(np.clip(table @ weights, -50, 50))
        chances = odds / np.repeat(np.add.reduceat(odds, starts), sizes)
        shares = np.add.reduceat(np.where(right, chances, 0), starts) + 1e-12
        wanted = np.where(right, chances, 0) / np.repeat(shares, sizes)
        return -float(np.log(shares).sum()), (chances - wanted) @ table

    return fit(lose, names, _CHOICE_PENALTY)


def fit_chances(rated: list[Rated]) -> dict[str, dict[str, float]]:
    """Return the models that rate, fitted to what is right about some quotations."""
    return {
        "said": fit_rated([(one.features, one.said) for one in rated]),
        "named": fit_rated([(one.features, one.named) for one in rated if one.named is not None]),
        "right": fit_rated([(one.features, one.right) for one in rated]),
    }


def fit_rated(rated: list[tuple[tuple[str, ...], bool]]) -> dict[str, float]:
    """Return the weights under which what is right is likely, and what is wrong unlikely."""
    names = select_features(features for features, _ in rated)
    table = tabulate([features for features, _ in rated], names)
    signs = np.array([1.0 if right else -1.0 for _, right in rated])

    def lose(weights: Vector) -> tuple[float, Vector]:
        margins = signs * (table @ weights)
        wrong = 1 / (1 + np.exp(margins))
        return float(np.logaddexp(0, -margins).sum()), -(signs * wrong) @ table

    return fit(lose, names, _RATING_PENALTY)


def fit(lose: Loss, names: dict[str, int], penalty: float) -> dict[str, float]:
    """Return the weights, by feature, that lose least with a penalty on their squares."""

    def lose_all(weights: Vector) -> tuple[float, Vector]:
        loss, slope = lose(weights)
        return loss + penalty / 2 * float(weights @ weights), slope + penalty * weights

    found = minimize(lose_all, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return {name: float(found.x[number]) for name, number in names.items()}


def select_features(examples: Iterable[Iterable[str]]) -> dict[str, int]:
    """Return the features that hold often enough, each with its column."""
    counts = Counter(feature for features in examples for feature in features)
    often = sorted(feature for feature, count in counts.items() if count >= _MIN_COUNT)
    return {feature: number for number, feature in enumerate(often)}


def tabulate(rows: Iterable[Iterable[str]], names: dict[str, int]) -> Vector:
    """Return a row of zeros and ones for each set of features."""
    made = []
    for features in rows:
        row = np.zeros(len(names))
        row[[names[feature] for feature in features if feature in names]] = 1.0
        made.append(row)
    return np.array(made)


# Scores.


def report(name: str, articles: list[Article]) -> None:
    """Print how well the weights that are written do on some articles."""
    print(f"\n{name}: {len(articles)} articles")
    choices = [one for each in articles for one in each.list_sources()]
    by_rule = sum(0 in one.right for one in choices)
    chosen = sum(choose("source", one)[0] in one.right for one in choices)
    print(f"sources: {len(choices)}, right by the rule {by_rule}, as chosen {chosen}")
    for model in MENTIONS:
        choices = list_mentions(articles, model)
        answers = [(*choose(model, one), one.right) for one in choices]
        given = [(best, right) for best, chance, right in answers if best and chance >= 0.5]
        wrong = sum(best not in right for best, right in given)
        somebody = sum(0 not in one.right for one in choices)
        print(
            f"{model}s: {len(choices)}, {somebody} of them somebody known; "
            f"named {len(given)}, {wrong} wrongly"
        )

    rated = [one for each in articles for one in each.list_rated()]
    print("confidence     n  mean  right   direct and mixed: n  right")
    for low, high in zip(_BANDS, (*_BANDS[1:], 1.01)):
        band = [
            (chance, one)
            for one in rated
            if low <= (chance := confidence.rate(one.features).right) < high
        ]
        marked = [one for _, one in band if one.kind != "indirect"]
        mean = sum(chance for chance, _ in band) / max(len(band), 1)
        print(
            f"{low:.2f} to {min(high, 1):.2f} {len(band):4} {mean:5.2f} "
            f"{share([one for _, one in band])}  {len(marked):4} {share(marked)}"
        )


def choose(model: str, choice: Choice) -> tuple[int, float]:
    return scoring.choose(model, [(features,) for features in choice.candidates])


def share(rated: list[Rated]) -> str:
    right = sum(one.right for one in rated)
    return f"{100 * right / len(rated):5.1f}%" if rated else "      "


if __name__ == "__main__":
    main()
