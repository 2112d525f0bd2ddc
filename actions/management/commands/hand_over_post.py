"""manage.py hand_over_post AREA POST EMAIL: a post passes to somebody else from a day on."""

from argparse import ArgumentParser
from typing import Any

from actions.domain.enums import AfterHandOver
from actions.management.area_command import AreaCommand, invited_words, post_of
from actions.services.hand_over import hand_over
from wsoa.accounts.models import LocalArea
from wsoa.core.clock import today
from wsoa.core.command_types import day


class Command(AreaCommand):
    help = "Hands a post over to a person, or names its holder. A new person is invited."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("post", help="such as SCC-HoS")
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="for a person who is new")
        parser.add_argument("--from", dest="first_day", type=day, help="today")
        parser.add_argument(
            "--after",
            choices=AfterHandOver.values,
            default=AfterHandOver.READS.value,
            help="what becomes of the present holder",
        )
        parser.add_argument("--note", default="", help="for the next holder")
        parser.add_argument("--show-link", action="store_true", help="print the invitation's link")

    def carry_out(self, local_area: LocalArea, **options: Any) -> str:
        done = hand_over(
            by=None,
            post=post_of(local_area, options["post"]),
            email=options["email"],
            name=options["name"],
            first_day=options["first_day"] or today(),
            after=AfterHandOver(options["after"]),
            note=options["note"],
        )
        words = f"{options['post']} passes to {done.holding.holder} on {done.holding.since}."
        return f"{words} {invited_words(done.invited, show_link=options['show_link'])}"
