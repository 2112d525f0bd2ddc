"""Cells pasted from a spreadsheet: how they are read, previewed and saved."""

from __future__ import annotations

import pytest
from django.test import Client

from indicators.domain.enums import SpanKind
from indicators.domain.figure_table import TableRefused
from indicators.domain.pasted_figures import PasteContext, SeriesName, pasted_table
from indicators.domain.period_words import is_period
from indicators.models import ImportPreview, Series
from tests.support import figures
from tests.support.html import Page

CHOSEN = SeriesName("ehc", "In the month")
NAMES = {"ehc": SeriesName("ehc"), "exclusions, monthly": SeriesName("exclusions", "Monthly")}
PARTS = ("span", "value", "numerator", "denominator", "note")
MANY = "/plans/sheffield-2019/indicators/enter/"


def read(text: str, chosen: SeriesName | None = CHOSEN) -> list[tuple[str, ...]]:
    """Row number, indicator and series, then the filled cells of each row."""
    context = PasteContext(chosen, NAMES, lambda word: is_period(SpanKind.MONTH, word))
    return [
        (str(row.number), row["indicator"], row["series"], *(row[part] for part in PARTS))
        for row in pasted_table(text, context).rows
    ]


def ehc(number: int, *cells: str) -> tuple[str, ...]:
    return (str(number), "ehc", "In the month", *(*cells, *[""] * 5)[:5])


DOWN = [ehc(1, "Sept 2019", "91", "21", "23", "Late in"), ehc(2, "Oct 2019", "x")]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Sept 2019\t91\t21\t23\tLate in\nOct 2019\tx", DOWN),
        ("Sept 2019\t91\t21\t23\tLate in\r\nOct 2019\tx\t\t\t\r\n\r\n", DOWN),
        ('Sept 2019\t91\t"Late\nin"', [ehc(1, "Sept 2019", "91", "", "", "Late in")]),
        ("Month\tPlans\nSept 2019\t91", [ehc(2, "Sept 2019", "91")]),
        (
            "Month\tDenominator\tNumerator\tFigure\nSept 2019\t23\t21\t91",
            [ehc(2, "Sept 2019", "91", "21", "23")],
        ),
        ("Period\tValue\tNote\nSept 2019\t91\tNew", [ehc(2, "Sept 2019", "91", "", "", "New")]),
        (
            "Sept 2019\t12/19\nOct 2019\t3/4",
            [ehc(1, "Sept 2019", "12/19"), ehc(2, "Oct 2019", "3/4")],
        ),
        ("Sept 2019   91\nOct 2019   92", [ehc(1, "Sept 2019", "91"), ehc(2, "Oct 2019", "92")]),
        (
            "\tSept 2019\tOct 2019\nFigure\t91\t92\nNumerator\t21\t\nDenominator\t23\t",
            [ehc(2, "Sept 2019", "91", "21", "23"), ehc(2, "Oct 2019", "92")],
        ),
        (
            "Sept 2019\tOct 2019\n91\t92\n21\t46\n23\t50",
            [ehc(2, "Sept 2019", "91", "21", "23"), ehc(2, "Oct 2019", "92", "46", "50")],
        ),
        (
            "\tSept 2019\tOct 2019\nOur plans\t91\t92",
            [ehc(2, "Sept 2019", "91"), ehc(2, "Oct 2019", "92")],
        ),
        (
            "\tSept 2019\tOct 2019\nExclusions, monthly\t4\t5\nNobody\t1\t2",
            [
                ("2", "exclusions", "Monthly", "Sept 2019", "4", "", "", ""),
                ("2", "exclusions", "Monthly", "Oct 2019", "5", "", "", ""),
                ("3", "Nobody", "", "Sept 2019", "1", "", "", ""),
                ("3", "Nobody", "", "Oct 2019", "2", "", "", ""),
            ],
        ),
        (
            "Exclusions, monthly\tSept 2019\t4\nNobody\tOct 2019\t12/19\t12\t19",
            [
                ("1", "exclusions", "Monthly", "Sept 2019", "4", "", "", ""),
                ("2", "Nobody", "", "Oct 2019", "12/19", "12", "19", ""),
            ],
        ),
        (
            "Indicator\tPeriod\tFigure\nEHC\tQ3 2019\t4",
            [("2", "ehc", "", "Q3 2019", "4", "", "", "")],
        ),
    ],
)  # fmt: skip
def test_pasted_cells_are_read_in_every_usual_shape(text: str, rows: list[tuple[str, ...]]) -> None:
    assert read(text) == rows


