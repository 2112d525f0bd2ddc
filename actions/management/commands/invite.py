"""manage.py invite PLAN EMAIL NAME: lets somebody in, by role or by post."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from actions.domain.enums import Role
from actions.models import Plan
from actions.services.invitations import invite
from wsoa.accounts.models import Post


class Command(BaseCommand):
    help = "Invites a person. They sign in with a code that is sent to their email address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("plan", help="such as sheffield-2019")
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--role", choices=Role.values)
        parser.add_argument("--area", help="for an accountable officer: the area's reference")
        parser.add_argument("--post", help="a post of the plan's local area, such as SCC-HoS")
        parser.add_argument("--since", type=date.fromisoformat, help="first day in the post")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.filter(slug=options["plan"]).first()
        if plan is None:
            raise CommandError(f"There is no plan {options['plan']!r}.")
        role = Role(options["role"]) if options["role"] else None
        if not role and not options["post"]:
            raise CommandError("Give --role, --post, or both.")
        if bool(options["area"]) != (role is Role.ACCOUNTABLE):
            raise CommandError("--area goes with --role accountable, and that needs it.")
        area = plan.areas.filter(ref=options["area"]).first() if options["area"] else None
        if options["area"] and area is None:
            raise CommandError(f"The plan has no area {options['area']!r}.")
        posts = Post.objects.of(plan.local_area_id)
        post = posts.filter(code=options["post"]).first() if options["post"] else None
        if options["post"] and post is None:
            raise CommandError(f"{plan.local_area} has no post {options['post']!r}.")
        user = invite(
            by=None,
            plan=plan,
            email=options["email"],
            name=options["name"],
            role=role,
            area=area,
            post=post,
            since=options["since"],
        )
        self.stdout.write(f"{user.name} can sign in as {user.email} with a code sent by email.")
