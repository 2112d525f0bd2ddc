"""Two administrators are removed at the same moment; one invitation is accepted twice.

Each part writes one line: what became of each of those who met.
"""

from __future__ import annotations

from tests.support.workers.threads import main, together, write

TOKEN = "token"


def fill() -> None:
    from datetime import timedelta

    from actions.services.invitations import hash_of
    from tests.support.factories import LocalAreaFactory, UserFactory
    from wsoa.accounts.models import AreaRole, Invitation
    from wsoa.core.clock import now

    area = LocalAreaFactory()
    for name in ("ada", "bo"):
        user = UserFactory(email=f"{name}@example.org", name=name)
        AreaRole.objects.create(local_area=area, user=user)
    Invitation.objects.create(
        local_area=area,
        user=UserFactory(is_active=False),
        token_hash=hash_of(TOKEN),
        offer="viewer",
        made_at=now(),
        sent_at=now(),
        ends_at=now() + timedelta(days=1),
    )


def end(name: str) -> str:
    from actions.services.area_access import AccessRefused, end_access
    from wsoa.accounts.models import LocalArea, User

    user = User.objects.get(email=f"{name}@example.org")
    try:
        end_access(by=None, local_area=LocalArea.objects.get(), user=user)
    except AccessRefused as refused:
        return type(refused).__name__
    return "ended"


def both_are_removed() -> None:
    from wsoa.accounts.models import AreaRole
    from wsoa.core.clock import today

    outcomes = together(lambda: end("ada"), lambda: end("bo"))
    write(*outcomes, AreaRole.objects.on(today()).count())


def accept_it() -> str:
    from actions.services.invitations import InvitationEnded, accept
    from wsoa.accounts.models import Invitation

    try:
        accept(invitation=Invitation.objects.select_related("user", "local_area").get())
    except InvitationEnded:
        return "ended"
    return "accepted"


def accepted_twice() -> None:
    write(*together(accept_it, accept_it))


if __name__ == "__main__":
    main({"fill": fill, "both-are-removed": both_are_removed, "accepted-twice": accepted_twice})
