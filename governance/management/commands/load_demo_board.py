"""manage.py load_demo_board: October's highlight report of the demonstration, with a question."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from actions.models import Plan
from governance.management.demo_board import load_highlight
from wsoa.accounts.models import User


class Command(BaseCommand):
    help = "Issues October 2019's highlight report of the plan sheffield-2019, as the demo people."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.filter(slug="sheffield-2019").first()
        people = {
            name: User.objects.filter(email=f"{name}@demo.example", is_demo=True).first()
            for name in ("manager", "board")
        }
        manager, member = people["manager"], people["board"]
        if plan is None or manager is None or member is None:
            raise CommandError("First load the plan and its people: manage.py load_demo_people")
        paper = load_highlight(plan, manager, member)
        self.stdout.write(f"Board papers: {'1 issued' if paper else 'there already'}.")
