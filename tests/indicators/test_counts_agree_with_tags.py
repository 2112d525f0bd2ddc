"""Every indicator is counted once, as the tag beside it says, and the counts add up."""

from __future__ import annotations

import random
from datetime import date
from itertools import chain

import pytest

from indicators.domain.enums import Judgement
from indicators.models import Indicator
from indicators.presenters.indicator_list import IndicatorsPage, JudgementFilter, indicators_page
from indicators.presenters.indicator_page import sentence_of
from indicators.presenters.wording import count_judgements
from indicators.selectors.figures_as_at import readings
from tests.support import figures
from tests.support.factories import PlanFactory

DAY = date(2019, 11, 15)
LEADS = ("better", "worse", "stale", "no_clear_change", "one_figure", "before_plan", "no_data")


def page_of(judgements: list[Judgement]) -> IndicatorsPage:
    counts = count_judgements(judgements).items()
    choices = tuple(JudgementFilter(judgement, count, False) for judgement, count in counts)
    return IndicatorsPage((), choices, None, total=len(judgements), others=0, without_target=0)


@pytest.mark.parametrize("judgement", list(Judgement))
def test_each_judgement_is_in_just_one_count_of_the_lead(judgement: Judgement) -> None:
    page = page_of([judgement])
    assert sorted(getattr(page, name) for name in LEADS) == [*[0] * (len(LEADS) - 1), 1]


@pytest.mark.parametrize("seed", range(10))
def test_the_counts_add_up_to_the_number_of_indicators(seed: int) -> None:
    chance = random.Random(seed)
    page = page_of(chance.choices(list(Judgement), k=chance.randint(0, 40)))
    assert sum(getattr(page, name) for name in LEADS) == page.total
    assert sum(choice.count for choice in page.choices) == page.total


@pytest.mark.django_db
def test_what_is_out_of_date_is_called_so_and_counted_so_and_nothing_else() -> None:
    plan = PlanFactory(approved_on=date(2018, 5, 17))
    for name, due, last in (("late", date(2019, 10, 15), 90), ("fresh", None, 90)):
        made = figures.indicator(plan, key=name, better="lower", next_due=due)
        series = figures.series(made, headline_place=1)
        figures.counted(series, "2017-09", 100, 1000)
        figures.counted(series, "2019-09", last * 10, 1000)
    late, fresh = (one for one in readings(plan, DAY) if one.indicator.key in ("late", "fresh"))
    assert (late.judgement, fresh.judgement) == (Judgement.STALE, Judgement.WORSE)
    assert "until then getting worse" in late.sentence
    assert ": getting worse" in fresh.sentence
    assert "Until then it got worse" in sentence_of(late)
    assert "It is getting worse" in sentence_of(fresh)
    page = indicators_page(plan, DAY)
    assert (page.stale, page.worse, page.total) == (1, 1, Indicator.objects.of_plan(plan).count())
    for choice in page.choices:
        filtered = indicators_page(plan, DAY, choice.judgement)
        intentions = chain.from_iterable(one.intentions for one in filtered.outcomes)
        tags = [row.judgement for one in intentions for row in one.indicators]
        assert tags == [choice.judgement] * choice.count
