"""manage.py load_demo_areas: the areas beside Sheffield in the demonstration, and their people."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from actions.domain.enums import Role
from actions.models import Membership, Plan
from governance.importing.plan import load_plan
from wsoa.accounts.models import AreaRole, LocalArea, User
from wsoa.audit.services import record_audit
from wsoa.runtime.console import ROOT
from wsoa.runtime.prepare import DEMO_PASSWORD

FOLDERS = ("york_2019", "staffordshire_2019")
EMPTY_SLUG, EMPTY_NAME = "your-area", "Your area"
NAMES = {
    "york": "Demo programme manager, York",
    "staffordshire": "Demo programme manager, Staffordshire",
    "adviser": "Demo adviser, three areas",
    "new-area": "Demo administrator of an area without a plan",
}


class Command(BaseCommand):
    help = "Loads York's and Staffordshire's plans, and makes a local area without a plan."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG and not settings.ON_LOOPBACK:
            raise CommandError(
                "The demo people share one known password. They are for this computer only: "
                "set ALLOWED_HOSTS to 127.0.0.1,localhost."
            )
        loaded = [load_plan(by=None, source=ROOT / "fixtures" / name) for name in FOLDERS]
        plans = [plan for plan, _ in loaded]
        empty, _ = LocalArea.objects.get_or_create(slug=EMPTY_SLUG, defaults={"name": EMPTY_NAME})
        made = [name for name in NAMES if self._make(name, plans, empty)]
        changed = sum(1 for _, changes in loaded if changes.lines)
        self.stdout.write(f"{changed} plans changed, {len(made)} people made.")

    def _make(self, name: str, plans: list[Plan], empty: LocalArea) -> bool:
        """One of the people, once. Each manager administers the area, too."""
        email = f"{name}@demo.example"
        if User.objects.filter(email=email).exists():
            return False
        user = User.objects.create_user(email, DEMO_PASSWORD, name=NAMES[name], is_demo=True)
        if name == "adviser":
            for plan in [*Plan.objects.filter(slug="sheffield-2019"), *plans]:
                _give(plan, user, Role.VIEWER)
        elif name == "new-area":
            AreaRole.objects.create(local_area=empty, user=user)
        else:
            plan = next(found for found in plans if found.local_area.slug == name)
            _give(plan, user, Role.MANAGER)
            AreaRole.objects.create(local_area=plan.local_area, user=user)
        return True


def _give(plan: Plan, user: User, role: Role) -> None:
    Membership.objects.create(plan=plan, user=user, role=role)
    summary = f"Made {user.name}: {role.label}"
    record_audit(by=None, verb="load", plan=plan, subject="people", summary=summary)
