"""The pages on which the programme manager sets up an indicator, its series and its targets."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from indicators.domain.enums import EndKind, HeadlineRule, TargetKind
from indicators.models import EndEvent, Indicator, IndicatorChange, Series, Target
from tests.support import figures
from tests.support.html import Page
from wsoa.audit.models import AuditEvent
from wsoa.web.resubmission import sign_owner

PLAN = "/plans/sheffield-2019/"
PAGE = f"{PLAN}indicators/try-ehc/"


@pytest.fixture
def manager(signed_in) -> Client:
    return signed_in("manager")


@pytest.fixture
def indicator(sheffield) -> Indicator:
    return figures.indicator(sheffield, key="try-ehc", short_title="Trial plans", every="month")


@pytest.fixture
def series(indicator) -> Series:
    made = figures.series(indicator, name="In the month", headline_place=1)
    for month, value in enumerate((52, 54, 56), start=7):
        figures.measured(made, f"2019-{month:02}", value)
    return made


def definition(**given: str) -> dict[str, str]:
    """What the form of a definition sends for a small indicator."""
    form = {"title": "Plans on time", "short_title": "Trial plans", "better": "higher"}
    return form | {"unit": "percent", "decimals": "0", "every": "month"} | given


def shown(client: Client, address: str) -> str:
    return Page(client.get(address).content.decode()).words


# --- the definition ---


def test_an_indicator_is_added_below_a_new_intention_of_a_new_key_outcome(manager, sheffield):
    aims = {"new_intention": "To decide sooner", "new_key_outcome": "Fewer appeals"}
    answer = manager.post(f"{PLAN}indicators/add/", definition(short_title="Add") | aims)
    added = Indicator.objects.get(plan=sheffield, title="Plans on time")
    assert added.key == "add-2", "a page stands at /indicators/add/"
    assert answer["Location"] == f"{PLAN}indicators/add-2/setup/"
    assert (added.intention.title, added.intention.key_outcome.title) == tuple(aims.values())
    assert [change.part for change in added.changes.all()] == ["added"]
    assert "Plans on time" in shown(manager, f"{PLAN}indicators/")


def test_an_indicator_without_a_place_is_shown_again_with_all_that_was_typed(manager, sheffield):
    answer = manager.post(f"{PLAN}indicators/add/", definition(formula="a over b", baseline="1 of"))
    page = Page(answer.content.decode())
    assert page.value("formula") == "a over b"
    assert page.errors == {
        "id_intention": "Select an intention, or enter the title of a new one",
        "id_baseline": "“1 of” is not a number",
    }
    assert all(page.with_id(field) for field in page.errors)


def test_a_changed_definition_keeps_what_it_was(manager, indicator, series, people):
    sent = definition(
        title=indicator.title,
        formula="Months in which it was met",
        tolerance="2.5",
        baseline="12 of 50",
        baseline_when="2018/19",
        reason="As agreed by the board",
    )
    answer = manager.post(f"{PAGE}change/", sent)
    assert answer["Location"] == f"{PAGE}setup/"
    indicator.refresh_from_db()
    assert (indicator.formula, indicator.tolerance) == ("Months in which it was met", 2.5)
    assert (indicator.baseline, indicator.baseline_numerator) == (24.0, 12.0)
    page = shown(manager, f"{PAGE}setup/")
    assert "Formula: not stated Months in which it was met" in page
    assert "Baseline: not stated 24" in page
    assert "As agreed by the board" in page
    event = AuditEvent.objects.latest("pk")
    assert event.verb == "set-up-indicator"
    assert "24" not in event.summary


def test_a_change_that_turns_past_figures_round_says_so_and_asks(manager, indicator, series):
    sent = definition(title=indicator.title, better="lower", unit="count", suppress_below="5")
    page = Page(manager.post(f"{PAGE}change/", sent).content.decode())
    assert "3 figures keep their number, but they are now read as “Number”" in page.words
    assert "The verdict on its past figures turns round" in page.words
    assert "Counts below 5 will be hidden" in page.words
    assert page.errors == {"id_sure": "Confirm that past figures may be read in the new way"}
    indicator.refresh_from_db()
    assert (indicator.better, indicator.unit) == ("higher", "percent")
    assert manager.post(f"{PAGE}change/", sent | {"sure": "on"}).status_code == 302
    indicator.refresh_from_db()
    assert (indicator.better, indicator.unit, indicator.suppress_below) == ("lower", "count", 5)


def test_without_figures_nothing_follows_and_nothing_is_asked(manager, indicator):
    sent = definition(title=indicator.title, better="lower")
    assert manager.post(f"{PAGE}change/", sent).status_code == 302


def test_of_two_people_the_second_is_told_and_keeps_what_was_typed(
    manager, signed_in, indicator, people, sheffield
):
    IndicatorChange.objects.create(
        indicator=indicator,
        part="definition",
        summary="Changed its note",
        by=people["lead"],
        at="2019-11-15T10:00:00Z",
    )
    sent = definition(title=indicator.title, note="Mine", based_on="0")
    page = Page(manager.post(f"{PAGE}change/", sent).content.decode())
    assert "changed this indicator after you opened the page" in page.words
    assert page.value("note") == "Mine"


def test_a_second_window_of_the_same_person_is_told_and_saves_when_it_is_sent_again(
    manager, indicator
):
    opened = Page(manager.get(f"{PAGE}change/").content.decode()).value("based_on") or ""
    first = definition(title=indicator.title, short_title="First", based_on=opened)
    assert manager.post(f"{PAGE}change/", first).status_code == 302
    second = definition(title=indicator.title, formula="a over b", based_on=opened)
    page = Page(manager.post(f"{PAGE}change/", second).content.decode())
    assert "You changed this indicator in another window after you opened the page" in page.words
    assert page.value("formula") == "a over b"
    indicator.refresh_from_db()
    assert indicator.short_title == "First"
    again = second | {"based_on": page.value("based_on") or ""}
    assert manager.post(f"{PAGE}change/", again).status_code == 302


def test_what_was_typed_is_not_dropped_because_of_another_choice(manager, indicator, series):
    aim = str(indicator.intention_id)
    sent = definition(intention=aim, new_intention="To decide sooner", short_title="Second")
    page = Page(manager.post(f"{PLAN}indicators/add/", sent).content.decode())
    assert list(page.errors) == ["id_new_intention"]
    target = {"kind": "direction", "value": "75", "against": str(series.pk)}
    page = Page(manager.post(f"{PAGE}targets/add/", target).content.decode())
    assert list(page.errors) == ["id_value", "id_against"]
    assert not indicator.targets.exists()


def test_two_indicators_of_a_plan_have_no_short_title_in_common(manager, indicator):
    sent = definition(intention=str(indicator.intention_id), short_title="trial PLANS")
    page = Page(manager.post(f"{PLAN}indicators/add/", sent).content.decode())
    assert list(page.errors) == ["id_short_title"]


def test_days_and_periods_before_and_after_the_plan_are_refused_in_words(manager, indicator):
    sent = definition(title=indicator.title, baseline="24", baseline_when="2025/26")
    page = Page(manager.post(f"{PAGE}change/", sent).content.decode())
    assert "“2025/26” is in the future" in page.errors["id_baseline_when"]
    early = definition(title=indicator.title) | day("next_due", "1 1 1900")
    page = Page(manager.post(f"{PAGE}change/", early).content.decode())
    assert page.errors["id_next_due_0"].startswith("The day must be on or after 17 May 2019")


def test_what_was_typed_survives_a_new_sign_in(client, manager, indicator, people):
    sent = definition(title=indicator.title, note="Mine") | {
        "keep_for": sign_owner(people["manager"])
    }
    assert manager.get(f"{PAGE}change/").status_code == 200
    manager.logout()
    assert manager.post(f"{PAGE}change/", sent).status_code == 302
    manager.force_login(
        people["manager"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    # The session that kept it goes on with the sign-in.
    assert "Change the definition" in manager.get(f"{PAGE}change/").content.decode()


# --- series, breaks, and what speaks ---


def test_a_series_is_renamed_and_its_period_stays_once_it_has_figures(manager, indicator, series):
    address = f"{PAGE}series/{series.pk}/"
    sent = {"name": "Monthly", "span_kind": "year", "kind": "internal", "source": "", "note": ""}
    page = Page(manager.post(address, sent).content.decode())
    assert list(page.errors) == ["id_span_kind"]
    assert manager.post(address, sent | {"span_kind": "month"}).status_code == 302
    series.refresh_from_db()
    assert series.name == "Monthly"
    assert "Name: In the month Monthly" in shown(manager, f"{PAGE}setup/")


def test_a_break_is_added_and_removed_and_the_history_has_both(manager, indicator, series):
    sent = {"first_day_day": "1", "first_day_month": "9", "first_day_year": "2019"}
    address = f"{PAGE}series/{series.pk}/break/"
    assert "Enter what changed" in manager.post(address, sent).content.decode()
    manager.post(address, sent | {"reason": "Counted by day."})
    made = series.breaks.get()
    assert (made.first_day, made.reason) == (date(2019, 9, 1), "Counted by day")
    manager.post(f"{address}{made.pk}/remove/")
    assert not series.breaks.exists()
    summaries = list(indicator.changes.values_list("summary", flat=True))
    assert summaries == [
        "Added a break on 1 September 2019 to the series “In the month”",
        "Removed the break on 1 September 2019 from the series “In the month”",
    ]


def test_two_series_speak_by_their_gap(manager, indicator, series):
    other = figures.series(indicator, name="All pupils")
    sent = {"rule": "gap_between", f"place_{series.pk}": "1", f"place_{other.pk}": ""}
    page = Page(manager.post(f"{PAGE}headline/", sent).content.decode())
    assert page.errors == {"id_rule_0": "Select at least two series for this"}
    manager.post(f"{PAGE}headline/", sent | {f"place_{other.pk}": "2"})
    indicator.refresh_from_db()
    assert indicator.headline_rule == HeadlineRule.GAP_BETWEEN
    assert [one.headline_place for one in (series, other) if not one.refresh_from_db()] == [1, 2]
    assert "The gap between In the month and All pupils" in shown(manager, f"{PAGE}setup/")


# --- targets and links ---


def day(name: str, typed: str) -> dict[str, str]:
    """The three boxes of a day: day("by", "31 8 2020")."""
    parts = zip(("day", "month", "year"), typed.split(), strict=True)
    return {f"{name}_{part}": text for part, text in parts}


def test_a_target_with_milestones_is_set_changed_and_removed(manager, indicator, series):
    sent = {"kind": "number", "value": "90%"} | day("by", "31 8 2020")
    steps = (
        day("day_1", "31 3 2020")
        | {"value_1": "75"}
        | day("day_2", "30 9 2019")
        | {"value_2": "60"}
    )
    manager.post(f"{PAGE}targets/add/", sent | steps)
    target = indicator.targets.get()
    assert (target.kind, target.value, target.by) == (TargetKind.NUMBER, 90.0, date(2020, 8, 31))
    assert target.trajectory == [["2019-09-30", 60.0], ["2020-03-31", 75.0]]
    form = Page(manager.get(f"{PAGE}targets/{target.pk}/").content.decode())
    assert [form.value(name) for name in ("value", "value_1", "day_2_month")] == ["90", "60", "3"]
    late = Page(
        manager.post(
            f"{PAGE}targets/{target.pk}/", sent | steps | day("day_2", "31 8 2020")
        ).content.decode()
    )
    assert late.errors == {"id_by_0": "Each milestone must be before the day of the target"}
    manager.post(f"{PAGE}targets/{target.pk}/", sent | {"value": "95"})
    target.refresh_from_db()
    assert (target.value, target.trajectory) == (95.0, [])
    manager.post(f"{PAGE}targets/{target.pk}/remove/")
    assert not indicator.targets.exists()
    page = shown(manager, f"{PAGE}setup/")
    assert "Target: 95 by 31 August 2020 not stated" in page
    assert "milestones: 60 by 30 September 2019, 75 by 31 March 2020" in page


def test_each_kind_of_target_says_what_it_lacks(manager, indicator, series):
    lacks = {
        "number": {
            "id_value": "Enter the number to be reached",
        },
        "series": {"id_against": "Select the series to compare with"},
    }
    for kind, errors in lacks.items():
        page = Page(manager.post(f"{PAGE}targets/add/", {"kind": kind}).content.decode())
        assert page.errors == errors
    manager.post(f"{PAGE}targets/add/", {"kind": "series", "against": str(series.pk)})
    assert indicator.targets.get().against == series
    assert "At least as good as In the month" in shown(manager, PAGE)


def test_an_indicator_is_linked_to_outcomes_and_measures(manager, indicator, sheffield):
    outcome = sheffield.actions.get(ref="5.1.1").outcome
    measure = sheffield.actions.get(ref="6.1.2").measures.first()
    manager.post(f"{PAGE}links/", {"outcomes": [outcome.pk], "measures": [measure.pk]})
    assert list(indicator.outcomes.all()) == [outcome]
    assert list(indicator.measures.all()) == [measure]
    page = manager.get(f"{PAGE}links/").content.decode()
    assert page.count(" checked") == 2
    wrong = manager.post(f"{PAGE}links/", {"outcomes": [0]})
    assert "Select from the list" in wrong.content.decode()


# --- ends ---


def ended(**given: str) -> dict[str, str]:
    form = {"kind": "discontinued", "reason": "Collection cancelled."}
    return form | day("day", "1 11 2019") | given


@pytest.mark.every_backend
def test_a_discontinued_indicator_stays_with_its_reason_and_asks_for_nothing(
    manager, indicator, series
):
    Indicator.objects.filter(pk=indicator.pk).update(next_due=date(2019, 11, 1))
    assert "The figure due on 1 November 2019 has not been received" in shown(manager, PAGE)
    manager.post(f"{PAGE}end/", ended())
    page = shown(manager, PAGE)
    assert "Discontinued on 1 November 2019: Collection cancelled" in page
    assert "has not been received" not in page
    assert "Discontinued on 1 November 2019" in shown(manager, f"{PLAN}indicators/")
    assert not Indicator.objects.awaited_by(date(2019, 12, 1)).filter(pk=indicator.pk).exists()
    assert "Trial plans" not in shown(manager, f"{PLAN}indicators/enter/")
    assert "Trial plans" not in shown(manager, f"{PLAN}questions/")
    again = Page(manager.post(f"{PAGE}end/", ended()).content.decode())
    assert list(again.errors) == ["id_kind_0"]
    manager.post(f"{PAGE}end/", ended(kind=EndKind.RESUMED, reason="Collected again"))
    assert EndEvent.objects.count() == 2
    assert Indicator.objects.awaited_by(date(2019, 12, 1)).filter(pk=indicator.pk).exists()


def test_an_end_needs_a_reason_and_a_day_that_has_come(manager, indicator):
    page = Page(manager.post(f"{PAGE}end/", ended(reason=" ")).content.decode())
    assert page.errors == {"id_reason": "Enter the reason, for example “collection cancelled”"}
    page = Page(manager.post(f"{PAGE}end/", ended() | day("day", "1 11 2021")).content.decode())
    assert page.errors == {"id_day_0": "Day must be today or in the past"}


def test_an_end_before_the_last_figure_is_refused_and_a_wrong_one_is_corrected(
    manager, indicator, series
):
    page = Page(manager.post(f"{PAGE}end/", ended() | day("day", "1 1 2010")).content.decode())
    assert page.errors == {
        "id_day_0": "Day must be on or after 1 September 2019, because there is a figure for Sept "
        "2019. Enter the day from which nothing is measured"
    }
    manager.post(f"{PAGE}end/", ended())
    form = manager.get(f"{PAGE}end/").content.decode()
    assert "Discontinued: correct the day or the reason" in form
    manager.post(f"{PAGE}end/", ended() | day("day", "1 10 2019"))
    assert "Discontinued on 1 October 2019" in shown(manager, PAGE)
    assert "Discontinued on 1 November 2019" not in shown(manager, PAGE)
    assert not Indicator.objects.awaited_by(date(2019, 12, 1)).filter(pk=indicator.pk).exists()
    manager.post(f"{PAGE}end/", ended(kind="resumed", reason="Collected again"))
    assert "Discontinued" not in shown(manager, PAGE)


def test_an_ended_series_leaves_the_form_of_many_figures(manager, indicator, series):
    other = figures.series(indicator, name="Year so far", span_kind="year")
    assert "Year so far" in shown(manager, f"{PLAN}indicators/enter/")
    manager.post(f"{PAGE}series/{other.pk}/end/", ended(kind="ended"))
    page = shown(manager, f"{PLAN}indicators/enter/")
    assert "Trial plans" in page
    assert "Year so far" not in page
    assert "Ended on 1 November 2019" in shown(manager, f"{PAGE}setup/")


def test_an_address_of_another_indicator_is_not_there(manager, indicator, series, sheffield):
    other = figures.indicator(sheffield, key="other")
    target = Target.objects.create(indicator=other, order=1)
    assert manager.get(f"{PLAN}indicators/other/series/{series.pk}/").status_code == 404
    assert manager.get(f"{PAGE}targets/{target.pk}/").status_code == 404
