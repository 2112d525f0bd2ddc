"""An update that was published as version 1 of the schema, byte for byte, and what is made of it.

Its percentages were made to add up to 100: of three actions one is 34%. That is what was signed.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import lxml.html
import pytest

from governance.papers.comparison.editions import edition_of
from governance.papers.document.frozen import FrozenDocument, freeze, thaw
from governance.papers.document.imprint import Imprint
from governance.papers.document.schema import Quarterly
from governance.papers.formats import csv
from governance.papers.formats.format import Rendition
from governance.papers.formats.html import pages
from governance.papers.formats.json import as_json
from governance.papers.formats.tables import quarterly_tables, summary
from governance.papers.quarterly import wording
from tests.support.rendered import imprint_for

TEXT = (Path(__file__).parent / "quarterly_published_as_1.json").read_text(encoding="utf-8")
SHA256 = "1b8630a59cbd0edbbb75b8922a14d0ed02b91ba079b260bc6c1098a47071f4d8"


@pytest.fixture(scope="module")
def document() -> Quarterly:
    return thaw(TEXT, SHA256, Quarterly)


@pytest.fixture(scope="module")
def imprint(document: Quarterly) -> Imprint:
    return imprint_for(document, sha256=SHA256)


def test_its_bytes_are_those_that_were_signed(document: Quarterly, imprint: Imprint) -> None:
    assert hashlib.sha256(TEXT.encode()).hexdigest() == SHA256
    assert freeze(document) == FrozenDocument(TEXT, SHA256)
    assert as_json(document, imprint) == TEXT.encode()


def test_every_wording_has_the_percentages_that_were_signed(document: Quarterly) -> None:
    signed = (
        "1 of 3 actions (34%) are behind target or at significant risk. 1 (33%) are on track or "
        "yet to start. 1 (33%) are complete. "
    )
    assert wording.headline(document) == signed + wording.besides(document)
    assert edition_of(document).headline == (
        "1 of 3 actions (34%) is behind target or at significant risk; 1 (33%) is on track or yet "
        "to start; 1 (33%) is complete."
    )
    assert [row[2] for row in summary(document).rows[2:5]] == [34, 33, 33]
    assert summary(document).note == (
        "Counts of the whole plan. Per cent is of the actions that have a status."
    )


def test_its_page_has_them_and_says_nothing_of_rounding(
    document: Quarterly, imprint: Imprint
) -> None:
    page = dict(pages(document, imprint, [], ()))["html"]
    (lead,) = lxml.html.fromstring(page).find_class("lead")

    assert " ".join(lead.text_content().split()) == (
        "1 of 3 actions (34%) are behind target or at significant risk. 1 (33%) are on track or "
        "yet to start. 1 (33%) are complete."
    )


# As the service of that time wrote them for this document.
FILES = {
    "csv": "df09392e503b3ef22e1c1e8b779d75a1f41fe6d370cfcdbcdc3b1c0c4c64b238",
    "csv-metadata": "213af9cbd5ba0fad9b2707556c7ebfe063eb3ab6c3d5287a7845b1f9dbb76b77",
}


def test_its_table_of_actions_is_the_file_that_was_published(
    document: Quarterly, imprint: Imprint, tmp_path: Path
) -> None:
    rendition = Rendition(document, imprint, lambda *_: None)
    for written in (csv.FORMAT, csv.METADATA):
        path = tmp_path / written.form
        written.write(rendition, path)
        assert hashlib.sha256(path.read_bytes()).hexdigest() == FILES[written.form]


def test_a_document_of_today_has_no_columns_of_quarters_to_come(
    document: Quarterly, imprint: Imprint
) -> None:
    """The same content as version 2; what is to come is in no table of ODS, XLSX and CSV."""
    today = document.with_values(schema_=2)
    coming = [quarter for quarter in document.quarters if quarter.coming]
    assert coming
    for quarter in coming:
        assert quarter.label in titles_of(document, imprint)
        assert quarter.label not in titles_of(today, imprint)


def titles_of(document: Quarterly, imprint: Imprint) -> str:
    tables = quarterly_tables(document, imprint)
    return "; ".join(column.title for sheet in tables for column in sheet.columns)
