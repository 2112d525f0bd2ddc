"""manage.py export_plan SLUG: a plan as JSON on standard output."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from actions.models import Plan
from governance.selectors.plan_export import export_plan


class Command(BaseCommand):
    help = "Writes a plan as JSON to standard output (docs/architecture.md says in what form)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="such as sheffield-2019")

    def handle(self, *args: Any, slug: str, **options: Any) -> None:
        plan = Plan.objects.filter(slug=slug).first()
        if plan is None:
            known = ", ".join(Plan.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no plan {slug!r}. Plans here: {known}.")
        self.stdout.write(json.dumps(export_plan(plan), ensure_ascii=False, indent=1))
