"""What the permission table asks about: two areas with something of everything in each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from actions.domain.enums import Grade
from actions.models import DateChange, FeedToken, Plan, SignedLink, StatusUpdate
from actions.selectors.signed_links import token_of
from actions.services.action_work import add_resource, add_step, add_wait
from actions.services.area_brand import set_brand
from actions.services.calendar_links import make_calendar_link
from actions.services.evidence import add_evidence
from actions.services.feed_tokens import make_feed_token
from actions.services.invitations import Offer, accept, invite
from actions.services.organisations import WantedChange, change_organisation
from actions.services.plan_imports.reading import read_import
from actions.services.plan_imports.upload import take_plan_file
from governance.domain.front_sheet import FrontSheet
from governance.models import Follower, Paper, PaperFile, Report
from governance.public.followers import token_of as token_of_follower
from governance.public.questions import ask_in_public
from governance.services import highlight
from governance.services.committee_papers import prepare_committee_paper
from governance.services.publication_drafts import prepare_publication
from governance.services.word_templates import upload_word_template
from indicators.domain.contradictions import ContradictionKind
from indicators.domain.enums import Dataset
from indicators.models import ImportPreview, SeriesBreak, Target
from indicators.selectors.challenges import find_challenges
from tests.support import boards, figures, files, pictures, publications, word_templates
from tests.support.addresses import OTHERS, OWN, OWNED, PLAN, Access
from tests.support.cast import browser_of, site_administrator
from tests.support.client_ip import newcomer
from tests.support.savepoints import forget_pages, undone
from tests.support.two_areas import Area, load_twin, sheffield_as_loaded
from wsoa.accounts.models import (
    AreaBrand,
    Invitation,
    LocalArea,
    Organisation,
    Post,
    PostHolding,
    User,
)
from wsoa.core.clock import now
from wsoa.core.logos import read_logo


class World(NamedTuple):
    """Everything that the table asks for of one area, by its name there, the cookies of each role,
    and the words that give the area away.
    """

    names: dict[str, str]
    cookies: dict[str, str]
    marks: tuple[str, ...]

    def browser(self, role: str) -> Client:
        """A browser at an address of its own, with that role signed in; "" is nobody."""
        client = newcomer()
        client.cookies.load(self.cookies[role])
        return client

    def address(self, entry: Access) -> str:
        return reverse(entry.name, args=[self.names.get(each, each) for each in entry.args])


@pytest.fixture(scope="module")
def worlds(
    django_db_setup: None, django_db_blocker, twin_files: Path, tmp_path_factory
) -> Iterator[tuple[World, World]]:
    """Sheffield, and beside it an area with the same codes, references and titles of actions.

    Made once for all lines, in a transaction that is undone: each request undoes its own.
    """
    files_dir = tmp_path_factory.mktemp("permissions")
    with (
        django_db_blocker.unblock(),
        override_settings(FILES_DIR=files_dir),
        undone(),
    ):
        forget_pages()
        sheffield = sheffield_as_loaded()
        yield world_of(sheffield), world_of(load_twin(twin_files))


@pytest.fixture(scope="module")
def world(worlds: tuple[World, World]) -> World:
    return worlds[0]


def world_of(area: Area) -> World:
    people = area.people
    names = names_in(area.plan, people) | {PLAN: area.plan.slug}
    names["LOCAL_AREA"] = area.plan.local_area.slug
    brand = branded(area.plan.local_area, people["manager"])
    names["BRAND"] = brand.key
    signed_in = {role: browser_of(people[role]).cookies.output(header="") for role in people}
    return World(names, signed_in | {"": ""}, (*area.marks, brand.name, brand.key))


def branded(local_area: LocalArea, by: User) -> AreaBrand:
    """A brand of the area, whose name and key are in the header of its pages."""
    name, colour = f"{local_area} for families", "#7a1f4d"
    logo = read_logo(BytesIO(pictures.png()), "logo.png")
    given = {"name": name, "colour": colour, "logo": logo, "alt": f"Logo of {local_area}"}
    return set_brand(by=by, local_area=local_area, **given)


def names_in(sheffield: Plan, people: dict[str, User]) -> dict[str, str]:
    """What the table's words in capitals stand for; among them reports, ready and failed."""
    october = sheffield.periods.get(key="2019-10")
    common = {
        "plan": sheffield,
        "period": october,
        "document": {},
        "requested_by": people["manager"],
        "requested_at": "2019-11-15T12:00Z",
        "as_at": "2019-11-15",
    }
    ready = Report.objects.create(
        content_hash=f"{sheffield.pk:a>64}",
        state="ready",
        file="ready.pdf",
        size=8,
        pages=1,
        **common,
    )
    failed = Report.objects.create(content_hash=f"{sheffield.pk:b>64}", state="failed", **common)
    ready.path.parent.mkdir(parents=True, exist_ok=True)
    ready.path.write_bytes(b"%PDF-1.7")
    asked = DateChange.objects.of_plan(sheffield).open()
    dates = {f"DATE_{each.action.ref[0]}": str(each.pk) for each in asked}
    papers = {"REPORT": str(ready.pk), "FAILED": str(failed.pk)}
    draft = draft_of(sheffield, people["publisher"])
    papers["DRAFT"] = draft.key
    sheet = FrontSheet(to=f"Scrutiny of {sheffield.slug}")
    papers["COMMITTEE_PAPER"] = str(
        prepare_committee_paper(by=people["publisher"], paper=draft, sheet=sheet).pk
    )
    found = papers | dates | shown(sheffield, people["manager"])
    found |= figures_of(sheffield, people["manager"])
    found |= board_papers_of(sheffield, people)
    found |= people_of(sheffield, people)
    found |= import_of(sheffield, people["manager"])
    found |= questions_of(sheffield) | statistics_of(sheffield)
    return found | way_in(sheffield, people["lead"]) | in_public(sheffield)


