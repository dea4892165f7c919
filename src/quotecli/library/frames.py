"""The quotes of a library as rows, and as tables of pandas and polars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from typing import Any, Literal

from quotecli.criteria import Criteria
from quotecli.extras import load_module
from quotecli.library.library import Library
from quotecli.rows.making import Row, make_quote_rows
from quotecli.rows.schema import QUOTES, ListOf

Using = Literal["pandas", "polars"]

_ALL = Criteria()


def records(library: Library, criteria: Criteria = _ALL) -> Iterator[Row]:
    """Yield a row for each quote that meets the criteria, in the order of the source.

    The rows are flat, and the same as those of draft_rows() and of Parquet: docs/rows.md lists
    the columns.
    """
    for statement in library.select(criteria):
        yield from make_quote_rows(statement)


def to_frame(
    quotes: Library | Iterable[Mapping[str, Any]],
    criteria: Criteria = _ALL,
    *,
    using: Using | None = None,
) -> Any:
    """Return quotes as a DataFrame with the columns that docs/rows.md lists, whatever is in them.

    `quotes` is a library, or rows as records() and draft_rows() give them; `criteria` choose among
    those of a library. `using` is "pandas" or "polars", by default the first of these that is
    installed. Raises QuotecliError if it is not.
    """
    rows = records(quotes, criteria) if isinstance(quotes, Library) else quotes
    if using is None:
        using = "polars" if not find_spec("pandas") and find_spec("polars") else "pandas"
    load_module(using)
    make = _to_polars if using == "polars" else _to_pandas
    return make([*rows])


def _to_pandas(rows: list[Mapping[str, Any]]) -> Any:
    import pandas

    # Otherwise a column of nulls alone, or of integers and nulls, would be one of another type.
    types = {"text": "string", "whole": "Int64", "decimal": "float64", "flag": "bool"}
    frame = pandas.DataFrame(rows, columns=[column.name for column in QUOTES])
    return frame.astype(
        {column.name: types[column.type] for column in QUOTES if column.type in types}
    )


def _to_polars(rows: list[Mapping[str, Any]]) -> Any:
    import polars

    types = {"text": polars.String, "whole": polars.Int64, "decimal": polars.Float64}

    def to_type(kind: Any) -> Any:
        if isinstance(kind, ListOf):
            return polars.List(to_type(kind.item))
        if isinstance(kind, tuple):
            return polars.Struct({field.name: to_type(field.type) for field in kind})
        return types.get(kind, polars.Boolean)

    return polars.DataFrame(rows, schema={column.name: to_type(column.type) for column in QUOTES})
