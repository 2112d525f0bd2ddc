"""Query words for actions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from actions.domain.enums import ANSWERS, Group, Status
from actions.querysets.models import rows_of
from wsoa.accounts.models import PostHolding

if TYPE_CHECKING:
    from actions.models import Action, ReportingPeriod
    from wsoa.accounts.models import User


# The SQL beside `Action.agreed_end`, for what is filtered or read without the rest of the row.
COUNTED_END = Coalesce("agreed_end_month", "end_month")


def _is_not_complete(status: str) -> Q:
    """NULL-safe "not complete": `status <> 'complete'` is NULL where there is no status."""
    return Q(**{status: None}) | ~Q(**{status: Status.COMPLETE})


def _of_organisation(code: str) -> Q:
    """Of leads: the organisation of this code, or what has succeeded it, once or twice."""
    before = "organisation__predecessors"
    return (
        Q(organisation__code=code)
        | Q(**{f"{before}__code": code})
        | Q(**{f"{before}__predecessors__code": code})
    )


def _counting_in(period: ReportingPeriod | None) -> Any:
    """Of the action outside: the updates of the period's quarter, the one that counts first."""
    updates = rows_of("StatusUpdate").filter(action=OuterRef("pk"))
    return updates.in_quarter_of(period).that_may_count().the_one_that_counts_first()


