"""What waits for somebody in governance: commentary, questions, texts to clear, publications."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from functools import partial

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.timezone import localtime

from actions.domain.enums import Role
from actions.domain.waiting import WaitingItem, WaitingKind
from actions.models import AreaCommentary, AreaOfWeakness, ReportingPeriod
from actions.selectors.periods import name_of
from actions.selectors.person_in_plans import PersonInPlans
from actions.selectors.plan_cache import cached_for_plan
from governance.domain.dates import day_words
from governance.domain.enums import PaperState, Side
from governance.models import BoardQuestion, Meeting, Paper, PublicQuestion, TakeDown
from governance.papers.quarterly.text_clearance import texts_to_clear
from governance.public.questions import question_subject
from governance.selectors.publication_due import (
    DraftPublication,
    UnpublishedQuarter,
    publication_states,
)
from governance.selectors.warning_answers import open_warnings
from governance.services.publication_drafts import PaperRefused
from governance.services.signing import warnings_of
from wsoa.core.compiled_queries import compiled_once
from wsoa.core.text import cut, one_line
from wsoa.core.working_days import next_working_day

COMMENTARY = WaitingKind(
    "commentary",
    "Commentary to write",
    "Commentary",
    "Write",
    "area has no commentary yet",
    "areas have no commentary yet",
    "Commentary is printed in the quarterly update and in its publication. Sign in to write it.",
)
BOARD = WaitingKind(
    "board_question",
    "Question from the board",
    "Questions",
    "Answer",
    "question from the board needs your answer",
    "questions from the board need your answer",
    "Board members asked about the highlight report. Sign in to answer.",
)
ANSWERED = WaitingKind(
    "board_answer",
    "Answer to your question",
    "Questions",
    "Read",
    "question of yours is answered",
    "questions of yours are answered",
    "You asked about the highlight report. Sign in to read the answer.",
)
# The code is what digests have remembered since there are any.
PUBLIC = WaitingKind(
    "public_question",
    "Question from the public",
    "Questions",
    "Answer",
    "question from the public needs your answer",
    "questions from the public need your answer",
    "Readers of the published plan asked these questions. Sign in to answer.",
)
CLEAR = WaitingKind(
    "clear",
    "Text to clear",
    "Publishing",
    "Read and clear",
    "quarter has texts for you to clear",
    "quarters have texts for you to clear",
    "Nothing that leads and officers wrote is published before you have cleared it. Sign in to "
    "read it.",
)
SIGN = WaitingKind(
    "sign",
    "Publication to sign",
    "Publishing",
    "Read and sign",
    "publication needs your signature",
    "publications need your signature",
    "Two people sign each publication. Sign in to read it first.",
)
PUBLISH = WaitingKind(
    "publish",
    "Quarter closed, not published",
    "Publishing",
    "Prepare to publish",
    "quarter is closed and not published",
    "quarters are closed and not published",
    "Readers wait for these quarters. Sign in to prepare them.",
)
TAKEN_DOWN = WaitingKind(
    "taken_down",
    "Publication taken down",
    "Publishing",
    "Decide",
    "publication was taken down and needs your decision",
    "publications were taken down and need your decision",
    "One person took it down at once. Sign in to confirm that, or to agree that it is put back.",
    again_after=timedelta(days=1),
)
ANSWER_BOARD_WITHIN = timedelta(days=14)  # where the board has no later meeting
ANSWER_PUBLIC_WITHIN = timedelta(days=14)
_LONGEST = 150
_SIDES = {Side.COUNCIL: Role.SIGNS_COUNCIL, Side.NHS: Role.SIGNS_NHS}


def commentary_to_write(person: PersonInPlans) -> Iterator[WaitingItem]:
    """Commentary of the person's areas that the last quarter to open has none of yet.

    Four queries.
    """
    if not person.areas:
        return
    begun = ReportingPeriod.objects.quarters().of_plans(person.plans).begun_by(person.day)
    last = {period.plan_id: period for period in begun.order_by("first_day")}
    areas = AreaOfWeakness.objects.in_bulk(person.areas).values()
    closed = _closed_to_writing(last.values())
    written = set(
        AreaCommentary.objects.current()
        .with_words()
        .of_periods(last.values())
        .values_list("area", "period")
    )
    for area in sorted(areas, key=lambda area: (area.plan_id, area.order)):
        period = last.get(area.plan_id)
        if period is None or period.pk in closed or (area.pk, period.pk) in written:
            continue
        yield WaitingItem(
            kind=COMMENTARY,
            plan=area.plan_id,
            subject=area.pk,
            title=f"Area {area.ref}, {area.title}: {name_of(period)}",
            detail="No commentary has been written yet.",
            since=period.opens,
            due=period.closes,
            address=reverse(
                "commentary-area", args=[person.plans[area.plan_id].slug, period.key, area.ref]
            ),
        )


def _closed_to_writing(periods: Iterable[ReportingPeriod]) -> set[int]:
    """Of these quarters those of which the last paper is more than a draft.

    The set-based form of `services.commentary.reason_closed`; a test holds the two together.
    """
    of_key = {(period.plan_id, period.key): period.pk for period in periods}
    papers = Paper.objects.quarterly().without_discarded().of_plans({plan for plan, _ in of_key})
    last = {
        (plan, key): state
        for plan, key, state in papers.order_by("version").values_list("plan", "key", "state")
    }
    return {
        pk for place, pk in of_key.items() if last.get(place, PaperState.DRAFT) != PaperState.DRAFT
    }


def board_questions(person: PersonInPlans) -> Iterator[WaitingItem]:
    """Unanswered questions of the board that it is for this person to answer. Two queries."""
    if not person.managed and not person.areas:
        return
    asked = _unanswered(person.plans.keys())
    meetings: dict[int, list[date]] = {}
    bodies = {question.paper.meeting.body_id for question in asked if question.paper.meeting}
    for body, held_on in Meeting.objects.of_bodies(bodies).values_list("body", "held_on"):
        meetings.setdefault(body, []).append(held_on)
    for question in asked:
        paper, action = question.paper, question.action
        if not person.decides(paper.plan_id, action.outcome.area_id if action else None):
            continue
        since = localtime(question.at).date()
        meeting = paper.meeting
        later = meetings.get(meeting.body_id, []) if meeting else []
        due = next(
            (day for day in later if meeting and day > meeting.held_on and day > since), None
        )
        yield WaitingItem(
            kind=BOARD,
            plan=paper.plan_id,
            subject=question.pk,
            title=cut(one_line(question.words), _LONGEST),
            ref=action.ref if action else "",
            detail=f"Asked about {paper.title}.",
            since=since,
            due=due or since + ANSWER_BOARD_WITHIN,
            address=reverse(
                "highlight-answer", args=[person.plans[paper.plan_id].slug, paper.key, question.pk]
            ),
        )


@compiled_once
def _unanswered(plans: Collection[int]) -> QuerySet[BoardQuestion]:
    return BoardQuestion.objects.unanswered().of_plans(plans)


def board_answers(person: PersonInPlans) -> Iterator[WaitingItem]:
    """Answers to the person's own questions, until they have read them. One query."""
    for question in _unread_answers(person.user.pk, person.plans.keys()):
        paper, action = question.paper, question.action
        yield WaitingItem(
            kind=ANSWERED,
            plan=paper.plan_id,
            subject=question.pk,
            title=cut(one_line(question.words), _LONGEST),
            ref=action.ref if action else "",
            detail=f"You asked about {paper.title}.",
            since=localtime(question.answered_at).date() if question.answered_at else None,
            address=f"{_report(person, paper)}#q{question.pk}",
        )


