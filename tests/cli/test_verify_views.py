"""What `quotecli verify` shows: on screens of several widths, without colour, as annotations, as a
page. The texts are ordinary and hostile.

UPDATE_GOLDEN=1 writes the golden files again.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli.conftest import Run

GOLDEN = Path(__file__).parent / "golden"
SHIPPED = Path(__file__).parents[2] / "data" / "statement.yaml"
ARTICLE = """\
# Harbour to stay open

“We will not sell the harbour, and nobody will pay twice,” said the mayor, Ada Marlow.

“We will sell the quay,” Marlow said. The engineer called the wall “a present to the sea from all of
us”. She had “no idea” of “the purple elephants that dance at night in the rain”.

“The quay will be sold to a bank,” said Ada Marlow.

“学而时习之，不亦说乎？有朋自远方来，不亦乐乎？”

It was said: “It is WORD of [sic] :smile: %0A::error::\x1b[2J titles”.
"""
SOURCE = """\
Ada Marlow: We will not sell the harbour, and nobody will pay twice. We will not sell the quay. My
opponent says the quay will be sold to a bank.

Bo Chan: The wall is a present to the sea from some of us.

Ada Marlow: Nobody asked you for it.

学而时习之，不亦说乎？有朋自远方来，不亦乐乎？人不知而不愠，不亦君子乎？

It is WORD of :smile: %0A::error::\x1b[2J title.
"""


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write an article and its source into the current folder."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("article.md", ARTICLE), ("hearing.txt", SOURCE)):
        Path(name).write_text(text.replace("WORD", "word" * 30), encoding="utf-8")


def compare(name: str, shown: str) -> None:
    """Compare what is shown with a golden file."""
    lines = [line.rstrip() for line in shown.splitlines()]
    golden = GOLDEN / name
    if "UPDATE_GOLDEN" in os.environ:
        golden.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == golden.read_text(encoding="utf-8").splitlines()


def test_what_interrupts_a_quotation_is_shown_as_the_article_has_it(run: Run, files: None) -> None:
    """No word of the sentence is lost, and its two parts are not run into one."""
    said = "“We will not sell the harbour,” Ada Marlow told us, “and nobody would pay twice.”"
    Path("article.md").write_text(said, encoding="utf-8")
    shown = run("verify", "article.md", "--sources", "hearing.txt", status=1).out
    assert shown.splitlines()[1].strip() == said.replace("would", "[-will-]{+would+}")


def test_what_is_said_of_a_quotation_goes_with_its_verdict(run: Run, files: None) -> None:
    """All words agree in what differs in a capital; of what is not found nothing is passed over."""
    true = "“We will not sell the HARBOUR, and nobody will pay twice,” said Ada Marlow."
    text = f"{true}\n\nBo Chan said: “The nobody cats of the quay purr will sing twice.”"
    Path("article.md").write_text(text, encoding="utf-8")
    given = ("verify", "article.md", "--sources", "hearing.txt")
    shown = run(*given, status=1).out
    assert "altered, in signs or capitals only\n" in shown
    assert "not found, " in shown
    assert shown.count("passed over") == 1
    page = run(*given, "-f", "html", status=1).out
    assert "in signs or capitals only" in page
    assert page.count("Passed over") == 1


@pytest.mark.parametrize("columns", [50, 80, 120])
def test_verdicts_at_a_width(run: Run, files: None, columns: int) -> None:
    given = ("verify", "article.md", "--sources", "hearing.txt")
    shown = run(*given, columns=columns, status=1).shown
    assert max(map(cell_len, shown.splitlines())) <= columns
    compare(f"verify-{columns}.txt", shown)


@pytest.mark.parametrize("columns", [50, 80])
def test_who_quotes_a_source_at_a_width(run: Run, files: None, columns: int) -> None:
    given = ("verify", "--reuse", "hearing.txt", "article.md")
    shown = run(*given, columns=columns).shown
    assert max(map(cell_len, shown.splitlines())) <= columns
    compare(f"verify-reuse-{columns}.txt", shown)


def test_without_colour_nothing_is_told_by_colour_alone(run: Run, files: None) -> None:
    given = ("verify", "article.md", "--sources", "hearing.txt")
    done = run(*given, columns=80, status=1, env={"NO_COLOR": "1"})
    compare("verify-80.txt", done.shown)
    assert "\x1b[3" not in done.out


def test_annotations_of_a_pull_request(run: Run, files: None) -> None:
    given = ("verify", "article.md", "--sources", "hearing.txt", "-f", "github")
    out = run(*given, status=1).out
    assert all(
        line.startswith(("::error file=", "::warning file=", "::notice file="))
        for line in out.splitlines()
    )
    compare("verify-github.txt", out)


def test_the_page(run: Run, files: None) -> None:
    given = ("verify", "article.md", "--sources", "hearing.txt", "-f", "html")
    out = run(*given, status=1).out
    body = out[out.index("<body") :]
    assert "\x1b" not in out
    compare("verify-page.html", body)


@pytest.mark.parametrize("library", ["jinja2", "markupsafe"])
@pytest.mark.parametrize(
    "given",
    [
        ("verify", "article.md", "--sources", "hearing.txt"),
        ("verify", "--reuse", "hearing.txt", "article.md"),
        ("compare", str(SHIPPED), "copy.yaml"),
    ],
)
def test_a_page_without_its_library_says_what_to_install(
    run: Run, files: None, monkeypatch: pytest.MonkeyPatch, given: tuple[str, ...], library: str
) -> None:
    Path("copy.yaml").write_bytes(SHIPPED.read_bytes())
    for name in [name for name in sys.modules if name.startswith("quotecli.exporting.page")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    assert "an HTML page needs Jinja2" in run(*given, "-f", "html", status=2).err
