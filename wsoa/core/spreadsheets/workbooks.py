"""Uploaded workbooks: their type by their content, and their cells within bounds. Pure."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from wsoa.core.spreadsheets.bounds import TooFar, refuse_beyond
from wsoa.core.spreadsheets.files import SheetFormat
from wsoa.core.spreadsheets.read import read_sheets
from wsoa.core.uploads import (
    LARGEST,
    UploadRefused,
    check,
    clean_name,
    inspect_container,
    too_large,
)

WORKBOOKS: Final = "Excel (xlsx) or OpenDocument (ods)"
_ODS_TYPE: Final = SheetFormat.ODS.media_type.encode()
_CONTAINER: Final = b"PK\x03\x04"

Cells = Sequence[Sequence[object]]


def kind_of_workbook(file: BinaryIO, name: str, taken: str = WORKBOOKS) -> SheetFormat:
    """XLSX or ODS, of a file that is a container. Raises UploadRefused for anything else.

    `taken` names what is accepted, for the message.
    """
    size = file.seek(0, io.SEEK_END)
    names = {part.filename.lower() for part in inspect_container(file, name, size)}
    is_excel = any(name.startswith("xl/") for name in names)
    if {"mimetype", "content.xml"} <= names and not is_excel:
        file.seek(0)
        with zipfile.ZipFile(file) as archive, archive.open("mimetype") as part:
            if part.read(len(_ODS_TYPE) + 1).strip() == _ODS_TYPE:
                return SheetFormat.ODS
        raise UploadRefused(f"{name} is not a spreadsheet. Upload it as {taken}.")
    if "content.xml" in names or "xl/workbook.xml" not in names or "xl/workbook.bin" in names:
        raise UploadRefused(f"{name} is not a spreadsheet. Upload it as {taken}.")
    check(file, PurePosixPath(name).with_suffix(".xlsx").name)
    return SheetFormat.XLSX


def read_workbook(file: BinaryIO, name: str, *, rows: int, columns: int) -> list[Cells]:
    """The cells of every sheet. Raises UploadRefused, with words for the person who sent it."""
    name = clean_name(name)
    size = file.seek(0, io.SEEK_END)
    if size > LARGEST:
        raise UploadRefused(too_large(name))
    file.seek(0)
    if size == 0:
        raise UploadRefused(f"{name} is empty. Choose the file again.")
    if file.read(len(_CONTAINER)) != _CONTAINER:
        raise UploadRefused(f"{name} is not a workbook. Upload it as {WORKBOOKS}.")
    kind_of_workbook(file, name)
    try:
        refuse_beyond(file, rows=rows, columns=columns)
        return [cells for _, cells in read_sheets(file)]
    except TooFar as error:
        raise UploadRefused(f"{name} is too large. {error} Upload it in parts.") from error
    except Exception as error:  # whatever a reader of damaged files may come upon
        raise UploadRefused(
            f"{name} is damaged and cannot be read. Save it again and upload the new copy."
        ) from error
