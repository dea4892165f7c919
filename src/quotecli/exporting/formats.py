"""The export formats: one module each, loaded when it is chosen.

To add a format, write a module of this folder with a function `export`, add its row to FORMATS,
and give it a section in docs/export.md and a line in the help of the command. If it needs a
library, add a row to EXTRAS of extras.py. tests/exporting/test_formats.py and tests/test_extras.py
fail until all of it is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType
from typing import NamedTuple, Protocol

from quotecli.errors import QuotecliError
from quotecli.extras import load_module
from quotecli.model import Statement


class Export(Protocol):
    """The function `export` of a format's module.

    It takes statements, each with the chosen quotes alone, in the order of its source, and yields
    the bytes of the file. The same statements give the same bytes.
    """

    def __call__(self, statements: Iterable[Statement], **options: str) -> Iterator[bytes]: ...


class FolderExport(Protocol):
    """The function `export` of a module that writes a folder.

    It takes statements as Export does and what to split them by, and yields the name and the
    content of each file. A format that is always a folder is not split.
    """

    def __call__(
        self, statements: Iterable[Statement], split: str = ""
    ) -> Iterator[tuple[str, bytes]]: ...


class Format(NamedTuple):
    """An export format.

    `module` writes it, `ending` is that of its files.
    `options` are the keywords that its export() takes besides the statements; `folder` is the
    module that writes it as a folder of files. A format without a `module` is always a folder; a
    `tree` has folders in it, and is replaced as a whole. Formats that have ids in columns, as
    `any_ids` says, leave them as they are; in all others they are slugs.
    """

    module: str
    ending: str
    binary: bool = False
    options: tuple[str, ...] = ()
    folder: str = ""
    tree: bool = False
    any_ids: bool = False


FORMATS = {
    "html": Format("page.page", ".html"),
    "md": Format("markdown", ".md", options=("by",), folder="notes"),
    "csv": Format("table", ".csv", options=("attributes", "bom"), any_ids=True),
    "xlsx": Format("workbook", ".xlsx", True, any_ids=True),
    "w3c": Format("w3c", ".jsonld", options=("positions",)),
    "qdpx": Format("qdpx", ".qdpx", binary=True, options=("positions",)),
    "taguette": Format("taguette", ".sqlite3", binary=True),
    "label-studio": Format("", "", folder="label_studio"),
    "doccano": Format("doccano", ".jsonl"),
    "brat": Format("", "", folder="brat"),
    "sqlite": Format("sqlite", ".db", binary=True, any_ids=True),
    "ris": Format("ris", ".ris"),
    "bibtex": Format("bibtex", ".bib"),
    "csl-json": Format("csl", ".json"),
    "parquet": Format("", "", True, folder="parquet", tree=True, any_ids=True),
}


def export(
    statements: Iterable[Statement],
    to: str,
    path: str,
    *,
    force: bool = False,
    by: str = "",
    split: str = "",
    positions: str = "",
    bom: bool = False,
) -> None:
    """Write statements, such as those of Library.select(), in a format: whole or not at all.

    `to` is "csv", "html" or another format of the command; "parquet" writes a folder, and so does
    `split`. The other arguments are the options of the command. Raises QuotecliError for a format
    that there is not, options that it does not take, and an existing file without `force`.
    """
    given = gather_options(split=split, by=by, positions=positions, bom=bom)
    if to not in FORMATS:
        hint = f"choose one of {', '.join(FORMATS)}"
        raise QuotecliError(f"'{to}' is not an export format", hint=hint)
    check_options(to, given)
    if "attributes" in FORMATS[to].options:
        # They are columns, which come before the first row.
        statements = list(statements)
        people = [who for item in statements for who in item.speakers.values()]
        names = dict.fromkeys(name for who in people for name, _ in who.attributes)
        given["attributes"] = ",".join(names)
    write(statements, to, path, given, force=force)


def gather_options(**options: str | bool | None) -> dict[str, str]:
    """Return the options that were given, as the formats take them."""
    return {name: "true" if value is True else value for name, value in options.items() if value}


def check_options(form: str, given: Iterable[str], dashes: str = "") -> None:
    """Raise QuotecliError for options that a format does not take, or that cannot be combined.

    `dashes` stands before their names in messages.
    """
    for name in given:
        takers = [
            key
            for key, value in FORMATS.items()
            if (value.folder and value.module if name == "split" else name in value.options)
        ]
        if form not in takers:
            raise QuotecliError(f"{dashes}{name} is for {' and '.join(takers)}, not {form}")
    if len([*given]) > 1:
        raise QuotecliError(f"{dashes}split and {dashes}by cannot be combined")


def write(
    statements: Iterable[Statement],
    form: str,
    path: str,
    options: Mapping[str, str],
    *,
    force: bool,
) -> None:
    """Write statements to a file, or to a folder if the format or its options want one."""
    from quotecli.store.files import write_folder, write_whole

    if FORMATS[form].tree:
        files = load_folder_export(form)(statements)
        from quotecli.parquet import is_folder_of_rows
        from quotecli.store.trees import write_tree

        write_tree(path, files, may_replace=is_folder_of_rows if force else None)
    elif "split" in options or not FORMATS[form].module:
        files = load_folder_export(form)(statements, options.get("split", ""))
        write_folder(path, files, force=force)
    else:
        write_whole(path, load_export(form)(statements, **options), force=force)


def load_export(name: str) -> Export:
    """Return the function that writes a format; raises QuotecliError if its library is missing."""
    export: Export = _load(FORMATS[name].module).export
    if FORMATS[name].any_ids:
        return export
    from quotecli.exporting.ids import name_statements

    return lambda statements, **options: export(name_statements(statements), **options)


def load_folder_export(name: str) -> FolderExport:
    """Return the function that writes a format as a folder of files; raises as load_export()."""
    export: FolderExport = _load(FORMATS[name].folder).export
    if FORMATS[name].any_ids:
        return export
    from quotecli.exporting.ids import name_statements

    return lambda statements, split="": export(name_statements(statements), split)


def _load(module: str) -> ModuleType:
    return load_module(f"quotecli.exporting.{module}")
