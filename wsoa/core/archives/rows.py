"""Rows of a table as lines of JSON, and back, with their keys. Knows models, and no app."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models

from wsoa.core.archives.container import ArchiveRefused

BATCH: Final = 500
Model = type[models.Model]


def columns_of(model: Model) -> list[models.Field[Any, Any]]:
    """The columns that are written: all but those that the database works out by itself."""
    return [field for field in model._meta.concrete_fields if not field.generated]


def lines_of(rows: models.QuerySet[Any]) -> Iterator[dict[str, Any]]:
    """Every row by the names of its columns, in the order of the keys, as JSON takes it."""
    fields = columns_of(rows.model)
    names = [field.attname for field in fields]
    values = rows.order_by("pk").values_list(*names)
    for row in values.iterator(chunk_size=BATCH):
        yield {name: _plain(value) for name, value in zip(names, row, strict=True)}


def line_bytes(row: dict[str, Any]) -> bytes:
    """A row as one line. Raises ValueError for a number that JSON has not."""
    return json.dumps(row, ensure_ascii=False, allow_nan=False).encode() + b"\n"


def insert_rows(model: Model, lines: Iterable[bytes]) -> int:
    """Inserts rows under the keys that they had, and returns how many.

    Raises ArchiveRefused for a line that is no row of this table.
    """
    fields = {field.attname: field for field in columns_of(model)}
    inserted, batch = 0, []
    for line in lines:
        batch.append(model(**_values(model, fields, line)))
        if len(batch) == BATCH:
            inserted += _insert(model, batch)
            batch = []
    return inserted + _insert(model, batch)


def _insert(model: Model, rows: list[models.Model]) -> int:
    """Dates that Django sets on insertion are set back to what they were."""
    set_by_django = [
        field.attname
        for field in columns_of(model)
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    ]
    kept = [{name: getattr(row, name) for name in set_by_django} for row in rows]
    model._base_manager.bulk_create(rows)
    for row, values in zip(rows, kept, strict=True):
        if values:
            model._base_manager.filter(pk=row.pk).update(**values)
    return len(rows)


def _values(model: Model, fields: dict[str, models.Field[Any, Any]], line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line)
        if not isinstance(row, dict) or row.keys() != fields.keys():
            raise ValueError("other columns than this version has")
        return {name: _restored(fields[name], value) for name, value in row.items()}
    except (ValueError, TypeError, ValidationError, Base64Error, RecursionError) as error:
        fault = error.messages[0] if isinstance(error, ValidationError) else str(error)
        raise ArchiveRefused(
            f"A row of {model._meta.label} in it cannot be read: {fault[:200]}. Nothing was loaded."
        ) from error


def _plain(value: Any) -> Any:
    if isinstance(value, (bytes, memoryview)):
        return b64encode(bytes(value)).decode()
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _restored(field: models.Field[Any, Any], value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return b64decode(value, validate=True)
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return target.to_python(value)