@compiled_once
def _unread_answers(user: int, plans: Collection[int]) -> QuerySet[BoardQuestion]:
    return BoardQuestion.objects.answers_unread_by(user).of_plans(plans)


def _report(person: PersonInPlans, paper: Paper) -> str:
    return reverse("highlight", args=[person.plans[paper.plan_id].slug, paper.key])


def public_questions(person: PersonInPlans) -> Iterator[WaitingItem]:
    """Questions from the public, for the programme managers. One query."""
    if not person.managed:
        return
    asked = PublicQuestion.objects.unanswered().with_what_they_are_about()
    for question in asked.of_plans(person.managed).order_by("at", "pk"):
        since = localtime(question.at).date()
        yield WaitingItem(
            kind=PUBLIC,
            plan=question.plan_id,
            subject=question.pk,
            title=cut(one_line(question.words), _LONGEST),
            ref=question_subject(question).removeprefix("action ").capitalize(),
            since=since,
            due=since + ANSWER_PUBLIC_WITHIN,
            address=reverse(
                "answer-public-question", args=[person.plans[question.plan_id].slug, question.pk]
            ),
        )


def publications(person: PersonInPlans) -> Iterator[WaitingItem]:
    """Closed quarters to publish, their texts to clear and their drafts to sign. Six queries."""
    publishes = set(person.with_role(Role.PUBLISHER))
    signs = {
        plan: [side for side, role in _SIDES.items() if role in person.roles[plan]]
        for plan in person.with_role(*_SIDES.values())
    }
    if not publishes and not signs:
        return
    plans = {plan: person.plans[plan] for plan in {*publishes, *signs}}
    states = publication_states(plans, person.day)
    drafts = [draft for state in states.values() for draft in state.drafts]
    for plan in publishes:
        for quarter in states[plan].unpublished:
            if not quarter.is_scheduled:
                yield _to_publish(person, quarter)
    yield from _to_clear(person, [draft for draft in drafts if draft.paper.plan_id in publishes])
    signed = _signed([draft.paper.pk for draft in drafts])
    for draft in drafts:
        for side in signs.get(draft.paper.plan_id, ()):
            if not {(draft.paper.pk, side), (draft.paper.pk, person.user.pk)} & signed:
                yield _to_sign(person, draft, side)


