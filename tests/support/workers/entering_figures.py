"""Two people enter the same figure.

Each part writes one line: what became of each of the two who met.
"""

from __future__ import annotations

from tests.support.workers.threads import main, together, write


def fill() -> None:
    from actions.models import Membership
    from tests.support import figures
    from tests.support.factories import PlanFactory, UserFactory

    plan = PlanFactory(slug="race")
    figures.series(figures.indicator(plan, key="race"))
    for name in ("Ada", "Grace"):
        user = UserFactory(email=f"{name.lower()}@example.org", name=name)
        Membership.objects.create(plan=plan, user=user, role="manager")


def person(name: str):
    from wsoa.accounts.models import User

    return User.objects.get(name=name)


def series():
    from indicators.models import Series

    return Series.objects.select_related("indicator__plan").get()


def enter(name: str, value: float, based_on: int | None = None) -> str:
    from indicators.domain.entry_validation import Entry, FigureValue
    from indicators.domain.time_spans import Span
    from indicators.services.figure_entry import EntryRefused, enter_figure

    entry = Entry(Span.of("month", "2019-10"), FigureValue(value))
    try:
        enter_figure(by=person(name), series=series(), entry=entry, based_on=based_on)
    except EntryRefused as refused:
        return type(refused).__name__
    return "saved"


def two_enter_one_span() -> None:
    told = together(lambda: enter("Ada", 91.0), lambda: enter("Grace", 88.0))
    write(*told, *series().measurements.values_list("value", flat=True))


def two_correct_one_figure() -> None:
    enter("Ada", 80.0)
    first = series().measurements.get().pk
    told = together(lambda: enter("Ada", 91.0, first), lambda: enter("Grace", 88.0, first))
    write(*told, *series().measurements.values_list("value", flat=True))


def one_confirms_twice() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from indicators.models import ImportPreview
    from indicators.services.figure_entry import EntryRefused
    from indicators.services.figure_upload import confirm_file, take_file

    content = b"Indicator,Span,Value\nrace,2019-09,90\nrace,2019-10,91\n"
    upload = SimpleUploadedFile("figures.csv", content)
    preview = take_file(by=person("Ada"), plan=series().indicator.plan, upload=upload)

    def confirm() -> str:
        try:
            seen = ImportPreview.objects.get(pk=preview.pk)
            confirm_file(by=person("Ada"), preview=seen, sure=False)
        except EntryRefused as refused:
            return type(refused).__name__
        return "saved"

    write(*together(confirm, confirm), series().measurements.count())


if __name__ == "__main__":
    main(
        {
            "fill": fill,
            "two-enter-one-span": two_enter_one_span,
            "two-correct-one-figure": two_correct_one_figure,
            "one-confirms-twice": one_confirms_twice,
        }
    )
