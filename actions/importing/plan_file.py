"""A file with a local area's plan, of whatever kind, recognised. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from actions.domain.recognition.leads import KnownLead
from actions.importing.recognition.result import RecognisedPlan
from actions.importing.recognition.walk import recognise
from actions.importing.tables.docx import read_docx
from actions.importing.tables.model import DocumentRefused, ReadDocument, ReaderRemark
from actions.importing.tables.odf import read_odf
from actions.importing.tables.pdf import read_pdf
from actions.importing.tables.plain_text import read_text
from actions.importing.tables.xlsx import read_xlsx
from wsoa.core.spreadsheets.workbooks import refuse_locked
from wsoa.core.uploads import UploadRefused, clean_name

_TAKEN: Final = "Word (.docx), Excel (.xlsx), OpenDocument (.odt, .ods), PDF, CSV or text (.txt)"
_READERS: Final[dict[str, Callable[[BinaryIO, str], ReadDocument]]] = {
    "docx": read_docx,
    "xlsx": read_xlsx,
    "odt": read_odf,
    "ods": read_odf,
    "pdf": read_pdf,
    "csv": read_text,
    "txt": read_text,
}
_SAVE_AS: Final = {
    "doc": "Open it in Word or LibreOffice and save it as .docx.",
    "rtf": "Open it in Word or LibreOffice and save it as .docx.",
    "xls": "Open it in Excel or LibreOffice and save it as .xlsx.",
    "docm": "It may contain macros. Save it as .docx, without them.",
    "xlsm": "It may contain macros. Save it as .xlsx, without them.",
}
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_plan_file(file: BinaryIO, name: str, known: Iterable[KnownLead] = ()) -> RecognisedPlan:
    """What is recognised in a file; `known` are the posts and organisations of the local area.

    Raises DocumentRefused with what is wrong and what to do.
    """
    return recognise(read_document(file, name), known)


def read_document(file: BinaryIO, name: str) -> ReadDocument:
    """A file by its extension, as a document. Raises DocumentRefused."""
    name = clean_name(name)
    ending = PurePosixPath(name).suffix.lstrip(".").lower()
    if not file.seek(0, 2):
        raise DocumentRefused(f"{name} is empty. Choose the file again.")
    _refuse_old_office(file, name)
    if ending in _SAVE_AS:
        raise DocumentRefused(f"{name} cannot be read. {_SAVE_AS[ending]}")
    reader = _READERS.get(ending)
    if reader is None:
        raise DocumentRefused(f"{name} is not of a kind that can be read. Save it as {_TAKEN}.")
    file.seek(0)
    document = reader(file, name)
    if not document.blocks and not document.lines and not document.remarks:
        reason = "It holds no text. If it is a picture of a plan, ask for the document itself"
        document.remarks.append(ReaderRemark("no_text", name, reason, is_loss=True))
    return document


def _refuse_old_office(file: BinaryIO, name: str) -> None:
    """Files that look like .docx from outside, and are locked or of an older kind."""
    file.seek(0)
    if file.read(len(_OLD_OFFICE)) != _OLD_OFFICE:
        return
    try:
        refuse_locked(file, name)
    except UploadRefused as refused:
        raise DocumentRefused(str(refused)) from refused
    raise DocumentRefused(
        f"{name} is of an older kind of Word or Excel. Open it there, or in LibreOffice, and save "
        "it as .docx or .xlsx."
    )