def taken_down(person: PersonInPlans) -> Iterator[WaitingItem]:
    """Publications that somebody else took down, or asks to put back. One query."""
    plans = person.with_role(Role.PUBLISHER, *_SIDES.values())
    if not plans:
        return
    for taken in TakeDown.objects.undecided().of_plans(plans):
        is_back = taken.restore_requested_at is not None
        if (taken.restore_requested_by_id if is_back else taken.by_id) == person.user.pk:
            continue
        since = localtime(taken.restore_requested_at or taken.at).date()
        paper = taken.paper
        yield WaitingItem(
            kind=TAKEN_DOWN,
            plan=paper.plan_id,
            subject=2 * taken.pk + is_back,
            title=str(paper),
            detail="Somebody asks to put it back." if is_back else "Nobody has confirmed it yet.",
            since=since,
            due=next_working_day(since),
            address=reverse(
                "publication-take-down",
                args=[person.plans[paper.plan_id].slug, paper.key, paper.version],
            ),
        )


def _to_publish(person: PersonInPlans, quarter: UnpublishedQuarter) -> WaitingItem:
    slug = person.plans[quarter.period.plan_id].slug
    paper = quarter.paper
    address = reverse("publication", args=[slug, quarter.period.key])
    state = "A draft is being prepared." if paper else "No draft has been prepared."
    return WaitingItem(
        kind=PUBLISH,
        plan=quarter.period.plan_id,
        subject=quarter.period.pk,
        title=name_of(quarter.period),
        detail=f"Closed on {day_words(quarter.closed)}. {state}",
        since=quarter.closed,
        due=quarter.due,
        address=address if paper else reverse("publications", args=[slug]),
    )


def _to_clear(person: PersonInPlans, drafts: list[DraftPublication]) -> Iterator[WaitingItem]:
    texts = texts_to_clear([draft.period for draft in drafts])
    for draft in drafts:
        found = texts.get(draft.period.pk)
        if found is None:
            continue
        slug = person.plans[draft.paper.plan_id].slug
        many = "1 text" if found.count == 1 else f"{found.count} texts"
        yield WaitingItem(
            kind=CLEAR,
            plan=draft.paper.plan_id,
            subject=draft.period.pk,
            title=f"{name_of(draft.period)}: {many}",
            detail="Nothing that a lead or an officer wrote is printed before it is cleared.",
            since=found.since,
            due=draft.due,
            how_many=found.count,
            address=f"{reverse('publication', args=[slug, draft.period.key])}#texts",
        )


def _signed(drafts: Iterable[int]) -> set[tuple[int, str | int]]:
    """Who signed what is frozen now: the paper with the side, and with the person."""
    found: set[tuple[int, str | int]] = set()
    for paper, side, by in Paper.objects.valid_signatures(drafts):
        found |= {(paper, Side(side)), (paper, by)}
    return found


def _signing_words(person: PersonInPlans, paper: Paper) -> str:
    """Whether it can be signed; cached until something is written to the plan."""
    plan = person.plans[paper.plan_id]
    return cached_for_plan(
        plan, "signing", paper.pk, person.day, make=partial(_counted_warnings, paper)
    )


def _counted_warnings(paper: Paper) -> str:
    """How many of its warnings are open. All texts of the document are read and checked."""
    try:
        still = len(open_warnings(paper, warnings_of(paper)))
    except PaperRefused:
        return "Its text fails its check, so it cannot be signed."
    if not still:
        return "It can be signed now."
    warnings = "1 warning is" if still == 1 else f"{still} warnings are"
    return f"It can be signed once its warnings are answered: {warnings} open."


def _to_sign(person: PersonInPlans, draft: DraftPublication, side: Side) -> WaitingItem:
    """The draft, to read as readers will get it and to sign; or what changed since they signed."""
    slug = person.plans[draft.paper.plan_id].slug
    return WaitingItem(
        kind=SIGN,
        plan=draft.paper.plan_id,
        subject=draft.paper.pk * len(Side) + list(Side).index(side),
        title=f"{draft.paper.title}, for {side.label}",
        # Only who sees the list reads it. The menu of every page counts what is in the list.
        detail=lazy(_signing_words, str)(person, draft.paper),
        since=localtime(draft.paper.made_at).date(),
        due=draft.due,
        address=reverse("publication", args=[slug, draft.period.key]),
    )
