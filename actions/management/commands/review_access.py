"""manage.py review_access AREA: who has access, and whether this quarter's review is done."""

from argparse import ArgumentParser
from typing import Any

from actions.management.area_command import AreaCommand, user_of
from actions.presenters.access_review import access_in_words, review_page
from actions.services.access_reviews import confirm_access
from wsoa.accounts.models import LocalArea
from wsoa.core.clock import today


class Command(AreaCommand):
    help = "Lists who has access to an area. --confirm records that a person still needs it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--confirm", action="append", default=[], metavar="EMAIL", help="can be repeated"
        )

    def carry_out(self, local_area: LocalArea, **options: Any) -> str:
        page = review_page(local_area, today())
        if options["confirm"]:
            confirm_access(
                by=None,
                local_area=local_area,
                people=[user_of(email).pk for email in options["confirm"]],
                access=access_in_words(page),
            )
            page = review_page(local_area, today())
        lines = [f"{page.label}: {page.to_confirm} of {len(page.people)} to confirm."]
        for person in page.people:
            signed_in = (
                f"last sign-in {person.signed_in}" if person.signed_in else "never signed in"
            )
            since = f"since {person.since}" if person.since else "since before it was recorded"
            state = person.confirmed or "to confirm"
            lines.append(f"{person.email}: {person.access}; {since}; {signed_in}; {state}")
        return "\n".join(lines)
