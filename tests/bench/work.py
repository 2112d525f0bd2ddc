"""What is asked of the servers: pages that are read, and statuses that are saved."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.bench.client import Answer, Browser
from tests.bench.crowd import crowd, for_seconds, written
from wsoa.runtime.console import StepError

PLAN = "/plans/sheffield-2019/"
GRID = f"{PLAN}actions/"
REF = "5.1.1"
WORDS = "The new pathway is in use in four of the seven localities, and parents have been told."
EVIDENCE = "Waiting times fell in all four, and parents of the pilot say that it helps."


@dataclass(kw_only=True)
class Work:
    """A page that is read. `floor` names the work at the floor that it is held against."""

    name: str
    path: str
    browser: Browser
    floor: str = ""
    aim: float | None = None  # times the floor
    expected = 200

    def make_ready(self) -> None:
        """Whatever has to be known before the next request; not timed."""

    def ask(self) -> Answer:
        return self.browser.get(self.path)

    def do(self) -> Answer:
        """One request; StepError where the answer is not what a person would hope for."""
        answer = self.ask()
        if answer.status != self.expected:
            raise StepError(
                f"{self.browser.server.name}, {self.name}: the answer was {answer.status}"
            )
        return answer

    def per_second(self, seconds: float) -> float:
        """Requests in a second with eight clients."""
        request = written(self.browser, "GET", self.path)
        answered, taken = crowd(
            self.browser.server.port, for_seconds(request, seconds), self.expected
        )
        return answered / taken


@dataclass(kw_only=True)
class FloorSave(Work):
    """A status that is kept at the floor, of one action after the other."""

    refs: list[str]
    statuses: Iterator[str] = field(
        default_factory=lambda: itertools.cycle(("on_track", "at_risk"))
    )
    expected = 302

    def __post_init__(self) -> None:
        self.turn = itertools.cycle(self.refs)
        self.next = self.form_of(next(self.turn))

    def make_ready(self) -> None:
        self.next = self.form_of(next(self.turn))

    def form_of(self, ref: str) -> tuple[str, dict[str, str]]:
        """The address, and the fields as a person sends them."""
        words = {"developments": WORDS, "evidence": EVIDENCE, "next_steps": ""}
        return self.path.format(ref=ref), words | {"status": next(self.statuses)}

    def ask(self) -> Answer:
        return self.browser.post(*self.next)

    def per_second(self, seconds: float) -> float:
        """Each action once a round, until the rounds have taken long enough."""
        answered, taken = 0, 0.0
        while taken < seconds:
            forms = [self.form_of(ref) for ref in self.refs]
            requests = [
                written(self.browser, "POST", path, urlencode(fields).encode())
                for path, fields in forms
            ]
            count, duration = crowd(self.browser.server.port, iter(requests), self.expected)
            answered, taken = answered + count, taken + duration
        return answered / taken


@dataclass(kw_only=True)
class Save(FloorSave):
    """The same through the update form, with its token and on top of what stands."""

    token: str

    def form_of(self, ref: str) -> tuple[str, dict[str, str]]:
        path, fields = super().form_of(ref)
        standing = last_word(ref)
        if standing is not None:
            fields["based_on"] = str(standing[0])
            if standing[1] == fields["status"]:  # the same words again are no update
                fields["status"] = next(self.statuses)
        # Some have passed their end: they are asked why they are on track, and until when.
        fields |= {"reason": "The last part is under way.", "forecast_0": "12"}
        fields["forecast_1"] = "2020"
        return path, fields | {"csrfmiddlewaretoken": self.token}


def last_word(ref: str) -> tuple[int, str] | None:
    """The id and status of what stands of an action in October 2019."""
    from actions.models import StatusUpdate

    said = StatusUpdate.objects.current().filter(action__ref=ref, period__key="2019-10")
    return said.values_list("pk", "status").first()


def led_by(email: str) -> list[str]:
    """The actions of a person's list."""
    from actions.models import Action
    from wsoa.accounts.models import User
    from wsoa.core.clock import today

    led = Action.objects.led_by(User.objects.get(email=email), today())
    return list(led.values_list("ref", flat=True))


def floor_session(email: str) -> str:
    """A session at the floor of a person who has signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from wsoa.accounts.models import User

    user = User.objects.get(email=email)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def reading(lead: Browser, there: Browser) -> list[Work]:
    """The pages, with nothing changed in between; what stands to the floor comes after it."""
    return [
        *grids(lead, there),
        Work(name="grid, area 5", path=f"{GRID}?area=5", floor="floor: plan", browser=lead),
        Work(name="floor: action", path=f"/plan/{REF}/", browser=there),
        Work(
            name="action page", path=f"{GRID}{REF}/", floor="floor: action", aim=2.0, browser=lead
        ),
        Work(name="overview", path=PLAN, floor="floor: plan", browser=lead),
        Work(name="floor: indicators", path="/indicators/", browser=there),
        Work(
            name="indicators",
            path=f"{PLAN}indicators/",
            floor="floor: indicators",
            aim=1.5,
            browser=lead,
        ),
        Work(
            name="indicator page",
            path=f"{PLAN}indicators/ehc-plans-in-20-weeks/",
            floor="floor: indicators",
            browser=lead,
        ),
        # A lead's list of 33 actions.
        Work(name="My updates", path="/my/updates/", floor="floor: plan", aim=1.5, browser=lead),
        Work(name="home", path="/", floor="floor: action", browser=lead),
    ]


def grids(lead: Browser, there: Browser, remark: str = "") -> list[Work]:
    """The plan, and the floor's."""
    floor = f"floor: plan{remark}"
    return [
        Work(name=floor, path="/plan/", browser=there),
        Work(name=f"grid{remark}", path=GRID, floor=floor, aim=0.5, browser=lead),
    ]


def saving(lead: Browser, there: Browser, email: str) -> list[Work]:
    """A status saved, and the grid that somebody opens right after it."""
    refs = led_by(email)
    token = lead.token(f"{GRID}{refs[0]}/update/")
    path, floor = f"{GRID}{{ref}}/update/", "floor: save"
    return [
        FloorSave(name=floor, path="/plan/{ref}/update/", refs=refs, browser=there),
        Save(
            name="save a status",
            path=path,
            refs=refs,
            token=token,
            floor=floor,
            aim=2.5,
            browser=lead,
        ),
        Work(name="grid after a save", path=GRID, floor="floor: plan", browser=lead),
    ]


def full_grids(lead: Browser, there: Browser) -> list[Work]:
    """The plan with all six quarters filled; StepError where the grid goes on as it was."""
    before = len(lead.get(GRID).content)
    fill_quarters()
    if len(lead.get(GRID).content) <= before:
        raise StepError("the grid does not show the statuses that were added")
    return grids(lead, there, ", full")


def fill_quarters() -> None:
    """A status for every action in every quarter, as there will be when the plan is through."""
    from django.db.models import F

    from actions.domain.enums import Status, UpdateKind
    from actions.models import Action, Plan, ReportingPeriod, StatusUpdate
    from wsoa.core.clock import now

    said = set(StatusUpdate.objects.values_list("action", "period"))
    actions = list(Action.objects.all())
    statuses = itertools.cycle(Status.values)
    missing = [
        StatusUpdate(
            action=action,
            period=period,
            status=next(statuses),
            kind=UpdateKind.RECORDED,
            recorded_at=now(),
        )
        for period in ReportingPeriod.objects.all()
        for action in actions
        if (action.pk, period.pk) not in said
    ]
    StatusUpdate.objects.bulk_create(missing)
    Action.objects.update(version=F("version") + 1)
    Plan.objects.update(version=F("version") + 1)
