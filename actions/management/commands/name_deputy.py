"""manage.py name_deputy AREA POST EMAIL --until DAY: somebody stands in for a post."""

from argparse import ArgumentParser
from typing import Any

from actions.management.area_command import AreaCommand, invited_words, post_of
from actions.services.hand_over import name_deputy
from wsoa.accounts.models import LocalArea
from wsoa.core.command_types import day


class Command(AreaCommand):
    help = "Names a deputy for a post, who may do what its holder may, until a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("post", help="such as SCC-HoS")
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="for a person who is new")
        parser.add_argument("--from", dest="since", type=day, help="today")
        parser.add_argument("--until", type=day, required=True, help="last day")
        parser.add_argument("--show-link", action="store_true", help="print the invitation's link")

    def carry_out(self, local_area: LocalArea, **options: Any) -> str:
        invited = name_deputy(
            by=None,
            post=post_of(local_area, options["post"]),
            email=options["email"],
            name=options["name"],
            since=options["since"],
            until=options["until"],
        )
        words = f"{invited.user.name} is deputy for {options['post']} until {options['until']}."
        return f"{words} {invited_words(invited, show_link=options['show_link'])}"
