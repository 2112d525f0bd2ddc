"""A plan with a key of its own: its words, and no others, on every page, paper and file."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from django.test import Client

from actions.domain.enums import Status
from actions.domain.kinds.scale import FIVE
from actions.models import Plan
from governance.papers.comparison.editions import edition_of
from governance.papers.document.frozen import freeze, parse
from governance.papers.document.highlight_schema import Highlight
from governance.papers.document.schema import Quarterly
from governance.papers.formats import docx as quarterly_docx
from governance.papers.formats import highlight_docx, html, pdf
from governance.papers.formats.tables import quarterly_tables
from governance.papers.highlight.build import build_highlight
from governance.papers.highlight.wording import sections_of
from governance.papers.quarterly.build import build_quarterly
from tests.support import boards
from tests.support.kinds import KEY, OWN_WORDS
from tests.support.rendered import imprint_for
from wsoa.core.clock import today

# Of the five, the labels that are no words of a headline group as well.
FORBIDDEN = ("Behind or at risk", "Not started, behind", "Not yet started")
FULL = tuple(FIVE.full_text(code) for code in Status)
CHIP = re.compile(r'class="app-st [^"]*".*?<span>([^<]+?)\s*<', re.DOTALL)

PAGES = (
    "",
    "actions/",
    "actions/?quarters=all",
    "actions/5.1.6/",
    "actions/5.1.6/update/",
    "actions/5.1.6/no-change/",
    "review/",
    "round/",
    "search/?q=training",
    "history/",
)


@pytest.fixture
def own(sheffield: Plan) -> Plan:
    sheffield.status_key = KEY
    sheffield.version += 1
    sheffield.save()
    for action in sheffield.actions.all():
        action.version += 1
        action.save()
    return Plan.objects.with_area().get(pk=sheffield.pk)


def strange_words(text: str) -> list[str]:
    """Words of the five, and the words of chips that the key does not have."""
    found = [words for words in (*FORBIDDEN, *FULL) if words in text]
    return found + [label for label in CHIP.findall(text) if label.strip() not in OWN_WORDS]


@pytest.mark.parametrize("who", ["manager", "lead"])
def test_pages_of_the_plan_say_its_own_words(
    own: Plan, signed_in: Callable[[str], Client], who: str
) -> None:
    client = signed_in(who)
    shown = ""
    for path in PAGES:
        answer = client.get(f"/plans/{own.slug}/{path}")
        text = answer.content.decode()
        shown += text if answer.status_code == 200 else ""
        assert strange_words(text) == [], path
    assert all(words in shown for words in OWN_WORDS)
    assert strange_words(client.get("/my/updates/").content.decode()) == []


def test_files_of_the_plan_say_its_own_words(own: Plan, signed_in: Callable[[str], Client]) -> None:
    answer = signed_in("manager").get(f"/plans/{own.slug}/actions.csv")
    assert answer.status_code == 200
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    text = "\n".join(",".join(row) for row in rows)
    assert not [words for words in (*FORBIDDEN, *FULL) if words in text]
    assert "Stuck or never begun" in text


@pytest.fixture
def quarterly(own: Plan) -> Quarterly:
    return build_quarterly(own, own.periods.get(key="2019-10"), today())


def test_a_published_update_says_its_own_words_in_every_format(
    quarterly: Quarterly, tmp_path: Path
) -> None:
    imprint = imprint_for(quarterly)
    page = "".join(text for _form, text in html.pages(quarterly, imprint, [], ()))
    print_page = pdf.as_html(quarterly, imprint)
    tables = [str(row) for sheet in quarterly_tables(quarterly, imprint) for row in sheet.rows]
    quarterly_docx.write_docx(quarterly, imprint, tmp_path / "paper.docx")
    for text in (page, print_page, "\n".join(tables), text_of(tmp_path / "paper.docx")):
        assert not [words for words in (*FORBIDDEN, *FULL) if words in text]
        assert "Stuck or never begun" in text
    assert {label.strip() for label in CHIP.findall(page)} <= OWN_WORDS
    assert "app-hue--purple" in page
    assert "shape:complete" in pdf.style_sheet(pdf.STYLE, None, quarterly.scale)


def test_a_frozen_document_keeps_its_codes_and_its_words(own: Plan, quarterly: Quarterly) -> None:
    frozen = freeze(quarterly)
    own.status_key = {}
    again = parse(frozen.text, Quarterly)
    assert again.scale == quarterly.scale
    assert {entry.scale.label("at_risk") for entry in edition_of(again).actions.values()} == {
        "Wobbling"
    }
    assert [entry.label for entry in again.key] == [entry["label"] for entry in KEY["statuses"]]
    cells = [cell["status"] for cell in statuses_in(json.loads(frozen.text))]
    assert set(cells) <= {*Status.values, None}


def statuses_in(document: dict[str, object]) -> list[dict[str, str | None]]:
    areas: list[dict[str, list[dict[str, list[dict[str, list[dict[str, str | None]]]]]]]]
    areas = document["areas"]  # type: ignore[assignment]
    return [
        cell
        for area in areas
        for outcome in area["outcomes"]
        for action in outcome["actions"]
        for cell in action["quarters"]
    ]


def test_a_highlight_report_says_its_own_words(own: Plan, tmp_path: Path) -> None:
    report = build_highlight(own, boards.meeting(own), boards.OCTOBER, {})
    assert parse(freeze(report).text, Highlight).scale == report.scale
    sections = sections_of(report, boards.ADDRESS)
    said = str(sections) + str(report.key)
    highlight_docx.write_docx(report, sections, boards.ADDRESS, "ab" * 32, tmp_path / "report.docx")
    for text in (said, text_of(tmp_path / "report.docx")):
        assert not [words for words in FORBIDDEN if words in text]
        assert "Stuck or never begun" in text


def text_of(path: Path) -> str:
    """All text of a Word document, in paragraphs and tables."""
    return "\n".join(docx.Document(str(path)).element.itertext())
