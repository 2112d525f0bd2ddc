"""A file of people: previewed, carried out whole or not, and the export."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from actions.domain.enums import Role
from actions.models import Membership, Plan
from actions.services.invitations import Offer, invite
from actions.services.people_file import read_people
from tests.support.html import Page
from tests.support.people_pages import PEOPLE, errors_of, page, text_of, vacate
from wsoa.accounts.models import (
    LocalArea,
    Post,
    PostHolding,
    User,
)
from wsoa.audit.models import AuditEvent
from wsoa.core.clock import today
from wsoa.mail.models import OutgoingEmail


@pytest.fixture
def area(sheffield: Plan) -> LocalArea:
    return sheffield.local_area


@pytest.fixture
def browser(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("manager")


def upload(browser: Client, *lines: str) -> object:
    text = "\r\n".join(("email,name,role,plan,area,post,deputy,until", *lines))
    file = SimpleUploadedFile("people.csv", text.encode(), content_type="text/csv")
    return browser.post(f"{PEOPLE}file/", {"file": file})


def upload_hand_over(browser: Client, *lines: str) -> object:
    text = "\r\n".join(("email,name,post,from,after,role,deputy,until", *lines))
    file = SimpleUploadedFile("people.csv", text.encode(), content_type="text/csv")
    return browser.post(f"{PEOPLE}file/", {"file": file})


def rows_in(response: object) -> str:
    found = re.search(r'name="rows" value="([^"]+)"', response.content.decode())  # type: ignore[attr-defined]
    assert found
    return found[1]


def test_a_file_is_previewed_and_then_carried_out_whole(browser, settings, area):
    settings.EMAIL_BACKEND = "wsoa.mail.backend.Outbox"
    vacate("CCG-CCM")
    response = upload(
        browser,
        "a@c.example,Ann,board,,,,,",
        "b@c.example,Bo,accountable,sheffield-2019,3,,,31/3/2020",
        "c@c.example,Cy,,,,CCG-CCM,,",
        "d@c.example,Di,,,,SCC-HoS,yes,2019-11-30",
        "viewer@demo.example,,publisher,,,,,",
    )
    text = text_of(response)
    assert "All 5 rows can be carried out. Nothing has been changed yet." in text
    assert text.count("Gets an invitation") == 4
    assert not User.objects.filter(email__endswith="@c.example").exists()
    assert not OutgoingEmail.objects.exists()
    done = browser.post(f"{PEOPLE}file/", {"rows": rows_in(response)}, follow=True)
    assert "5 rows were carried out" in text_of(done)
    assert User.objects.filter(email__endswith="@c.example", is_active=False).count() == 4
    assert PostHolding.objects.get(user__email="d@c.example").deputy
    assert OutgoingEmail.objects.count() == 5


def test_a_file_hands_posts_over_from_a_day(browser, people, area):
    vacate("CCG-CCM")
    response = upload_hand_over(
        browser,
        "n@c.example,Nia,SCC-HoS,2/12/2019,Reads,,,",
        "c@c.example,Cy,CCG-CCM,2019-11-15,,,,",
        "d@c.example,Di,SCC-HoS,20/11/2019,,,yes,30/11/2019",
    )
    table = Page(response).table("What each row would do")
    assert table.column("Held before by") == ["lead@demo.example", "Nobody", ""]
    assert table.column("After that they") == ["Keeps reading, no longer writes", "", ""]
    assert table.column("What happens") == [
        "Holds SCC-HoS from 2 December 2019. Gets an invitation",
        "Holds CCG-CCM from 15 November 2019. Gets an invitation",
        "Gets an invitation",
    ]
    assert not User.objects.filter(email="n@c.example").exists()
    browser.post(f"{PEOPLE}file/", {"rows": rows_in(response)})
    held = {row.user.email: row for row in PostHolding.objects.filter(post__code="SCC-HoS")}
    assert held["lead@demo.example"].until == date(2019, 12, 1)
    assert held["n@c.example"].since == date(2019, 12, 2)
    assert (held["d@c.example"].since, held["d@c.example"].deputy) == (date(2019, 11, 20), True)
    reads = Membership.objects.of(people["lead"], area.plans.get()).get()
    assert (reads.role, reads.since) == (Role.VIEWER, date(2019, 12, 2))
    assert AuditEvent.objects.filter(verb="hand-over").count() == 2


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("n@c.example,Nia,SCC-HoS,2/12/2019,,,,", "what becomes of the present holder"),
        ("n@c.example,Nia,SCC-HoS,2/12/2019,stays,,,", "“after”: deputy, reads, ends"),
        ("n@c.example,Nia,,2/12/2019,,,,", "it needs a post"),
        ("n@c.example,Nia,SCC-HoS,2/12/2019,ends,board,,", "no role"),
        ("n@c.example,Nia,SCC-HoS,,ends,,,", "goes with “from”"),
        ("n@c.example,Nia,SCC-HoS,31/2/2020,ends,,,", "“31/2/2020” is not a date"),
        ("n@c.example,Nia,SCC-HoS,2/12/2029,ends,,,", "within a year of today"),
        ("lead@demo.example,,SCC-HoS,2/12/2019,ends,,,", "holds SCC-HoS on that day already"),
    ],
)
def test_a_hand_over_in_a_file_has_the_rules_of_its_page(browser, line, why):
    response = upload_hand_over(browser, line)
    assert why in text_of(response)
    assert not AuditEvent.objects.filter(verb="hand-over").exists()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("x,Ann,board,,,,,", "Enter an email address in the correct format"),
        ("a@c.example,,board,,,,,", "Enter the name of the person"),
        ("a@c.example,A,boss,,,,,", "“boss” is not a role. Use one of"),
        ("a@c.example,A,board,york-2020,,,,", "the slug of a plan of the area"),
        ("a@c.example,A,accountable,,,,,", "An area goes with the role accountable"),
        ("a@c.example,A,accountable,,99,,,", "no area “99”"),
        ("a@c.example,A,,,,SCC-HoS,,", "SCC-HoS is held by lead@demo.example"),
        ("a@c.example,A,,,,X,,", "no post “X”"),
        ("a@c.example,A,,,,SCC-HoS,yes,", "A deputy needs a post and an “until”"),
        ("a@c.example,A,board,,,,,31/2/2020", "“31/2/2020” is not a date"),
        ("a@c.example,A,board,,,,,1/1/2019", "must be today or later"),
    ],
)
def test_a_row_that_cannot_be_carried_out_says_why_and_stops_the_file(browser, line, why):
    response = upload(browser, "ok@c.example,Ok,board,,,,,", line)
    assert why in text_of(response)
    assert "1 of 2 rows cannot be carried out" in text_of(response)
    assert 'name="rows"' not in response.content.decode()
    assert not User.objects.filter(email="ok@c.example").exists()


def test_what_has_changed_since_the_preview_stops_the_file(browser, people, area):
    post = vacate("CCG-CCM")
    rows = rows_in(upload(browser, "a@c.example,A,board,,,,,", "c@c.example,Cy,,,,CCG-CCM,,"))
    PostHolding.objects.create(post=post, holder="B", user=people["board"], since=today())
    response = browser.post(f"{PEOPLE}file/", {"rows": rows})
    assert "CCG-CCM is held by board@demo.example" in text_of(response)
    assert not User.objects.filter(email="a@c.example").exists()
    tampered = browser.post(f"{PEOPLE}file/", {"rows": rows[:-1] + "x"}, follow=True)
    assert "The preview has ended. Nothing was changed" in text_of(tampered)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "The file is empty"),
        (b"who,what\r\na,b\r\n", "Not known: who, what"),
        (b"email,email\r\na@b.example,x\r\n", "each once"),
        (b"email\r\n\r\n", "headings and no rows"),
        (b"email,name\r\na@b.example," + b"n" * 301, "too long"),
        (b"email\r\n" + b"a@b.example\r\n" * 501, "more than 500 rows"),
        (b"email\r\n" + b"x" * 500_001, "larger than 500 KB"),
    ],
)
def test_a_file_that_is_no_table_of_people_is_refused(browser, content, why):
    file = SimpleUploadedFile("people.csv", content, content_type="text/csv")
    response = browser.post(f"{PEOPLE}file/", {"file": file})
    assert why in " ".join(errors_of(response))


def test_the_export_has_the_columns_of_the_file_and_no_formula(browser, people, area):
    User.objects.filter(pk=people["board"].pk).update(name="=HYPERLINK(1)")
    response = browser.get(f"{PEOPLE}file/export/")
    assert "attachment" in response["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    by_email = {row["email"]: row for row in rows}
    assert by_email["board@demo.example"]["name"] == "'=HYPERLINK(1)"
    assert by_email["lead@demo.example"]["post"] == "SCC-HoS"
    assert {row["invited"] for row in rows} == {""}
    assert [row["role"] for row in rows if row["email"].startswith("manager")] == [
        "administrator",
        "manager",
    ]


def test_the_export_says_who_was_invited_and_can_be_sent_back(browser, area):
    post = Post.objects.of(area).get(code="SCC-BAI")
    arguments = {"email": "new@c.example", "name": "James Ford", "offer": Offer(post=post)}
    invite(by=None, local_area=area, **arguments)
    content = browser.get(f"{PEOPLE}file/export/").content
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [(row["post"], row["invited"]) for row in rows if row["email"] == "new@c.example"] == [
        ("SCC-BAI", "2019-11-15")
    ]
    assert len(read_people(io.BytesIO(content), len(content))) == len(rows)


def test_the_list_says_until_when_a_post_is_held_also_where_that_begins_later(
    browser, area, people
):
    held = PostHolding.objects.of(area).get(user=people["lead"])
    PostHolding.objects.filter(pk=held.pk).update(until=date(2019, 12, 31))
    begins = {"since": date(2020, 1, 1), "until": date(2020, 3, 31)}
    PostHolding.objects.create(post=held.post, user=people["board"], holder="Board", **begins)
    text = page(browser)
    assert re.search(r"SCC-HoS , \d+ actions, until 31 December 2019", text)
    assert re.search(r"SCC-HoS , \d+ actions, from 1 January 2020, until 31 March 2020", text)
    posts = page(browser, f"{PEOPLE}posts/")
    assert "Board, from 1 January 2020, until 31 March 2020" in posts
