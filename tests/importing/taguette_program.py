"""Taguette itself, run in an environment of its own: it imports a project and exports it again.

    python taguette_program.py PROJECT.sqlite3 EXPORTED.sqlite3

Prints what it has then, as JSON: documents with their text and highlights, and tags. With
`--codebook FILE.csv` instead, prints the tags that it reads from a codebook.
"""

import json
import sys
import tempfile
from pathlib import Path

import bs4  # type: ignore[import-not-found,unused-ignore]
from taguette import database, extract, import_codebook  # type: ignore[import-not-found]


def _text(html: str) -> str:
    return str(bs4.BeautifulSoup(html, "html5lib").get_text())


def _copy(source: object, path: str) -> object:
    """Copy the first project of a database to a new one, as imports and exports do."""
    target = database.connect(f"sqlite:///{path}")()
    target.add(database.User(login="admin"))
    target.commit()
    (project,) = source.execute(database.Project.__table__.select()).fetchall()  # type: ignore[attr-defined]
    database.copy_project(source, target, project["id"], "admin")
    target.commit()
    return target


def _show(db: object) -> dict[str, object]:
    query = db.query  # type: ignore[attr-defined]
    return {
        "project": query(database.Project).one().name,
        "tags": {one.path: one.description for one in query(database.Tag)},
        "documents": [
            {
                "name": one.name,
                "filename": one.filename,
                "direction": one.text_direction.name,
                "text": _text(one.contents),
                "highlights": [
                    {
                        "words": _text(
                            extract.extract(one.contents, mark.start_offset, mark.end_offset)
                        ),
                        "snippet": _text(mark.snippet),
                        "tags": sorted(tag.path for tag in mark.tags),
                    }
                    for mark in sorted(one.highlights, key=lambda mark: int(mark.id))
                ],
            }
            for one in query(database.Document).order_by(database.Document.id)
        ],
    }


def main(project: str, exported: str) -> None:
    """Import a project, print it, and export it again."""
    if project == "--codebook":
        with Path(exported).open("rb") as file:
            print(json.dumps(import_codebook.list_tags(file)))
        return
    external = database.connect(f"sqlite:///{project}", external=True)()
    with tempfile.TemporaryDirectory() as folder:
        mine = _copy(external, f"{folder}/mine.sqlite3")
        print(json.dumps(_show(mine)))
        _copy(mine, exported)


if __name__ == "__main__":
    main(*sys.argv[1:])
