"""The pages on which a publication is prepared, signed, published, corrected and withdrawn."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.models import AreaCommentary, Plan, StatusUpdate, Verdict
from governance import tasks
from governance.domain.enums import PaperState
from governance.models import Clearance, Paper, Rendering
from governance.papers.document.schema import Quarterly
from governance.papers.quarterly import text_clearance
from governance.services import jobs, publication_drafts, publishing
from tests.support.html import Page
from tests.support.html import words as text_of
from tests.support.publishing_steps import ready_to_sign, sign_both
from wsoa.core.clock import now

pytestmark = pytest.mark.django_db
PLAN = "sheffield-2019"
LIST = reverse("publications", args=[PLAN])
PAGE = reverse("publication", args=[PLAN, "2019-07"])
PROGRESS = reverse("publication-progress", args=[PLAN, "2019-07"])
QUERIES_LIST = 7
QUERIES = 20  # however many actions, texts and warnings there are


@pytest.fixture
def july(sheffield: Plan):
    return sheffield.periods.get(key="2019-07")


@pytest.fixture
def draft(people, sheffield, july) -> Paper:
    return publication_drafts.prepare_publication(
        by=people["publisher"], plan=sheffield, period=july
    )


@pytest.fixture
def publisher(signed_in):
    return signed_in("publisher")


def send(client, do: str, of: str = "", version: int = 1, **fields: object):
    return client.post(PAGE, {"do": do, "of": of, "version": version} | fields)


def test_list_offers_to_prepare_closed_quarters_without_publication(publisher, signed_in):
    page = publisher.get(LIST).content.decode()

    quarters = [each.words for each in Page(page).sections("//b")]
    assert [words for words in quarters if re.fullmatch(r"\w+ 20\d\d update", words)] == [
        "October 2019 update",
        "July 2019 update",
    ]
    assert Page(page).value("key") == "2019-07"
    assert 'name="key"' not in signed_in("board").get(LIST).content.decode()


def test_preparing_redirects_to_the_draft_and_refuses_open_quarters(publisher):
    assert publisher.post(LIST, {"key": "2019-07"})["Location"] == PAGE
    refused = publisher.post(LIST, {"key": "2019-10"})

    assert "October 2019 is still open and takes updates" in text_of(refused)
    assert publisher.post(LIST, {"key": "2019-08"}).status_code == 404
    assert Paper.objects.count() == 1


def test_draft_is_visible_to_publisher_and_signers_only(signed_in, draft):
    answers = {
        name: (signed_in(name).get(LIST).status_code, signed_in(name).get(PAGE).status_code)
        for name in ("publisher", "accountable", "nhs-lead", "lead", "board", "manager", "viewer")
    }

    assert answers == {
        "publisher": (200, 200),
        "accountable": (200, 200),
        "nhs-lead": (200, 200),
        "lead": (200, 403),
        "board": (200, 403),
        "manager": (200, 403),
        "viewer": (200, 403),
    }
    assert PAGE not in signed_in("viewer").get(LIST).content.decode()


def test_page_shows_exact_texts_and_open_steps(publisher, draft, july):
    page = text_of(publisher.get(PAGE))
    found = text_clearance.printable_texts(draft.plan, july)

    assert f"Texts of leads and officers {len(found)} to read" in page
    assert "Summary of changes 1 to read" in page
    assert "Signatures 2 missing" in page
    assert draft.sha256 in page
    for text in found:
        for _title, words in text.parts:
            assert " ".join(words.split())[:60].replace("'", "&#x27;") in page


def test_selected_texts_are_cleared_and_left_out_with_a_reason(publisher, draft, july):
    first, second, *_ = text_clearance.printable_texts(draft.plan, july)

    cleared = send(publisher, "clear", key=[first.update.pk])
    bare = send(publisher, "leave-out", of=str(second.update.pk), reason="")
    left = send(publisher, "leave-out", of=str(second.update.pk), reason="It names a child.")

    assert (cleared["Location"], left["Location"]) == (f"{PAGE}#texts", f"{PAGE}#texts")
    assert "Enter why the text is left out" in text_of(bare)
    decided = Clearance.objects.order_by("pk").values_list("update", "cleared", "reason")
    assert list(decided) == [
        (first.update.pk, True, ""),
        (second.update.pk, False, "It names a child."),
    ]
    assert "Left out: It names a child." in text_of(publisher.get(PAGE))


def test_empty_selection_is_an_error(publisher, draft):
    assert "Select at least one" in text_of(send(publisher, "clear"))
    refused = send(publisher, "accept", of="no-commentary", reason="It is known.")
    assert "Select the warnings that you accept" in text_of(refused)
    assert "It is known." in refused.content.decode()


def test_warning_is_accepted_with_a_reason_and_errors_keep_the_input(publisher, draft):
    keys = ["no-commentary|1", "no-commentary|2"]
    refused = send(publisher, "accept", of="no-commentary", key=keys, reason=" ")
    assert "Enter why it can be published as it is" in text_of(refused)
    assert refused.content.decode().count(" checked") == 2

    send(publisher, "accept", of="no-commentary", key=keys, reason="It is in the annex.")

    assert set(draft.accepted.values_list("key", "reason")) == {
        (key, "It is in the annex.") for key in keys
    }
    page = text_of(publisher.get(PAGE))
    assert "Areas without commentary: 5" in page
    assert "Accepted with a reason: 2" in page


def test_a_form_of_another_version_is_refused(publisher, draft):
    refused = send(publisher, "freeze", version=7)

    assert "There is a newer version" in text_of(refused)
    assert send(publisher, "burn").status_code == 404


def test_signers_sign_and_void_signatures_are_listed(
    people, signed_in, publisher, draft, july, sheffield
):
    paper = ready_to_sign(people, draft)
    for name, side in (("accountable", "council"), ("nhs-lead", "nhs")):
        client = signed_in(name)
        assert f"Sign this document for the {side if side == 'council' else 'NHS'}".lower() in (
            text_of(client.get(PAGE)).lower()
        )
        address = reverse("publication-sign", args=[PLAN, "2019-07", side])
        assert client.post(address, {"sha256": paper.sha256})["Location"] == PAGE
    assert "Publish version 1" in text_of(publisher.get(PAGE))

    area = sheffield.areas.get(ref="1")
    words = {"developments": "Something was done.", "source": "A paper", "at": now()}
    AreaCommentary.objects.create(area=area, period=july, **words)
    send(publisher, "freeze")

    page = text_of(publisher.get(PAGE))
    assert page.count("No longer valid, because the document has changed:") == 2
    assert "You can publish it once both organisations have signed." in page


def test_outdated_page_cannot_sign(people, signed_in, draft):
    ready_to_sign(people, draft)
    address = reverse("publication-sign", args=[PLAN, "2019-07", "nhs"])
    refused = signed_in("nhs-lead").post(address, {"sha256": draft.sha256})

    assert "The document has been frozen again since you opened this page" in text_of(refused)
    assert draft.signatures.count() == 0


def test_signer_cannot_sign_for_the_other_organisation(people, signed_in, draft):
    paper = ready_to_sign(people, draft)
    address = reverse("publication-sign", args=[PLAN, "2019-07", "council"])

    assert signed_in("nhs-lead").post(address, {"sha256": paper.sha256}).status_code == 403


@pytest.mark.usefixtures("small_formats")
def test_progress_is_polled_until_published(people, publisher, draft):
    sign_both(people, ready_to_sign(people, draft))
    assert send(publisher, "publish", when="now")["Location"] == PAGE
    assert 'hx-trigger="every 1s"' in publisher.get(PAGE).content.decode()

    claimed = jobs.claim(Rendering, draft.rendering.pk)
    jobs.renew(claimed, stage="Writing the pages", done=40)
    headers = {"HX-Request": "true"}
    making = publisher.get(f"{PROGRESS}?was=queued", headers=headers).content.decode()
    assert "Writing the pages." in making
    assert "The files are being made." in making
    assert "<html" not in making
    assert publisher.get(PROGRESS)["Location"] == PAGE
    Rendering.objects.update(leased_until=None)
    tasks.render_paper(draft.rendering.pk)

    out = publisher.get(f"{PROGRESS}?was=making", headers=headers).content.decode()
    assert "hx-trigger" not in out
    assert "The report is published." in out
    page = publisher.get(PAGE).content.decode()
    assert 'href="/published/sheffield-2019/2019-07/v1/"' in page
    assert "Published on 15 November 2019" in page
    assert "paper.html, paper.json" in page


def test_scheduled_time_must_be_complete_and_in_the_future(people, publisher, draft):
    sign_both(people, ready_to_sign(people, draft))

    bare = text_of(send(publisher, "publish", when="later"))
    assert "Enter the date of publication" in bare
    assert "Enter a time, for example 09:30" in bare
    day = {"day_day": "1", "day_month": "11", "day_year": "2019", "time": "09:30"}
    past = send(publisher, "publish", when="later", **day)
    assert "Date and time must be in the future" in text_of(past)
    assert 'value="09:30"' in past.content.decode()
    send(publisher, "publish", when="later", **(day | {"day_month": "12"}))

    paper = publication_drafts.refetch(draft)
    assert paper.state == PaperState.SCHEDULED
    assert f"{paper.publish_from:%d %b %Y %H:%M}" == "01 Dec 2019 09:30"
    assert "Scheduled for 1 December 2019, 09:30" in text_of(publisher.get(PAGE))
    assert send(publisher, "hold-back").status_code == 302
    assert publication_drafts.refetch(draft).state == PaperState.DRAFT


def test_failed_rendering_is_shown_and_can_be_retried(people, publisher, draft):
    paper = sign_both(people, ready_to_sign(people, draft))
    publishing.publish(by=people["publisher"], paper=paper)
    Rendering.objects.update(state="failed", error="The server’s disk is full.", tries=3)

    page = text_of(publisher.get(PAGE))
    assert "The server’s disk is full. There were 3 attempts. Nothing was published." in page
    seen = {"was": "making"}  # the page had been opened before
    part = publisher.get(f"{PAGE}progress/", seen, headers={"HX-Request": "true"})
    assert "Try again or withhold it" in text_of(part)
    send(publisher, "again")
    assert Rendering.objects.get().state == "queued"


@pytest.mark.usefixtures("small_formats")
def test_correcting_and_withdrawing_from_the_page(people, publisher, draft):
    paper = sign_both(people, ready_to_sign(people, draft))
    publishing.publish(by=people["publisher"], paper=paper)
    tasks.render_paper(paper.rendering.pk)

    assert "Enter what was wrong" in text_of(send(publisher, "correct", reason=""))
    send(publisher, "correct", reason="A wrong figure.")
    page = text_of(publisher.get(PAGE))
    assert "Corrects version 1: A wrong figure." in page
    assert "Published on" in page
    send(publisher, "withdraw", of="1", reason="It named a child.")
    assert "It named a child." in text_of(publisher.get(PAGE))
    assert Paper.objects.get(version=1).state == PaperState.WITHDRAWN
    assert send(publisher, "drop", version=2)["Location"] == LIST


@pytest.mark.usefixtures("small_formats")
def test_withdrawn_version_is_not_shown_as_scheduled(people, publisher, draft):
    paper = sign_both(people, ready_to_sign(people, draft))
    publishing.publish(by=people["publisher"], paper=paper)
    tasks.render_paper(paper.rendering.pk)
    send(publisher, "withdraw", of="1", reason="It named a child.")

    page = text_of(publisher.get(PAGE))
    assert "Withdrawn on 15 November 2019" in page
    assert "It named a child. " in page
    assert "It named a child.." not in page
    assert "goes out" not in page
    assert "All files are ready" not in page


def test_broken_document_is_an_error_and_not_rendered(publisher, draft, signed_in):
    Paper.objects.update(frozen=draft.frozen.replace("July", "June"))

    for address in (PAGE, reverse("publication-draft", args=[PLAN, "2019-07"])):
        page = publisher.get(address)
        assert page.status_code == 200
        assert "The document is not the one that was frozen" in text_of(page)
    taken = publisher.get(reverse("publication-document", args=[PLAN, "2019-07"]))
    assert taken.status_code == 409
    assert "Content-Disposition" not in taken
    assert "Nothing is shown or published from it." in text_of(taken)
    for name in ("publication-preview", "publication-preview-pdf"):
        page = publisher.get(reverse(name, args=[PLAN, "2019-07"]), follow=True)
        assert page.status_code == 200
        assert "The document is not the one that was frozen" in text_of(page)
    signer = signed_in("accountable")
    page = signer.get(PAGE)
    assert "so nobody can sign it." in text_of(page)
    assert 'name="sha256"' not in page.content.decode()
    send(publisher, "freeze")
    assert publication_drafts.read(publication_drafts.refetch(draft), Quarterly).title == (
        "July 2019 update"
    )


def test_draft_can_be_read_and_downloaded(publisher, draft):
    read = publisher.get(reverse("publication-draft", args=[PLAN, "2019-07"]))
    taken = publisher.get(reverse("publication-document", args=[PLAN, "2019-07"]))

    assert "What is late" in text_of(read)
    assert taken.content.decode() == draft.frozen
    assert json.loads(taken.content)["schema"] == 2
    assert taken["Content-Disposition"].endswith('"sheffield-2019-2019-07-v1.json"')


def test_changes_since_freezing_are_counted(people, publisher, draft, july):
    assert "since this was frozen" not in text_of(publisher.get(PAGE))
    first = text_clearance.printable_texts(draft.plan, july)[0]
    send(publisher, "clear", key=[first.update.pk])

    assert "1 change was made to the plan since this document was frozen." in text_of(
        publisher.get(PAGE)
    )


def test_the_number_of_queries_does_not_grow_with_the_plan(publisher, draft, sheffield):
    def taken(address: str) -> int:
        publisher.get("/plans/sheffield-2019/glossary/")  # what the menu counts is kept
        with CaptureQueriesContext(connection) as queries:
            assert publisher.get(address).status_code == 200
        return len(queries)

    assert (taken(LIST), taken(PAGE)) == (QUERIES_LIST, QUERIES)
    keep = list(sheffield.actions.values_list("pk", flat=True)[:3])
    Verdict.objects.exclude(update__action__in=keep).delete()
    StatusUpdate.objects.exclude(action__in=keep)._raw_delete("default")
    assert taken(PAGE) == QUERIES


def test_scheduled_publication_shows_its_time(people, publisher, draft, small_formats):
    paper = sign_both(people, ready_to_sign(people, draft))
    publishing.publish(by=people["publisher"], paper=paper, at=now() + timedelta(days=10))
    tasks.render_paper(paper.rendering.pk)

    page = text_of(publisher.get(PAGE))

    assert "All files are ready It is scheduled to be published on 25 November 2019" in page
    assert "Withhold publication" in page