def draft_of(plan: Plan, by: User) -> Paper:
    """A publication that is being prepared."""
    july = plan.periods.get(key="2019-07")
    return prepare_publication(by=by, plan=plan, period=july)


def shown(plan: Plan, by: User) -> dict[str, str]:
    """A file of evidence, and a measure of an action in area 6 and of one in area 5."""
    own, others = plan.actions.get(ref=OWN), plan.actions.get(ref=OTHERS)
    given = {"title": "Minutes", "on": date(2019, 10, 1), "grade": Grade.ACTIVITY}
    evidence = add_evidence(
        by=by, action=own, upload=SimpleUploadedFile("minutes.pdf", files.pdf()), **given
    )
    return {
        "EVIDENCE": str(evidence.pk),
        "MEASURE_6": str(own.measures.first().pk),
        "MEASURE_5": str(others.measures.first().pk),
        "WORK_step": str(add_step(by=by, action=own, text="Write to schools").pk),
        "WORK_wait": str(add_wait(by=by, action=own, awaited=others).pk),
        "WORK_resource": str(add_resource(by=by, action=own, amount="£1", source="Reserves").pk),
        "PLAN_KEY": str(plan.pk),
        "EDIT_AREA": str(own.outcome.area_id),
        "EDIT_OUTCOME": str(own.outcome_id),
        "EDIT_ACTION": str(own.pk),
        "EDIT_TERM": str(plan.glossary.first().pk),
        "UPDATE_5": str(StatusUpdate.objects.to_judge(plan).get(action__ref="5.2.8").pk),
        "UPDATE_OF_LEAD": str(StatusUpdate.objects.to_judge(plan).get(action__ref="5.1.6").pk),
        "UPDATE_7": str(StatusUpdate.objects.to_judge(plan).get(action__ref="7.1.6").pk),
    }


def figures_of(plan: Plan, by: User) -> dict[str, str]:
    """A figure of the lead's indicator, and a file that the manager has dealt with."""
    series = figures.series(plan.indicators.get(key=OWNED), name="Our own records")
    preview = ImportPreview.objects.create(plan=plan, by=by, at=now(), file_name="figures.csv")
    broken = SeriesBreak.objects.create(series=series, first_day=date(2019, 6, 1), reason="New")
    target = Target.objects.create(indicator=series.indicator, order=9)
    return {
        "SERIES": str(series.pk),
        "BREAK": str(broken.pk),
        "TARGET": str(target.pk),
        "FIGURE": str(figures.measured(series, "2019-09", 91).pk),
        "PREVIEW": str(preview.pk),
    }


def questions_of(plan: Plan) -> dict[str, str]:
    """A figure that has not come, of an indicator of area 5 alone, and one of area 6 alone."""
    late = {}
    for ref in (OTHERS, OWN):
        indicator = figures.indicator(plan, next_due=date(2019, 11, 1))
        indicator.outcomes.set([plan.actions.get(ref=ref).outcome])
        late[indicator.key] = f"QUESTION_{ref[0]}"
    asked = find_challenges(plan, date(2019, 11, 15)).questions
    return {
        late[finding.indicator]: question.hash
        for question in asked
        for finding in question.findings
        if finding.kind is ContradictionKind.STALE and finding.indicator in late
    }


