"""Two people publish the same draft, or one drops it meanwhile.

Each part writes one line: what became of each of those who met.
"""

from __future__ import annotations

from tests.support.workers.threads import main, run, together, write


def fill() -> None:
    from governance.models import Paper, Signature
    from governance.papers.document.frozen import freeze
    from tests.support.documents import document
    from tests.support.factories import PeriodFactory, UserFactory
    from wsoa.core.clock import now

    period = PeriodFactory(plan__slug="race")
    frozen = freeze(document({"1.1.1": ("on_track", "at_risk")}))
    by = [UserFactory(email=f"{name}@example.org", name=name) for name in ("Ann", "Bo")]
    paper = Paper.objects.create(
        plan=period.plan,
        kind="quarterly",
        period=period,
        key=period.key,
        title="October 2019 update",
        as_at="2019-11-30",
        schema=1,
        frozen=frozen.text,
        sha256=frozen.sha256,
        made_by=by[0],
        made_at=now(),
    )
    for side, person in zip(("council", "nhs"), by, strict=True):
        Signature.objects.create(
            paper=paper, side=side, sha256=paper.sha256, by=person, name=person.name, at=now()
        )


def press(name: str) -> str:
    from governance.models import Paper
    from governance.services.publication_drafts import PaperRefused
    from governance.services.publishing import publish
    from wsoa.accounts.models import User

    try:
        publish(by=User.objects.get(name=name), paper=Paper.objects.get())
    except PaperRefused as refused:
        return str(refused).split(".")[0].replace(" ", "_")
    return f"{name}_published"


def drop_meanwhile(name: str) -> str:
    """As another window does it that still shows the draft."""
    from governance.models import Paper
    from governance.services.publication_drafts import PaperRefused, drop_draft
    from wsoa.accounts.models import User

    try:
        drop_draft(by=User.objects.get(name=name), paper=Paper.objects.get())
    except PaperRefused as refused:
        return type(refused).__name__
    return "dropped"


def both_press() -> None:
    from governance.models import Paper, Rendering
    from wsoa.audit.models import AuditEvent

    told = together(lambda: press("Ann"), lambda: press("Bo"))
    events = AuditEvent.objects.filter(verb="publish").count()
    write(*told, Paper.objects.get().state, Rendering.objects.count(), events)


def one_drops() -> None:
    from governance.models import Paper, Rendering

    told = together(lambda: press("Ann"), lambda: drop_meanwhile("Bo"))
    write(*told, Paper.objects.get().state, Rendering.objects.count())


def many_press() -> None:
    from django.db import connection

    from governance.models import Rendering

    told: list[str] = []

    def again() -> None:
        told.append(press("Bo"))
        connection.close()

    run(*[again] * 5)
    write(told.count("Bo_published"), len(told), Rendering.objects.count())


if __name__ == "__main__":
    main({"fill": fill, "both": both_press, "one-drops": one_drops, "many": many_press})
