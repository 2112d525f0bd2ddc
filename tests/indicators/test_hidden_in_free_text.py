"""No free text of an indicator prints a number of it that is hidden: one rule for every field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import models

from actions.models import Plan
from indicators.domain.definition import FieldChange
from indicators.domain.entry_validation import Entry, FigureValue
from indicators.domain.enums import EndKind, SetupPart
from indicators.domain.time_spans import Span
from indicators.models import Answer, EndEvent, Indicator, Measurement, Series, SeriesBreak
from indicators.presenters.indicator_page import indicator_page
from indicators.presenters.setup_page import setup_page
from indicators.selectors.challenges import plan_answers
from indicators.selectors.definitions import definition_of
from indicators.selectors.free_text import CHECKED, FREE_TEXT, left_out
from indicators.services import challenge_answers
from indicators.services.challenge_answers import AnswerRefused
from indicators.services.figure_entry import (
    BulkEntryRefused,
    EntryRefused,
    SeriesEntry,
    correct_figure,
    enter_figure,
    enter_many,
    withdraw_figure,
)
from indicators.services.indicator_ends import end_measuring
from indicators.services.indicator_setup import SetupRefused, change_definition, record_change
from indicators.services.series_setup import add_break, change_series
from tests.support import figures
from tests.support.factories import PlanFactory, UserFactory
from wsoa.accounts.models import User
from wsoa.core.clock import now, today

pytestmark = pytest.mark.django_db
TELLS = "Three of the 4,177 were counted twice"
HARMLESS = "The census was moved to 2 September"


@pytest.fixture
def north() -> Series:
    """A series whose latest figure is three of 4,177, of an indicator that hides such."""
    plan = PlanFactory(approved_on=date(2019, 5, 17))
    indicator = figures.indicator(plan, suppress_below=5, better="higher")
    series = figures.series(indicator, name="North", headline_place=1)
    figures.counted(series, "2018-09", 450, 4000)
    figures.counted(series, "2019-09", 3, 4177)
    return series


def entry(note: str = "", source: str = "", numerator: int = 3) -> Entry:
    value = FigureValue(100 * numerator / 4177, numerator=numerator, denominator=4177)
    return Entry(Span.of("month", "2019-10"), value, source=source, note=note)


def _series_text(series: Series, by: User, field: str, text: str) -> None:
    kept = {"name": series.name, "kind": series.kind, "span_kind": series.span_kind}
    texts = {"source": series.source, "note": series.note} | {field: text}
    change_series(by=by, series=series, **kept, **texts)  # type: ignore[arg-type]


def _definition(series: Series, by: User, text: str, field: str = "", reason: str = "") -> None:
    was = definition_of(series.indicator)
    after = replace(was, **({field: text} if field else {"formula": "All of them"}))
    change_definition(by=by, indicator=series.indicator, definition=after, reason=reason)


def _many(series: Series, by: User, text: str) -> None:
    enter_many(by=by, plan=series.indicator.plan, given=[SeriesEntry(series, entry(text))])


def _end(series: Series, by: User, text: str) -> None:
    end_measuring(
        by=by,
        indicator=series.indicator,
        kind=EndKind.DISCONTINUED,
        day=today(),
        reason=text,
    )


# How each text that is under the rule is saved. Answers are tried below: they need a question.
WAYS: dict[str, list[Callable[[Series, User, str], object]]] = {
    "EndEvent.reason": [_end],
    "Indicator.note": [lambda s, by, text: _definition(s, by, text, "note")],
    "Indicator.baseline_source": [lambda s, by, text: _definition(s, by, text, "baseline_source")],
    "IndicatorChange.details": [lambda s, by, text: _definition(s, by, text, "note")],
    "IndicatorChange.reason": [lambda s, by, text: _definition(s, by, "", reason=text)],
    "Measurement.note": [
        lambda s, by, text: enter_figure(by=by, series=s, entry=entry(text)),
        lambda s, by, text: withdraw_figure(by=by, figure=s.measurements.last(), why=text),  # type: ignore[arg-type]
        _many,
    ],
    "Measurement.source": [
        lambda s, by, text: enter_figure(by=by, series=s, entry=entry(source=text)),
    ],
    "Series.note": [lambda s, by, text: _series_text(s, by, "note", text)],
    "Series.source": [lambda s, by, text: _series_text(s, by, "source", text)],
    "SeriesBreak.reason": [
        lambda s, by, text: add_break(by=by, series=s, first_day=date(2019, 9, 1), reason=text)
    ],
}
ELSEWHERE = {"Answer.words", "RedComment.text"}  # below, and in test_hidden_in_comments.py


def test_every_free_text_of_the_app_is_under_the_rule_or_says_why_not() -> None:
    fixed = {"key", "code", "ons_code", "sha256", "stored", "span_key", "file_name", "dataset"}
    found = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("indicators").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not field.choices
        and field.name not in fixed
    }
    assert found <= FREE_TEXT.keys(), sorted(found - FREE_TEXT.keys())
    checked = {name for name, why in FREE_TEXT.items() if why == CHECKED}
    assert checked == WAYS.keys() | ELSEWHERE
    for name in FREE_TEXT:
        model, _, field = name.partition(".")
        apps.get_model("indicators", model)._meta.get_field(field)


@pytest.mark.parametrize("name", sorted(WAYS))
def test_a_text_that_quotes_a_hidden_number_is_refused_with_its_place(
    north: Series, name: str
) -> None:
    by = UserFactory()
    for save in WAYS[name]:
        before = Measurement.objects.count()
        with pytest.raises((SetupRefused, EntryRefused, BulkEntryRefused)) as refused:
            save(north, by, TELLS)
        assert "“Three” in “Three of the 4,177 were…”" in str(refused.value)
        assert Measurement.objects.count() == before
        save(north, by, HARMLESS)
        Measurement.objects.filter(span_key="2019-10").delete()


def test_what_is_entered_with_the_note_is_checked_too(north: Series) -> None:
    by = UserFactory()
    with pytest.raises(EntryRefused, match="“two” in “Only two”"):
        enter_figure(by=by, series=north, entry=entry("Only two", numerator=2))
    made = enter_figure(by=by, series=north, entry=entry("All 60 of them", numerator=60))
    with pytest.raises(EntryRefused, match="“Four”"):
        correct_figure(by=by, figure=made, entry=entry("Four, not 60", numerator=4))


def test_existing_texts_that_quote_one_are_left_out_of_every_page(north: Series) -> None:
    indicator, by = north.indicator, UserFactory()
    Indicator.objects.filter(pk=indicator.pk).update(note=TELLS, baseline_source=TELLS, baseline=9)
    Series.objects.filter(pk=north.pk).update(note=TELLS)
    SeriesBreak.objects.create(series=north, first_day=date(2019, 1, 1), reason=TELLS)
    EndEvent.objects.create(
        indicator=indicator, kind=EndKind.DISCONTINUED, day=today(), reason=TELLS, by=by, at=now()
    )
    north.measurements.update(note=TELLS)
    details = [FieldChange("Note", "", TELLS)]
    record_change(
        by=by,
        indicator=indicator,
        part=SetupPart.DEFINITION,
        summary="Changed its note",
        details=details,
        reason=TELLS,
    )
    indicator = Indicator.objects.with_aims().get(pk=indicator.pk)
    indicator.plan = Plan.objects.with_area().get(pk=indicator.plan_id)
    for page in (indicator_page(indicator, today()), setup_page(indicator, today())):
        assert "4,177" not in repr(page)
        assert "quotes a number that is hidden" in repr(page)


def test_an_answer_that_quotes_one_is_refused_or_left_out(
    north: Series, monkeypatch: pytest.MonkeyPatch
) -> None:
    indicator, by = north.indicator, UserFactory()
    finding = SimpleNamespace(indicator=indicator.key, key="k")
    question = SimpleNamespace(findings=[finding])
    monkeypatch.setattr(challenge_answers, "asked_today", lambda plan, key: question)
    with pytest.raises(AnswerRefused, match="answer quotes a number of this measure that is hid"):
        challenge_answers.answer_question(by=by, plan=indicator.plan, key="k", words=TELLS)
    Answer.objects.create(
        plan=indicator.plan,
        key="k",
        findings=[f"worse_complete|1||{indicator.key}|a"],
        question="?",
        words=TELLS,
        by=by,
        at=now(),
    )
    assert [one.answer.text for one in plan_answers(indicator.plan, today())] == [
        left_out("answer")
    ]
