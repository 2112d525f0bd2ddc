"""Many people at once, by a CSV file: each row is checked by being carried out and undone.

What the preview says is what will happen, because the same services say it. Confirmed, all rows
are carried out in one transaction, or none.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import TextIOWrapper
from typing import BinaryIO

from django.db import transaction

from actions.domain.enums import AfterHandOver, Role
from actions.domain.people_table import (
    EXPORTED,
    MOST_ROWS,
    PersonRow,
    TableRefused,
    people_rows,
)
from actions.models import Plan
from actions.selectors.people import invited_on, people_with_access
from actions.services.area_access import AccessRefused, RoleGrant, lock_area, record_access
from actions.services.hand_over import HandedOver, hand_over, name_deputy
from actions.services.invitations import Invited, Offer, invite
from wsoa.accounts.models import AreaRole, LocalArea, Post, User
from wsoa.core.clock import today
from wsoa.core.spreadsheets.csv import delimiter_of, read_csv, write_csv
from wsoa.core.spreadsheets.guard import unguarded
from wsoa.core.spreadsheets.read import encoding_of

LARGEST = 500_000  # bytes


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """What a row would do, or why it cannot be carried out."""

    row: PersonRow
    message: str
    is_fault: bool
    before: str = ""  # who held the post until then, where it is handed over
    after: str = ""  # and what becomes of them


class FileRefused(AccessRefused):
    """Nothing was carried out: some rows cannot be. `verdicts` has every row's."""

    def __init__(self, verdicts: Sequence[RowVerdict]) -> None:
        faults = sum(verdict.is_fault for verdict in verdicts)
        super().__init__(f"{faults} rows cannot be carried out. Nothing was changed.")
        self.verdicts = verdicts


class _Undone(Exception):
    """Rolls a preview back."""


def read_people(file: BinaryIO, size: int) -> list[PersonRow]:
    """The rows of a CSV file. Raises TableRefused."""
    if size > LARGEST:
        raise TableRefused(f"The file is larger than {LARGEST // 1000} KB. Send it in parts")
    encoding = encoding_of(file)
    file.seek(0)
    text = TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    try:
        first = text.readline()
        text.seek(0)
        rows = []
        for row in read_csv(text, delimiter_of(first)):
            rows.append([unguarded(cell) for cell in row])
            if len(rows) > 2 * MOST_ROWS:
                raise TableRefused(f"The file has more than {MOST_ROWS} rows. Send it in parts")
    except csv.Error:
        raise TableRefused("The file is not CSV. Save the sheet as CSV and send that") from None
    finally:
        text.detach()
    return people_rows(rows)


def preview_people(
    *, by: User | None, local_area: LocalArea, rows: Sequence[PersonRow]
) -> list[RowVerdict]:
    """What each row would do. Carries them out and undoes it: nothing stays, nobody is emailed.

    Raises NotAdministrator.
    """
    verdicts: list[RowVerdict] = []
    try:
        with transaction.atomic():
            lock_area(by, local_area)
            verdicts = [_carry_out(by, local_area, row) for row in rows]
            raise _Undone
    except _Undone:
        return verdicts


@transaction.atomic
def invite_people(
    *, by: User | None, local_area: LocalArea, rows: Sequence[PersonRow]
) -> list[RowVerdict]:
    """Carries every row out, or none. Each is audited, and the file as a whole.

    Raises NotAdministrator; FileRefused where a row cannot be carried out.
    """
    lock_area(by, local_area)
    verdicts = [_carry_out(by, local_area, row) for row in rows]
    if any(verdict.is_fault for verdict in verdicts):
        raise FileRefused(verdicts)
    record_access(
        by, local_area, "invite", "people", f"Invited people by a file of {len(rows)} rows"
    )
    return verdicts


def _carry_out(by: User | None, local_area: LocalArea, row: PersonRow) -> RowVerdict:
    try:
        with transaction.atomic():
            return _carried_out(by, local_area, row)
    except (AccessRefused, TableRefused) as refused:
        return RowVerdict(row, str(refused), is_fault=True)


def _carried_out(by: User | None, local_area: LocalArea, row: PersonRow) -> RowVerdict:
    """Carries out one row. Raises AccessRefused, TableRefused."""
    first_day = row.first_day
    if first_day is None or row.is_deputy:
        return RowVerdict(row, _words(_invite(by, local_area, row)), is_fault=False)
    done = _hand_over(by, local_area, row, first_day)
    before = ", ".join(held.user.email if held.user else held.holder for held in done.before)
    words = f"Holds {row.post} from {first_day:%-d %B %Y}. {_words(done.invited)}"
    leaves = any(held.user and held.user != done.invited.user for held in done.before)
    after = str(_after(row).label) if leaves else ""
    return RowVerdict(row, words, is_fault=False, before=before or "Nobody", after=after)


