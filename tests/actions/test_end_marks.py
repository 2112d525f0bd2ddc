"""The marks beside an end date in grid and lists: asked for, and moved more than once."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from actions.domain.date_ledger import NewEnd
from actions.domain.enums import Slippage
from actions.models import DateChange, Plan
from actions.services.date_changes import ask_for_new_end, decide_on_new_end
from tests.support.decisions import decided_by, refused_by
from tests.support.html import words
from wsoa.accounts.models import User
from wsoa.core.months import Month

PLAN = "/plans/sheffield-2019/"
LISTS = (f"{PLAN}actions/?late=1", f"{PLAN}overview/late/")
WAITING = "3.2.3"  # late since June; CCG-CCM asked for November
MOVED_ONCE = "2.5.2"  # July to September; SCC-HoS


def row_of(browser: Client, page: str, ref: str) -> str:
    """The words of the row or item of an action, wherever it stands."""
    _, found, after = browser.get(page).content.decode().partition(f"actions/{ref}/")
    assert found, f"{ref} is not on {page}"
    end = min(at for tag in ("</tr>", "</li>") if (at := after.find(tag)) > 0)
    return words(f'<div><a href="{after[:end]}</div>')


def test_an_end_that_is_asked_for_has_a_mark_until_it_is_decided(
    sheffield: Plan, people: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    viewer, lead = signed_in("viewer"), signed_in("nhs-lead")
    marked = [(viewer, page) for page in LISTS] + [(lead, "/my/updates/")]
    for browser, page in marked:
        assert "◇ Asked: Nov 2019 (not yet agreed)" in row_of(browser, page, WAITING), page
    change = DateChange.objects.open().get(action__ref=WAITING)
    decide_on_new_end(by=people["manager"], change=change, **refused_by(sheffield))
    for browser, page in marked:
        assert "Asked" not in row_of(browser, page, WAITING), page


def test_who_decides_finds_the_request_on_the_first_page(
    sheffield: Plan, signed_in: Callable[[str], Client]
) -> None:
    change = DateChange.objects.open().get(action__ref="5.1.6")
    first_page = signed_in("accountable").get("/").content.decode()
    assert f"{PLAN}actions/5.1.6/dates/{change.pk}/decide/" in first_page


def test_an_end_that_moved_twice_says_the_sum_in_every_list(
    sheffield: Plan, people: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    viewer, lead = signed_in("viewer"), signed_in("lead")
    lists = [(viewer, page) for page in LISTS] + [(lead, "/my/updates/")]
    for browser, page in lists:
        assert "Moved" not in row_of(browser, page, MOVED_ONCE), page
    action = sheffield.actions.get(ref=MOVED_ONCE)
    change = ask_for_new_end(
        by=people["manager"],
        action=action,
        new_end=NewEnd(Month(2019, 10), Slippage.SLIPPED, "Once more."),
    )
    decide_on_new_end(by=people["manager"], change=change, agreed=True, **decided_by(sheffield))
    for browser, page in lists:
        assert "Moved twice, 3 months in all" in row_of(browser, page, MOVED_ONCE), page
