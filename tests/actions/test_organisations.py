"""Organisations that change in the middle of a plan: renamed, succeeded, merged, from a day."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from actions.models import Action, ActionLead, Plan, StatusUpdate
from actions.presenters.grid_filters import filter_choices
from actions.selectors.action_filters import ActionFilters
from actions.selectors.key_posts import key_posts
from actions.services.area_access import AccessRefused
from actions.services.organisations import (
    WantedChange,
    add_organisation,
    apply_due_changes,
    change_organisation,
    preview_of,
    withdraw_change,
)
from governance.papers.quarterly.build import build_quarterly
from tests.support.paths import ROOT
from wsoa.accounts.models import LocalArea, Organisation, OrganisationChange, Post, User
from wsoa.accounts.services import add_national_organisation
from wsoa.audit.models import AuditEvent
from wsoa.core.clock import today

DAY = date(2019, 11, 1)
BEFORE = DAY - timedelta(days=1)
ICB = "NHS South Yorkshire Integrated Care Board"


@pytest.fixture
def area(sheffield: Plan) -> LocalArea:
    return sheffield.local_area


@pytest.fixture
def manager(people: dict[str, User]) -> User:
    return people["manager"]


@pytest.fixture
def ccg(area: LocalArea) -> Organisation:
    return Organisation.objects.of(area).get(code="CCG")


def printed(plan: Plan, code: str, day: date) -> str:
    """The organisation that the list of key leads prints for a post on a day."""
    return next(lead.organisation for lead in key_posts(plan, day) if lead.code == code)


def found_by(plan: Plan, organisation: str) -> set[str]:
    filters = ActionFilters(organisation=organisation)
    return set(filters.actions_of(plan).values_list("ref", flat=True))


def test_a_new_name_counts_from_its_day_and_the_old_one_before(sheffield, manager, ccg):
    old = ccg.name
    change_organisation(
        by=manager, wanted=WantedChange(organisation=ccg, name="NHS Sheffield Place", from_day=DAY)
    )
    assert printed(sheffield, "CCG-CCM", today()) == "NHS Sheffield Place"
    assert printed(sheffield, "CCG-CCM", DAY) == "NHS Sheffield Place"
    assert printed(sheffield, "CCG-CCM", BEFORE) == old
    ccg.refresh_from_db()
    assert ccg.name == "NHS Sheffield Place"
    event = AuditEvent.objects.filter(verb="change-organisation").get()
    assert event.summary == f"From 1 November 2019, {old} is called NHS Sheffield Place"


def test_a_successor_takes_over_every_post_in_one_step(sheffield, area, manager, ccg):
    posts = set(Post.objects.of(area).of_organisation(ccg).values_list("code", flat=True))
    holders = {post.code: post.holdings.get().holder for post in Post.objects.of(area)}
    led, said = found_by(sheffield, "CCG"), StatusUpdate.objects.count()
    old = ccg.name
    assert posts
    assert led
    version = sheffield.version

    change_organisation(
        by=manager, wanted=WantedChange(organisation=ccg, code="ICB", name=ICB, from_day=DAY)
    )

    icb = Organisation.objects.of(area).get(code="ICB")
    assert set(Post.objects.of(area).of_organisation(icb).values_list("code", flat=True)) == posts
    assert not Post.objects.of(area).of_organisation(ccg).exists()
    assert {post.code: post.holdings.get().holder for post in Post.objects.of(area)} == holders
    assert StatusUpdate.objects.count() == said
    assert printed(sheffield, "CCG-CCM", today()) == ICB
    assert printed(sheffield, "CCG-CCM", BEFORE) == old
    # filters find both
    assert found_by(sheffield, "CCG") == found_by(sheffield, "ICB") == led
    options = filter_choices(sheffield, ActionFilters(organisation="CCG"), today()).organisations
    assert [(option.value, option.label) for option in options if option.chosen] == [
        ("CCG", f"{old} (now {ICB})")
    ]
    sheffield.refresh_from_db()
    assert sheffield.version > version  # finished pages are made anew


def test_a_report_as_at_an_earlier_day_prints_the_name_of_then(sheffield, area, manager):
    council = Organisation.objects.of(area).get(code="SCC")
    old = council.name
    change_organisation(
        by=manager, wanted=WantedChange(organisation=council, name="The Council", from_day=today())
    )
    july, october = (sheffield.periods.get(key=key) for key in ("2019-07", "2019-10"))
    documents = [build_quarterly(sheffield, period, today()) for period in (july, october)]
    names = [
        {name.rpartition(", ")[2] for entry in document.areas for name in entry.responsible}
        for document in documents
    ]
    assert old in names[0]
    assert "The Council" not in names[0]
    assert "The Council" in names[1]


def test_two_merge_into_one_and_that_one_is_succeeded_again(sheffield, area, manager, ccg):
    second = Organisation.objects.of(area).get(code="SCC")
    both = found_by(sheffield, "CCG") | found_by(sheffield, "SCC")
    names = {code: printed(sheffield, code, BEFORE) for code in ("CCG-CCM", "SCC-HoS")}
    change_organisation(
        by=manager,
        wanted=WantedChange(organisation=ccg, code="JCB", name="Joint Board", from_day=DAY),
    )
    joint = Organisation.objects.of(area).get(code="JCB")
    change_organisation(
        by=manager, wanted=WantedChange(organisation=second, successor=joint, from_day=DAY)
    )
    later = DAY + timedelta(days=7)
    change_organisation(
        by=manager,
        wanted=WantedChange(organisation=joint, code="NJB", name="New Board", from_day=later),
    )
    for code in ("CCG", "SCC", "JCB", "NJB"):
        assert found_by(sheffield, code) >= both or code in {"CCG", "SCC"}
    assert found_by(sheffield, "NJB") == both
    for code, name in names.items():
        assert printed(sheffield, code, BEFORE) == name
        assert printed(sheffield, code, DAY) == "Joint Board"
        assert printed(sheffield, code, later) == "New Board"


def test_a_later_change_waits_for_its_day_and_can_be_withdrawn(sheffield, manager, ccg):
    day = today() + timedelta(days=30)
    first = change_organisation(
        by=manager, wanted=WantedChange(organisation=ccg, name="X", from_day=day)
    )
    assert printed(sheffield, "CCG-CCM", today()) == ccg.name
    with pytest.raises(AccessRefused, match="planned already"):
        change_organisation(
            by=manager, wanted=WantedChange(organisation=ccg, name="Y", from_day=day)
        )
    withdraw_change(by=manager, change=first)
    change_organisation(
        by=manager, wanted=WantedChange(organisation=ccg, code="ICB", name=ICB, from_day=day)
    )
    assert apply_due_changes(day - timedelta(days=1)) == 0
    assert apply_due_changes(day) == 1
    assert apply_due_changes(day) == 0
    assert printed(sheffield, "CCG-CCM", day) == ICB
    with pytest.raises(AccessRefused, match="has taken effect"):
        withdraw_change(by=manager, change=OrganisationChange.objects.last())


def test_what_cannot_change_is_refused_in_words(sheffield, area, manager, ccg):
    with pytest.raises(AccessRefused, match="other than the present one"):
        change_organisation(
            by=manager, wanted=WantedChange(organisation=ccg, name=ccg.name, from_day=DAY)
        )
    with pytest.raises(AccessRefused, match="another organisation"):
        change_organisation(
            by=manager, wanted=WantedChange(organisation=ccg, successor=ccg, from_day=DAY)
        )
    with pytest.raises(AccessRefused, match="is the code of an organisation already"):
        add_organisation(by=manager, local_area=area, code="SCC", name="S", kind="council")
    national = add_national_organisation(
        by=None, code="ZZZ", name="National", kind=Organisation.Kind.NHS
    )
    with pytest.raises(AccessRefused, match="national organisation"):
        change_organisation(
            by=manager, wanted=WantedChange(organisation=national, name="N", from_day=DAY)
        )
    change_organisation(
        by=manager, wanted=WantedChange(organisation=ccg, name="First", from_day=DAY)
    )
    with pytest.raises(AccessRefused, match="later than 1 November 2019"):
        change_organisation(
            by=manager, wanted=WantedChange(organisation=ccg, name="Second", from_day=BEFORE)
        )


def test_loading_the_plans_files_again_keeps_what_changed_here(sheffield, area, manager, ccg):
    council = Organisation.objects.of(area).get(code="SCC")
    change_organisation(
        by=manager, wanted=WantedChange(organisation=council, name="The Council", from_day=DAY)
    )
    change_organisation(
        by=manager, wanted=WantedChange(organisation=ccg, code="ICB", name=ICB, from_day=DAY)
    )
    leads = set(ActionLead.objects.values_list("action__ref", "organisation__code"))
    call_command("load_plan", str(ROOT / "fixtures" / "sheffield_2019"))
    council.refresh_from_db()
    assert council.name == "The Council"
    assert set(ActionLead.objects.values_list("action__ref", "organisation__code")) == leads
    assert Post.objects.of(area).get(code="CCG-CCM").organisation.code == "ICB"


def test_the_page_previews_first(signed_in, area, ccg):
    browser = signed_in("manager")
    council = Organisation.objects.of(area).get(code="SCC")
    Post.objects.of(area).of_organisation(ccg).exclude(code="CCG-CCM").update(organisation=council)
    path = f"/areas/sheffield/people/organisations/{ccg.pk}/change/"
    sent = {
        "change": "new",
        "name": ICB,
        "code": "ICB",
        "from_day_day": "1",
        "from_day_month": "11",
        "from_day_year": "2019",
    }
    response = browser.post(path, sent)
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
    assert f"From 1 November 2019 {ICB} (ICB) takes over from {ccg.name}" in text
    assert "1 post passes on in one step: CCG-CCM." in text
    assert "It takes effect at once, and cannot be undone after that." in text
    assert not OrganisationChange.objects.exists()
    hidden = dict(
        re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', response.content.decode())
    )
    hidden.pop("csrfmiddlewaretoken", None)
    response = browser.post(path, hidden | {"confirm": "yes"}, follow=True)
    assert f"{ccg.name} becomes {ICB} from 1 November 2019." in response.content.decode()
    assert OrganisationChange.objects.get().applied_at
    assert Action.objects.filter(leads__organisation__code="ICB").exists()


REFUSED = [
    ({"name": "Sheffield City Council"}, "is the name of SCC already"),
    ({"name": " sheffield  CITY council"}, "is the name of SCC already"),
    ({"name": "National Health Service England"}, "is the name of NHSE already"),
    ({"code": "SCC", "name": "Another"}, "SCC is the code of an organisation already"),
    ({"code": "ICB", "name": "Sheffield City Council"}, "is the name of SCC already"),
    ({"successor": "CCG"}, "must be another organisation"),
    ({"name": ICB, "from_day": date(1919, 11, 1)}, "within 5 years of today"),
    ({"name": ICB, "from_day": BEFORE - timedelta(days=30)}, "later than 1 October 2019"),
    ({"name": "The Council"}, "is the name of SCC already"),
]


@pytest.mark.parametrize(("asked", "words"), REFUSED)
def test_what_is_refused_is_refused_before_the_preview(sheffield, area, manager, ccg, asked, words):
    """By the preview, the command's dry run and the change itself, in the same words."""
    named = {found.code: found for found in Organisation.objects.named_in(area)}
    if "October" in words:
        first = WantedChange(organisation=ccg, name="First", from_day=date(2019, 10, 1))
        change_organisation(by=manager, wanted=first)
    if asked.get("name") == "The Council":  # from a later day on
        later = today() + timedelta(days=30)
        planned = WantedChange(organisation=named["SCC"], name="The Council", from_day=later)
        change_organisation(by=manager, wanted=planned)
    wanted = WantedChange(
        organisation=ccg,
        from_day=asked.get("from_day", DAY),
        name=asked.get("name", ""),
        code=asked.get("code", ""),
        successor=named.get(asked.get("successor")),
    )
    before = OrganisationChange.objects.count()
    with pytest.raises(AccessRefused, match=words):
        preview_of(wanted)
    with pytest.raises(AccessRefused, match=words):
        change_organisation(by=manager, wanted=wanted)
    successor = asked.get("code") or asked.get("successor", "")
    with pytest.raises(CommandError, match=words):
        call_command(
            "change_organisation",
            "sheffield",
            "CCG",
            f"--from={wanted.from_day}",
            f"--name={wanted.name}",
            f"--successor={successor}",
            "--dry-run",
        )
    assert OrganisationChange.objects.count() == before


