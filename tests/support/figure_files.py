"""Files of figures, sent as their page sends them."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.support.html import Page
from tests.support.html import words as told

PLAN = "/plans/sheffield-2019/"
HEAD = "Indicator,Series,Span,Value,Numerator,Denominator,Provisional,Source,Note\n"


def send(client: Client, text: str | bytes, name: str = "figures.csv") -> str:
    """The address of the preview of what was sent."""
    content = text.encode() if isinstance(text, str) else text
    response = client.post(f"{PLAN}indicators/import/", {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, told(response.content.decode())
    return response["Location"]


def table_in(page: str, caption: str) -> list[list[str]]:
    [table] = [table for table in Page(page).tables if table.caption.endswith(caption)]
    return table.cells