class ActionQuerySet(models.QuerySet["Action"]):
    def of_plans(self, plans: Iterable[int]) -> ActionQuerySet:
        """The actions of the plans with these keys."""
        return self.filter(plan__in=list(plans))

    def of_keys(self, keys: Iterable[int]) -> ActionQuerySet:
        return self.filter(pk__in=list(keys))

    def of_ref(self, ref: str) -> ActionQuerySet:
        return self.filter(ref=ref)

    def in_force_on(self, day: date) -> ActionQuerySet:
        """Of `Action.with_ended`: those that had been added by that day, and had not ended."""
        added = rows_of("PlanChange").in_force().filter(part="action", kind="added")
        later = Exists(added.filter(row=OuterRef("pk"), day__gt=day))
        return self.filter(~later, Q(ended_on=None) | Q(ended_on__gt=day))

    def besides(self, action: Action) -> ActionQuerySet:
        """All but this one."""
        return self.exclude(pk=action.pk)

    def ended(self) -> ActionQuerySet:
        """Of `Action.with_ended`: those that have ended."""
        return self.filter(ended_on__isnull=False)

    def in_plan_order(self) -> ActionQuerySet:
        return self.order_by("order")

    def with_leads(self) -> ActionQuerySet:
        return self.prefetch_related(Prefetch("leads", rows_of("ActionLead").with_names()))

    def with_place(self) -> ActionQuerySet:
        return self.select_related("outcome__area").defer(
            *(f"outcome__{field}" for field in ("description", "source", "note")),
            *(f"outcome__area__{field}" for field in ("finding", "source", "note")),
        )

    def led_by(self, user: User, day: date) -> ActionQuerySet:
        """Actions of which this person holds a leading post on that day, alone or with others.

        The queryset beside the predicate `rules.leads_action`.
        """
        held = PostHolding.objects.given_to(user, day).values("post")
        return self.led_by_posts(held)

    def led_by_posts(self, posts: Iterable[int] | models.QuerySet[Any, Any]) -> ActionQuerySet:
        return self._with_lead(Q(post__in=posts))

    def led_by_posts_or_among(self, posts: Iterable[int], keys: Iterable[int]) -> ActionQuerySet:
        """Actions that one of these posts leads, and those with these keys."""
        leads = rows_of("ActionLead").filter(post__in=list(posts), action=OuterRef("pk"))
        return self.filter(Exists(leads) | Q(pk__in=list(keys)))

    def in_area(self, ref: str) -> ActionQuerySet:
        return self.filter(outcome__area__ref=ref)

    def in_areas(self, areas: Iterable[int]) -> ActionQuerySet:
        return self.filter(outcome__area__in=areas)

    def led_by_code(self, code: str) -> ActionQuerySet:
        """Actions that a post, or an organisation alone, leads: "SCC-HoS", "NHSE"."""
        return self._with_lead(Q(post__code=code) | (_of_organisation(code) & Q(post=None)))

    def led_by_organisation(self, code: str) -> ActionQuerySet:
        """Actions that an organisation leads, by its code or that of one it has succeeded."""
        return self._with_lead(_of_organisation(code))

    def _with_lead(self, condition: Q) -> ActionQuerySet:
        return self.filter(Exists(rows_of("ActionLead").filter(condition, action=OuterRef("pk"))))

    def with_status_in(
        self, period: ReportingPeriod | None, name: str = "status"
    ) -> ActionQuerySet:
        """Adds the status of each action in the period's quarter; None without any update.

        The SQL beside `quarter_status.status_of_quarter`; a test holds the two together.
        """
        return self.annotate(**{name: Subquery(_counting_in(period).values("status")[:1])})

    def answered_in(self, period: ReportingPeriod) -> ActionQuerySet:
        """Adds `answered`: whether the period has a current answer that was not returned."""
        updates = rows_of("StatusUpdate").filter(
            action=OuterRef("pk"), period=period, kind__in=ANSWERS
        )
        return self.annotate(answered=Exists(updates.current().exclude(verdict__accepted=False)))

    def returned_in(self, period: ReportingPeriod) -> ActionQuerySet:
        """Adds `returned`: whether an update of the period, or the last one of an earlier period,
        was returned and nothing has been sent in response.
        """
        updates = rows_of("StatusUpdate").filter(
            action=OuterRef("pk"), period__first_day__lte=period.first_day
        )
        return self.annotate(returned=Exists(updates.still_returned()))

    def kept_for_next_round(self, user: User, day: date, managed: Iterable[int]) -> ActionQuerySet:
        """Those of plans without an open round that a person has begun or got back.

        Of what the person leads, or in a plan that they manage what they wrote. Adds `draft_saved`,
        when their draft was saved, and `returned_because`; each is None where there is none.
        """
        here = {"action": OuterRef("pk")}
        is_open = rows_of("ReportingPeriod").open_on(day).filter(plan=OuterRef("plan"))
        drafts = rows_of("Draft").filter(user=user, **here).order_by("-saved_at")
        returned = rows_of("StatusUpdate").filter(**here).still_returned()
        held = PostHolding.objects.given_to(user, day).values("post")
        leads = Exists(rows_of("ActionLead").filter(post__in=held, **here))
        manages = Q(plan__in=list(managed))
        own = Exists(returned.filter(by=user))
        return self.annotate(
            draft_saved=Subquery(drafts.values("saved_at")[:1]),
            returned_because=Subquery(returned.values("verdict__words")[:1]),
        ).filter(
            Q(draft_saved__isnull=False) & (leads | manages)
            | Exists(returned) & leads
            | own & manages,
            ~Exists(is_open),
        )

    def due_in(self, period: ReportingPeriod, before: ReportingPeriod | None) -> ActionQuerySet:
        """Actions that the period asks about: begun by its end, not complete before it.

        The SQL beside `quarter_status.is_complete`; a test holds the two together.
        """
        begun = Q(start_month=None) | Q(start_month__lte=period.first_day)
        asked = self.filter(begun)
        if before is None:
            return asked
        counting = _counting_in(before)
        with_before = asked.with_status_in(before, "status_before").alias(
            accepted_before=Subquery(counting.values("verdict__accepted")[:1])
        )
        return with_before.filter(_is_not_complete("status_before") | Q(accepted_before=False))

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
        shown = rows_of("Evidence").shown().filter(action=OuterRef("pk"))
        return self.annotate(shown=Exists(shown))

    def complete_without_evidence(self, period: ReportingPeriod | None) -> ActionQuerySet:
        """Actions with the status Complete in the period and no evidence."""
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
