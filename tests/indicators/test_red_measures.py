"""A red measure asks its owner for a comment, which is printed beside it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

import indicators.services
from actions.models import Plan
from actions.selectors.person_in_plans import person_in_plans
from actions.services.locking import lock_and_bump_figures
from governance.papers.highlight.build import build_highlight
from governance.papers.quarterly.build_publication import _indicators
from indicators.domain.enums import Judgement, SpanKind
from indicators.domain.red_measures import red_fact
from indicators.domain.time_spans import Span
from indicators.models import Indicator, RedComment, Series, Target
from indicators.selectors.red_measures import comments_to_give, red_measures
from indicators.services.red_comments import keep_red_measures, renew_red_measures
from tests.support import boards, figures
from tests.support.html import Page
from wsoa.accounts.models import Post

DAY = date(2019, 11, 15)
PAGE = "/plans/sheffield-2019/indicators/try-red/"
SEPTEMBER = Span.of(SpanKind.MONTH, "2019-09")


@pytest.mark.parametrize(
    ("judgement", "missed_by", "key"),
    [
        (Judgement.WORSE, None, "worse:month:2019-09"),
        (Judgement.WORSE, date(2019, 8, 31), "worse:month:2019-09"),
        (Judgement.BETTER, date(2019, 8, 31), "missed:2019-08-31"),
        (Judgement.STALE, None, None),
        (Judgement.BETTER, None, None),
    ],
)
def test_a_measure_is_red_for_one_key(judgement, missed_by, key) -> None:
    fact = red_fact(judgement, SEPTEMBER, missed_by)
    assert (fact.key if fact else None) == key
    assert red_fact(judgement, None, missed_by) is None


@pytest.fixture
def indicator(sheffield: Plan) -> Indicator:
    owner = Post.objects.of(sheffield.local_area_id).get(code="SCC-HoS")
    return figures.indicator(sheffield, key="try-red", short_title="Trial of red", owner=owner)


@pytest.fixture
def series(indicator: Indicator) -> Series:
    """Clearly worse since the plan began in May 2019."""
    made = figures.series(indicator, name="In the month", headline_place=1)
    figures.counted(made, "2018-09", 450, 500)
    figures.counted(made, "2019-09", 300, 500)
    return made


def waiting(user, plan: Plan) -> list[str]:
    plan.refresh_from_db()
    person = person_in_plans(user, DAY, [plan])
    return [item.title for item in comments_to_give(person) if "Trial of red" in item.title]


@pytest.mark.every_backend
def test_the_holder_of_the_owning_post_is_asked_until_a_comment_is_given(
    sheffield, series, people, signed_in
) -> None:
    asked = ["Trial of red: getting worse since the plan began, as at Sept 2019"]
    assert waiting(people["lead"], sheffield) == asked
    assert waiting(people["nhs-lead"], sheffield) == waiting(people["manager"], sheffield) == []
    lead: Client = signed_in("lead")
    assert "needs your comment" in lead.get("/").content.decode() or "Trial of red" in (
        lead.get("/").content.decode()
    )
    empty = Page(lead.post(f"{PAGE}comment/", {"text": " "}).content.decode())
    assert empty.errors == {"id_text": "Enter your comment"}
    assert "It is red: getting worse since the plan began" in empty.words
    answer = lead.post(f"{PAGE}comment/", {"text": "Two panels fell away. Both sit in December."})
    assert answer["Location"] == PAGE
    assert waiting(people["lead"], sheffield) == []
    page = Page(lead.get(PAGE).content.decode()).words
    assert "Two panels fell away. Both sit in December." in page
    assert "15 November 2019, on: getting worse since the plan began, as at Sept 2019" in page
    figures.counted(series, "2019-10", 290, 500)
    assert waiting(people["lead"], sheffield) == []  # a status would change nothing, either
    lock_and_bump_figures(sheffield.pk)
    assert waiting(people["lead"], sheffield) == [asked[0].replace("Sept", "Oct")]


def test_the_quarterly_paper_prints_the_comment_that_was_known_on_its_day(
    sheffield, indicator, series, people
) -> None:
    def entry(day: date):  # type: ignore[no-untyped-def]
        return next(one for one in _indicators(sheffield, day) if one.key == "try-red")

    assert entry(DAY).comment == ""
    key = red_measures(sheffield, DAY)
    red = next(measure for measure in key if measure.indicator == indicator.pk)
    RedComment.objects.create(
        indicator=indicator,
        key=red.key,
        about=red.about,
        text="It will turn.",
        by=people["lead"],
        day=date(2019, 11, 10),
        at="2019-11-10T09:00:00Z",
    )
    assert entry(DAY).comment == "It will turn."
    assert entry(DAY).comment_by.endswith(", 10 November 2019")
    assert entry(date(2019, 11, 9)).comment == ""


def test_the_highlight_report_prints_the_comment_beside_a_new_figure(
    sheffield, indicator, series, people
) -> None:
    red = next(one for one in red_measures(sheffield, DAY) if one.indicator == indicator.pk)
    RedComment.objects.create(
        indicator=indicator,
        key=red.key,
        about=red.about,
        text="Two panels fell away. Both sit in December.",
        by=people["lead"],
        day=date(2019, 11, 10),
        at="2019-11-10T09:00:00Z",
    )
    document = build_highlight(sheffield, boards.meeting(sheffield), DAY)
    section = next(one for one in document.sections if one.key == "indicators")
    line = next(one for one in section.lines if one.key == "indicators:try-red")
    assert line.cells[0].words == (
        "Trial of red. Its owner says: Two panels fell away. Both sit in December."
    )


def test_a_missed_target_is_red_and_a_measure_that_has_ended_is_not(
    sheffield, indicator, people, signed_in
) -> None:
    made = figures.series(indicator, name="In the month", headline_place=1)
    figures.measured(made, "2019-08", 60)
    Target.objects.create(
        indicator=indicator, order=1, kind="number", value=72, by=date(2019, 8, 31)
    )
    asked = ["Trial of red: the target for 31 August 2019 was missed"]
    assert waiting(people["lead"], sheffield) == asked
    sent = {"kind": "ended", "reason": "No longer needed", "day_day": "1"}
    signed_in("manager").post(f"{PAGE}end/", sent | {"day_month": "11", "day_year": "2019"})
    assert waiting(people["lead"], sheffield) == []


def test_a_target_of_before_the_plan_makes_nothing_red_and_says_so(
    sheffield, indicator, people, signed_in
) -> None:
    made = figures.series(indicator, name="In the month", headline_place=1)
    figures.measured(made, "2018-01", 60)
    figures.measured(made, "2019-09", 61)
    Target.objects.create(
        indicator=indicator, order=1, kind="number", value=75, by=date(2018, 1, 31)
    )
    assert waiting(people["lead"], sheffield) == []
    page = Page(signed_in("manager").get(PAGE).content.decode()).words
    assert "Before the plan began: not judged" in page


def test_what_a_worker_keeps_is_what_is_worked_out(sheffield, series) -> None:
    kept = keep_red_measures(sheffield, DAY)
    assert kept.content == {"red": [one.as_json() for one in red_measures(sheffield, DAY)]}
    renew_red_measures()
    assert renew_red_measures() == 0


def test_every_service_that_writes_figures_raises_their_version() -> None:
    folder = Path(indicators.services.__file__).parent
    others = {
        path.stem for path in folder.glob("*.py") if "lock_and_bump_plan" in path.read_text("utf-8")
    }
    assert others == {"challenge_answers"}  # it writes of figures, and none
