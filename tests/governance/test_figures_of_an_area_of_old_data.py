"""The migration by which {behind} in an area's text is that area's."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from actions.models import AreaCommentary
from wsoa.core.clock import now

migration = import_module("governance.migrations.0006_figures_of_an_area")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{area_behind} of {total}", "{behind} of {plan_total}"),
        ("{ area_complete_percent } %", "{ complete_percent } %"),
        ("{behnd} {plan_total} {Behind}", "{behnd} {plan_total} {Behind}"),
        ("", ""),
    ],
)
def test_a_figure_keeps_what_it_was_of(before: str, after: str) -> None:
    assert migration.renamed(before) == after


@pytest.mark.django_db
def test_every_text_of_an_area_is_brought_up_to_date(sheffield) -> None:
    area, july = sheffield.areas.get(ref="5"), sheffield.periods.get(key="2019-07")
    texts = {"developments": "{behind}", "evidence": "{area_behind}", "next_steps": "As planned."}
    AreaCommentary.objects.filter(area=area, period=july)._raw_delete("default")
    written = AreaCommentary.objects.create(area=area, period=july, at=now(), **texts)
    former = MigrationExecutor(connection).loader.project_state(
        [("governance", "0006_figures_of_an_area")]
    )

    migration.rename(former.apps, None)

    written = AreaCommentary.objects.get(pk=written.pk)
    assert list(written.texts.values()) == ["{plan_behind}", "{behind}", "As planned."]
