"""manage.py load_demo_people: the eight people of the demonstration."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from actions.domain.enums import Role
from actions.models import Membership, Plan
from actions.services.demo_verdicts import add_demo_verdicts
from wsoa.accounts.models import AreaRole, Post, PostHolding, User
from wsoa.audit.services import record_audit

PASSWORD = "demo"  # noqa: S105 (printed by `make run`; good on this computer only)
POSTS = {"lead": "SCC-HoS", "nhs-lead": "CCG-CCM"}
# Who signs the published update, besides what else they are.
SIGNS = {"accountable": Role.SIGNS_COUNCIL, "nhs-lead": Role.SIGNS_NHS}
# The quarter of the demonstration, so that no review of access of an earlier one is missing.
ADMINISTERS_SINCE = date(2019, 10, 1)
SITE_ADMINISTRATOR = "site-administrator"
NAMES = {
    "lead": "Demo lead (Head of SEN)",
    "nhs-lead": "Demo NHS lead (Children's Commissioning Manager)",
    "accountable": "Demo accountable officer, area 5",
    "manager": "Demo programme manager",
    "board": "Demo board member",
    "publisher": "Demo publisher",
    "viewer": "Demo viewer",
    "site-administrator": "Demo site administrator",
}


class Command(BaseCommand):
    help = "Makes the demo people of the plan sheffield-2019, with the password demo."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG and not settings.ON_LOOPBACK:
            raise CommandError(
                "The demo people share one known password. They are for this computer only: "
                "set ALLOWED_HOSTS to 127.0.0.1,localhost."
            )
        plan = Plan.objects.filter(slug="sheffield-2019").first()
        if plan is None:
            raise CommandError("First load the plan: manage.py load_plan fixtures/sheffield_2019")
        made = [name for name in NAMES if self._make(plan, name)]
        if made:
            record_audit(
                by=None,
                verb="load",
                plan=plan,
                subject="people",
                summary=f"Made {len(made)} demo people",
            )
        self._record_days(plan)
        self._judge(plan)
        self.stdout.write(f"Demo people: {len(made)} made, {len(NAMES) - len(made)} there already.")

    def _record_days(self, plan: Plan) -> None:
        """The demo people are there since the plan was approved, also those made before."""
        unknown = {"user__is_demo": True, "since": None}
        Membership.objects.filter(plan=plan, **unknown).update(since=plan.approved_on)
        PostHolding.objects.of(plan.local_area).filter(**unknown).update(since=plan.approved_on)
        offices = AreaRole.objects.of(plan.local_area)
        offices.filter(**unknown).update(since=ADMINISTERS_SINCE)

    def _judge(self, plan: Plan) -> None:
        people = {name: User.objects.get(email=f"{name}@demo.example") for name in NAMES}
        given = add_demo_verdicts(plan, people)
        if given:
            record_audit(
                by=None,
                verb="load",
                plan=plan,
                subject="updates",
                summary=f"Accepted or returned {given} illustrative updates, as the demo people",
            )

    def _make(self, plan: Plan, name: str) -> bool:
        email = f"{name}@demo.example"
        if User.objects.filter(email=email).exists():
            return False
        user = User.objects.create_user(email, PASSWORD, name=NAMES[name], is_demo=True)
        if name == SITE_ADMINISTRATOR:
            user.is_superuser = True
            user.save(update_fields=["is_superuser"])
            return True
        if name in POSTS:
            post = Post.objects.of(plan.local_area_id).get(code=POSTS[name])
            holding = post.holdings.get(until=None)
            holding.user = user
            holding.save(update_fields=["user"])
        else:
            area = plan.areas.get(ref="5") if name == "accountable" else None
            Membership.objects.create(plan=plan, user=user, role=Role(name), area=area)
        if name == "manager":
            AreaRole.objects.create(local_area=plan.local_area, user=user)
        if name in SIGNS:
            Membership.objects.create(plan=plan, user=user, role=SIGNS[name])
        return True
