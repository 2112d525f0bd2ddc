"""The content of a plan: areas of weakness, outcomes, actions, measures, and people's roles."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from actions.domain.enums import Role
from actions.domain.kinds.model import KindOfPlan, KindTerms
from actions.domain.kinds.registry import kind_of
from actions.domain.kinds.scale import StatusScale, scale_of
from actions.domain.short_titles import LONGEST_SHORT_TITLE, first_clause
from actions.models.plan_parts import (
    ENDED_ON,
    ActionsInForce,
    AreaQuerySet,
    AreasInForce,
    MeasureQuerySet,
    MeasuresInForce,
    OutcomeQuerySet,
    OutcomesInForce,
    TermQuerySet,
    TermsInForce,
)
from actions.querysets.action import ActionQuerySet
from actions.querysets.lead import ActionLeadQuerySet
from actions.querysets.membership import MembershipQuerySet
from actions.querysets.plan import PlanQuerySet
from wsoa.accounts.models import LocalArea, Organisation, OrganisationChange, Post, Term
from wsoa.core.append_only import AppendOnlyModel
from wsoa.core.months import DateKind, Month, PlanDate
from wsoa.core.text import one_line


class Plan(models.Model):
    """A local area's plan. Its kind determines the terms that it prints (`terms`)."""

    class Kind(models.TextChoices):
        WSOA = "wsoa", "Written Statement of Action"
        APP = "app", "Accelerated progress plan"
        PAP = "pap", "Priority action plan"
        IMPROVEMENT = "improvement", "Improvement plan"
        REFORM = "reform", "Local SEND reform plan"

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    local_area = models.ForeignKey(LocalArea, on_delete=models.PROTECT, related_name="plans")
    title = models.CharField(max_length=200)
    short_title = models.CharField(max_length=80)
    summary = models.TextField(blank=True)
    source = models.CharField(max_length=300)
    wording_note = models.CharField(
        max_length=300, blank=True, help_text="Said wherever the plan's running text is shown"
    )
    inspected_from = models.DateField(null=True, blank=True)
    inspected_to = models.DateField(null=True, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    revisit_expected = models.CharField(max_length=7, blank=True, help_text="Such as 2020-10")
    signatories = models.JSONField(default=list)
    terms = models.JSONField(default=dict)
    status_key = models.JSONField(
        default=dict,
        blank=True,
        help_text="The plan's own key, as StatusKeyChange last set it; empty: its kind's statuses",
    )
    sections = models.JSONField(
        default=list, help_text="Foreword, introduction, feedback, vision: titles and blocks"
    )
    illustrative = models.TextField(
        blank=True, help_text="What of the progress is invented; said on every page and paper"
    )
    publish_within_days = models.PositiveSmallIntegerField(
        default=14, help_text="Days from the close of a quarter to the day it is to be published by"
    )
    version = models.PositiveIntegerField(
        default=1, help_text="Goes up with whatever is written to the plan or its progress"
    )
    figures_version = models.PositiveIntegerField(
        default=1, help_text="Goes up with whatever is written to its indicators and their figures"
    )

    objects = PlanQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("overview", args=[self.slug])

    @property
    def kind_of_plan(self) -> KindOfPlan:
        """Terms, clock, approvals, judgement and papers of its kind."""
        return kind_of(self.kind)

    @property
    def scale(self) -> StatusScale:
        """The words, order, colours and shapes of its statuses."""
        return scale_of(self.status_key, self.kind_of_plan.scale)

    @property
    def printed_terms(self) -> KindTerms:
        """The terms that it prints: its own, and those of its kind where it has none."""
        own = {name: text for name, text in self.terms.items() if text}
        return self.kind_of_plan.terms.replaced_by(own)


class GlossaryTerm(models.Model):
    """An abbreviation or term that the plan uses, with its meaning."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="glossary")
    order = models.PositiveSmallIntegerField()
    term = models.CharField(max_length=40)
    meaning = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    ended_on = models.DateField(null=True, blank=True, help_text=ENDED_ON)

    objects = TermsInForce.from_queryset(TermQuerySet)()
    with_ended = TermQuerySet.as_manager()

    class Meta:
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(
                fields=["plan", "term"], condition=Q(ended_on=None), name="one_meaning_a_term"
            ),
        )

    def __str__(self) -> str:
        return self.term


class AreaOfWeakness(models.Model):
    """One area of weakness: the inspectors' findings, and who is responsible for it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="areas")
    order = models.PositiveSmallIntegerField()
    ref = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    finding = models.TextField()
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    ended_on = models.DateField(null=True, blank=True, help_text=ENDED_ON)

    objects = AreasInForce.from_queryset(AreaQuerySet)()
    with_ended = AreaQuerySet.as_manager()

    class Meta:
        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=["plan", "ref"], name="one_area_a_ref"),)

    def __str__(self) -> str:
        return f"{self.ref}. {self.title}"


class Responsibility(models.Model):
    """A person whom the plan names as responsible for an area."""

    area = models.ForeignKey(AreaOfWeakness, on_delete=models.CASCADE, related_name="responsible")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="responsibilities"
    )

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return f"{self.name}, {self.title}, {self.organisation.name}"


