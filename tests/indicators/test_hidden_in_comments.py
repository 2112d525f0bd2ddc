"""A comment on a red measure prints no number that is hidden because it is small."""

from __future__ import annotations

from datetime import date

import pytest

from indicators.models import Indicator, RedComment
from indicators.selectors.figures_as_at import reading
from indicators.selectors.red_measures import LEFT_OUT, comment_states
from indicators.services.indicator_setup import SetupRefused
from indicators.services.red_comments import comment_on_red
from tests.support import figures
from tests.support.factories import PlanFactory, UserFactory
from wsoa.core.clock import now, today

TELLS = "Only 2 of 12 in South in Sept."
pytestmark = pytest.mark.django_db


@pytest.fixture
def red() -> Indicator:
    plan = PlanFactory(approved_on=date(2019, 5, 17))
    indicator = figures.indicator(plan, suppress_below=5, better="higher")
    main = figures.series(indicator, name="All", headline_place=1)
    figures.counted(main, "2018-09", 450, 500)
    figures.counted(main, "2019-09", 300, 500)
    figures.counted(figures.series(indicator, name="South"), "2019-09", 2, 12)
    return indicator


@pytest.mark.parametrize("text", [TELLS, "South stands at 17%.", "Two of the twelve in South."])
def test_a_comment_that_quotes_a_hidden_number_is_refused_with_words(
    red: Indicator, text: str
) -> None:
    author = UserFactory()
    with pytest.raises(SetupRefused, match="quotes a number of this measure that is hidden"):
        comment_on_red(by=author, indicator=red, text=text)
    assert comment_on_red(
        by=author, indicator=red, text="300 of 500 on 2 September, few in South."
    ).pk


def test_one_that_was_given_before_is_left_out_where_it_is_printed(red: Indicator) -> None:
    known = reading(red, today())
    fact = comment_states([known], today())[red.pk].fact
    assert fact is not None
    for text in ("It will turn.", TELLS):
        RedComment.objects.create(
            indicator=red,
            key=fact.key,
            about="",
            text=text,
            by=UserFactory(),
            day=today(),
            at=now(),
        )
    state = comment_states([known], today())[red.pk]
    assert state.current is not None
    assert [state.current.text, *(one.text for one in state.earlier)] == [LEFT_OUT, "It will turn."]
