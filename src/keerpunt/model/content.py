"""What a row of a table says, as one text, whoever said it and wherever it stands."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute

from keerpunt.model.schema import Table

_compute: Any = pyarrow.compute
_UNKNOWN, _BETWEEN, _IN_LIST = "\x1e", "\x1f", "\x1d"


def content_texts(table: Table, rows: pa.Table) -> Any:
    """Return one text per row made of all its own fields, not of the common columns; unknown has a mark of its own.

    Equal texts mean equal content. The result is an Arrow array of strings.
    """
    columns = [rows.column(column.name) for field in table.fields for column in field.columns()]
    texts = [_as_text(column) for column in columns]
    join, null = _compute.binary_join_element_wise, _compute.is_null
    marked = [_compute.if_else(null(text), _UNKNOWN, join("=", text, "")) for text in texts]
    return join(*marked, _BETWEEN)


def _as_text(column: Any) -> Any:
    if pa.types.is_list(column.type):
        return _compute.binary_join(column, _IN_LIST)
    if pa.types.is_timestamp(column.type):
        return _compute.cast(_compute.cast(column, pa.int64()), pa.string())
    return _compute.cast(column, pa.string())
