"""The grid of actions: content, filters, and number of queries."""

from __future__ import annotations

import csv
import re
from datetime import date

import pytest
from django.core.cache import caches
from django.test import Client

from actions.domain.enums import Role, Status
from actions.models import Membership
from actions.selectors.updates import current_update
from actions.services.updates import UpdateContent, submit_update
from actions.services.verdicts import accept
from tests.support.cast import browser_of
from tests.support.factories import UserFactory
from tests.support.html import Page, words
from tests.support.small_plans import long_plan, small_plan

GRID = "/plans/sheffield-2019/actions/"


def refs(html: str) -> list[str]:
    links = Page(html).sections("//a[contains(@class, 'app-a')]")
    return [link.words for link in links if re.fullmatch(r"[\d.]+", link.words)]


@pytest.fixture
def viewer(signed_in) -> Client:
    return signed_in("viewer")


def page(client: Client, query: str = "", **headers: str) -> str:
    return client.get(GRID + query, headers=headers).content.decode()


def test_all_actions_in_the_order_of_the_plan(viewer):
    shown = refs(page(viewer))
    assert len(shown) == 89
    assert shown[:3] + shown[-2:] == ["1.1.1", "1.1.2", "1.1.3", "7.3.3", "7.3.4"]


def test_every_status_cell_has_a_shape_and_a_text(viewer):
    html = page(viewer)
    cells = Page(html).sections("//td[@role='cell'][starts-with(@class, 'app-q')]")
    assert len(cells) == 89 * 6
    spoken = [cell for cell in cells if cell.with_class("app-st--cell")]
    assert len(spoken) == 178
    for cell in spoken:
        [shape] = cell.attributes(".//use/@href")
        assert re.fullmatch(r"#s-\w+", shape)
        [word] = cell.sections(".//*[svg]/span[preceding-sibling::svg]")
        assert re.fullmatch(r"[A-Z][a-z, ]+", word.words)
    assert all("No status yet" in cell for cell in cells if cell not in spoken)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?area=5", 15),
        ("?lead=SCC-HoS", 39),
        ("?lead=NHSE", 1),
        ("?organisation=LS", 4),
        ("?status=complete", 5),
        ("?status=at_risk", 25),
        ("?area=5&status=at_risk", 6),
        ("?q=5.1.6", 1),
        ("?q=Capita+ONE", 1),
        ("?q=Capita+wheelchair", 0),
        ("?area=99", 0),
        ("?status=green", 0),
        ("?lead=%00", 89),
        ("?q=%25", 2),
    ],
)
def test_filters_are_in_the_address(viewer, query, count):
    assert len(refs(page(viewer, query))) == count


def test_the_search_includes_measures(viewer, sheffield):
    word = "SMART"
    found = refs(page(viewer, f"?q={word}"))
    assert found == ["5.2.4"]


def test_late_only_shows_what_is_late_the_longest_overdue_first(viewer):
    html = page(viewer, "?late=1")
    assert "Late: 18 actions past the agreed end date and not complete" in html
    assert "18 of 89 actions are shown, only what is late, longest overdue first." in html
    lateness = [int(n) for n in re.findall(r"(\d+) months? late", words(html))]
    assert lateness == sorted(lateness, reverse=True)
    assert len(refs(html)) == 18


def test_a_complete_action_is_not_late_before_its_update_in_a_new_quarter(viewer, settings):
    settings.WSOA_TODAY = date(2020, 1, 2)
    html = page(viewer, "?q=6.1.3")
    assert "to Aug 2019" in html
    assert "late</span>" not in html


def test_the_filter_chips_count_within_the_other_filters(viewer):
    html = page(viewer, "?area=5&status=at_risk")
    numbers = [each.words for each in Page(html).sections("//b")]
    assert [number for number in numbers if number.isdigit()] == ["0", "6", "1", "7", "1"]


def test_the_same_address_returns_the_htmx_fragment(viewer):
    html = page(viewer, "?area=1", **{"HX-Request": "true"})
    assert html.startswith('<div id="grid">')
    assert "<html" not in html
    assert len(refs(html)) == 7


def test_the_answer_varies_with_htmx(viewer):
    assert "HX-Request" in viewer.get(GRID)["Vary"]