def statistics_of(plan: Plan) -> dict[str, str]:
    """A published measure, the series that shows it, and a file of the site administrator."""
    indicator = plan.indicators.get(key="ehc-plans-in-20-weeks")
    series = indicator.series.exclude(measure=None).first()
    release = ImportPreview.objects.create(
        by=site_administrator(), at=now(), file_name="long.csv", dataset=Dataset.LAIT
    )
    return {
        "PUBLISHED": str(series.measure_id),
        "OFFICIAL": str(series.pk),
        "RELEASE": str(release.pk),
    }


def in_public(plan: Plan) -> dict[str, str]:
    """October’s update, which is out; somebody who follows the plan; a question about it."""
    publications.made(plan, "2019-10", told={"wording_note": plan.slug})
    follower = Follower.objects.create(plan=plan, email="a@b.example", requested_at=now())
    question = ask_in_public(plan=plan, words="Why is it late?")
    return {"FOLLOWER": token_of_follower(follower), "PUBLIC_QUESTION": str(question.pk)}


def board_papers_of(plan: Plan, people: dict[str, User]) -> dict[str, str]:
    """An issued highlight report with its PDF and a question of the board, and a draft."""
    paper = boards.issued(plan, people["manager"])
    question = highlight.ask(
        by=people["board"], paper=paper, line="risks:5.1.6", words="Why is it late?"
    )
    paper.folder.mkdir(parents=True, exist_ok=True)
    (paper.folder / "report.pdf").write_bytes(b"%PDF-1.7")
    PaperFile.objects.create(
        paper=paper,
        name="report.pdf",
        form="pdf",
        content_type="application/pdf",
        sha256="c" * 64,
        size=8,
        pages=2,
    )
    draft = boards.draft(plan, people["manager"], boards.NOVEMBER, boards.NEXT)
    taken = prepare_committee_paper(by=people["publisher"], paper=paper, sheet=FrontSheet(to="It"))
    return {
        "HIGHLIGHT": paper.key,
        "BOARD_DRAFT": draft.key,
        "BOARD_QUESTION": str(question.pk),
        "BOARD_PAPER": str(taken.pk),
    }


def import_of(plan: Plan, by: User) -> dict[str, str]:
    """A file with a plan that was read, and one of its actions."""
    made = take_plan_file(
        by=by,
        local_area=plan.local_area,
        file=BytesIO(b"Action\tStart\tEnd\tLead\n1.1.1 Write\tMay 2019\tTBC\tSCC-HoS\n"),
        name=f"{plan.slug}.txt",
        is_read_at_once=True,
    )
    read_import(pk=made.pk)
    return {"IMPORT": str(made.pk), "IMPORT_ENTRY": str(made.entries.actions().get().pk)}


def people_of(plan: Plan, people: dict[str, User]) -> dict[str, str]:
    """Somebody invited, a deputy, an organisation with a change that is planned."""
    local_area, slug = plan.local_area, plan.local_area.slug
    by = {"by": people["manager"], "local_area": local_area, "offer": Offer(), "name": "New"}
    ended = invite(email=f"ended@{slug}.example", **by)
    accept(invitation=Invitation.objects.get(user=ended.user))
    waiting = invite(email=f"waits@{slug}.example", **by)
    post = Post.objects.of(local_area).get(code="SCC-PEH")
    deputy = PostHolding.objects.create(post=post, holder="D", deputy=True, until=date(2019, 12, 1))
    template = upload_word_template(
        by=people["manager"],
        local_area=local_area,
        name=f"{slug}.docx",
        content=word_templates.content_of(word_templates.letterhead()),
    )
    report = {"by": people["manager"], "local_area": local_area, "name": f"Report of {slug}"}
    token = make_feed_token(**report)
    council = Organisation.objects.of(local_area).get(code="SCC")
    renamed = WantedChange(organisation=council, name="Another", from_day=date(2020, 1, 1))
    change = change_organisation(by=people["manager"], wanted=renamed)
    return {
        "AREA": slug,
        "WORD_TEMPLATE": str(template.pk),
        "INVITED": waiting.token,
        "ENDED": ended.token,
        "INVITATION": str(Invitation.objects.get(user=waiting.user).pk),
        "DEPUTY": str(deputy.pk),
        "ORGANISATION": str(council.pk),
        "CHANGE": str(change.pk),
        "VIEWER": str(people["viewer"].pk),
        "FEED_SECRET": token,
        "FEED_TOKEN": str(FeedToken.objects.of(local_area).get().pk),
    }


def way_in(plan: Plan, to: User) -> dict[str, str]:
    """The link of an email: its number, and what stands in its address."""
    october = plan.periods.get(key="2019-10")
    action = plan.actions.get(ref=OWN)
    link = SignedLink.objects.create(user=to, action=action, period=october, made_at=now())
    calendar = make_calendar_link(by=to)
    return {"LINK": str(link.pk), "TOKEN": token_of(link), "CALENDAR": calendar}
