"""Every reason that is asked for says something: one rule in each form and in each service."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from django import forms

import actions.forms
import actions.services
import governance.forms
import governance.services
import indicators.forms
import indicators.services
from actions.domain.date_ledger import NewEnd
from actions.domain.enums import Met, Slippage
from actions.forms.update import UpdateForm
from actions.models import Action, DateChange, Measure, Plan, ReportingPeriod, StatusUpdate
from actions.services.date_changes import ask_for_new_end, decide_on_new_end
from actions.services.evidence import judge_measure
from actions.services.periods import reopen
from actions.services.status_key import set_status_key
from actions.services.verdicts import return_update
from governance.models import Paper
from governance.services.clearance import leave_commentary_out, leave_easy_read_out, leave_text_out
from governance.services.publication_drafts import correct
from governance.services.publishing import withdraw
from governance.services.signing import accept_warnings
from governance.services.take_downs import take_down
from indicators.domain.definition import IndicatorDefinition
from indicators.domain.enums import EndKind
from indicators.models import Indicator, Measurement, Series
from indicators.services.figure_entry import withdraw_figure
from indicators.services.indicator_ends import end_measuring
from indicators.services.indicator_setup import change_definition
from indicators.services.series_setup import add_break
from wsoa.accounts.models import User
from wsoa.audit.services import empty_content
from wsoa.core.forms.reason_field import ReasonField
from wsoa.core.months import Month

SAYS_NOTHING = ("See above.", "n/a", "because", "tbc")
# Names of parameters that hold a reason, and beside them the services that name theirs otherwise.
NAMES = {"reason", "why"}
# Record what their callers have checked; clearing a text needs no reason.
RECORD_ONLY = {"decide", "decide_commentary", "decide_easy_read", "record_change"}
# Asked for by status and dates: actions/domain/status_change.py. The other is left empty where no
# new end is requested, and is checked along with it.
CHECKED_BY_THE_FORM = {(UpdateForm, "reason"), (UpdateForm, "new_end_reason")}


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        yield import_module(found.name)


def _reason_boxes() -> dict[tuple[type[forms.Form], str], forms.Field]:
    """Every text box of every form whose label asks why."""
    return {
        (form, name): field
        for package in (actions.forms, governance.forms, indicators.forms)
        for module in _modules(package)
        for _, form in inspect.getmembers(module, inspect.isclass)
        if issubclass(form, forms.Form) and form.__module__ == module.__name__
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField) and _asks_why(str(field.label or ""))
    }


def _asks_why(label: str) -> bool:
    words = label.casefold()
    return words.startswith(("why", "what was wrong")) or "reason" in words.split()


def _services_with_a_reason() -> set[str]:
    return {
        name
        for package in (actions.services, governance.services, indicators.services)
        for module in _modules(package)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and function.__module__ == module.__name__
        if NAMES & set(inspect.signature(function).parameters)
    }


BOXES = _reason_boxes()


def test_every_box_that_asks_why_is_a_reason_field() -> None:
    others = {key for key, field in BOXES.items() if not isinstance(field, ReasonField)}
    assert others == CHECKED_BY_THE_FORM
    assert len(BOXES) >= 12


@pytest.mark.parametrize("text", SAYS_NOTHING)
def test_a_reason_that_says_nothing_is_refused_in_every_form(text: str) -> None:
    for field in BOXES.values():
        if isinstance(field, ReasonField):
            with pytest.raises(forms.ValidationError) as refused:
                field.clean(text)
            assert refused.value.messages == [
                f"{field.missing}. “{text}” does not say it: write it in a few words of your own"
            ]
            assert field.clean(" Staff left. ") == "Staff left."


# Each is called with rows that are in no database: the reason is looked at before anything else.
SERVICES: dict[str, Callable[[str], Any]] = {
    "set_status_key": lambda text: set_status_key(by=User(), plan=Plan(), key={}, reason=text),
    "return_update": lambda text: return_update(by=User(), update=StatusUpdate(), words=text),
    "judge_measure": lambda text: judge_measure(
        by=User(), measure=Measure(), met=Met.PARTLY, words=text
    ),
    "decide_on_new_end": lambda text: decide_on_new_end(
        by=User(),
        change=DateChange(),
        agreed=False,
        decider="",
        on=date(2019, 11, 4),
        reason=text,
    ),
    "take_down": lambda text: take_down(by=User(), paper=Paper(), reason=text),
    "withdraw": lambda text: withdraw(by=User(), paper=Paper(), reason=text),
    "correct": lambda text: correct(by=User(), paper=Paper(), note=text),
    "leave_text_out": lambda text: leave_text_out(by=User(), update=StatusUpdate(), reason=text),
    "leave_commentary_out": lambda text: leave_commentary_out(
        by=User(), commentary=NotImplemented, reason=text
    ),
    "leave_easy_read_out": lambda text: leave_easy_read_out(
        by=User(), summary=NotImplemented, reason=text
    ),
    "accept_warnings": lambda text: accept_warnings(
        by=User(), paper=Paper(), keys=["one"], reason=text
    ),
    "withdraw_figure": lambda text: withdraw_figure(by=User(), figure=Measurement(), why=text),
    "end_measuring": lambda text: end_measuring(
        by=User(),
        indicator=Indicator(),
        kind=EndKind.ENDED,
        day=date(2019, 11, 4),
        reason=text,
    ),
    "add_break": lambda text: add_break(
        by=User(), series=Series(), first_day=date(2019, 4, 1), reason=text
    ),
    "empty_content": lambda text: empty_content(by=None, local_area=None, number=1, reason=text),
}
# These read rows before the reason, or can do without one, and are tried below.
WITH_ROWS = {"reopen", "change_definition"}


def test_every_service_that_takes_a_reason_is_tried_here() -> None:
    assert _services_with_a_reason() - RECORD_ONLY <= SERVICES.keys() | WITH_ROWS


@pytest.mark.django_db
@pytest.mark.parametrize("name", SERVICES)
def test_a_reason_that_says_nothing_is_refused_by_every_service(name: str) -> None:
    for text in ("", *SAYS_NOTHING):
        with pytest.raises(Exception, match=r"^(Enter|Give) ") as refused:
            SERVICES[name](text)
        assert not text or f"“{text}” does not say it" in str(refused.value)


def test_services_that_read_rows_first_refuse_it_too(
    sheffield: Plan, people: dict[str, User]
) -> None:
    action: Action = sheffield.actions.get(ref="6.1.1")
    july: ReportingPeriod = sheffield.periods.get(key="2019-07")
    for text in SAYS_NOTHING:
        new_end = NewEnd(Month(2020, 9), Slippage.SLIPPED, text)
        with pytest.raises(Exception, match="does not say it"):
            ask_for_new_end(by=people["manager"], action=action, new_end=new_end)
        with pytest.raises(Exception, match="does not say it"):
            reopen(by=people["manager"], period=july, closes=date(2019, 12, 1), reason=text)
        with pytest.raises(Exception, match="does not say it"):
            change_definition(
                by=people["manager"],
                indicator=Indicator(),
                definition=IndicatorDefinition("", ""),
                reason=text,
            )
    assert not DateChange.objects.filter(action=action).exists()