@pytest.mark.parametrize(
    ("text", "chosen", "why"),
    [
        ("  \n\t", CHOSEN, "Paste the cells first"),
        ("91\n92", CHOSEN, "No period was found"),
        ("Sept 2019\t91", None, "do not say which indicator"),
        ("Period\tValue\tValue\nSept 2019\t1\t2", CHOSEN, "appears twice"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(text, chosen, why) -> None:
    with pytest.raises(TableRefused, match=why):
        read(text, chosen)


# --- the pages ------------------------------------------------------------------------------------


@pytest.fixture
def manager(signed_in) -> Client:
    return signed_in("manager")


@pytest.fixture
def series(sheffield) -> Series:
    indicator = figures.indicator(sheffield, key="try-paste", short_title="Trial of pasting")
    made = figures.series(indicator, name="In the month")
    figures.counted(made, "2019-08", 40, 50)
    figures.measured(made, "2019-09", 60)
    return made


def pasted(client: Client, text: str, series: Series | None) -> Page:
    """The page after cells were pasted: the preview, or the form again."""
    sent = {"cells": text, "series": str(series.pk) if series else ""}
    answer = client.post(f"{MANY}paste/", sent, follow=True)
    return Page(answer.content.decode())


def test_pasted_figures_are_counted_previewed_and_saved(manager, series) -> None:
    text = "July 2019\t78\t39\t50\nAug 2019\t80\t40\t50\nSept 2019\t61\nOct 2019\tx\tNot collected"
    page = pasted(manager, text, series)
    assert "2 new figures, 1 changed, 1 as it was. Nothing is saved yet." in page.words
    assert "July 2019 78% numerator 39, denominator 50" in page.words
    assert "note: Not collected" in page.words
    assert series.measurements.count() == 2
    kept = ImportPreview.objects.latest("pk")
    address = f"/plans/sheffield-2019/indicators/import/{kept.pk}/"
    done = Page(manager.post(address, {"sure": "on"}, follow=True).content.decode())
    assert "3 figures were saved, 1 of them to correct another." in done.words
    saved = series.measurements.get(span_key="2019-07")
    assert (saved.value, saved.numerator, saved.denominator) == (78.0, 39.0, 50.0)
    assert series.measurements.get(span_key="2019-10").note == "Not collected"
    assert "already been processed" in Page(manager.get(address).content.decode()).words


def test_a_cell_with_a_problem_is_named_and_the_box_keeps_what_was_pasted(manager, series) -> None:
    text = "July 2019\t178\nQ3 2019\t61"
    page = pasted(manager, text, series)
    assert "2 cells have a problem, so nothing can be saved." in page.words
    assert "Row 1 Value 178 “178” is not between 0 and 100" in page.words
    kept = ImportPreview.objects.latest("pk")
    again = Page(manager.get(f"{MANY}paste/?from={kept.pk}").content.decode())
    assert (again.value("cells") or "").strip() == text
    assert again.value("series") == str(series.pk)


def test_cells_that_are_no_table_stay_in_the_box_with_the_reason(manager, series) -> None:
    page = pasted(manager, "Sept 2019\t91", None)
    assert list(page.errors) == ["id_cells"]
    assert (page.value("cells") or "").strip() == "Sept 2019\t91"
    assert list(pasted(manager, "", series).errors) == ["id_cells"]


def test_figures_of_several_indicators_are_pasted_by_their_titles(
    manager, series, sheffield
) -> None:
    other = figures.indicator(sheffield, key="try-two", short_title="Second trial")
    figures.series(other, name="Monthly")
    page = pasted(manager, "\tJune 2019\tJuly 2019\nTrial of pasting\t70\t71\nTry-two\t5\t6", None)
    assert "4 new figures, 0 changed" in page.words


def test_what_another_person_pasted_is_not_there(manager, series, signed_in) -> None:
    pasted(manager, "July 2019\t78", series)
    kept = ImportPreview.objects.latest("pk")
    assert signed_in("lead").get(f"{MANY}paste/?from={kept.pk}").status_code == 404


def test_the_grid_offers_the_box(manager, series) -> None:
    page = Page(manager.get(MANY).content.decode())
    assert "Paste cells from Excel" in page.words
    assert page.with_id("paste_cells")
