"""Reading uploaded tables: text in any usual encoding, and workbooks. Pure.

The file type and the extent of the cells are checked before: see `wsoa.core.uploads` and
`wsoa.core.spreadsheets.bounds`.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final

UTF_16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_AT_ONCE: Final = 128 * 1024  # bytes


def encoding_of(file: BinaryIO) -> str:
    """The encoding of a text file as spreadsheets save it: UTF-16 with a mark, UTF-8 or
    Windows-1252.

    Reads the whole file if it has no mark; its position is undefined afterwards.
    """
    file.seek(0)
    if file.read(2) in UTF_16_MARKS:
        return "utf-16"
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(_AT_ONCE):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def read_sheets(file: BinaryIO) -> Iterator[tuple[str, Sequence[Sequence[object]]]]:
    """Each sheet of a workbook (XLSX, ODS): its name and its cells by row, from A1.

    Raises CalamineError, or what else its reader meets in a damaged file.
    """
    from python_calamine import CalamineWorkbook  # not for every request that imports this module

    file.seek(0)
    book = CalamineWorkbook.from_filelike(file)
    for name in book.sheet_names:
        yield name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)
