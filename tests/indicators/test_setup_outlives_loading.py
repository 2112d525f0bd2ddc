"""Loading a plan's files again does not undo what was set up in the browser."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from actions.models import Plan
from indicators import importing
from indicators.domain.definition import IndicatorDefinition
from indicators.domain.enums import TargetKind
from indicators.models import Indicator, Intention
from indicators.selectors.definitions import definition_of
from indicators.services.indicator_links import link_indicator
from indicators.services.indicator_setup import AimPlace, add_indicator, change_definition
from indicators.services.series import start_series
from indicators.services.targets import TargetContent, set_target
from tests.support.paths import ROOT
from wsoa.accounts.models import User
from wsoa.core.load_changes import LoadChanges
from wsoa.core.yaml_source import read_yaml

KEY = "ehc-plans-in-20-weeks"


@pytest.fixture
def by(people: dict[str, User]) -> User:
    return people["manager"]


def load_again(tmp_path: Path) -> list[tuple[str, str]]:
    """What loading Sheffield's own files changes, in one transaction as the whole of a plan is."""
    source = ROOT / "fixtures" / "sheffield_2019"
    shutil.copy(source / "indicators.yaml", tmp_path)
    shutil.copytree(source / "figures", tmp_path / "figures")
    changes = LoadChanges()
    with transaction.atomic():
        importing.load(Plan.objects.get(slug="sheffield-2019"), read_yaml(tmp_path), changes)
    return list(changes.lines)


def test_an_indicator_of_the_browser_and_its_aims_stay(sheffield, by, tmp_path) -> None:
    place = AimPlace(intention_title="To hear more", key_outcome_title="Families are heard")
    added = add_indicator(
        by=by, plan=sheffield, place=place, definition=IndicatorDefinition("Heard", "Heard")
    )
    assert load_again(tmp_path) == []
    assert Intention.objects.get(indicators=added).key_outcome.title == "Families are heard"


def test_what_was_changed_in_the_browser_stays_and_the_rest_is_loaded(
    sheffield, by, tmp_path
) -> None:
    indicator = Indicator.objects.select_related("plan").get(plan=sheffield, key=KEY)
    before = definition_of(indicator)
    values = {name: getattr(before, name) for name in IndicatorDefinition.__slots__}
    changed = IndicatorDefinition(**(values | {"formula": "Plans over plans"}))
    change_definition(by=by, indicator=indicator, definition=changed)
    target = TargetContent(TargetKind.NUMBER, 99.0, date(2021, 8, 31))
    set_target(by=by, indicator=indicator, content=target)
    link_indicator(by=by, indicator=indicator, outcomes=[], measures=[])
    first = indicator.series.order_by("order").first()
    start_series(
        by=by, indicator=indicator, name="New", kind="internal", span_kind="month", source=""
    )
    Indicator.objects.filter(key="eet-16-to-18", plan=sheffield).update(note="Undone")
    loaded = load_again(tmp_path)
    assert [change for change in loaded if KEY in change[1]] == []
    assert [change for change in loaded if "eet-16-to-18" in change[1]]
    indicator.refresh_from_db()
    assert definition_of(indicator) == changed
    assert 99.0 in indicator.targets.values_list("value", flat=True)
    assert not indicator.outcomes.exists()
    assert list(indicator.series.values_list("name", flat=True))[-1] == "New"
    assert first in indicator.series.all()
