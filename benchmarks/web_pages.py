"""How complete the articles of saved web pages are read, and how much furniture comes with them.

    python benchmarks/web_pages.py FOLDER

A page `name.html` of a folder is compared with `name.txt` beside it, which is its article, made by
hand: a paragraph a line, or more, with empty lines between them. A paragraph of the article is
there if its first letters and digits stand in the text that is read, one after the other; a
paragraph that is read is furniture if its own do not stand in the article. Paragraphs of few
letters, as headings and captions are, are not counted. The quotes of a draft are counted, too, and
those whose words do not stand in the article. `--show` prints what is missing (-), what is
furniture (+) and what is quoted of it (“).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from quotecli.drafting.draft import draft
from quotecli.errors import QuotecliError
from quotecli.intake.kinds import read

_MIN_LETTERS = 30
_COMPARED = 60  # letters of a paragraph


def squeeze(text: str) -> str:
    """Return the letters and digits of a text."""
    return "".join(filter(str.isalnum, text))


def find_missing(paragraphs: list[str], text: str) -> list[str]:
    """Return the paragraphs whose letters do not stand in a text."""
    whole = squeeze(text)
    return [
        paragraph
        for paragraph in paragraphs
        if len(squeeze(paragraph)) >= _MIN_LETTERS and squeeze(paragraph)[:_COMPARED] not in whole
    ]


def list_excerpts(text: str) -> list[str]:
    """Return the parts of the quotes that a draft of a text has."""
    return [part for quote in draft(text).quotes for part in quote.parts] if text.strip() else []


def main() -> None:
    """Print a table of the pages of a folder."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true", help="print what is missing, and furniture")
    given = parser.parse_args()

    print("| page | paragraphs | missing | furniture | quoted | of furniture |")
    print("|---|---|---|---|---|---|")
    whole = clean = pages = quoted = wrong = 0
    shown: list[str] = []
    for page in sorted(given.folder.glob("*.html")):
        article = page.with_suffix(".txt")
        if not article.exists():
            continue
        expected = article.read_text("utf-8")
        try:
            text = read(page.read_bytes(), page.name, "html").text
        except QuotecliError as error:
            shown.append(f"{page.name}: {error.message}")
            text = ""
        missing = find_missing(expected.splitlines(), text)
        furniture = find_missing(text.splitlines(), expected)
        pages, whole, clean = pages + 1, whole + (not missing), clean + (not furniture)
        total = sum(len(squeeze(line)) >= _MIN_LETTERS for line in expected.splitlines())
        excerpts = list_excerpts(text)
        outside = [part for part in excerpts if squeeze(part)[:_COMPARED] not in squeeze(expected)]
        quoted, wrong = quoted + len(excerpts), wrong + len(outside)
        counts = (total, len(missing), len(furniture), len(excerpts), len(outside))
        print(f"| {page.stem} | {' | '.join(map(str, counts))} |")
        shown += [f"{page.stem} - {line}" for line in missing]
        shown += [f"{page.stem} + {line}" for line in furniture]
        shown += [f"{page.stem} “ {part}" for part in outside]
    print(f"\n{whole} of {pages} articles are complete, {clean} have no furniture.")
    print(f"Of {quoted} excerpts {wrong} are of furniture.")
    if given.show:
        print("\n".join(shown))


if __name__ == "__main__":
    main()
