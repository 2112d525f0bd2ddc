"""manage.py rename_plan OLD NEW: gives a plan a new address; the old one redirects for ever."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from actions.models import Plan
from governance.public.plan_address import AddressRefused, rename_plan


class Command(BaseCommand):
    help = "Give a plan another address. The old one leads on for ever."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("old")
        parser.add_argument("new")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.filter(slug=options["old"]).first()
        if plan is None:
            raise CommandError(f"There is no plan at the address {options['old']!r}.")
        try:
            rename_plan(by=None, plan=plan, slug=options["new"])
        except AddressRefused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{plan} is at {options['new']} now.")
