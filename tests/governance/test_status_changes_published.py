"""A publication says who answered, and its warnings name what says better without saying why."""

from __future__ import annotations

import json
from datetime import date

import pytest

from actions.domain.enums import Status, UpdateKind
from actions.models import DateChange, ReportingPeriod, StatusUpdate
from actions.services.periods import close
from governance.papers.checks.pre_publication import publication_warnings
from governance.papers.checks.warning_types import WarningKind
from governance.papers.document.frozen import freeze, parse, thaw
from governance.papers.document.schema import Quarterly
from governance.papers.formats.pdf import as_html
from governance.papers.quarterly.build_publication import build_publication
from tests.support.documents import actions_in
from tests.support.html import Page

pytestmark = pytest.mark.django_db
DAY = date(2019, 11, 15)


@pytest.fixture
def october(sheffield, people) -> ReportingPeriod:
    period = close(by=people["manager"], period=sheffield.periods.get(key="2019-10"))
    period.plan = sheffield
    return period


def stood(sheffield, ref: str, july: Status, october: Status, **values: str) -> None:
    """Gives one action these two statuses, as older data has them."""
    updates = StatusUpdate.objects.filter(action__plan=sheffield, action__ref=ref)
    updates.exclude(kind=UpdateKind.RECORDED).delete()
    updates.filter(period__key="2019-07").update(status=july)
    updates.filter(period__key="2019-10").update(status=october, **values)


def published(sheffield, october) -> Quarterly:
    return build_publication(sheffield, october, DAY, before=None)


def unexplained(document: Quarterly) -> dict[str, str]:
    return {
        warning.place.ref: warning.problem
        for warning in publication_warnings(document, ())
        if warning.kind is WarningKind.UNEXPLAINED
    }


def test_better_without_saying_why_is_a_warning_before_publication(sheffield, october):
    stood(sheffield, "2.2.1", Status.BEHIND_NOT_STARTED, Status.ON_TRACK)

    words = unexplained(published(sheffield, october))["2.2.1"]

    assert words == (
        "2.2.1 says better without saying why: since July 2019 its update does not say what has "
        "changed and the evidence."
    )
    stood(
        sheffield,
        "2.2.1",
        Status.BEHIND_NOT_STARTED,
        Status.ON_TRACK,
        developments="The first group met.",
        evidence="Ten parents came to it.",
    )
    assert "2.2.1" not in unexplained(published(sheffield, october))


def test_complete_taken_back_is_listed_as_reopened_with_its_reason(sheffield, october):
    stood(sheffield, "2.2.1", Status.COMPLETE, Status.AT_RISK)
    document = published(sheffield, october)
    assert unexplained(document)["2.2.1"] == (
        "2.2.1 is no longer complete: since July 2019 its update does not say why it is no longer "
        "complete."
    )
    [entry] = [entry for entry in actions_in(document) if entry.ref == "2.2.1"]
    assert entry.change is not None
    assert (entry.change.kind, entry.change.since) == ("reopened", "July 2019")
    assert "Reopened: it was complete in July 2019." in Page(as_html(document)).words

    stood(sheffield, "2.2.1", Status.COMPLETE, Status.AT_RISK, reason="It was withdrawn.")
    assert "2.2.1" not in unexplained(published(sheffield, october))


def test_late_without_a_forecast_or_a_request_is_a_warning_before_publication(sheffield, october):
    late = {entry.ref for entry in actions_in(published(sheffield, october)) if entry.late}
    asked = DateChange.objects.open().filter(action__plan=sheffield)
    asked_for = set(asked.values_list("action__ref", flat=True))
    assert late & asked_for
    assert warned_of(sheffield, october) == late - asked_for

    first, second, *_ = sorted(late - asked_for)
    for ref, month in ((first, date(2019, 12, 1)), (second, date(2019, 9, 1))):
        of_action = StatusUpdate.objects.filter(action__plan=sheffield, action__ref=ref)
        of_action.filter(period__key="2019-10").update(forecast_month=month)
    assert warned_of(sheffield, october) == late - asked_for - {first}


def warned_of(sheffield, october) -> set[str]:
    return {
        warning.place.ref
        for warning in publication_warnings(published(sheffield, october), ())
        if warning.kind is WarningKind.NO_NEW_DATE
    }


def test_what_the_source_gives_no_evidence_for_stays_a_warning(sheffield, october):
    """The scrutiny report has developments for 3.2.1, and no evidence of their impact."""
    assert set(unexplained(published(sheffield, october))) == {"3.2.1"}


def test_a_publication_marks_and_counts_what_the_programme_office_recorded(sheffield, october):
    document = published(sheffield, october)
    entries = {entry.ref: entry for entry in actions_in(document)}
    office = [ref for ref, entry in entries.items() if entry.current.by_office]
    assert 0 < document.by_office == len(office) < len(entries)
    assert "2.2.1" in office
    words = Page(as_html(document)).words
    assert (
        f"{document.by_office} of 89 statuses are recorded by the programme office, as no lead has "
        "answered." in words
    )
    assert words.count("Programme office") >= len(office)


def test_a_document_from_before_is_read_and_stays_as_it_was(sheffield, october):
    """A document of version 2 without the new keys: the same bytes, and nothing is marked."""
    text = freeze(published(sheffield, october)).text
    old = _without(parse(text, Quarterly))
    frozen = freeze(old)

    again = thaw(frozen.text, frozen.sha256, Quarterly)

    assert "by_office" not in frozen.text
    assert freeze(again) == frozen
    assert again.by_office == 0
    assert "recorded by the programme office" not in as_html(again)


def _without(document: Quarterly) -> Quarterly:
    plain = document.model_dump(by_alias=True, exclude_unset=True, mode="json")
    del plain["by_office"]
    for area in plain["areas"]:
        for outcome in area["outcomes"]:
            for action in outcome["actions"]:
                del action["change"]
                for cell in action["quarters"]:
                    del cell["by_office"]
    return parse(json.dumps(plain), Quarterly)