def _hand_over(
    by: User | None, local_area: LocalArea, row: PersonRow, first_day: date
) -> HandedOver:
    """Hands the post of a row over, as on its page. Raises AccessRefused, TableRefused."""
    if not row.post or row.role or row.until:
        raise TableRefused("“from” hands a post over: it needs a post, and no role and no “until”")
    post = _post(local_area, row.post)
    leaving = post.holdings.full().on(first_day).exclude(user=None)
    if row.after.casefold() not in AfterHandOver.values and (row.after or leaving.exists()):
        raise TableRefused(
            "Enter what becomes of the present holder in the column “after”: "
            f"{', '.join(AfterHandOver.values)}"
        )
    return hand_over(
        by=by, post=post, email=row.email, name=row.name, first_day=first_day, after=_after(row)
    )


def _after(row: PersonRow) -> AfterHandOver:
    """What becomes of who held the post of a row."""
    return AfterHandOver(row.after.casefold()) if row.after else AfterHandOver.READS


def _words(invited: Invited) -> str:
    return "Gets an invitation" if invited.token else "Has access already; gets a message"


def _invite(by: User | None, local_area: LocalArea, row: PersonRow) -> Invited:
    """Carries out one row. Raises AccessRefused, TableRefused."""
    post = _post(local_area, row.post) if row.post else None
    until = row.last_day
    if row.after:
        raise TableRefused("“after” goes with “from” and a post that is handed over")
    if row.is_deputy:
        if post is None or until is None or row.role:
            raise TableRefused("A deputy needs a post and an “until”, and no role")
        return name_deputy(
            by=by, post=post, email=row.email, name=row.name, since=row.first_day, until=until
        )
    is_administrator = row.role.casefold() == AreaRole.Kind.ADMINISTRATOR
    grants = () if not row.role or is_administrator else (_grant(local_area, row),)
    offer = Offer(roles=grants, administrator=is_administrator, post=post, until=until)
    return invite(by=by, local_area=local_area, email=row.email, name=row.name, offer=offer)


def _post(local_area: LocalArea, code: str) -> Post:
    post = Post.objects.of(local_area).select_related("local_area").filter(code=code).first()
    if post is None:
        raise TableRefused(f"{local_area} has no post “{code}”")
    return post


def _grant(local_area: LocalArea, row: PersonRow) -> RoleGrant:
    names = {str(role.value): role for role in Role} | {
        str(role.label).casefold(): role for role in Role
    }
    role = names.get(row.role.casefold())
    if role is None:
        known = ", ".join([*Role.values, AreaRole.Kind.ADMINISTRATOR])
        raise TableRefused(f"“{row.role}” is not a role. Use one of: {known}")
    plans = Plan.objects.in_area(local_area)
    plan = plans.filter(slug=row.plan).first() if row.plan else plans.first()
    if plan is None or (not row.plan and plans.count() > 1):
        raise TableRefused("Enter the slug of a plan of the area in the column “plan”")
    if (role is Role.ACCOUNTABLE) != bool(row.area):
        raise TableRefused("An area goes with the role accountable, and that needs one")
    area = plan.areas.filter(ref=row.area).first() if row.area else None
    if row.area and area is None:
        raise TableRefused(f"The plan has no area “{row.area}”")
    return RoleGrant(plan, role, area)


def export_people(local_area: LocalArea) -> bytes:
    """Everybody who has access to an area, as CSV in the columns that a file is read by.

    A row for each role and post. Who was invited and has not accepted yet has the day of that. No
    cell is a formula to a spreadsheet.
    """
    rows = [list(EXPORTED)]
    invited = invited_on(local_area)
    for access in people_with_access(local_area, today()):
        who = {"email": access.user.email, "name": access.user.name}
        who["invited"] = _day(invited.get(access.user.pk))
        for office in access.area_roles:
            rows.append(_cells(who | {"role": office.role, "until": _day(office.until)}))
        for member in access.memberships:
            place = {"plan": member.plan.slug, "area": member.area.ref if member.area else ""}
            role = {"role": member.role, "until": _day(member.until)}
            rows.append(_cells(who | place | role))
        for held in access.holdings:
            deputy = {"deputy": "yes" if held.deputy else "", "until": _day(held.until)}
            rows.append(_cells(who | {"post": held.post.code} | deputy))
    return write_csv(rows, encoding="utf-8-sig")


def _day(day: object) -> str:
    return str(day) if day else ""


def _cells(row: dict[str, str]) -> list[str]:
    return [row.get(column, "") for column in EXPORTED]
