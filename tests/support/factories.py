"""Small plans for tests that count or compare."""

from __future__ import annotations

from datetime import date

import factory

from actions import models
from actions.importing import sort_key
from wsoa.accounts.models import LocalArea, Organisation, Post, PostHolding, User
from wsoa.core.clock import now
from wsoa.core.months import DateKind


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")


class LocalAreaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LocalArea
        django_get_or_create = ("slug",)

    slug = factory.LazyAttribute(lambda local_area: local_area.name.lower())
    name = "Sheffield"


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation
        django_get_or_create = ("local_area", "code")

    local_area = factory.SubFactory(LocalAreaFactory)
    code = "SCC"
    name = "Sheffield City Council"
    kind = Organisation.Kind.COUNCIL


class PostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Post

    code = factory.Sequence(lambda n: f"SCC-P{n}")
    organisation = factory.SubFactory(OrganisationFactory)
    local_area = factory.SelfAttribute("organisation.local_area")
    title = factory.Sequence(lambda n: f"Head of Things {n}")


class PostHoldingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PostHolding

    post = factory.SubFactory(PostFactory)
    user = factory.SubFactory(UserFactory)
    holder = factory.SelfAttribute("user.name")


class PlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Plan

    slug = factory.Sequence(lambda n: f"plan-{n}")
    kind = models.Plan.Kind.WSOA
    local_area = factory.SubFactory(LocalAreaFactory)
    title = factory.Sequence(lambda n: f"Plan {n}")
    short_title = "A plan"
    source = "A source"


class AreaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.AreaOfWeakness

    plan = factory.SubFactory(PlanFactory)
    order = factory.Sequence(lambda n: n + 1)
    ref = factory.SelfAttribute("order")
    title = factory.Sequence(lambda n: f"Area {n}")
    finding = "A finding"


class OutcomeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Outcome

    area = factory.SubFactory(AreaFactory)
    order = 1
    ref = factory.LazyAttribute(lambda outcome: f"{outcome.area.ref}.1")
    title = "An outcome"
    description = "What will be"


class PeriodFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ReportingPeriod

    plan = factory.SubFactory(PlanFactory)
    key = "2019-10"
    label = "Oct 2019"
    first_day = date(2019, 10, 1)
    opens = date(2019, 10, 1)
    due = date(2019, 10, 31)
    closes = date(2019, 11, 30)


class ActionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Action
        skip_postgeneration_save = True

    outcome = factory.SubFactory(OutcomeFactory)
    plan = factory.SelfAttribute("outcome.area.plan")
    ref = factory.Sequence(lambda n: f"1.1.{n + 1}")
    order = factory.LazyAttribute(lambda action: sort_key(action.ref))
    text = factory.LazyAttribute(lambda action: f"Do the thing {action.ref}")
    start_printed = "May 2019"
    start_kind = DateKind.MONTH.value
    start_month = date(2019, 5, 1)
    end_printed = "Dec 2019"
    end_kind = DateKind.MONTH.value
    end_month = date(2019, 12, 1)
    leads_printed = "SCC - P"

    @factory.post_generation
    def led_by(self, create: bool, posts: list[Post] | None, **_: object) -> None:
        for order, post in enumerate(posts or [], start=1):
            models.ActionLead.objects.create(
                action=self, order=order, organisation=post.organisation, post=post
            )


class StatusUpdateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.StatusUpdate

    action = factory.SubFactory(ActionFactory)
    period = factory.SubFactory(PeriodFactory)
    status = "on_track"
    kind = "update"
    recorded_at = factory.LazyFunction(now)
