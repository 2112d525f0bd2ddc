"""The demo's board report: October 2019's highlight report, issued, with one open question.

Made with the same services that people use. The question is invented, and says so.
"""

from __future__ import annotations

from datetime import date

from actions.models import Plan
from governance.models import Meeting, Paper
from governance.services.highlight import ask, issue_highlight, prepare_highlight, reason_closed
from wsoa.accounts.models import User

AS_AT, MEETING = date(2019, 10, 31), date(2019, 11, 19)
LINE = "risks:5.1.6"
QUESTION = "Illustrative question: how will the board see that 5.1.6 has changed anything?"


def load_highlight(plan: Plan, manager: User, member: User) -> Paper | None:
    """Prepares and issues October's report, once; None where there is a report already."""
    if plan.papers.highlight().without_discarded().exists():
        return None
    meeting = Meeting.objects.select_related("body").get(plan=plan, held_on=MEETING)
    paper = prepare_highlight(by=manager, plan=plan, meeting=meeting, as_at=AS_AT)
    paper = issue_highlight(by=manager, paper=paper)
    if not reason_closed(paper):
        ask(by=member, paper=paper, line=LINE, words=QUESTION)
    return paper
