"""Signing and publishing ask who somebody is if the last proof is older than ten minutes."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core import mail
from django.test import Client

from governance.domain.enums import PaperState
from governance.models import Paper, Signature
from governance.services import publication_drafts
from tests.support.cast import PASSWORD, browser_of, prove
from tests.support.publishing_steps import ready_to_sign, sign_both
from wsoa.accounts.models import User
from wsoa.web import resubmission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_cache")]
PAGE = "/plans/sheffield-2019/publications/2019-07/"


@pytest.fixture
def paper(people, sheffield) -> Paper:
    """July's draft, which can be signed."""
    july = sheffield.periods.get(key="2019-07")
    draft = publication_drafts.prepare_publication(
        by=people["publisher"], plan=sheffield, period=july
    )
    return ready_to_sign(people, draft)


def browser(user: User, minutes_ago: float) -> Client:
    client = browser_of(user)
    prove(client, user, minutes_ago=minutes_ago)
    return client


def signs(client: Client, paper: Paper, **headers: str):
    address = f"{PAGE}sign/council/"
    headers = {"Referer": f"http://testserver{PAGE}"} | headers
    return client.post(address, {"sha256": paper.sha256}, headers=headers)


def test_sign_address_is_the_one_of_the_page(people, paper):
    page = browser_of(people["accountable"]).get(PAGE).content.decode()
    assert f'action="{PAGE}sign/council/"' in page


def test_recent_proof_signs_at_once(people, paper):
    assert signs(browser(people["accountable"], 9.9), paper).headers["Location"] == PAGE
    assert Signature.objects.count() == 1


def test_old_proof_asks_again_and_signs_nothing_until_then(people, paper):
    user = people["accountable"]
    user.set_password(PASSWORD)
    user.save()
    client = browser(user, 10.1)
    answer = signs(client, paper)
    proof = answer.headers["Location"]
    assert proof == f"/accounts/reauthenticate/?next={PAGE.replace('/', '%2F')}"
    assert Signature.objects.count() == 0
    page = client.get(proof).content.decode()
    assert "Confirm that it is you before you sign. Nothing was done yet" in page
    back = client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": PAGE})
    assert back.headers["Location"] == PAGE
    assert signs(client, paper).headers["Location"] == PAGE
    assert Signature.objects.count() == 1


def test_who_has_no_password_confirms_by_a_code_from_an_email(people, paper):
    user = people["accountable"]
    user.set_unusable_password()
    user.save()
    client = browser(user, 30)
    proof = signs(client, paper).headers["Location"]
    assert proof.startswith("/accounts/reauthenticate/code/")
    sent = client.post(proof, {"action": "send", "next": PAGE})
    found = re.search(r"confirm that it is you is:\s+(\S+)", mail.outbox[-1].body)
    assert found is not None
    assert mail.outbox[-1].to == [user.email]
    assert found[1] not in str(dict(client.session))
    wrong = client.post(sent.headers["Location"], {"code": "WRONG", "next": PAGE})
    assert "The code is wrong" in wrong.content.decode()
    assert signs(client, paper).headers["Location"] != PAGE
    right = client.post(sent.headers["Location"], {"code": found[1], "next": PAGE})
    assert right.headers["Location"] == PAGE
    assert signs(client, paper).headers["Location"] == PAGE


def test_third_wrong_code_ends_it(people):
    user = people["accountable"]
    client = browser(user, 30)
    page = "/accounts/reauthenticate/code/"
    client.post(page, {"action": "send"})
    code = mail.outbox[-1].body.split("is:")[1].split()[0]
    for _ in range(3):
        client.post(page, {"code": "WRONG"})
    client.post(page, {"code": code})
    assert len(client.session["account_authentication_methods"]) == 1


def test_in_place_the_whole_page_goes_to_the_proof(people, paper):
    client = browser(people["accountable"], 11)
    answer = signs(
        client, paper, **{"HX-Request": "true", "HX-Current-URL": f"http://testserver{PAGE}"}
    )
    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"].startswith("/accounts/reauthenticate/")
    assert answer.content == b""


def test_whoever_may_not_sign_is_refused_and_not_asked(people, paper):
    assert signs(browser(people["lead"], 60), paper).status_code == 403


def test_publishing_keeps_what_was_entered_while_it_asks(people, paper):
    sign_both(people, paper)
    publisher = people["publisher"]
    publisher.set_password(PASSWORD)
    publisher.save()
    client = browser(publisher, 11)
    sent = {
        "do": "publish",
        "of": "",
        "version": 1,
        "when": "later",
        "time": "09:35",
        "day_day": "1",
        "day_month": "12",
        "day_year": "2019",
        resubmission.FIELD: resubmission.sign_owner(publisher),
    }
    proof = client.post(PAGE, sent).headers["Location"]
    assert proof.startswith("/accounts/reauthenticate/?next=")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": PAGE})
    page = unescape(client.get(PAGE).content.decode())
    assert 'value="09:35"' in page
    assert Paper.objects.get(pk=paper.pk).state == PaperState.DRAFT
    assert client.post(PAGE, sent).status_code == 302
    assert Paper.objects.get(pk=paper.pk).state == PaperState.SCHEDULED


def test_other_steps_of_the_publisher_need_no_new_proof(people, paper):
    client = browser(people["publisher"], 60)
    answer = client.post(PAGE, {"do": "freeze", "of": "", "version": 1})
    assert answer.headers["Location"] == PAGE
