"""The words in which the plan is asked about. No view writes a filter of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Coalesce

from actions.domain.enums import ANSWERS, Group, Role, Status, UpdateKind
from wsoa.accounts.models import PostHolding
from wsoa.mail.models import Letter

if TYPE_CHECKING:
    from actions.models import (  # noqa: F401 (also named in strings below)
        Action,
        AreaCommentary,
        Chase,
        DateChange,
        Digest,
        Evidence,
        Membership,
        Plan,
        ReportingPeriod,
        SignedLink,
        StatusUpdate,
    )
    from wsoa.accounts.models import User

# The SQL beside `Action.agreed_end`, for what is filtered or read without the rest of the row.
COUNTED_END = Coalesce("agreed_end_month", "end_month")


# What other apps give people in a plan that lets them see it, such as figures to enter: each says
# for a person and a day which plans these are, by their keys and without a join. Registered when
# the app starts.
Sight = Callable[["User", date], Q]
_sights: list[Sight] = []


def register_sight(sight: Sight) -> None:
    """Adds a ground for seeing a plan; the same one twice counts once."""
    if sight not in _sights:
        _sights.append(sight)


def _is_not_complete(status: str) -> Q:
    """Also where nothing was said: to the database, nothing is neither complete nor not."""
    return Q(**{status: None}) | ~Q(**{status: Status.COMPLETE})


def _rows(model: str) -> Any:
    """The rows of a model that is defined on top of these querysets."""
    return apps.get_model("actions", model)._default_manager


def _plans_led_by(user: User, day: date) -> models.QuerySet[Any, Any]:
    """The keys of plans of which somebody leads an action on that day."""
    held = PostHolding.objects.on(day).filter(user=user).values("post")
    return _rows("ActionLead").filter(post__in=held).values("action__plan")  # type: ignore[no-any-return]


class PlanQuerySet(models.QuerySet["Plan"]):
    def seen_by(self, user: User, day: date) -> PlanQuerySet:
        """Plans that this person has a role in, or leads an action of on that day.

        The queryset beside the predicate `rules.sees_plan`; a test holds the two together.
        By keys: joined to every action and lead, and made distinct by all the plan's texts, the
        same takes PostgreSQL 80 ms.
        """
        grounds = Q(pk__in=_rows("Membership").filter(user=user).values("plan"))
        grounds |= Q(pk__in=_plans_led_by(user, day))
        for sight in _sights:
            grounds |= sight(user, day)
        return self.filter(grounds)

    def seen_besides(self, user: User, day: date) -> PlanQuerySet:
        """Plans that this person sees for what another app gives them in it."""
        grounds = [sight(user, day) for sight in _sights]
        return self.filter(reduce(or_, grounds)) if grounds else self.none()

    def led_by(self, user: User, day: date) -> PlanQuerySet:
        """Plans of which this person leads an action on that day."""
        return self.filter(pk__in=_plans_led_by(user, day))


class PeriodQuerySet(models.QuerySet["ReportingPeriod"]):
    def open_on(self, day: date) -> PeriodQuerySet:
        """Periods that take updates on that day."""
        return self.filter(opens__lte=day, closes__gte=day, locked_at=None)

    def quarters(self) -> PeriodQuerySet:
        """The quarters that the plan prints, without the months of rounds in between."""
        return self.filter(kind="quarter")

    def of_key(self, key: str) -> PeriodQuerySet:
        """The period of a month, by its key: "2019-10"."""
        return self.filter(key=key.replace("\x00", ""))

    def before(self, period: ReportingPeriod) -> PeriodQuerySet:
        return self.filter(first_day__lt=period.first_day)

    def with_lost_letters(self) -> PeriodQuerySet:
        """Adds `lost`: whether any e-mail written since the period opened was given up."""
        given_up = Letter.objects.exclude(given_up_at=None)
        return self.annotate(lost=Exists(given_up.filter(made_at__date__gte=OuterRef("opens"))))

    def begun_by(self, day: date) -> PeriodQuerySet:
        """Periods whose month has come."""
        return self.filter(opens__lte=day)


class CommentaryQuerySet(models.QuerySet["AreaCommentary"]):
    def with_words(self) -> CommentaryQuerySet:
        return self.exclude(developments="", evidence="", next_steps="")

    def written_here(self, period: ReportingPeriod) -> CommentaryQuerySet:
        """With words that people wrote themselves: what is loaded names its source."""
        return self.with_words().filter(period=period, source="")

    def of(self, period: ReportingPeriod) -> CommentaryQuerySet:
        return self.filter(period=period).select_related("area")


class ActionQuerySet(models.QuerySet["Action"]):
    def in_plan_order(self) -> ActionQuerySet:
        return self.order_by("order")

    def with_leads(self) -> ActionQuerySet:
        leads = _rows("ActionLead").select_related("organisation", "post__organisation")
        return self.prefetch_related(Prefetch("leads", leads))

    def with_place(self) -> ActionQuerySet:
        return self.select_related("outcome__area").defer(
            *(f"outcome__{each}" for each in ("description", "source", "note")),
            *(f"outcome__area__{each}" for each in ("finding", "source", "note")),
        )

    def led_by(self, user: User, day: date) -> ActionQuerySet:
        """Actions of which this person holds a leading post on that day, alone or with others.

        The queryset beside the predicate `rules.leads_action`.
        """
        held = PostHolding.objects.on(day).filter(user=user).values("post")
        return self.led_by_posts(held)

    def led_by_posts(self, posts: Iterable[int] | models.QuerySet[Any, Any]) -> ActionQuerySet:
        return self._with_lead(Q(post__in=posts))

    def in_area(self, ref: str) -> ActionQuerySet:
        return self.filter(outcome__area__ref=ref)

    def led_by_code(self, code: str) -> ActionQuerySet:
        """Actions that a post, or an organisation alone, leads: "SCC-HoS", "NHSE"."""
        alone = Q(organisation__code=code, post=None)
        return self._with_lead(Q(post__code=code) | alone)

    def led_by_organisation(self, code: str) -> ActionQuerySet:
        return self._with_lead(Q(organisation__code=code))

    def _with_lead(self, condition: Q) -> ActionQuerySet:
        return self.filter(Exists(_rows("ActionLead").filter(condition, action=OuterRef("pk"))))

    def with_status_in(
        self, period: ReportingPeriod | None, name: str = "status"
    ) -> ActionQuerySet:
        """Adds the status of each action in the period's quarter; None where nothing was said.

        The SQL beside `quarters.status_of_quarter`; a test holds the two together.
        """
        said = _rows("StatusUpdate").filter(action=OuterRef("pk"))
        counting = said.in_quarter_of(period).that_may_count().the_one_that_counts_first()
        return self.annotate(**{name: Subquery(counting.values("status")[:1])})

    def answered_in(self, period: ReportingPeriod) -> ActionQuerySet:
        """Adds `answered`: whether a lead's word stands in the period, and was not returned."""
        said = _rows("StatusUpdate").filter(action=OuterRef("pk"), period=period, kind__in=ANSWERS)
        return self.annotate(answered=Exists(said.current().exclude(verdict__accepted=False)))

    def returned_in(self, period: ReportingPeriod) -> ActionQuerySet:
        """Adds `returned`: whether the last word of the period went back to its lead."""
        said = _rows("StatusUpdate").filter(action=OuterRef("pk"), period=period)
        return self.annotate(returned=Exists(said.current().filter(verdict__accepted=False)))

    def due_in(self, period: ReportingPeriod, before: ReportingPeriod | None) -> ActionQuerySet:
        """Actions that the period asks about: begun by its end, not complete before it."""
        begun = Q(start_month=None) | Q(start_month__lte=period.first_day)
        asked = self.filter(begun)
        if before is None:
            return asked
        said_before = asked.with_status_in(before, "status_before")
        return said_before.filter(_is_not_complete("status_before"))

    def with_counted_end(self) -> ActionQuerySet:
        """Adds `counted_end`: the end month that counts, the last one agreed or the plan's."""
        return self.alias(counted_end=COUNTED_END)

    def ended_by(self, day: date) -> ActionQuerySet:
        """Actions whose end month, as agreed, was over on that day."""
        return self.with_counted_end().filter(counted_end__lt=day.replace(day=1))

    def behind(self) -> ActionQuerySet:
        """Of actions `with_status_in` a period: those behind target or at significant risk."""
        return self.filter(status__in=Group.BEHIND.statuses)

    def late_on(self, day: date) -> ActionQuerySet:
        """Of actions `with_status_in` a period: past their end month and not complete."""
        return self.ended_by(day).filter(_is_not_complete("status"))

    def with_evidence_shown(self) -> ActionQuerySet:
        """Adds `shown`: whether there is evidence of the action that was not withdrawn."""
        shown = _rows("Evidence").shown().filter(action=OuterRef("pk"))
        return self.annotate(shown=Exists(shown))

    def complete_without_evidence(self, period: ReportingPeriod | None) -> ActionQuerySet:
        """Actions said to be complete in the period of which nothing is there to show for it."""
        found = self.with_status_in(period).with_evidence_shown()
        return found.filter(shown=False, status=Status.COMPLETE)

    def mentioning(self, words: str) -> ActionQuerySet:
        """Actions with every one of the words in reference, text, measures or leads."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(ref__istartswith=word)
                | Q(text__icontains=word)
                | Q(leads_printed__icontains=word)
                | Q(pk__in=self.model._default_manager.filter(measures__text__icontains=word))
            )
        return found


class StatusUpdateQuerySet(models.QuerySet["StatusUpdate"]):
    def current(self) -> StatusUpdateQuerySet:
        """The last word in each period: what nothing has superseded."""
        return self.filter(superseded_by=None)

    def about(self, actions: Iterable[Action]) -> StatusUpdateQuerySet:
        return self.filter(action__in=actions)

    def in_periods_of(self, plan: Plan) -> StatusUpdateQuerySet:
        return self.filter(period__plan=plan)

    def in_quarter_of(self, period: ReportingPeriod | None) -> StatusUpdateQuerySet:
        """What was said in a quarter and its months; a month stands for its quarter."""
        quarter = (period.quarter_id or period.pk) if period else None
        return self.filter(Q(period=quarter) | Q(period__quarter=quarter))

    def that_may_count(self) -> StatusUpdateQuerySet:
        """Every word of which one is the status of its quarter, in the order of writing.

        Adds `of_quarter`, and `replaced_by`: the later word of the same period, if any. Which
        one counts is for `quarters.counting_word` to say.
        """
        accepted = Q(kind=UpdateKind.RECORDED) | Q(verdict__accepted=True)
        found = self.filter(Q(superseded_by=None) | accepted)
        quarter = Coalesce("period__quarter", "period")
        return found.annotate(of_quarter=quarter, replaced_by=F("superseded_by")).order_by("pk")

    def of_quarters(self, quarters: Iterable[int]) -> StatusUpdateQuerySet:
        """Of words `that_may_count`: those of these quarters and their months."""
        return self.filter(of_quarter__in=quarters)

    def the_one_that_counts_first(self) -> StatusUpdateQuerySet:
        """Of words `that_may_count` in one quarter: the order of `quarters.counting_word`."""
        rank = Case(
            When(verdict__accepted=True, then=0),
            When(kind=UpdateKind.RECORDED, then=2),
            When(verdict=None, then=1),
            default=3,
        )
        return self.order_by(rank, "-pk")

    def to_judge(self, plan: Plan) -> StatusUpdateQuerySet:
        """What leads sent in a plan and nobody has accepted or returned; the last words only."""
        return self.in_periods_of(plan).current().filter(kind__in=ANSWERS, verdict=None)

    def illustrative(self) -> StatusUpdateQuerySet:
        """Invented for a demonstration."""
        return self.filter(illustrative=True)

    def of_ids(self, ids: Iterable[int]) -> StatusUpdateQuerySet:
        return self.filter(pk__in=ids)

    def for_review(self) -> StatusUpdateQuerySet:
        """With all that is shown of an update beside the word that it replaced, in plan order."""
        replaced = ("by", "post__organisation", "period", "verdict__by")
        found = self.with_people().with_verdicts()
        return found.select_related(
            "action__plan", "action__outcome__area", *(f"supersedes__{each}" for each in replaced)
        ).order_by("action__order", "period__first_day")

    def in_areas(self, areas: Iterable[int]) -> StatusUpdateQuerySet:
        return self.filter(action__outcome__area__in=areas)

    def newest_first(self) -> StatusUpdateQuerySet:
        return self.order_by("-period__first_day", "-said_at", "-pk")

    def with_people(self) -> StatusUpdateQuerySet:
        return self.select_related("by", "post__organisation", "period")

    def with_verdicts(self) -> StatusUpdateQuerySet:
        return self.select_related("verdict__by")


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def shown(self) -> EvidenceQuerySet:
        """What has not been withdrawn."""
        return self.filter(withdrawn_at=None)

    def with_files(self) -> EvidenceQuerySet:
        """What is a file and not a link."""
        return self.exclude(file="")

    def named(self, names: Iterable[str]) -> models.QuerySet[Evidence, str]:
        """Of these names of files on disk those that a row has."""
        return self.filter(file__in=names).values_list("file", flat=True)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def of(self, user: User, plan: Plan) -> MembershipQuerySet:
        return self.filter(user=user, plan=plan)

    def on_board(self) -> MembershipQuerySet:
        """Members of the board who can sign in, with the person."""
        found = self.filter(role=Role.BOARD, user__is_active=True)
        return found.select_related("user").order_by("user")

    def who_decide(self, plans: Iterable[int]) -> MembershipQuerySet:
        """Accountable officers and programme managers of these plans who can sign in."""
        deciding = (Role.ACCOUNTABLE, Role.MANAGER)
        return self.filter(plan__in=plans, role__in=deciding, user__is_active=True)


class DateChangeQuerySet(models.QuerySet["DateChange"]):
    def of_plan(self, plan: Plan) -> DateChangeQuerySet:
        return self.filter(action__plan=plan)

    def open(self) -> DateChangeQuerySet:
        """Asked for, and not yet decided."""
        return self.filter(agreed=None)

    def touched_by_people(self) -> DateChangeQuerySet:
        """Asked for or decided here, and not invented for a demonstration alone."""
        return self.filter(Q(illustrative=False) | Q(decided_by__isnull=False))

    def agreed_by(self, day: date) -> DateChangeQuerySet:
        """Agreed on that day or before, the earliest first: the last one of an action counts."""
        return self.filter(agreed=True, decided_at__date__lte=day).order_by("asked_at", "pk")

    def decided_between(self, first: date, last: date) -> DateChangeQuerySet:
        return self.filter(decided_at__date__range=(first, last))

    def with_people(self) -> DateChangeQuerySet:
        return self.select_related("asked_by", "post__organisation", "decided_by")

    def for_news(self) -> DateChangeQuerySet:
        """With all that an e-mail says of a request, in the plan's order."""
        found = self.with_people().select_related("action__plan", "action__outcome")
        return found.order_by("action__plan", "action__order", "asked_at", "pk")


class DigestQuerySet(models.QuerySet["Digest"]):
    def free(self, lapsed: datetime) -> DigestQuerySet:
        """Not sent, and in nobody's hands; what was claimed before `lapsed` was given up."""
        return self.filter(Q(claim="") | Q(claimed_at__lt=lapsed), sent_at=None)

    def told_between(self, first: date, day: date) -> DigestQuerySet:
        """Sent for the first day or later, but before the other."""
        return self.filter(day__gte=first, day__lt=day).exclude(sent_at=None)


class ChaseQuerySet(models.QuerySet["Chase"]):
    def waiting(self) -> ChaseQuerySet:
        """Not sent yet."""
        return self.filter(sent_at=None)

    def of_day(self, day: date) -> ChaseQuerySet:
        return self.filter(at__date=day)


class SignedLinkQuerySet(models.QuerySet["SignedLink"]):
    def good_on(self, day: date) -> SignedLinkQuerySet:
        """Not ended by their person, and of a period that takes updates on that day."""
        return self.filter(
            revoked_at=None,
            period__opens__lte=day,
            period__closes__gte=day,
            period__locked_at=None,
        )

    def with_what_they_open(self) -> SignedLinkQuerySet:
        return self.select_related("user", "period__plan", "action__plan")
