"""Two local areas side by side: what is of the one is nothing to the other."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db.models import F
from django.test import Client

from actions.domain.enums import Role
from actions.models import SignedLink
from actions.presenters.plan_document import plan_document
from actions.rules import PlanAccess, plan_access
from actions.selectors.key_posts import key_posts
from actions.selectors.response_progress import posts_to_chase
from actions.services.area_access import RoleGrant
from actions.services.invitations import Offer, PostOfAnotherArea, accept, invite
from actions.services.reminders import digests_due, send_digests
from governance.importing.plan import load_plan
from governance.services.publication_drafts import prepare_publication
from indicators.models import PublishedMeasure, PublishedValue
from tests.support import publications
from tests.support.cast import browser_of
from tests.support.plan_files import replace
from tests.support.publishing_steps import ready_to_sign, sign_both
from tests.support.two_areas import TWINFORD, Area
from wsoa.accounts.models import Invitation, Organisation, Post, PostHolding, User
from wsoa.core.clock import today
from wsoa.core.yaml_source import SourceError

Two = tuple[Area, Area]


# --- what each shows ------------------------------------------------------------------------------


def test_each_names_its_own_organisations_holders_and_signatories(two_areas: Two) -> None:
    sheffield, twin = two_areas
    for area, name in ((sheffield, "Sheffield"), (twin, "Twinford")):
        signed_for = [person.organisation for person in plan_document(area.plan).signatories]
        assert signed_for == [f"{name} City Council", f"{name} Clinical Commissioning Group"]
        of_posts = {post.organisation for post in key_posts(area.plan, today())}
        assert f"{name} City Council" in of_posts
        assert len(key_posts(area.plan, today())) == Post.objects.of(area.plan.local_area).count()
        _, posts = posts_to_chase(area.plan, today())
        assert {post.local_area for post in posts} == {area.plan.local_area}


# How each row that names a post or an organisation belongs to a plan.
WAYS_TO_THE_PLAN = {
    ("ActionLead", "organisation"): "action__plan",
    ("ActionLead", "post"): "action__plan",
    ("Chase", "post"): "period__plan",
    ("DateChange", "agreeing_post"): "action__plan",
    ("DateChange", "deciding_post"): "action__plan",
    ("DateChange", "post"): "action__plan",
    ("PlanChange", "deciding_post"): "plan",
    ("FileUpdate", "on_behalf_of"): "update__action__plan",
    ("Indicator", "owner"): "plan",
    ("Responsibility", "organisation"): "area__plan",
    ("Responsibility", "post"): "area__plan",
    ("StatusUpdate", "post"): "action__plan",
}


def test_no_row_of_a_plan_names_a_post_or_an_organisation_of_another_area(two_areas: Two) -> None:
    relations = [
        relation
        for model in (Post, Organisation)
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.one_to_many and relation.related_model._meta.app_label != "accounts"
    ]
    ways = {(found.related_model.__name__, found.field.name): found for found in relations}
    assert ways.keys() == WAYS_TO_THE_PLAN.keys(), "a new relation: which plan does it belong to?"
    for name, relation in ways.items():
        way = f"{WAYS_TO_THE_PLAN[name]}__local_area"
        rows = relation.related_model.objects.exclude(**{f"{name[1]}__local_area": None})
        assert not rows.exclude(**{f"{name[1]}__local_area": F(way)}).exists(), name


def test_a_post_of_one_area_gives_nothing_in_the_other(two_areas: Two) -> None:
    for own, other in (two_areas, two_areas[::-1]):
        lead, action = own.people["lead"], other.plan.actions.get(ref="6.1.2")
        assert lead.has_perm("actions.update_action", own.plan.actions.get(ref="6.1.2"))
        assert not lead.has_perm("actions.update_action", action)
        for person in own.people.values():
            assert not person.has_perm("actions.see_plan", other.plan)


def test_somebody_of_both_areas_has_in_each_what_they_are_there(two_areas: Two) -> None:
    sheffield, twin = two_areas
    lead = sheffield.people["lead"]
    offer = Offer(roles=(RoleGrant(twin.plan, Role.VIEWER),))
    area = twin.plan.local_area
    invite(by=None, local_area=area, email=lead.email, name=lead.name, offer=offer)
    assert not User.objects.get(pk=lead.pk).has_perm("actions.see_plan", twin.plan)
    accept(invitation=Invitation.objects.get(user=lead))
    lead = User.objects.get(pk=lead.pk)
    assert lead.has_perm("actions.see_plan", twin.plan)
    assert not lead.has_perm("actions.update_action", twin.plan.actions.get(ref="6.1.2"))
    assert lead.has_perm("actions.update_action", sheffield.plan.actions.get(ref="6.1.2"))


# --- publications ---------------------------------------------------------------------------------


def test_everybody_reads_what_both_have_published(two_areas: Two, client: Client) -> None:
    sheffield, twin = two_areas
    for area in two_areas:
        publications.made(area.plan, "2019-10", told={"wording_note": area.plan.slug})
    for reader in (client, *(browser_of(area.people["viewer"]) for area in two_areas)):
        listed = reader.get("/published/").content.decode()
        for area in (sheffield, twin):
            assert area.plan.title in listed
            assert reader.get(f"/published/{area.plan.slug}/").status_code == 200


def test_a_signature_names_the_post_in_the_area_of_the_plan_alone(two_areas: Two) -> None:
    sheffield, twin = two_areas
    signer = sheffield.people["nhs-lead"]
    other = Post.objects.of(twin.plan.local_area).get(code="SCC-HoS")
    PostHolding.objects.create(post=other, holder=signer.name, user=signer)
    july = sheffield.plan.periods.get(key="2019-07")
    publisher = sheffield.people["publisher"]
    draft = prepare_publication(by=publisher, plan=sheffield.plan, period=july)
    paper = sign_both(sheffield.people, ready_to_sign(sheffield.people, draft))
    assert (
        paper.signatures.get(by=signer).name == f"{signer.name}, Children's Commissioning Manager"
    )


# --- email ----------------------------------------------------------------------------------------


def test_no_digest_speaks_of_the_other_area(two_areas: Two) -> None:
    written = {digest.reader.user for digest in digests_due(today())}
    assert {len(digest.plans) for digest in digests_due(today())} == {1}
    send_digests(day=today())
    for own, other in (two_areas, two_areas[::-1]):
        mine = {person.email for person in own.people.values()}
        assert mine & {person.email for person in written}
        bodies = [message.body for message in mail.outbox if mine & set(message.to)]
        assert bodies
        for body in bodies:
            assert [mark for mark in other.marks if mark in body] == []
        opened = SignedLink.objects.filter(user__in=own.people.values())
        assert {link.action.plan for link in opened.select_related("action__plan")} == {own.plan}


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("name: National Health Service England", "name: NHS England", "whose name is 'National"),
        ("England, kind: nhs", "England, kind: other", "whose kind is 'nhs' and not 'other'"),
    ],
)
def test_a_national_organisation_is_not_changed_by_a_plan(
    two_areas: Two, twin_copy: Path, old: str, new: str, reason: str
) -> None:
    replace(twin_copy / "people.yaml", old, new)
    with pytest.raises(SourceError, match=f"NHSE is a national organisation, {reason}"):
        load_plan(by=None, source=twin_copy)
    [national] = Organisation.objects.national()
    assert (national.name, national.kind) == ("National Health Service England", "nhs")


def test_a_plan_names_posts_and_organisations_of_its_own_area_alone(
    two_areas: Two, twin_copy: Path
) -> None:
    replace(twin_copy / "people.yaml", "code: SCC-BAI", "code: SCC-Other")
    Post.objects.of(two_areas[1].plan.local_area).filter(code="SCC-BAI").update(code="SCC-Gone")
    with pytest.raises(SourceError, match="'SCC-BAI' is neither a post nor an organisation"):
        load_plan(by=None, source=twin_copy)


def test_an_official_value_that_another_area_shows_is_not_changed(
    two_areas: Two, twin_copy: Path
) -> None:
    values = twin_copy / "figures" / "official.csv"
    replace(
        values, "SEN_EHC_All_20wks,2016,2017-05,,13.3,", "SEN_EHC_All_20wks,2016,2017-05,,99.9,"
    )
    with pytest.raises(SourceError, match=r"Official figure SEN_EHC_All_20wks, 373, 2016 is here"):
        load_plan(by=None, source=twin_copy)
    measure = PublishedMeasure.objects.get(code="SEN_EHC_All_20wks")
    found = PublishedValue.objects.get(measure=measure, place__code="373", span_key="2016")
    assert found.value == 13.3


def test_a_measure_that_another_area_shows_is_not_reworded(two_areas: Two, twin_copy: Path) -> None:
    official = twin_copy / "figures" / "official.yaml"
    measure = PublishedMeasure.objects.get(code="SEN_EHC_All_20wks")
    replace(official, measure.title, "Something else")
    with pytest.raises(SourceError, match="Published measure SEN_EHC_All_20wks is here with other"):
        load_plan(by=None, source=twin_copy)


# --- invitations ----------------------------------------------------------------------------------


def test_an_invitation_is_to_the_post_of_the_area_of_the_plan(two_areas: Two, capsys) -> None:
    sheffield, twin = two_areas
    person = ("new@twinford.example", "New Person")
    call_command("invite", TWINFORD, *person, post="SCC-HoS", since=today())
    new = User.objects.get(email="new@twinford.example")
    assert [holding.post.local_area.name for holding in new.holdings.all()] == ["Twinford"]
    assert plan_access(new, twin.plan) == PlanAccess()
    accept(invitation=Invitation.objects.get(user=new))
    new = User.objects.get(pk=new.pk)
    assert not plan_access(new, sheffield.plan).posts
    assert plan_access(new, twin.plan).posts


def test_a_post_that_the_area_does_not_have_is_refused_with_its_name(two_areas: Two) -> None:
    Post.objects.of(two_areas[1].plan.local_area).filter(code="SCC-BAI").update(code="SCC-New")
    with pytest.raises(CommandError, match=r"^Twinford has no post 'SCC-BAI'\.$"):
        call_command("invite", TWINFORD, "new@twinford.example", "New Person", post="SCC-BAI")


def test_the_service_refuses_a_post_of_another_area(two_areas: Two) -> None:
    sheffield, twin = two_areas
    post = Post.objects.of(sheffield.plan.local_area).get(code="SCC-HoS")
    with pytest.raises(PostOfAnotherArea, match="SCC-HoS is not a post of Twinford"):
        invite(
            by=None,
            local_area=twin.plan.local_area,
            email="x@twinford.example",
            name="X",
            offer=Offer(post=post),
        )
    assert not User.objects.filter(email="x@twinford.example").exists()