class Outcome(models.Model):
    """An outcome of an area of weakness: what its actions are to bring about."""

    area = models.ForeignKey(AreaOfWeakness, on_delete=models.CASCADE, related_name="outcomes")
    order = models.PositiveSmallIntegerField()
    ref = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    description = models.TextField()
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    ended_on = models.DateField(null=True, blank=True, help_text=ENDED_ON)

    objects = OutcomesInForce.from_queryset(OutcomeQuerySet)()
    with_ended = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=["area", "ref"], name="one_outcome_a_ref"),)

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"


def _date_fits(name: str) -> models.CheckConstraint:
    """A constraint: a month is set exactly if the kind of date is a month."""
    is_month = Q(**{f"{name}_kind": DateKind.MONTH.value})
    no_month = Q(**{f"{name}_month": None})
    return models.CheckConstraint(
        condition=(is_month & ~no_month) | (~is_month & no_month), name=f"action_{name}_fits"
    )


class Action(models.Model):
    """An action of the plan, with its start and end."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="actions")
    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="actions")
    order = models.PositiveIntegerField()
    ref = models.CharField(max_length=20)
    text = models.TextField(help_text='Paragraphs, and lines that begin with "- "')
    short_title = models.CharField(
        max_length=LONGEST_SHORT_TITLE,
        blank=True,
        help_text="As reports name it; empty: its first clause",
    )
    start_printed = models.CharField(max_length=200)
    start_kind = models.CharField(max_length=10)
    start_month = models.DateField(null=True, blank=True)
    end_printed = models.CharField(max_length=200)
    end_kind = models.CharField(max_length=10)
    end_month = models.DateField(null=True, blank=True)
    leads_printed = models.CharField(max_length=500)
    measures_intro = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    agreed_end_month = models.DateField(
        null=True, blank=True, help_text="The last end date agreed; empty while the plan's stands"
    )
    version = models.PositiveIntegerField(
        default=1, help_text="Goes up with whatever changes how the action is shown"
    )

    ended_on = models.DateField(null=True, blank=True, help_text=ENDED_ON)

    # Every list, count and report is of the actions in force. One that ended keeps its row, its
    # reference and its page, and is found through `with_ended` alone.
    objects = ActionsInForce.from_queryset(ActionQuerySet)()
    with_ended = ActionQuerySet.as_manager()

    class Meta:
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=["plan", "ref"], name="one_action_a_ref"),
            _date_fits("start"),
            _date_fits("end"),
        )

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        return reverse("action", args=[self.plan.slug, self.ref])

    @property
    def title(self) -> str:
        """The short title or, until one is written, the first clause of the text."""
        return self.short_title or first_clause(one_line(self.text))

    @property
    def start(self) -> PlanDate:
        return PlanDate(
            DateKind(self.start_kind), Month.of(self.start_month) if self.start_month else None
        )

    @property
    def end(self) -> PlanDate:
        """The planned end; it is never overwritten."""
        return PlanDate(
            DateKind(self.end_kind), Month.of(self.end_month) if self.end_month else None
        )

    @property
    def agreed_end(self) -> PlanDate:
        """The end that lateness is measured against: the last one agreed, or else the planned
        one.
        """
        return PlanDate.of(self.agreed_end_month) if self.agreed_end_month else self.end


class ActionLead(models.Model):
    """One lead of an action: a post, or just an organisation if the plan names no post."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="leads")
    order = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="leads"
    )

    objects = ActionLeadQuerySet.as_manager()

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        return self.post.code if self.post else self.organisation.code


class LeadMove(AppendOnlyModel):
    """A lead without a post that passed on from an organisation to its successor."""

    change = models.ForeignKey(
        OrganisationChange, on_delete=models.CASCADE, related_name="lead_moves"
    )
    lead = models.ForeignKey(ActionLead, on_delete=models.CASCADE, related_name="moves")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["change", "lead"], name="a_lead_moves_once_a_change"),
        )

    def __str__(self) -> str:
        return f"{self.lead}: {self.change}"


class Measure(models.Model):
    """How the success of an action is measured: "measure of success and increased confidence"."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="measures")
    order = models.PositiveSmallIntegerField()
    text = models.TextField()
    ended_on = models.DateField(null=True, blank=True, help_text=ENDED_ON)

    objects = MeasuresInForce.from_queryset(MeasureQuerySet)()
    with_ended = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return self.text


class Membership(Term):
    """A person's role in a plan, beside leading actions."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=Role)
    area = models.ForeignKey(
        AreaOfWeakness, null=True, blank=True, on_delete=models.CASCADE, related_name="officers"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["plan", "user", "role"],
                condition=Q(area=None, until=None),
                name="one_membership_a_role",
            ),
            models.UniqueConstraint(
                fields=["plan", "user", "role", "area"],
                condition=Q(until=None),
                name="one_membership_an_area",
            ),
            models.CheckConstraint(
                condition=Q(since=None)
                | Q(until=None)
                | Q(until__gte=F("since"))
                | Q(is_empty=True),
                name="membership_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(role=Role.ACCOUNTABLE, area__isnull=False)
                | (~Q(role=Role.ACCOUNTABLE) & Q(area=None)),
                name="accountable_for_an_area",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
