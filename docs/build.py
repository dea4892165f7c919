"""Makes the documentation that is generated from the program: commands, keys, schemas, pictures.

    python docs/build.py
    python docs/build.py --page    # the picture of the exported page, too (needs Chromium)

tests/test_docs.py fails if a page differs from what this makes.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from docutils import nodes
from docutils.core import publish_from_doctree
from docutils.utils import new_document
from docutils.writers.manpage import Writer

from quotecli import Criteria, __version__
from quotecli.cli.group import SECTIONS
from quotecli.cli.main import cli
from quotecli.exporting.formats import load_export
from quotecli.library.loading import load
from quotecli.render import crosstab, detail, excerpt, folding, reading, tables
from quotecli.render.layout import UNICODE, Line, Table
from quotecli.render.terminal import Screen
from quotecli.render.view import View
from quotecli.rows.schema import TABLES, ListOf
from quotecli.store import fields
from quotecli.store.places import QuotePlaces, find_places

if TYPE_CHECKING:
    from rich.terminal_theme import TerminalTheme
    from textual.app import App

HERE = Path(__file__).parent
WIDTH = 100

COMMON_FROM = 3
"""The man page lists an option once if at least so many commands have it."""
EXIT_STATUS = [
    ("0", "Something was found, or nothing is wrong."),
    ("1", "Nothing was found, or problems were found."),
    ("2", "An error, described on standard error."),
    ("130", "Interrupted."),
]
ENVIRONMENT = [
    ("QUOTECLI_DATA", "The data of commands without --data."),
    ("QUOTECLI_CACHE", "The folder of the index."),
    ("NO_COLOR, FORCE_COLOR", "Never or always use colours."),
    ("VISUAL, EDITOR", "The editor that browse opens files in."),
    ("PAGER, LESS", "The pager, by default less, and its options, by default FRX."),
]


def commands() -> str:
    """Return docs/commands.md: the introduction and the help of each command."""
    pages = [
        "# Commands\n",
        "Options and the help of each command. `make docs` generates this page.\n",
        (HERE / "commands.head.md").read_text(encoding="utf-8"),
    ]
    settings = {**cli.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    context = click.Context(cli, info_name="quotecli", **settings)
    for inner in _list_contexts(context, **settings):
        help_text = inner.command.get_help(inner).rstrip()
        pages.append(f"## {inner.command_path}\n\n```text\n{help_text}\n```\n")
    return "\n".join(pages)


def _list_contexts(context: click.Context, **settings: Any) -> Iterator[click.Context]:
    """Yield the commands of a group in order, each group with its own commands after it."""
    group = context.command
    for name in group.list_commands(context) if isinstance(group, click.Group) else ():
        command = group.get_command(context, name)
        assert command
        inner = click.Context(command, parent=context, info_name=name, **settings)
        yield inner
        yield from _list_contexts(inner, **settings)


def man_page() -> str:
    """Return docs/man/quotecli.1: the help of all commands on one page for man."""
    root = click.Context(cli, info_name="quotecli", **cli.context_settings)
    contexts = {one.command_path.partition(" ")[2]: one for one in _list_contexts(root)}
    uses = Counter(option for context in contexts.values() for option in _options(context))
    common = {option for option, number in uses.items() if number >= COMMON_FROM}

    summary = _paragraphs(cli.help)[0].astext()
    page = new_document("quotecli")
    page += [
        nodes.title("", "quotecli"),
        nodes.subtitle("", f"{summary[0].lower()}{summary[1:-1]}"),
    ]
    number = nodes.field_body("", nodes.paragraph("", "1"))
    section = nodes.field("", nodes.field_name("", "manual_section"), number)
    page += nodes.docinfo("", nodes.version("", __version__), section)
    page += _section("SYNOPSIS", nodes.paragraph("", "quotecli COMMAND [OPTIONS] [ARGUMENT]..."))
    page += _section("DESCRIPTION", *_paragraphs(cli.help)[1:])
    for title, names in SECTIONS.items():
        sections = [
            _command_section(context, common)
            for path, context in contexts.items()
            if path.split()[0] in names
        ]
        page += _section(title.upper(), *sections)
    page += _section(
        "COMMON OPTIONS",
        _definitions([option for option in uses if option in common]),
    )
    page += _section("EXIT STATUS", _definitions(EXIT_STATUS))
    page += _section("ENVIRONMENT", _definitions(ENVIRONMENT))
    page += _section("COMPLETION", *_paragraphs(cli.epilog))
    text: str = publish_from_doctree(page, writer=Writer()).decode("utf-8")
    return text.replace("\n.SH Name\n", "\n.SH NAME\n")


def _command_section(context: click.Context, common: Collection[tuple[str, str]]) -> nodes.section:
    """Return the section of a command in the man page; common options are only named."""
    usage = " ".join([context.command_path, *context.command.collect_usage_pieces(context)])
    own = [option for option in _options(context) if option not in common]
    shared = [option[0].split()[0].strip(",") for option in _options(context) if option in common]
    parts = [nodes.paragraph("", usage), *_paragraphs(context.command.help), _definitions(own)]
    return _section(
        context.command_path, *parts, nodes.paragraph("", f"Common options: {', '.join(shared)}.")
    )


def _options(context: click.Context) -> list[tuple[str, str]]:
    """Return the options of a command, each with its help."""
    options = [
        parameter
        for parameter in context.command.get_params(context)
        if isinstance(parameter, click.Option)
    ]
    return [record for option in options if (record := option.get_help_record(context))]


def _section(title: str, *parts: nodes.Node) -> nodes.section:
    return nodes.section("", nodes.title("", title), *parts)


def _definitions(items: Iterable[tuple[str, str]]) -> nodes.definition_list:
    return nodes.definition_list(
        "",
        *(
            nodes.definition_list_item(
                "", nodes.term("", term), nodes.definition("", nodes.paragraph("", text))
            )
            for term, text in items
        ),
    )


def _paragraphs(text: str | None) -> list[nodes.Element]:
    """Return the paragraphs of a help text; those that click does not wrap are kept as they are."""
    return [
        nodes.literal_block("", paragraph.removeprefix("\b\n"))
        if paragraph.startswith("\b")
        else nodes.paragraph("", " ".join(paragraph.split()))
        for paragraph in cleandoc(text or "").split("\n\n")
    ]


def keys() -> str:
    """Return the tables of keys for docs/file-format.md, from the fields that the reader uses."""
    tables = {
        "The statement": fields.STATEMENT,
        "`source`": fields.SOURCE,
        "A speaker": fields.SPEAKER,
        "A topic": fields.TOPIC,
        "A quote": fields.QUOTE,
    }
    lines = []
    for title, keys in tables.items():
        lines += [f"### {title}", "", "| key | holds | |", "|---|---|---|"]
        for key, field in keys.items():
            about = f"{field.about} Required." if field.required else field.about
            lines.append(f"| `{key}` | {_holds(field)} | {about} |")
        lines.append("")
    return "\n".join(lines)


def _holds(field: fields.Field) -> str:
    if field.shape == "choice":
        return " \\| ".join(f"`{choice}`" for choice in field.choices)
    shapes = {
        "text": "text",
        "number": "a number",
        "flag": "`true` or `false`",
        "colour": '`"#rrggbb"`',
        "id": "an id",
        "texts": "a list of texts",
        "ids": "a list of ids",
        "pairs": "a mapping of names to text",
        "record": "a mapping",
        "records": "a mapping of ids",
        "list": "a list of mappings",
    }
    return f"text, or {shapes[field.shape]}" if field.single else shapes[field.shape]


def with_keys(page: str) -> str:
    """Return a page with the tables of keys, or of columns, between their comments replaced."""
    for name, make in (("keys", keys), ("columns", columns)):
        between = rf"(?<=<!-- {name} -->\n).*(?=<!-- /{name} -->)"
        page = re.sub(between, lambda _: make(), page, flags=re.DOTALL)  # noqa: B023  # called before the next round
    return page


def columns() -> str:
    """Return the tables of columns for docs/rows.md, from the schema that makes the rows."""
    lines = []
    for title, columns in TABLES.items():
        lines += [f"### {title}", "", "| column | holds | |", "|---|---|---|"]
        for column in columns:
            null = ", or null" if column.optional else ""
            lines.append(f"| `{column.name}` | {_name_type(column.type)}{null} | {column.about} |")
        lines.append("")
    return "\n".join(lines)


def _name_type(kind: Any) -> str:
    """Return what a column or a field holds, in words."""
    if isinstance(kind, tuple) and not isinstance(kind, ListOf):
        return "{" + ", ".join(f"`{field.name}`" for field in kind) + "}"
    if isinstance(kind, ListOf):
        item = kind.item
        return "a list of texts" if item == "text" else f"a list of {_name_type(item)}"
    names = {"text": "text", "whole": "an integer", "decimal": "a number", "flag": "true or false"}
    return names[kind]


def pictures() -> Iterator[tuple[str, str]]:
    """Yield names and SVG of the pictures: what commands draw on a terminal of 100 columns."""
    shipped = load()
    statement = next(iter(shipped.statements.values()))
    military = Criteria(topics=("military",))
    view = View(UNICODE, {topic: number for number, topic in enumerate(shipped.topics)})
    excerpts = [[*excerpt.excerpt(quote, view), Line()] for quote in shipped.quotes(military)]
    quote = shipped.quote("importance")
    # Under a short name, since the package's folder is another one everywhere.
    places = QuotePlaces(
        *(
            place and place._replace(file="statement.yaml")
            for place in find_places(quote, statement)
        )
    )
    drawn = {
        "quotes": (
            "quotecli quotes --topic military",
            [line for lines in excerpts for line in lines][:-1],
        ),
        "show": (
            "quotecli show importance",
            list(detail.detail(quote, statement, shipped.neighbours(quote), places, view)),
        ),
        "read": ("quotecli read", list(reading.reading(statement, list(shipped.quotes()), view))),
    }
    labels = folding.make_labels(shipped.topics, shipped.speakers)
    tally = shipped.tally(("topic", "speaker"))
    yield (
        "stats",
        _picture(
            "quotecli stats --by topic --by speaker",
            crosstab.crosstab(tally, "quotes", labels, view),
        ),
    )
    yield "topics", _picture("quotecli topics", tables.topics_table(shipped.count_topics(), view))
    for name, (title, lines) in drawn.items():
        yield name, _picture(title, lines)


def screens() -> Iterator[tuple[str, str]]:
    """Yield names and SVG of the pictures of full screens, which need Textual."""
    from rich.terminal_theme import DEFAULT_TERMINAL_THEME, SVG_EXPORT_THEME

    for name, size, theme, keys in (
        ("browse", (120, 36), SVG_EXPORT_THEME, ["down", "down"]),
        ("browse-search", (80, 24), DEFAULT_TERMINAL_THEME, ["slash", *"rel"]),
    ):
        yield name, asyncio.run(_photograph_explorer(size, theme, keys))
    yield from asyncio.run(_photograph_review(DEFAULT_TERMINAL_THEME)).items()


async def _photograph_explorer(size: tuple[int, int], theme: TerminalTheme, keys: list[str]) -> str:
    """Return a picture of the explorer on a terminal of a size, after some keys."""
    from quotecli.tui.browse import Browse

    shipped = load()
    app = Browse(load, shipped, Criteria())
    app.few_colours = False
    async with app.run_test(size=size) as pilot:
        for key in [None, *keys]:
            await pilot.press(*[key] if key else [])
            for _ in range(3):  # an answer may ask for more
                await pilot.pause(0.05)
                while app.explorer.busy:
                    await pilot.pause(0.01)
        return _photograph(app, "quotecli browse", theme)


async def _photograph_review(theme: TerminalTheme) -> dict[str, str]:
    """Return pictures of a review by name: its first quote, a speaker to pick, words marked."""
    from quotecli.tui.review import ReviewApp
    from quotecli.tui.reviewing import Item, Review

    draft = (HERE / "pictures" / "quay.yaml").read_bytes()
    keys = re.findall(r"(?m)^  - id: (.*)$", draft.decode())
    pictures = {}
    here = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        # A review shows the path that it was given: this one is the same everywhere.
        os.chdir(folder)
        try:
            Path("quay.yaml").write_bytes(draft)
            app = ReviewApp(Review([Item("quay.yaml", key) for key in keys], {}))
            app.few_colours = False
            async with app.run_test(size=(100, 24)) as pilot:
                for name, pressed in (
                    ("review", ["a"]),
                    ("review-speaker", ["s", *"dell"]),
                    ("review-words", ["escape", "n", "w", "down", "space", *["right"] * 8]),
                ):
                    await pilot.press(*pressed)
                    await pilot.pause()
                    pictures[name] = _photograph(app, "quotecli review quay.yaml", theme)
        finally:
            os.chdir(here)
    return pictures


def _photograph(app: App[int], title: str, theme: TerminalTheme) -> str:
    """Return a picture of a full screen as it is now."""
    from rich.console import Console

    console = Console(
        file=io.StringIO(),
        width=app.size.width,
        height=app.size.height,
        force_terminal=True,
        color_system="truecolor",
        record=True,
    )
    console.print(app.screen._compositor.render_update(full=True))
    return _offline(console.export_svg(title=title, theme=theme, unique_id="quotecli"))


def _picture(title: str, drawn: list[Line] | Table) -> str:
    screen = Screen(io.StringIO(), width=WIDTH, record=True)
    if isinstance(drawn, list):
        for line in drawn:
            screen.line(line)
    else:
        screen.table(drawn)
    return _offline(screen.console.export_svg(title=title, unique_id="quotecli"))


def _offline(svg: str) -> str:
    """Return a picture that fetches nothing; the viewer's own monospaced font will do."""
    return re.sub(r"@font-face \{.*?\}\s*|<!--.*?-->\s*", "", svg, flags=re.DOTALL)


