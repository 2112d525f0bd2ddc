"""The page for accepting and returning updates: one or several, with and without JavaScript."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actions.domain.enums import Status
from actions.models import Membership, StatusUpdate, Verdict
from actions.presenters.verdict_review import WaitingUpdate, waiting_of
from actions.services.updates import UpdateContent, submit_update
from actions.services.verdicts import (
    accept,
)
from tests.support.html import Page, words
from tests.support.verdicts import a_plan_with, says, word_on

PAGE = "/plans/sheffield-2019/review/"
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/plans/sheffield-2019/review/"}


def test_an_officer_sees_their_area_old_and_new_side_by_side(signed_in) -> None:
    page = says(signed_in("accountable"), PAGE)
    assert "Waiting: 2" in page
    assert "Before: July 2019" in page
    assert "Sent: October 2019" in page
    assert "6.1.5" not in page
    assert "Updates to review (2)" in page


def test_a_row_says_both_statuses_and_what_to_look_at(signed_in) -> None:
    page = Page(signed_in("manager").get(PAGE))
    [row] = [
        part for part in page.sections("//li[contains(@class, 'app-review')]") if "3.2.3" in part
    ]
    short = row.section(".//div[@class='app-review__row']").words
    assert "Before: Behind or at risk Sent: → Behind or at risk" in short
    assert "4 months late Significant risk" in short
    whole = row.section(".//details").words
    assert "Whole texts of 3.2.3, old and new" in whole
    assert "Measures" in whole
    assert "Before: July 2019" in whole


def test_the_manager_sees_all_and_filters_by_area_in_the_address(signed_in) -> None:
    manager = signed_in("manager")
    assert "Waiting: 17" in says(manager, PAGE)
    five = says(manager, f"{PAGE}?area=5")
    assert "Waiting: 2" in five
    assert "Updates to review (17)" in five
    assert "Waiting: 0" in says(manager, f"{PAGE}?area=nowhere")


def test_missing_and_returned_updates_are_listed_too(signed_in, sheffield, october) -> None:
    page = says(signed_in("manager"), f"{PAGE}?area=7")
    assert "No response:" in page
    assert "Returned, not sent again" in page
    assert "5.1.6" not in says(signed_in("accountable"), PAGE).split("No response:", 2)[2]


def test_one_is_accepted_on_the_plain_page(signed_in, waiting) -> None:
    answer = signed_in("manager").post(f"{PAGE}?area=5", {"update": waiting.pk}, follow=True)
    assert answer.redirect_chain == [(f"{PAGE}?area=5", 302)]
    page = words(answer.content.decode())
    assert "5.1.6 was accepted." in page
    assert "Waiting: 1" in page


def test_selected_updates_are_accepted_together(signed_in, sheffield, october, waiting) -> None:
    other = word_on(sheffield, "5.2.8", october)
    answer = signed_in("accountable").post(PAGE, {"update": [waiting.pk, other.pk]}, follow=True)
    page = words(answer.content.decode())
    assert "2 updates were accepted." in page
    assert "There are no updates to review." in page


def test_with_htmx_the_row_shows_the_verdict(signed_in, waiting) -> None:
    answer = signed_in("accountable").post(PAGE, {"update": waiting.pk}, headers=HTMX)
    html = answer.content.decode()
    assert html.startswith(
        f'<li class="app-todo-item app-review app-review--done" id="w{waiting.pk}"'
    )
    assert "5.1.6 was accepted." in html
    assert '<span id="review-left" hx-swap-oob="innerHTML">1</span>' in html


def test_with_htmx_several_verdicts_return_the_list(signed_in, sheffield, october, waiting) -> None:
    other = word_on(sheffield, "5.2.8", october)
    sent = {"update": [waiting.pk, other.pk]}
    answer = signed_in("accountable").post(PAGE, sent, headers=HTMX)
    assert answer["HX-Retarget"] == "#review"
    html = answer.content.decode()
    assert "<html" not in html
    assert "2 updates were accepted." in html


def test_an_empty_selection_shows_an_error(signed_in) -> None:
    page = says_after_post(signed_in("accountable"), {})
    assert "There is a problem Select the updates that you accept." in page
    assert "Waiting: 2" in page


def says_after_post(client: Client, sent: dict[str, object]) -> str:
    answer = client.post(PAGE, sent)
    assert answer.status_code == 200
    return words(answer.content.decode())


def test_a_newer_update_is_reported_and_the_selection_is_kept(
    signed_in, people, waiting, sheffield, october
) -> None:
    other = word_on(sheffield, "5.2.8", october)
    submit_update(
        by=people["lead"],
        action=waiting.action,
        period=october,
        words=UpdateContent(Status("at_risk"), developments="More has happened."),
        based_on=waiting.pk,
    )
    answer = signed_in("accountable").post(PAGE, {"update": [waiting.pk, other.pk]})
    html = answer.content.decode()
    assert "A newer update of 5.1.6 has been sent since you opened the page." in html
    assert f'value="{other.pk}" id="tick-{other.pk}" checked' in html
    assert not Verdict.objects.filter(update=other).exists()


@pytest.mark.parametrize("junk", ["x", "9999999", "", "1.5", "9" * 30])
def test_an_invalid_id_is_refused(signed_in, junk) -> None:
    assert "Select the updates" in says_after_post(signed_in("manager"), {"update": junk})


def test_another_officer_area_is_refused_with_a_reason(signed_in, sheffield, october) -> None:
    elsewhere = word_on(sheffield, "6.1.5", october)
    answer = signed_in("accountable").post(PAGE, {"update": elsewhere.pk})
    assert answer.status_code == 403
    assert "6.1.5 is not in your area" in answer.content.decode()


def test_an_update_is_returned_with_a_reason(signed_in, waiting, people) -> None:
    address = f"{PAGE}{waiting.pk}/return/"
    officer = signed_in("accountable")
    assert "Reason for returning it" in says(officer, address)
    answer = officer.post(address, {"words": "Which funding?"}, follow=True)
    assert "5.1.6 was returned." in words(answer.content.decode())
    verdict = Verdict.objects.get(update=waiting)
    assert (verdict.accepted, verdict.words, verdict.by) == (
        False,
        "Which funding?",
        people["accountable"],
    )


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_return_without_reason_shows_an_error_beside_the_field(
    signed_in, waiting, headers
) -> None:
    address = f"{PAGE}{waiting.pk}/return/"
    html = signed_in("accountable").post(address, {"words": "  "}, headers=headers).content.decode()
    assert html.count("Enter what the lead needs to change") == 2
    assert f'id="r{waiting.pk}-words_error"' in html
    assert ("<html" in html) == (not headers)
    assert not Verdict.objects.filter(update=waiting).exists()


def test_an_overlong_reason_is_kept_as_typed(signed_in, waiting) -> None:
    words = "word " * 40_000
    html = (
        signed_in("accountable")
        .post(f"{PAGE}{waiting.pk}/return/", {"words": words})
        .content.decode()
    )
    assert "must be 4,000 characters or fewer" in html
    assert words.strip() in html
    assert not Verdict.objects.filter(update=waiting).exists()


def test_the_input_is_kept_if_the_verdict_came_too_late(signed_in, waiting, people) -> None:
    accept(by=people["manager"], updates=[waiting])
    answer = signed_in("accountable").post(f"{PAGE}{waiting.pk}/return/", {"words": "Which one?"})
    html = answer.content.decode()
    assert "was accepted by Demo programme manager" in html
    assert "Which one?</textarea>" in html


def test_the_home_page_says_what_waits(signed_in) -> None:
    assert "Area 5, EHC Plans: 2 updates" in says(signed_in("accountable"), "/")
    assert "Updates to review (17)" in says(signed_in("manager"), "/")
    assert "Updates to accept" not in says(signed_in("lead"), "/")


@pytest.mark.parametrize("count", [1, 3, 89])
def test_the_page_takes_sixteen_queries_for_any_number_of_updates(
    count, db, people, signed_in
) -> None:
    plan = a_plan_with(count, people["manager"])
    client = signed_in("manager")
    client.get(f"/plans/{plan.slug}/glossary/")  # what the menu counts is kept
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(f"/plans/{plan.slug}/review/")
    assert answer.status_code == 200
    assert f"Waiting: {2 * count}" in words(answer.content.decode())
    assert len(asked) == 16


def test_an_address_with_an_invalid_number_is_not_found(signed_in) -> None:
    assert signed_in("manager").get(f"{PAGE}{'9' * 30}/return/").status_code == 404


def ticked(html: str) -> list[int]:
    boxes = [field for field in Page(html).fields if field.is_checked]
    return [int(box.value) for box in boxes if box.id == f"tick-{box.value}"]


def test_all_updates_are_selected_by_a_link_and_then_accepted(
    signed_in, sheffield, october, waiting
) -> None:
    officer, other = signed_in("accountable"), word_on(sheffield, "5.2.8", october)
    page = officer.get(f"{PAGE}?area=5").content.decode()
    assert ticked(page) == []
    assert f'<a class="govuk-link app-hit" href="{PAGE}?area=5&amp;tick=all#accept-many"' in page
    assert "Select all 2" in page
    page = officer.get(f"{PAGE}?area=5&tick=all").content.decode()
    assert sorted(ticked(page)) == sorted([waiting.pk, other.pk])
    assert "All 2 are selected." in page
    assert f'href="{PAGE}?area=5#accept-many"' in page  # unticks them again
    told = officer.post(f"{PAGE}?area=5", {"update": ticked(page)}, follow=True)
    assert "2 updates were accepted." in words(told.content.decode())


def test_an_own_update_has_no_checkbox_and_names_who_accepts_it(
    signed_in, people, october, waiting
) -> None:
    own = submit_update(
        by=people["manager"],
        action=waiting.action,
        period=october,
        words=UpdateContent(Status("at_risk"), developments="Said for the lead."),
        based_on=waiting.pk,
    )
    html = signed_in("manager").get(f"{PAGE}?area=5&tick=all").content.decode()
    assert f"tick-{own.pk}" not in html
    assert len(ticked(html)) == 1
    assert (
        "You sent this yourself. Demo accountable officer, area 5 can accept it or return it."
        in words(html)
    )
    Membership.objects.filter(user=people["accountable"]).delete()
    html = signed_in("manager").get(f"{PAGE}?area=5").content.decode()
    assert f"tick-{own.pk}" in html
    assert "the record shows that the same person sent it and accepted it" in words(html)


@pytest.mark.parametrize("accepted", [False, True])
def test_before_is_the_last_accepted_status_and_no_update_that_never_was(
    people, october, waiting, accepted
) -> None:
    """Two updates in one round: only an accepted first one is what the second changes."""
    action, [shown] = waiting.action, _waiting_of(people, waiting)
    earlier = shown.old
    assert earlier is not None
    assert earlier.period != f"{october.first_day:%B %Y}"
    if accepted:
        accept(by=people["accountable"], updates=[waiting])
    again = submit_update(
        by=people["manager"],
        action=action,
        period=october,
        words=UpdateContent(
            Status.AT_RISK, developments="Said once more.", forecast_month=date(2020, 3, 1)
        ),
        based_on=waiting.pk,
    )
    [shown] = _waiting_of(people, again)
    assert shown.old is not None
    expected = waiting.status if accepted else earlier.status
    of = october.first_day if accepted else None
    assert (shown.old.status, shown.old.period) == (
        expected,
        f"{of:%B %Y}" if of else earlier.period,
    )


def _waiting_of(people, update: StatusUpdate) -> list[WaitingUpdate]:
    plan = update.action.plan
    [read] = StatusUpdate.objects.of_ids([update.pk]).for_review()
    return waiting_of(people["accountable"], plan, [read], date(2019, 11, 15))
