"""Publications and issued highlight reports as Word papers for a meeting.

A front sheet is recorded, and the file is made of it.

The front sheet belongs to one meeting and not to the publication: two committees get the same
publication on different days with different recommendations, and nobody signs a front sheet.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from actions.domain.enums import Role
from actions.models import Membership
from governance.domain.dates import day_words
from governance.domain.enums import PaperKind, Side
from governance.domain.front_sheet import FrontSheet
from governance.models import CommitteePaper, Paper, WordTemplate
from governance.papers.document.highlight_schema import Highlight
from governance.papers.document.imprint import Imprint
from governance.papers.document.schema import Quarterly
from governance.papers.formats import write_board_paper, write_committee_paper
from governance.papers.highlight import front_sheet as highlight_front_sheet
from governance.papers.quarterly.front_sheet import own_front_sheet
from governance.selectors.word_templates import template_in_use
from governance.services.publication_drafts import read, record_paper_audit
from governance.services.rendering import imprint_of, origin_of
from wsoa.accounts.models import PostHolding, User
from wsoa.core.clock import now, today


@transaction.atomic
def prepare_committee_paper(*, by: User, paper: Paper, sheet: FrontSheet) -> CommitteePaper:
    """Records the front sheet of a publication for a meeting. Audited.

    It is written into the Word template that the local area uses now. Recording what was recorded
    last does nothing.
    """
    template = template_in_use(paper.plan.local_area)
    last = CommitteePaper.objects.of(paper).first()
    if last and (last.front_sheet, last.template) == (sheet, template):
        return last
    made = CommitteePaper.objects.create(
        paper=paper, template=template, by=by, at=now(), **asdict(sheet)
    )
    to = sheet.to.splitlines()[0] if sheet.to else "a committee"
    summary = f"Prepared {paper} as a Word paper for {to}"
    record_paper_audit(by, "prepare", paper, summary, committee_paper=made.pk)
    return made


def word_file_of(committee_paper: CommitteePaper) -> bytes:
    """The Word file. Raises PaperRefused if the document fails its hash check."""
    return _written(committee_paper.paper, committee_paper.template, committee_paper.front_sheet)


def preview_of(paper: Paper, template: WordTemplate) -> bytes:
    """A publication in a template that is not in use yet, with something in every entry.

    Raises PaperRefused if the document fails its hash check.
    """
    known = own_front_sheet(read(paper, Quarterly), _imprint(paper))
    return _written(paper, template, known.filled_from(_EXAMPLE))


_EXAMPLE = FrontSheet(
    report_of="Example: who brings the report",
    to="Example committee",
    date="Example: the day of the meeting",
    author="Example: name and post",
    purpose="Example: why the committee receives it.",
    recommendation="Example. The committee is asked to:\n- note the progress\n- comment on it",
    implications="Example: what it means for money, law and equality.",
)


def _written(paper: Paper, template: WordTemplate | None, sheet: FrontSheet) -> bytes:
    content = bytes(template.content) if template else None
    if paper.kind == PaperKind.HIGHLIGHT:
        return _board_paper(paper, content, sheet)
    imprint = replace(_imprint(paper), word_template=content)
    with TemporaryDirectory() as folder:
        target = Path(folder, "paper.docx")
        write_committee_paper(read(paper, Quarterly), imprint, target, front_sheet=sheet)
        return target.read_bytes()


def _board_paper(paper: Paper, template: bytes | None, sheet: FrontSheet) -> bytes:
    origin = replace(origin_of(paper), word_template=template)
    with TemporaryDirectory() as folder:
        target = Path(folder, "paper.docx")
        write_board_paper(read(paper, Highlight), origin, target, front_sheet=sheet)
        return target.read_bytes()


def first_front_sheet(by: User, paper: Paper) -> FrontSheet:
    """What the form begins with: the last one of this version, or what is known and remembered.

    From another publication of the plan it has everything but the day and the background papers.
    """
    same = CommitteePaper.objects.of(paper).first()
    if same:
        return same.front_sheet
    if paper.kind == PaperKind.HIGHLIGHT:
        origin = origin_of(paper)
        known = highlight_front_sheet.own_front_sheet(
            read(paper, Highlight), origin.address, origin.sha256
        )
        last = CommitteePaper.objects.like(paper).first()
        before = last.front_sheet if last else FrontSheet(author=_printed(by, paper))
        return known.filled_from(before)
    known = own_front_sheet(read(paper, Quarterly), _imprint(paper))
    own = replace(
        known,
        report_of=known.report_of or _who_sign(paper),
        date=day_words(today()),
        author=_printed(by, paper),
    )
    last = CommitteePaper.objects.like(paper).first()
    if last is None:
        return own
    return replace(last.front_sheet, date=own.date, background_papers=own.background_papers)


def _imprint(paper: Paper) -> Imprint:
    """The imprint as it is; a draft has no day of publication yet."""
    imprint = imprint_of(paper)
    return imprint if paper.published_at else replace(imprint, published_on=None)


_SIDES = {Role.SIGNS_COUNCIL: Side.COUNCIL, Role.SIGNS_NHS: Side.NHS}


def _who_sign(paper: Paper) -> str:
    """The people who will sign a draft, one a line, as their signatures will be printed."""
    return "\n".join(
        f"{_printed(member.user, paper)}, for {_SIDES[Role(member.role)].label}"
        for member in Membership.objects.who_sign(paper.plan, today())
    )


def _printed(user: User, paper: Paper) -> str:
    """A person with the posts that they hold in the area today, as it would be printed."""
    local_area = paper.plan.local_area
    held = PostHolding.objects.of(local_area).given_on(today()).filter(user=user, deputy=False)
    posts = [holding.post.display_name for holding in held.select_related("post")]
    return ", ".join([user.name, *dict.fromkeys(posts)])