def screenshot() -> bytes:
    """Return a picture (PNG) of the exported page of the shipped statement, drawn by Chromium."""
    from selenium.webdriver import Chrome, ChromeOptions
    from selenium.webdriver.chrome.service import Service

    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    switches = (
        "headless no-sandbox disable-gpu disable-quic no-first-run disable-background-networking"
        " hide-scrollbars disable-component-update disable-sync window-size=1280,720"
    )
    for switch in switches.split():
        options.add_argument(f"--{switch}")
    with tempfile.TemporaryDirectory() as folder:
        options.add_argument(f"--user-data-dir={folder}/profile")
        file = Path(folder, "page.html")
        file.write_bytes(b"".join(load_export("html")(load().selected())))
        chrome = Chrome(options=options, service=Service(shutil.which("chromedriver")))
        try:
            size = {"width": 1280, "height": 720, "deviceScaleFactor": 1, "mobile": False}
            chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            chrome.get(f"{file.as_uri()}#quote=statement/just-cause")
            chrome.execute_async_script("setTimeout(arguments[0], 500)")
            return chrome.get_screenshot_as_png()
        finally:
            chrome.quit()


def main() -> None:
    """Write everything."""
    os.environ.pop("NO_COLOR", None)
    (HERE / "commands.md").write_text(commands(), encoding="utf-8")
    (HERE / "man").mkdir(exist_ok=True)
    (HERE / "man" / "quotecli.1").write_text(man_page(), encoding="utf-8")
    for page in (HERE / "file-format.md", HERE / "rows.md"):
        page.write_text(with_keys(page.read_text(encoding="utf-8")), encoding="utf-8")
    for name, schema in (("statement", fields.schema()), ("codebook", fields.codebook_schema())):
        file = HERE.parent / "data" / f"{name}.schema.json"
        file.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    (HERE / "pictures").mkdir(exist_ok=True)
    for name, svg in (*pictures(), *screens()):
        (HERE / "pictures" / f"{name}.svg").write_text(svg, encoding="utf-8")
    if "--page" in sys.argv[1:]:
        (HERE / "pictures" / "page.png").write_bytes(screenshot())


if __name__ == "__main__":
    main()
