"""Permissions on reports and publications. Views check them with `user.has_perm`."""

from __future__ import annotations

import rules

from actions.domain.enums import Role
from actions.models import AreaOfWeakness
from actions.rules import has_role, plan_access
from governance.models import BoardQuestion
from wsoa.accounts.models import User


@rules.predicate
def answers_for_area(user: User, area: AreaOfWeakness) -> bool:
    """The accountable officers of the area of weakness."""
    return area.pk in plan_access(user, area.plan).areas


@rules.predicate
def manages_plan_of(user: User, area: AreaOfWeakness) -> bool:
    """The programme managers of the area's plan."""
    return Role.MANAGER in plan_access(user, area.plan).roles


@rules.predicate
def asked_question(user: User, question: BoardQuestion) -> bool:
    """Whoever asked the question of the board."""
    return question.by_id == user.pk


rules.add_perm("governance.read_answer", asked_question)
rules.add_perm(
    "governance.request_report", has_role(Role.MANAGER, Role.PUBLISHER, Role.ACCOUNTABLE)
)
rules.add_perm("governance.publish_plan", has_role(Role.PUBLISHER))
rules.add_perm(
    "governance.see_drafts", has_role(Role.PUBLISHER, Role.SIGNS_COUNCIL, Role.SIGNS_NHS)
)
rules.add_perm("governance.prepare_committee_paper", has_role(Role.MANAGER, Role.PUBLISHER))
rules.add_perm("governance.take_down", has_role(Role.PUBLISHER, Role.SIGNS_COUNCIL, Role.SIGNS_NHS))
rules.add_perm("governance.sign_council", has_role(Role.SIGNS_COUNCIL))
rules.add_perm("governance.sign_nhs", has_role(Role.SIGNS_NHS))
rules.add_perm("governance.issue_highlight", has_role(Role.MANAGER))
rules.add_perm("governance.remark_to_board", has_role(Role.MANAGER, Role.ACCOUNTABLE))
rules.add_perm("governance.ask_as_board", has_role(Role.BOARD))
rules.add_perm("governance.answer_public", has_role(Role.MANAGER))
rules.add_perm("governance.write_commentary", answers_for_area | manages_plan_of)
rules.add_perm("governance.write_easy_read", answers_for_area | manages_plan_of)
rules.add_perm("governance.write_programme", has_role(Role.MANAGER, Role.PUBLISHER))
