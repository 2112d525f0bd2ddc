"""Nothing that was typed is lost: whatever happens to rounds, updates and posts, it can be sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.domain.enums import Status
from actions.domain.form_windows import NO_WINDOW
from actions.forms.update import UpdateForm
from actions.models import Action, Draft, Plan, ReportingPeriod, StatusUpdate
from actions.selectors.updates import current_update, draft_of, drafts_beside
from actions.services.drafts import adopt_draft, save_draft
from actions.services.taking_back import take_back_update
from actions.services.updates import (
    UpdateConflict,
    UpdateContent,
    confirm_unchanged,
    submit_update,
)
from tests.support.factories import (
    ActionFactory,
    AreaFactory,
    OutcomeFactory,
    PeriodFactory,
    PlanFactory,
    PostFactory,
    PostHoldingFactory,
    StatusUpdateFactory,
    UserFactory,
)
from tests.support.savepoints import undone
from wsoa.accounts.models import Post, PostHolding, User
from wsoa.core.clock import now, today
from wsoa.core.months import Month

FIRST = Month(2019, 7)
STEPS = ("type", "other", "no change", "close", "open", "hand over", "send", "take back")


@dataclass
class Desk:
    """An action, who leads it now, and every text that was typed and not deleted on purpose."""

    action: Action
    post: Post
    lead: User
    other: User
    typed: set[str] = field(default_factory=set)
    count: int = 0

    @property
    def open(self) -> ReportingPeriod | None:
        return self.action.plan.periods.open_on(today()).last()

    def new_text(self) -> str:
        self.count += 1
        return f"Text {self.count}."

    def form(self, period: ReportingPeriod) -> UpdateForm:
        """The form that the lead is shown."""
        standing = current_update(self.action, period)
        draft = draft_of(self.lead, self.action)
        if draft is None:
            return UpdateForm(self.action, self.lead, standing, period=period)
        return UpdateForm.of_draft(draft, standing, period)

    def step(self, name: str) -> None:
        getattr(self, f"_{name.replace(' ', '_')}")()

    def _type(self) -> None:
        """Goes on with the draft in the form, or begins one."""
        period = self.open
        if period is None:
            return
        form = self.form(period)
        before = str(form["developments"].value() or "")
        text = f"{before} {self.new_text()}".strip()
        content = {
            "status": [Status.AT_RISK],
            "developments": [text],
            "based_on": [str(form["based_on"].value() or "")],
        }
        save_draft(by=self.lead, action=self.action, period=period, content=content)
        self.typed.discard(before)
        self.typed.add(text)

    def _other(self) -> None:
        """The co-lead sends an update."""
        if (period := self.open) is None:
            return
        standing = current_update(self.action, period)
        words = UpdateContent(Status.AT_RISK, developments=self.new_text())
        self._submit(self.other, period, words, standing)

    def _no_change(self) -> None:
        if (period := self.open) is None:
            return
        standing = current_update(self.action, period)
        based_on = standing.pk if standing else None
        confirm_unchanged(by=self.lead, action=self.action, period=period, based_on=based_on)

    def _close(self) -> None:
        self.action.plan.periods.open_on(today()).update(locked_at=now())

    def _open(self) -> None:
        """The next round opens; a round still open stays so beside it."""
        last = self.action.plan.periods.last()
        period_of(self.action.plan, Month.of(last.first_day).plus(1))

    def _hand_over(self) -> None:
        PostHolding.objects.filter(post=self.post, user=self.lead).update(
            since=None, until=today() - timedelta(days=1)
        )
        self.lead = PostHoldingFactory(post=self.post, since=today()).user

    def _take_back(self) -> None:
        if (period := self.open) is None:
            return
        update = current_update(self.action, period)
        if update is None or update.kind != "update" or update.post_id != self.post.pk:
            return
        content = UpdateForm.content_of(update)
        assert take_back_update(by=self.lead, update=update, content=content)
        self.typed.add(update.developments)

    def _send(self) -> None:
        """Sends what is in the form, choosing one's own text where another was saved meanwhile."""
        if (period := self.open) is None or draft_of(self.lead, self.action) is None:
            return
        form = self.form(period)
        text = str(form["developments"].value())
        standing = current_update(self.action, period)
        saw = form.data["based_on"]
        # Whatever stands there is either what the draft was begun on, or is shown beside it.
        assert saw == (str(standing.pk) if standing else "")
        draft = draft_of(self.lead, self.action)
        if standing and draft and draft.content["based_on"] != [str(standing.pk)]:
            assert form.theirs == standing
        self._submit(self.lead, period, UpdateContent(Status.AT_RISK, text), standing)
        assert current_update(self.action, period).developments == text
        self.typed.discard(text)

    def _submit(
        self,
        by: User,
        period: ReportingPeriod,
        words: UpdateContent,
        standing: StatusUpdate | None,
    ) -> None:
        submit_update(
            by=by,
            action=self.action,
            period=period,
            words=words,
            based_on=standing.pk if standing else None,
            ends_draft=NO_WINDOW,
        )

    def texts_in_reach(self) -> set[str]:
        """What the lead finds: in the form, beside it, and sent."""
        mine = draft_of(self.lead, self.action)
        drafts = [*([mine] if mine else []), *drafts_beside(self.lead, self.action)]
        sent = StatusUpdate.objects.about([self.action]).values_list("developments", flat=True)
        return {draft.content["developments"][0] for draft in drafts} | set(sent)

    def send_everything(self) -> None:
        """Opens a round, and sends the draft in the form and then each one beside it."""
        self._open()
        while draft_of(self.lead, self.action) or drafts_beside(self.lead, self.action):
            if draft_of(self.lead, self.action) is None:
                adopt_draft(by=self.lead, draft=drafts_beside(self.lead, self.action)[0])
            self._send()