def test_the_page_refuses_instead_of_a_preview(signed_in, area, ccg):
    sent = {"change": "rename", "name": "Sheffield City Council"}
    sent |= {"from_day_day": "1", "from_day_month": "11", "from_day_year": "2019"}
    path = f"/areas/sheffield/people/organisations/{ccg.pk}/change/"
    page = signed_in("manager").post(path, sent).content.decode()
    assert "Sheffield City Council is the name of SCC already" in page
    assert "Make this change" not in page


def test_an_organisation_that_was_succeeded_or_will_change_has_no_preview(sheffield, manager, ccg):
    later = today() + timedelta(days=30)
    wanted = WantedChange(organisation=ccg, code="ICB", name=ICB, from_day=later)
    assert not preview_of(wanted).is_at_once
    change_organisation(by=manager, wanted=wanted)
    again = WantedChange(organisation=ccg, name="Other", from_day=later)
    with pytest.raises(AccessRefused, match="planned already"):
        preview_of(again)
    apply_due_changes(later)
    ccg.refresh_from_db()
    with pytest.raises(AccessRefused, match="has succeeded it already"):
        preview_of(again)


def test_after_a_merger_it_may_take_the_name_of_one_that_it_succeeded(
    sheffield, area, manager, ccg
):
    council = Organisation.objects.of(area).get(code="SCC")
    merger = WantedChange(organisation=ccg, successor=council, from_day=DAY)
    change_organisation(by=manager, wanted=merger)
    renamed = WantedChange(organisation=council, name=ccg.name, from_day=DAY + timedelta(days=1))
    change_organisation(by=manager, wanted=renamed)
    council.refresh_from_db()
    assert council.name == ccg.name


def test_operators_preview_and_change_by_command(sheffield, area, ccg, capsys):
    line = ("change_organisation", "sheffield", "CCG", "--from=2019-11-01")
    call_command(*line, "--successor=ICB", f"--name={ICB}", "--dry-run")
    assert "Nothing was changed" in capsys.readouterr().out
    call_command(*line, "--successor=ICB", f"--name={ICB}")
    assert "Posts that pass on: CCG-CCM" in capsys.readouterr().out
    assert Organisation.objects.of(area).get(code="ICB").posts.exists()
