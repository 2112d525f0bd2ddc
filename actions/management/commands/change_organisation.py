"""manage.py change_organisation AREA CODE: a new name, or a successor, from a day on."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import CommandError

from actions.management.area_command import AreaCommand, organisation_of
from actions.services.organisations import (
    preview_of,
    rename_organisation,
    succeed_by_new,
    succeed_organisation,
)
from wsoa.accounts.models import LocalArea, Organisation, OrganisationChange


class Command(AreaCommand):
    help = "Renames an organisation, or lets another one take over its posts, from a day on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("code", help="of the organisation that changes, such as CCG")
        parser.add_argument("--from", dest="from_day", type=date.fromisoformat, required=True)
        parser.add_argument("--name", default="", help="the new name, or that of --successor")
        parser.add_argument(
            "--successor", default="", help="the code of what takes over; with --name a new one"
        )
        parser.add_argument("--dry-run", action="store_true", help="print it, change nothing")

    def carry_out(self, local_area: LocalArea, **options: Any) -> str:
        if not options["name"] and not options["successor"]:
            raise CommandError("Give --name, --successor, or both.")
        organisation = organisation_of(local_area, options["code"])
        found = preview_of(organisation)
        posts = ", ".join(post.code for post in found.posts) or "none"
        if options["dry_run"]:
            return f"Posts: {posts}. Actions: {found.actions}. Nothing was changed."
        change = self._change(local_area, organisation, **options)
        words = f"{change.name_before} becomes {change.name_after} from {change.from_day}."
        return f"{words} Posts that pass on: {posts}." if change.successor else words

    def _change(
        self, local_area: LocalArea, organisation: Organisation, **options: Any
    ) -> OrganisationChange:
        from_day, name = options["from_day"], options["name"]
        code = options["successor"]
        if not code:
            return rename_organisation(
                by=None, organisation=organisation, name=name, from_day=from_day
            )
        if name:
            return succeed_by_new(
                by=None, organisation=organisation, code=code, name=name, from_day=from_day
            )
        successor = organisation_of(local_area, code)
        return succeed_organisation(
            by=None, organisation=organisation, successor=successor, from_day=from_day
        )
