"""The pages around what is published: plans, publications, an action's story, the feed."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import datetime

import pytest
from django.urls import reverse

from actions.models import Plan
from governance.domain.enums import PaperState
from governance.models import Paper
from governance.public import editions
from governance.public.plan_address import rename_plan
from tests.support.documents import move
from tests.support.publications import made, withdraw

pytestmark = pytest.mark.django_db
PLAN = "/published/sheffield-2019/"
ATOM = "{http://www.w3.org/2005/Atom}"
STORY = f"{PLAN}actions/1.1.1/"
TOLD = {"changed": ["1 action was finished: 1.1.1.", "Now <b>this</b> & that."]}


@pytest.fixture(autouse=True)
def _nothing_is_kept():
    editions._KEPT.clear()


@pytest.fixture
def two(sheffield: Plan) -> tuple[Paper, Paper]:
    """July's update and October's."""
    return made(sheffield, "2019-07"), made(sheffield, told=TOLD)


PAGES = ("/published/", PLAN, STORY, f"{PLAN}feed.atom")


@pytest.mark.parametrize("path", PAGES)
def test_no_page_sets_a_cookie_or_knows_who_reads_it(client, signed_in, two, path):
    anybody, manager = client.get(path), signed_in("manager").get(path)
    assert anybody.status_code == 200
    assert manager.content == anybody.content
    for answer in (anybody, manager):
        assert not answer.cookies
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert b"csrfmiddlewaretoken" not in answer.content


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_can_be_sent_to_a_page(client, two, path, method):
    assert getattr(client, method)(path).status_code == 405


def test_the_first_page_and_the_list_name_every_published_plan(client, two):
    for path in ("/", "/published/"):
        words = client.get(path).content.decode()
        assert 'href="/published/sheffield-2019/"' in words
        assert (
            "1 of 2 actions (50%) is behind target or at significant risk; 0 (0%) are on track "
            "or yet to start; 1 (50%) is complete." in words
        )
        assert "as at 30 November 2019, published on 14 November 2019" in words


def test_without_anything_published_no_plan_is_named(client, sheffield):
    made(sheffield, state=PaperState.DRAFT)
    for path in ("/", "/published/"):
        words = client.get(path).content.decode()
        assert "No update has been published yet." in words
        assert "sheffield" not in words.lower()
    assert client.get(PLAN).status_code == 404


def test_a_plan_shows_what_was_corrected_and_what_was_withdrawn(client, sheffield):
    withdraw(made(sheffield, "2019-07"), "It named <i>somebody</i>.")
    made(sheffield)
    made(sheffield, version=2, correction_note="4 was meant, and not 5.")
    words = client.get(PLAN).content.decode()
    assert "<b>Withdrawn on 3 September 2019.</b> It named &lt;i&gt;somebody&lt;/i&gt;." in words
    assert "<b>Corrected.</b> 4 was meant, and not 5." in words
    assert f'href="{PLAN}2019-10/v1/"' in words
    assert (
        "Version 1, published on 14 November 2019, corrected on 14 November 2019</a>"
        ": 4 was meant, and not 5." in words
    )
    assert f'href="{PLAN}2019-10.ods"' in words
    assert f'href="{PLAN}2019-07.ods"' not in words
    assert words.index("October 2019 update") < words.index("July 2019 update")


def test_a_plan_leads_to_what_is_in_easy_read_until_it_is_withdrawn(client, sheffield):
    paper = made(sheffield)
    href = f'href="{PLAN}2019-10/areas/1/easy-read/"'
    assert href in client.get(PLAN).content.decode()
    assert client.get(f"{PLAN}2019-10/areas/1/easy-read.pdf").status_code == 200
    withdraw(paper)
    assert href not in client.get(PLAN).content.decode()
    for place in ("easy-read/", "easy-read.pdf"):
        assert client.get(f"{PLAN}2019-10/areas/1/{place}").status_code == 410


def test_a_plan_of_which_all_was_withdrawn_keeps_its_page(client, sheffield):
    withdraw(made(sheffield))
    assert "Withdrawn on 15 November 2019" in client.get(PLAN).content.decode()
    assert "was withdrawn on" in client.get("/published/").content.decode()


@pytest.mark.parametrize(("path", "most"), [("/published/", 4), (PLAN, 4), (STORY, 4)])
def test_pages_take_as_few_queries_however_much_is_published(
    client, sheffield, path, most, django_assert_num_queries
):
    made(sheffield, "2019-07")
    with django_assert_num_queries(most):
        client.get(path)
    editions._KEPT.clear()
    for version in (1, 2, 3):
        made(sheffield, version=version)
    with django_assert_num_queries(most):
        client.get(path)
    with django_assert_num_queries(most - 1):  # documents are read once
        client.get(path)


# --- an action's story ---------------------------------------------------------------------------


def test_a_story_tells_each_quarter_from_what_was_published(client, sheffield):
    more = {
        "1.1.1": {
            "moves": [move("Oct 2019", "Dec 2019", 2)],
            "said": {
                "parts": [{"title": "Developments", "text": "A <script>team</script> is there."}],
                "post": "SCC HoS",
                "not_accepted": False,
                "illustrative": False,
            },
        }
    }
    statuses = {"1.1.1": ["on_track", "at_risk"]}
    made(sheffield, "2019-07", statuses=statuses)
    made(sheffield, statuses=statuses, more=more)
    words = client.get(STORY).content.decode()
    assert words.index("October 2019 update") < words.index("July 2019 update")
    assert "(before: On track)" in words
    assert (
        "<b>End date:</b> Slipped: from Oct 2019 to Dec 2019, 2 months later. "
        "Agreed: Improvement Board. It waits for the strategy." in words
    )
    assert "A &lt;script&gt;team&lt;/script&gt; is there." in words
    assert f'href="{PLAN}2019-07/"' in words
    assert f'href="{PLAN}ask/?action=1.1.1"' in words
    assert f'href="{PLAN}2019-10/areas/1/"' in words


def test_a_story_takes_nothing_from_the_plan_as_it_is_now(client, two, sheffield):
    before = client.get(STORY).content
    sheffield.actions.update(text="Secret and not published")
    editions._KEPT.clear()
    assert client.get(STORY).content == before


def test_a_story_leaves_out_what_was_withdrawn_and_says_so(client, sheffield):
    made(sheffield, "2019-07")
    withdraw(made(sheffield))
    words = client.get(STORY).content.decode()
    assert "This update was withdrawn on 15 November 2019." in words
    assert "in the July 2019 update" in words


def test_an_action_that_came_later_or_went_has_its_story(client, sheffield):
    made(sheffield, "2019-07", statuses={"1.1.1": ["on_track"], "2.1.1": ["on_track"]})
    made(sheffield, statuses={"1.1.1": ["on_track", "on_track"], "3.1.1": [None, "on_track"]})
    gone = client.get(f"{PLAN}actions/2.1.1/").content.decode()
    assert "The action is not in this update." in gone
    came = client.get(f"{PLAN}actions/3.1.1/").content.decode()
    assert "July 2019 update" not in came


@pytest.mark.parametrize("ref", ["9.9.9", "1.1", "%00", "1.1.1%20", "x" * 300, "<b>"])
def test_an_action_that_was_never_published_is_not_found(client, two, ref):
    assert client.get(f"{PLAN}actions/{ref}/").status_code == 404


def test_a_document_that_is_not_what_was_frozen_is_not_shown(client, two, caplog):
    july, _october = two
    Paper.objects.filter(pk=july.pk).update(frozen=july.frozen.replace("Do 1.1.1", "Do not"))
    words = client.get(STORY).content.decode()
    assert "Do not" not in words
    assert "should be" in caplog.text


# --- the feed ------------------------------------------------------------------------------------


def entries(client, path: str = f"{PLAN}feed.atom") -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return [
        {
            "id": each.findtext(f"{ATOM}id"),
            "title": each.findtext(f"{ATOM}title"),
            "updated": each.findtext(f"{ATOM}updated"),
            "published": each.findtext(f"{ATOM}published"),
            "summary": each.findtext(f"{ATOM}summary"),
            "link": each.find(f"{ATOM}link").get("href"),
        }
        for each in ET.fromstring(answer.content).findall(f"{ATOM}entry")
    ]


def test_the_feed_has_what_atom_asks_for(client, two, settings):
    settings.SITE_ADDRESS = "https://send.example.org"
    root = ET.fromstring(client.get(f"{PLAN}feed.atom").content)
    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}id").startswith("urn:uuid:")
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Sheffield"
    links = {each.get("rel"): each.get("href") for each in root.findall(f"{ATOM}link")}
    site = "https://send.example.org/published/sheffield-2019/"
    assert links == {"alternate": site, "self": f"{site}feed.atom"}
    october, july = entries(client)
    assert root.findtext(f"{ATOM}updated") == october["updated"] == "2019-11-14T09:30:00+00:00"
    assert october["link"] == f"{site}2019-10/v1/"
    assert october["summary"] == "1 action was finished: 1.1.1. Now <b>this</b> & that."
    assert july["title"] == "July 2019 update"
    for each in (october, july):
        assert each["id"].startswith("urn:uuid:")
        assert datetime.fromisoformat(each["published"]).tzinfo


def test_ids_outlive_a_withdrawal_and_a_new_address(client, two, sheffield, people):
    before = {each["title"]: each["id"] for each in entries(client)}
    feed = ET.fromstring(client.get(f"{PLAN}feed.atom").content).findtext(f"{ATOM}id")
    withdraw(two[1], "It named somebody.")
    rename_plan(by=people["manager"], plan=sheffield, slug="other")
    found = entries(client, "/published/other/feed.atom")
    assert found[0]["id"] == before["October 2019 update"]
    assert found[0]["title"] == "October 2019 update (withdrawn)"
    assert found[0]["summary"] == "Withdrawn on 15 November 2019: It named somebody."
    assert found[0]["updated"] == "2019-11-15T09:30:00+00:00"
    again = ET.fromstring(client.get("/published/other/feed.atom").content)
    assert again.findtext(f"{ATOM}id") == feed


def test_a_correction_is_an_entry_of_its_own(client, sheffield):
    made(sheffield)
    made(sheffield, version=2, correction_note="4 was meant.")
    second, first = entries(client)
    assert second["title"] == "October 2019 update, version 2"
    assert second["summary"].startswith("Corrected: 4 was meant.")
    assert second["id"] != first["id"]


def test_what_xml_forbids_does_not_break_the_feed(client, sheffield):
    withdraw(made(sheffield), "A bell \x07 rang & <rang>.")
    [entry] = entries(client)
    assert entry["summary"].endswith("A bell  rang & <rang>.")


def test_who_has_the_feed_already_gets_304(client, two):
    first = client.get(f"{PLAN}feed.atom")
    again = client.get(f"{PLAN}feed.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    withdraw(two[0])
    later = client.get(f"{PLAN}feed.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert later.status_code == 200


# --- statements ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["accessibility", "privacy"])
def test_the_statements_are_open_to_all_and_in_every_footer(
    client, signed_in, sheffield, settings, name
):
    settings.SITE_OWNER, settings.CONTACT_EMAIL = "Anytown Council", "send@anytown.example"
    answer = client.get(reverse(name))
    assert not answer.cookies
    words = answer.content.decode()
    assert "Anytown Council" in words
    assert "mailto:send@anytown.example" in words
    for page in (client.get("/accounts/login/"), signed_in("lead").get("/")):
        assert f'href="/{name}/"' in page.content.decode()


def test_without_a_contact_address_the_statement_leads_to_the_question_form(client, sheffield):
    words = client.get("/accessibility/").content.decode()
    assert "mailto:" not in words
    assert "Ask the programme office" in words


@pytest.mark.parametrize(
    "path",
    [
        "/published/",
        "/published/sheffield-2019/",
        "/published/sheffield-2019/actions/5.1.1/",
        "/published/sheffield-2019/feed.atom",
        "/published/sheffield-2019/2019-10/",
        "/published/sheffield-2019/2019-10/v1/",
        "/published/sheffield-2019/2019-10.csv",
        "/published/sheffield-2019/ask/sent/",
        "/published/sheffield-2019/alerts/sent/",
        "/accessibility/",
        "/privacy/",
    ],
)
def test_every_public_page_has_an_etag_and_answers_304_to_who_has_it(client, two, path):
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first.headers["ETag"]})
    other = client.get(path, headers={"if-none-match": '"another"'})

    assert (first.status_code, again.status_code, other.status_code) == (200, 304, 200)
    assert again.content == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers.get("Cache-Control") == first.headers.get("Cache-Control")
