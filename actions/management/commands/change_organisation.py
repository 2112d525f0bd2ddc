"""manage.py change_organisation AREA CODE: a new name, or a successor, from a day on."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from actions.management.area_command import AreaCommand, organisation_of
from actions.services.organisations import WantedChange, change_organisation, preview_of
from wsoa.accounts.models import LocalArea
from wsoa.core.command_types import day


class Command(AreaCommand):
    help = "Renames an organisation, or lets another one take over its posts, from a day on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("code", help="of the organisation that changes, such as CCG")
        parser.add_argument("--from", dest="from_day", type=day, required=True)
        parser.add_argument("--name", default="", help="the new name, or that of --successor")
        parser.add_argument(
            "--successor", default="", help="the code of what takes over; with --name a new one"
        )
        parser.add_argument("--dry-run", action="store_true", help="print it, change nothing")

    def carry_out(self, local_area: LocalArea, **options: Any) -> str:
        if not options["name"] and not options["successor"]:
            raise CommandError("Give --name, --successor, or both.")
        wanted = _wanted(local_area, **options)
        found = preview_of(wanted)
        if options["dry_run"]:
            posts = f"Posts: {found.codes or 'none'}. Actions: {found.actions}."
            return f"{posts} Nothing was changed."
        change = change_organisation(by=None, wanted=wanted)
        words = f"{change.name_before} becomes {change.name_after} from {change.from_day}."
        if change.successor:
            words += f" Posts that pass on: {found.codes or 'none'}."
        return words


def _wanted(local_area: LocalArea, **options: Any) -> WantedChange:
    """A successor with a name is a new one. Raises CommandError for what the area does not have."""
    code, name = options["successor"], options["name"]
    is_new = bool(code and name)
    return WantedChange(
        organisation=organisation_of(local_area, options["code"]),
        from_day=options["from_day"],
        name=name,
        code=code if is_new else "",
        successor=organisation_of(local_area, code) if code and not is_new else None,
    )
