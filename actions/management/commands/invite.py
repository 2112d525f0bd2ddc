"""manage.py invite PLAN EMAIL NAME: lets somebody in, by role or by post."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from actions.domain.enums import Role
from actions.management.area_command import invited_words, post_of
from actions.models import Plan
from actions.services.area_access import AccessRefused, RoleGrant
from actions.services.hand_over import hand_over
from actions.services.invitations import Invited, Offer, invite
from wsoa.core.clock import today
from wsoa.core.command_types import day


class Command(BaseCommand):
    help = "Invites a person. They accept by a link in an email, then sign in with a code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("plan", help="such as sheffield-2019")
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--role", choices=Role.values)
        parser.add_argument("--area", help="for an accountable officer: the area's reference")
        parser.add_argument("--post", help="a post of the plan's local area, such as SCC-HoS")
        parser.add_argument("--since", type=day, help="first day in the post")
        parser.add_argument("--until", type=day, help="last day of access")
        parser.add_argument(
            "--administrator", action="store_true", help="of the plan's local area as well"
        )
        parser.add_argument(
            "--show-link", action="store_true", help="print the link, where no email can be sent"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.with_area().filter(slug=options["plan"]).first()
        if plan is None:
            raise CommandError(f"There is no plan {options['plan']!r}.")
        role = Role(options["role"]) if options["role"] else None
        if not role and not options["post"] and not options["administrator"]:
            raise CommandError("Give --role, --post, or both. --administrator goes with either.")
        if bool(options["area"]) != (role is Role.ACCOUNTABLE):
            raise CommandError("--area goes with --role accountable, and that needs it.")
        area = plan.areas.filter(ref=options["area"]).first() if options["area"] else None
        if options["area"] and area is None:
            raise CommandError(f"The plan has no area {options['area']!r}.")
        offer = Offer(
            roles=(RoleGrant(plan, role, area),) if role else (),
            administrator=options["administrator"],
            post=post_of(plan.local_area, options["post"]) if options["post"] else None,
            since=options["since"],
            until=options["until"],
        )
        try:
            invited = self._invite(plan, offer, options)
        except AccessRefused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(invited_words(invited, show_link=options["show_link"]))
        if not plan.local_area.roles.on(today()).exists():
            self.stdout.write(
                f"{plan.local_area} has no administrator yet: add --administrator to this line."
            )

    def _invite(self, plan: Plan, offer: Offer, options: dict[str, Any]) -> Invited:
        """Invites; a post that somebody else holds passes on from the day of --since."""
        email, name = options["email"], options["name"]
        post, since = offer.post, offer.since
        if post and since and not (offer.roles or offer.administrator):
            held = post.holdings.full().on(since).last()
            if held and held.holder != name and (not held.user or held.user.email != email.lower()):
                return hand_over(
                    by=None, post=post, email=email, name=name, first_day=since
                ).invited
        return invite(by=None, local_area=plan.local_area, email=email, name=name, offer=offer)
