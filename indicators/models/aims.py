"""The aims of a plan: key outcomes, intentions, indicators and targets."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from actions.models import Action, Measure, Outcome, Plan
from actions.querysets.action import ActionQuerySet
from indicators.domain.enums import Direction, HeadlineRule, Interval, TargetKind, Unit
from indicators.models.published import Place
from indicators.querysets.indicator import IndicatorQuerySet
from indicators.querysets.target import TargetQuerySet
from wsoa.accounts.models import Post


class KeyOutcome(models.Model):
    """A key outcome of a plan: a heading under which its indicators stand."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="key_outcomes")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    source = models.CharField(max_length=200, blank=True)
    printed = models.BooleanField(
        default=True,
        help_text="The plan prints it; otherwise its documents state figures that belong to none "
        "of its indicators, and these are not counted among them",
    )

    class Meta:
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=["plan", "title"], name="one_key_outcome_a_title"),
        )

    def __str__(self) -> str:
        return self.title


class Intention(models.Model):
    """An intention of a key outcome; some name a target, such as "at least the national rate"."""

    key_outcome = models.ForeignKey(KeyOutcome, on_delete=models.CASCADE, related_name="intentions")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    target = models.CharField(
        max_length=200, blank=True, help_text="As the plan words it; empty where it states none"
    )

    class Meta:
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=["key_outcome", "title"], name="one_intention_a_title"),
        )

    def __str__(self) -> str:
        return self.title


class Indicator(models.Model):
    """One indicator of a plan. Its figures are in its series."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="indicators")
    intention = models.ForeignKey(Intention, on_delete=models.CASCADE, related_name="indicators")
    order = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=60, help_text="Its address: ehc-plans-in-20-weeks")
    title = models.CharField(max_length=300, help_text="As the plan prints it")
    short_title = models.CharField(max_length=80, help_text="In our words, for lists and charts")
    unit = models.CharField(max_length=10, choices=Unit, default=Unit.PERCENT)
    unit_words = models.CharField(
        max_length=80, blank=True, help_text="Such as “appeals per 10,000 pupils”"
    )
    decimals = models.PositiveSmallIntegerField(default=0, help_text="How many are shown")
    better = models.CharField(max_length=10, choices=Direction, blank=True)
    every = models.CharField(max_length=10, choices=Interval, blank=True)
    source = models.CharField(max_length=300, blank=True, help_text="Where its figures come from")
    note = models.TextField(blank=True)
    numerator_words = models.CharField(max_length=120, blank=True, help_text="What is counted")
    denominator_words = models.CharField(max_length=120, blank=True, help_text="Out of what")
    formula = models.CharField(
        max_length=300, blank=True, help_text="How it is worked out, where that is not plain"
    )
    owner = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="indicators"
    )
    next_due = models.DateField(null=True, blank=True, help_text="When the next figure is due")
    suppress_below = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Counts below this are shown as “fewer than”, everywhere"
    )
    tolerance = models.FloatField(
        null=True,
        blank=True,
        help_text="How far our own figure and the official one may be apart, in per cent of the "
        "official figure; without one, 12.5",
    )
    headline_rule = models.CharField(
        max_length=12,
        choices=HeadlineRule,
        default=HeadlineRule.MAIN,
        help_text="Of the series with a place in the headline",
    )
    baseline = models.FloatField(
        null=True,
        blank=True,
        help_text="As the plan names it; without one, the last figure before the plan counts",
    )
    baseline_numerator = models.FloatField(null=True, blank=True)
    baseline_denominator = models.FloatField(null=True, blank=True)
    baseline_when = models.CharField(max_length=60, blank=True, help_text="Such as 2018/19")
    baseline_source = models.CharField(max_length=300, blank=True)
    outcomes = models.ManyToManyField(
        Outcome, blank=True, related_name="indicators", help_text="What should move it"
    )
    measures = models.ManyToManyField(
        Measure, blank=True, related_name="indicators", help_text="What it is evidence for"
    )

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=["plan", "key"], name="one_indicator_a_key"),
            models.UniqueConstraint(fields=["intention", "title"], name="one_indicator_a_title"),
            models.CheckConstraint(
                condition=Q(baseline_denominator=None) | Q(baseline_denominator__gt=0),
                name="baseline_denominator_is_positive",
            ),
            models.CheckConstraint(
                condition=Q(tolerance=None) | Q(tolerance__gt=0), name="tolerance_is_positive"
            ),
        )

    def __str__(self) -> str:
        return self.short_title

    def get_absolute_url(self) -> str:
        return reverse("indicator", args=[self.plan.slug, self.key])

    def actions(self) -> ActionQuerySet:
        """The actions of its outcomes and of its measures of success, in the plan's order."""
        linked = Q(outcome__indicators=self) | Q(measures__indicators=self)
        return Action.objects.filter(linked).distinct().in_plan_order()


class Target(models.Model):
    """A target of an indicator. An indicator without a stated target has a row that says so."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=TargetKind, default=TargetKind.UNSTATED)
    value = models.FloatField(null=True, blank=True)
    by = models.DateField(null=True, blank=True, help_text="The day by which it is to be reached")
    words = models.CharField(max_length=200, blank=True, help_text="As it is worded")
    source = models.CharField(max_length=300, blank=True)
    against = models.ForeignKey(
        "indicators.Series",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="targets_against",
        help_text="The series that it is to be at least as good as",
    )
    trajectory = models.JSONField(
        default=list, blank=True, help_text="Steps on the way: pairs of a day and a value"
    )

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ("order",)
        constraints = (
            models.CheckConstraint(
                condition=(Q(kind="number") & Q(value__isnull=False) & Q(by__isnull=False))
                | (~Q(kind="number") & Q(value=None)),
                name="number_target_has_value_and_day",
            ),
        )

    def __str__(self) -> str:
        return self.words or self.get_kind_display()


class Locality(models.Model):
    """The place in published statistics that a plan is about."""

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="locality")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="localities")

    def __str__(self) -> str:
        return str(self.place)