def period_of(plan: Plan, month: Month) -> ReportingPeriod:
    made: ReportingPeriod = PeriodFactory(
        plan=plan,
        key=str(month),
        label=month.printed,
        first_day=month.first_day,
        opens=date(2019, 7, 1),
        due=date(2021, 7, 1),
        closes=date(2021, 7, 31),
    )
    return made


@pytest.fixture
def desk(db: None) -> Desk:
    plan = PlanFactory()
    posts = [PostFactory(), PostFactory()]
    lead, other = (PostHoldingFactory(post=post, user=UserFactory()).user for post in posts)
    action = ActionFactory(outcome=OutcomeFactory(area=AreaFactory(plan=plan)), led_by=posts)
    StatusUpdateFactory(action=action, period=period_of(plan, FIRST), post=posts[0], by=lead)
    return Desk(action, posts[0], lead, other)


def again(desk: Desk) -> Desk:
    """The desk as it was, with nothing remembered of what was undone."""
    action = Action.objects.with_place().with_leads().get(pk=desk.action.pk)
    lead, other = (User.objects.get(pk=user.pk) for user in (desk.lead, desk.other))
    return Desk(action, desk.post, lead, other)


def reached(desk: Desk, steps: list[str]) -> None:
    for name in steps:
        desk.step(name)
        assert desk.typed <= desk.texts_in_reach(), name
    desk.send_everything()
    sent = StatusUpdate.objects.about([desk.action]).values_list("developments", flat=True)
    assert desk.typed <= set(sent)
    assert not Draft.objects.filter(action=desk.action).exists()


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(st.sampled_from(STEPS), min_size=3, max_size=7))
def test_whatever_was_typed_ends_as_sent_or_side_by_side(desk: Desk, steps: list[str]) -> None:
    with undone(), override_settings(WSOA_TODAY=date(2019, 11, 15)):
        reached(again(desk), steps)


@pytest.mark.parametrize(
    "steps",
    [
        ["type", "close", "open"],  # the action has an update in the period that closes
        ["type", "other", "close", "open"],
        ["type", "close", "open", "other"],
        ["type", "no change", "close", "open", "no change"],
        ["type", "hand over", "close", "open"],
        ["type", "hand over", "type", "open", "hand over"],
        ["type", "send", "type", "take back", "close", "open"],
        ["type", "send", "close", "open", "take back", "type", "send", "take back"],
    ],
    ids=" ".join,
)
def test_each_of_the_orders_in_which_text_was_once_lost(desk: Desk, steps: list[str]) -> None:
    reached(again(desk), steps)


def test_a_conflict_is_the_only_refusal_and_names_the_other_text(desk: Desk) -> None:
    """What the writer saw in another period, or was taken back, stands in nobody's way."""
    desk = again(desk)
    period = desk.open
    seen = current_update(desk.action, period)
    desk.step("other")
    words = UpdateContent(Status.AT_RISK, "Mine.")
    given = {"by": desk.lead, "action": desk.action, "period": period, "words": words}
    with pytest.raises(UpdateConflict) as conflict:
        submit_update(**given, based_on=seen.pk)
    assert conflict.value.theirs == current_update(desk.action, period)
    desk.step("close")
    desk.step("open")
    sent = submit_update(**given | {"period": desk.open}, based_on=seen.pk)
    assert (sent.developments, sent.supersedes) == ("Mine.", None)


def test_the_forms_of_a_draft_and_of_an_update_have_the_same_fields(desk: Desk) -> None:
    update = StatusUpdateFactory(
        action=desk.action,
        period=period_of(desk.action.plan, FIRST.plus(1)),
        status="at_risk",
        developments="Done.",
        evidence="A survey.",
        next_steps="More.",
        significant_risk=True,
        ask="Help.",
        forecast_month=date(2020, 3, 1),
    )
    sent = QueryDict(mutable=True)
    for name, values in UpdateForm.content_of(update).items():
        sent.setlist(name, values)
    form = UpdateForm(desk.action, desk.lead, None, sent, period=update.period)
    assert form.is_valid(), form.errors
    assert form.content() == UpdateContent.of(update)
