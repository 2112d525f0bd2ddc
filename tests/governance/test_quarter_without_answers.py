"""The update of a quarter in which hardly anybody answered: what stood before stands."""

from __future__ import annotations

from datetime import date

import pytest

from actions.models import Action
from actions.presenters.overview import overview
from actions.services.periods import close
from governance.papers.checks.pre_publication import publication_warnings
from governance.papers.comparison.normalise import actions_with_places
from governance.papers.document.frozen import canonical, freeze, thaw
from governance.papers.document.schema import Quarterly
from governance.papers.formats import tables
from governance.papers.quarterly import text_clearance, wording
from governance.papers.quarterly.build import counts_by_area
from governance.papers.quarterly.build_publication import build_publication
from governance.papers.quarterly.context import QuarterlyContext
from governance.papers.quarterly.opening import opening_of
from tests.support.documents import document as small_document

pytestmark = pytest.mark.django_db
DAY = date(2020, 3, 1)


@pytest.fixture
def january(sheffield, people):
    """January 2020, closed without an answer."""
    close(by=people["manager"], period=sheffield.periods.get(key="2019-10"))
    period = sheffield.periods.get(key="2020-01")
    period.plan = sheffield
    return period


@pytest.fixture
def published(sheffield, january) -> Quarterly:
    october = sheffield.periods.get(key="2019-10")
    before = build_publication(sheffield, october, DAY, before=None)
    return build_publication(sheffield, january, DAY, before=before)


def test_a_quarter_without_an_answer_counts_the_last_statuses_and_says_so(published):
    counts = published.counts

    assert (counts.complete, counts.to_plan, counts.behind, counts.without) == (5, 54, 30, 0)
    assert published.carried == 89
    assert all(action.current.carried for _at, action in actions_with_places(published))
    said = wording.headline(published)
    assert "30 of 89 actions (34%) are behind target" in said
    assert (
        "89 of 89 have no update for January 2020 and are counted with their last status." in said
    )
    assert "no status was given" not in said
    opening = " ".join(opening_of(published, None))
    assert "5 are done." in opening
    assert "89 have no update this time, and are counted as last told." in opening
    assert "no news" not in opening


def test_what_was_complete_stays_complete_and_is_in_no_late_list(sheffield, published):
    complete = {
        action.ref
        for _at, action in actions_with_places(published)
        if action.current.status == "complete"
    }
    assert len(complete) == 5
    assert not complete & set(published.late_refs)
    assert not complete & {line.action.ref for line in QuarterlyContext(published).late}
    late = {w.place.ref for w in publication_warnings(published, ()) if w.kind == "no_new_date"}
    assert not complete & late
    # As on the overview, on the day on which the quarter closed.
    shown = overview(sheffield, date.fromisoformat(published.as_at))
    assert published.late == len(shown.slippage.late)
    assert published.carried == shown.carried


def test_nothing_has_changed_by_silence(published):
    changed = " ".join(published.changed)
    assert "fewer than" not in changed
    assert "no longer flagged" not in changed
    assert "no status this time" not in changed


def test_texts_of_the_quarter_before_are_not_printed_again(sheffield, january, published):
    assert not any(action.said for _at, action in actions_with_places(published))
    assert not any(action.text_left_out for _at, action in actions_with_places(published))
    assert not any(
        text.quarter == january.key for text in text_clearance.printable_texts(sheffield, january)
    )


def test_the_mark_is_in_words_beside_the_status_and_in_the_tables(published):
    cell = next(action for _at, action in actions_with_places(published)).current
    assert wording.marks_of(cell)[0] == "No update: last status"
    sheet = tables.statuses(published)
    assert sheet.columns[-1].title == "No update: last status"


def test_officers_get_the_same_counts_where_they_write(january, published):
    assert counts_by_area(january)[None] == published.counts


def test_documents_in_which_everybody_answered_have_no_such_field(sheffield, january):
    october = sheffield.periods.get(key="2019-10")
    document = build_publication(sheffield, october, DAY, before=None)
    assert '"carried"' not in canonical(document)


def test_it_is_frozen_and_read_again(published):
    frozen = freeze(published)
    assert thaw(frozen.text, frozen.sha256, Quarterly) == published


def test_an_action_that_nobody_ever_told_of_has_no_status(sheffield, january):
    Action.objects.filter(plan=sheffield, ref="1.1.2").get().updates.all().delete()
    document = build_publication(sheffield, january, DAY, before=None)
    assert (document.counts.without, document.carried) == (1, 88)


def test_without_any_status_there_are_no_percentages_of_nothing():
    document = small_document({"1.1.1": (None,), "1.1.2": (None,)}, now="2019-07")
    assert wording.headline(document).startswith("None of the 2 actions has a status yet. ")
    assert "We do not know yet how they stand." in opening_of(document, None)[1]
    assert "None are done" not in opening_of(document, None)[1]
