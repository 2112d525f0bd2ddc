"""The pages of reports and of governance."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actions.domain.enums import Status
from actions.models import Plan, StatusUpdate, Verdict
from actions.selectors.updates import current_update
from actions.services.updates import UpdateContent, submit_update
from governance import tasks
from governance.models import Report
from governance.papers.document.frozen import plain
from governance.papers.document.schema import Quarterly
from governance.papers.quarterly.wording import move_words
from governance.services import jobs, report_requests
from tests.support.documents import actions_in
from tests.support.html import Page, words
from wsoa.accounts.models import Post, PostHolding

PLAN = "sheffield-2019"
LIST = reverse("reports", args=[PLAN])
ASK = reverse("report-pdf", args=[PLAN, "2019-10"])
PAGE = reverse("report-page", args=[PLAN, "2019-10"])
LIST_QUERIES = 6
PAGE_QUERIES = 17
PAGE_QUERIES_KEPT = 6


def small(document: Quarterly) -> object:
    """One area of it, as its row has it: soon rendered."""
    return plain(document.with_values(areas=document.areas[3:4]))


@pytest.fixture
def report(sheffield, october, people, document) -> Report:
    """One that waits, with a document that is soon rendered."""
    return Report.objects.create(
        plan=sheffield,
        period=october,
        content_hash="d" * 64,
        document=small(document),
        as_at=document.as_at,
        requested_by=people["manager"],
        requested_at=timezone.now(),
    )


def polled(client, report: Report, was: str):
    return client.get(f"{report.get_absolute_url()}?was={was}", headers={"HX-Request": "true"})


def test_reports_lists_the_quarters_begun_so_far_latest_first(signed_in):
    page = signed_in("manager").get(LIST).content.decode()

    links = [words for words, _address in Page(page).links]
    assert [words for words in links if re.fullmatch(r"\w+ 20\d\d update", words)] == [
        "October 2019 update",
        "July 2019 update",
    ]


@pytest.mark.parametrize(
    ("name", "buttons"),
    [("manager", 2), ("publisher", 2), ("accountable", 2), ("lead", 0), ("board", 0)],
)
def test_only_those_who_may_ask_see_a_button(signed_in, name, buttons):
    page = signed_in(name).get(LIST).content.decode()

    assert page.count('<button class="govuk-button govuk-button--secondary') == buttons


def test_refusal_names_who_can_make_pdfs(signed_in):
    answer = signed_in("lead").post(ASK)

    assert answer.status_code == 403
    assert "Only the programme manager, the publisher" in answer.content.decode()
    assert Report.objects.count() == 0


def test_a_request_leads_to_its_progress_and_a_finished_one_straight_to_the_file(
    signed_in, document
):
    client = signed_in("manager")

    first = client.post(ASK)
    made = Report.objects.get()
    assert first["Location"] == made.get_absolute_url()
    Report.objects.update(document=small(document))
    tasks.render_report(made.pk)

    assert client.post(ASK)["Location"] == reverse("report-file", args=[PLAN, "2019-10", made.pk])


def test_progress_is_polled_until_the_report_is_ready(signed_in, report):
    client = signed_in("viewer")
    page = client.get(report.get_absolute_url())
    assert 'hx-trigger="every 1s"' in page.content.decode()
    assert "HX-Request" in page["Vary"]

    claimed = jobs.claim(Report, report.pk)
    jobs.renew(claimed, stage="Laying out page 5 of about 40", done=19)
    making = polled(client, report, "queued").content.decode()
    assert "Laying out page 5 of about 40." in making
    assert 'value="19"' in making
    assert "The PDF is being made." in making
    assert "<html" not in making
    assert "The PDF is being made." not in polled(client, report, "making").content.decode()

    report_requests.make_report(report=claimed)
    ready = polled(client, report, "making").content.decode()
    report.refresh_from_db()
    assert "hx-trigger" not in ready
    made = rf"October 2019 update \(PDF, \d+ KB, {report.pages} pages\)"
    assert re.search(made, words(ready))


def test_without_a_worker_told_the_page_says_that_the_request_is_kept(signed_in, report):
    page = signed_in("manager").get(report.get_absolute_url()).content.decode()

    assert "Your request is saved" in page


def test_a_failed_report_says_why_and_only_who_may_ask_can_try_again(signed_in, report):
    Report.objects.update(state=Report.State.FAILED, error="The disk is full.", tries=3)
    again = reverse("report-again", args=[PLAN, "2019-10", report.pk])

    for name, buttons in (("manager", 1), ("viewer", 0)):
        page = signed_in(name).get(report.get_absolute_url()).content.decode()
        assert "The disk is full. There were 3 attempts." in page
        assert page.count("Try again") == buttons

    answer = signed_in("manager").post(again)
    report.refresh_from_db()
    assert answer["Location"] == report.get_absolute_url()
    assert report.state == Report.State.QUEUED


def test_the_file_comes_under_a_good_name_and_is_not_shared(signed_in, report):
    tasks.render_report(report.pk)

    answer = signed_in("viewer").get(reverse("report-file", args=[PLAN, "2019-10", report.pk]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        'attachment; filename="sheffield-2019-update-2019-10.pdf"'
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer["Cache-Control"]
    assert b"".join(answer).startswith(b"%PDF-1.7")


@pytest.mark.parametrize("name", ["report-file", "report-progress"])
def test_unknown_report_is_404(signed_in, report, name):
    client = signed_in("manager")

    for args in (
        [PLAN, "2019-10", report.pk + 1],
        [PLAN, "2019-07", report.pk],
        ["york", "2019-10", report.pk],
    ):
        assert client.get(reverse(name, args=args)).status_code == 404


def test_an_unfinished_report_has_no_file(signed_in, report):
    address = reverse("report-file", args=[PLAN, "2019-10", report.pk])

    assert signed_in("manager").get(address).status_code == 404


@pytest.mark.parametrize("key", ["2020-01", "2031-01", "x"])
def test_a_quarter_that_has_not_begun_has_no_report(signed_in, key):
    client = signed_in("manager")

    assert client.get(reverse("report-page", args=[PLAN, key])).status_code == 404
    assert client.post(reverse("report-pdf", args=[PLAN, key])).status_code == 404


def test_papers_are_asked_for_by_post_only(signed_in):
    assert signed_in("manager").get(ASK).status_code == 405


def test_the_web_page_says_what_the_document_says(signed_in, document):
    page = signed_in("viewer").get(reverse("report-page", args=[PLAN, "2019-10"])).content.decode()

    assert "<b>30 of 89 actions (34%)</b>" in page
    for action in actions_in(document):
        assert f"/actions/{action.ref}/" in page
    assert page.count("<b>Developments:</b>") == 29  # of 30, one was returned
    assert page.count("Not yet accepted.") == 17


def test_the_web_page_has_each_new_end_date_with_its_decision_as_paper_has(signed_in, document):
    html = words(signed_in("viewer").get(PAGE))
    moves = [move for action in actions_in(document) for move in action.moves]
    assert moves
    for move in moves:
        assert f"End date: {' '.join(move_words(move).split())}" in html


def test_what_is_late_comes_before_the_areas_the_longest_overdue_first(signed_in, document):
    page = Page(signed_in("viewer").get(PAGE))

    heads = page.headings(2)
    [by_area] = [head for head in heads if head.endswith("area by area")]
    assert heads.index("What is late: 18") < heads.index(by_area)
    late = page.with_id("late")
    addresses = [address for _words, address in late.links if "/actions/" in address]
    refs = [address.rstrip("/").rpartition("/")[2] for address in addresses]
    assert list(dict.fromkeys(refs)) == list(document.late_refs)


def test_every_area_is_folded_under_its_own_heading(signed_in):
    page = signed_in("viewer").get(PAGE).content.decode()

    assert page.count('<details class="govuk-details app-fold">') == 14
    folds = [each.words for each in Page(page).sections("//summary")]
    found = [re.fullmatch(r"The (\d+) actions in area (\d)", words) for words in folds]
    assert [match.groups() for match in found if match] == [
        ("7", "1"), ("15", "2"), ("10", "3"), ("8", "4"), ("15", "5"), ("21", "6"), ("13", "7"),
    ]  # fmt: skip


def test_the_web_page_is_made_once_and_read_with_few_queries(signed_in):
    client = signed_in("manager")
    client.get("/plans/sheffield-2019/glossary/")  # what the menu counts is kept
    with CaptureQueriesContext(connection) as first:
        client.get(PAGE)
    with CaptureQueriesContext(connection) as again:
        client.get(PAGE)

    assert (len(first), len(again)) == (PAGE_QUERIES, PAGE_QUERIES_KEPT)


def test_the_number_of_queries_of_the_page_does_not_grow_with_the_plan(signed_in, sheffield):
    client = signed_in("manager")
    for count in (89, 3, 1):
        keep = list(sheffield.actions.values_list("pk", flat=True)[:count])
        Verdict.objects.exclude(update__action__in=keep).delete()
        StatusUpdate.objects.exclude(action__in=keep)._raw_delete("default")
        sheffield.actions.exclude(pk__in=keep).delete()
        Plan.objects.update(version=F("version") + 1)
        client.get("/plans/sheffield-2019/glossary/")  # what the menu counts is kept
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        assert len(queries) == PAGE_QUERIES


def test_a_kept_page_shows_what_was_said_and_who_holds_a_post_since(
    signed_in, sheffield, october, people
):
    client = signed_in("viewer")
    assert "17 of 89 have an update that is not yet accepted." in client.get(PAGE).content.decode()
    action = sheffield.actions.get(ref="5.1.1")
    words = UpdateContent(
        Status.COMPLETE, developments="The last part is in use.", evidence="Parents say so."
    )
    standing = current_update(action, october)
    submit_update(
        by=people["manager"], action=action, period=october, words=words, based_on=standing.pk
    )
    assert "18 of 89 have an update that is not yet accepted." in client.get(PAGE).content.decode()

    PostHolding.objects.filter(post__code="SCC-HoS", deputy=False).update(holder="A Successor")
    assert "A Successor" in client.get(PAGE).content.decode()


def test_a_deputy_does_not_hold_the_post_on_paper(signed_in):
    post = Post.objects.get(code="SCC-HoS")
    PostHolding.objects.create(post=post, holder="A Deputy", deputy=True, since=date(2019, 11, 1))

    page = signed_in("viewer").get(PAGE).content.decode()

    assert "Tim Armstrong" in page
    assert "A Deputy" not in page


def test_the_list_takes_the_same_queries_however_many_reports_there_are(
    signed_in, report, sheffield, october, people
):
    client = signed_in("manager")
    client.get(LIST)  # the number in the menu is kept until something is written
    for count in (1, 3, 89):
        for number in range(Report.objects.count(), count):
            report.pk, report.content_hash = None, f"{number:064}"
            report._state.adding = True
            report.save()
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        assert len(queries) == LIST_QUERIES


def test_governance_names_the_bodies_and_the_four_themes_with_their_areas(signed_in, sheffield):
    page = signed_in("viewer").get(reverse("governance", args=[PLAN])).content.decode()

    names = [body.name for body in sheffield.bodies.all()]
    assert len(names) == 7
    for name in names:
        assert name.replace("&", "&amp;") in page
    addresses = [address for _words, address in Page(page).links if "?area=" in address]
    assert [address.rpartition("=")[2] for address in addresses] == [
        "5",
        "6",
        "1",
        "3",
        "4",
        "7",
        "2",
    ]
