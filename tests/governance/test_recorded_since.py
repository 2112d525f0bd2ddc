"""How much was recorded in a plan since a moment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from actions.domain.enums import Status
from actions.models import Chase, DateChange, Plan
from actions.selectors.updates import current_update
from actions.services.date_changes import decide_on_new_end
from actions.services.periods import close
from actions.services.updates import UpdateContent, submit_update
from actions.services.verdicts import accept
from governance.models import Clearance, PublicQuestion
from governance.selectors.recorded_since import recorded_since
from governance.services.commentary import write_commentary, write_programme
from indicators.models import Answer, Release
from tests.support import figures
from tests.support.decisions import refused_by
from tests.support.factories import PlanFactory
from wsoa.core.clock import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(sheffield: Plan):
    area = sheffield.areas.get(ref="5")
    area.plan = sheffield
    return area


def test_what_is_recorded_counts_in_its_own_plan_alone(sheffield, people, october, area) -> None:
    moment, manager = now(), people["manager"]
    assert recorded_since(sheffield, moment) == 0

    def count() -> int:
        return recorded_since(sheffield, moment)

    action = sheffield.actions.get(ref="6.1.2")
    update = submit_update(
        by=people["lead"],
        action=action,
        period=october,
        words=UpdateContent(Status.COMPLETE, "All of it.", evidence="A survey shows it."),
        based_on=current_update(action, october).pk,
    )
    assert count() == 1
    accept(by=manager, updates=[update])
    Clearance.objects.create(update=update, cleared=True, by=manager, at=now())
    assert count() == 3
    change = DateChange.objects.open().of_plan(sheffield).first()
    decide_on_new_end(by=manager, change=change, **refused_by(change.action.plan))
    assert count() == 4
    standing = {"based_on": None}
    july = sheffield.periods.get(key="2019-07")
    july.plan = sheffield
    write_programme(
        by=manager, plan=sheffield, period=july, words={"programme": "It goes on."}, **standing
    )
    write_commentary(
        by=manager, area=area, period=july, words={"evidence": "It is better."}, **standing
    )
    assert count() == 6
    close(by=manager, period=october)
    Chase.objects.create(period=october, post=action.leads.get().post, by=manager, at=now())
    assert count() == 8
    Answer.objects.create(
        plan=sheffield, key="1", question="Why?", words="So.", by=manager, at=now()
    )
    PublicQuestion.objects.create(plan=sheffield, words="When?", at=now())
    assert count() == 10
    assert recorded_since(PlanFactory(), moment) == 0
    assert recorded_since(sheffield, now() + timedelta(seconds=1)) == 0


def test_figures_count_and_a_release_where_the_plan_has_figures_of_it(db) -> None:
    plan, other, moment = PlanFactory(), PlanFactory(), now()
    figures.measured(figures.series(figures.indicator(plan)), "2019-09", 3)
    assert (recorded_since(plan, moment), recorded_since(other, moment)) == (1, 0)

    measure = figures.measure()
    figures.series(figures.indicator(plan), kind="official", measure=measure)
    for year in ("2018", "2019"):
        figures.published(measure, figures.place("373", "Sheffield"), year, 3)
    Release.objects.update(read_at=now(), published_on=date(2019, 11, 1))
    assert (recorded_since(plan, moment), recorded_since(other, moment)) == (2, 0)