def test_a_saved_update_appears_in_the_grid_at_once(viewer, sheffield, people):
    action = sheffield.actions.get(ref="6.1.2")
    october = sheffield.periods.get(key="2019-10")
    before = page(viewer, "?q=6.1.2")
    sent = submit_update(
        by=people["lead"],
        action=action,
        period=october,
        words=UpdateContent(
            Status.COMPLETE, developments="It is open.", evidence="Forty came in May."
        ),
        based_on=current_update(action, october).pk,
    )
    waiting = page(viewer, "?q=6.1.2")
    accept(by=people["manager"], updates=[sent])
    after = page(viewer, "?q=6.1.2")
    pages = [Page(each) for each in (before, waiting, after)]
    rows = [page.sections("//tr[@class='app-row']")[0].html for page in pages]
    assert ["Not yet accepted" in row for row in rows] == [False, True, False]
    assert ["#s-complete" in row for row in rows] == [False, True, True]


def test_user_text_is_escaped(viewer, sheffield):
    sheffield.actions.filter(ref="1.1.1").update(text="<script>alert(1)</script>", version=99)
    assert "<script>alert" not in page(viewer)
    assert "&lt;script&gt;alert(1)" in page(viewer)


@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize("size", [1, 3, 89])
def test_the_number_of_queries_does_not_depend_on_the_plan(
    db, django_assert_num_queries, size, kept
):
    plan, client = small_plan(size)
    if kept:
        client.get(f"/plans/{plan.slug}/actions/")
    else:
        for name in ("rows", "pages"):
            caches[name].clear()
        client.get("/statuses/")  # what the menu counts is kept
    with django_assert_num_queries(4 if kept else 13):
        client.get(f"/plans/{plan.slug}/actions/")


# --- a plan of 24 quarters ---------------------------------------------------------------------


@pytest.fixture
def long_grid(db) -> Client:
    """The browser of somebody who reads a plan of 24 quarters, in the sixteenth of them."""
    reader = UserFactory()
    Membership.objects.create(plan=long_plan(), user=reader, role=Role.VIEWER)
    return browser_of(reader)


LONG = "/plans/long-plan/actions/"
AROUND_OCTOBER = ["April 2019", "July 2019", "Oct 2019", "Jan 2020", "April 2020", "July 2020"]


def heads(html: str) -> list[str]:
    return [head.words for head in Page(html).sections("//thead//th")]


def test_six_quarters_around_the_current_one_are_shown(long_grid):
    html = long_grid.get(LONG).content.decode()
    folded = "Jan 2016 to Jan 2019"
    assert heads(html) == ["Ref", "Action", "Lead", "Start, end", folded, *AROUND_OCTOBER]
    assert "13 quarters before April 2019 and 5 quarters after July 2020 are folded." in words(html)
    earlier = [cell.words for cell in Page(html).sections("//td[contains(@class, 'app-c-fold')]")]
    assert earlier == [
        "Earlier Behind in 5 of 13",
        "Earlier Behind in 4 of 13",
        "Earlier Behind in 4 of 13",
    ]


def test_all_quarters_are_a_link_away_and_stay_with_the_filters(long_grid):
    folded = long_grid.get(f"{LONG}?status=at_risk").content.decode()
    assert f'href="{LONG}?status=at_risk&amp;quarters=all"' in folded
    html = long_grid.get(f"{LONG}?status=at_risk&quarters=all").content.decode()
    assert len(heads(html)) == 4 + 24
    assert refs(html) == ["1.1.1"]
    assert '<input type="hidden" name="quarters" value="all">' in html
    assert 'href="?quarters=all"' in html  # the chip lets go of its status, and of nothing else
    assert f'href="{LONG}?quarters=all">Show all</a>' in html
    assert f'href="{LONG}?status=at_risk"' in html  # folds them again


def test_all_quarters_are_no_filter_of_actions(long_grid):
    assert "All 3 actions are shown" in words(
        long_grid.get(f"{LONG}?quarters=all").content.decode()
    )
    assert "Show all</a>" not in long_grid.get(f"{LONG}?quarters=all").content.decode()


def test_the_file_of_a_long_plan_has_all_quarters_that_have_come(long_grid):
    file = long_grid.get("/plans/long-plan/actions.csv").content.decode("utf-8-sig")
    heads = next(csv.reader(file.splitlines()))
    labels = [head for head in heads if re.fullmatch(r"[A-Z][a-z]+ 20\d\d", head)]
    assert (labels[0], labels[-1], len(labels)) == ("Jan 2016", "Oct 2019", 16)


def test_a_short_plan_folds_nothing(viewer):
    html = page(viewer)
    assert "quarters=all" not in html
    assert "app-c-fold" not in html
