"""The upgrade from before local areas: every page, right and published byte is unchanged.

The database of that version, with the whole demonstration in it, is brought up to date once. Then
everybody asks for what they asked for before.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.management import call_command
from django.test import Client

from actions.domain.enums import Role, Status
from actions.models import DateChange, Membership, Plan, ReportingPeriod
from governance.models import Paper, PaperFile
from governance.papers.document.frozen import thaw
from governance.papers.paper_types import paper_type
from governance.public import index, static_server
from tests.support.cast import BACKEND
from tests.support.savepoints import forget_pages, undone
from tests.upgrade.conftest import Recorded
from tests.upgrade.record import ADDRESSES, EVERYBODY, PLAN, PUBLISHED, TOKEN, answer_at
from wsoa.accounts.models import AreaRole, LocalArea, Organisation, Post, User
from wsoa.audit.models import AuditEvent
from wsoa.audit.sealing import seal_events

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("upgraded")]

# Whose page is read where everybody who may read it gets the same one.
READERS = ("manager", "lead", "nhs-lead", "board", "accountable", "publisher")
OF_A_PERSON = {"/", "/my/updates/", "/my/reminders/"}

# Facts that a page gave and gives no more, by the address and the reason.
NO_MORE = {
    # A figure's value can be withdrawn or corrected, and the log cannot: it has left the log.
    f"{PLAN}history/": (
        r"(?<=figure of EHC plans completed within 20 weeks, \w{3} 2015): .*?(?= \|)",
        r"(?<=figure of EHC plans completed within 20 weeks, Sept 2015): .*?(?= \|)",
    ),
    # Percentages are rounded half up from their counts: 53 of 89 is 60%.
    PLAN: (
        r"(?<=July 2019 \| )Oct 2019",
        r"(?<=On track or yet to start \| 53 \| )59%",
        # Of what is in full on pages of its own now, each fact stands there in a block of its own.
        r"(?:Our own figure and the official one differ|Complete, and not measured since).*",
        r".* \| Not yet agreed",
        r"(?:Getting worse|No trend yet|Getting better) \| .*",
        "Ends by January 2020, not complete",
    ),
    # A row to review has its action's short title. The whole text is folded below it, and on the
    # action's page where nothing was sent.
    # Before it stands what was accepted last: what was replaced before that is in the history.
    f"{PLAN}review/": (
        r"(?<=^\d\.\d\.\d )[^|]*",
        r"(?<=\| \d\.\d\.\d )[^|]*",
        r"^Children's Commissioning Manager, 17 October 2019\.$",
    ),
    # A period may be written in any usual way, which the page says in words of its own.
    f"{PLAN}indicators/import/": ("What the figure is of: .*",),
    f"{PLAN}reports/2019-10/": (r"(?<=53 )\(59%\)",),
    # A target stands in a row of its own day, and no longer beside the figures of a month.
    f"{PLAN}indicators/ehc-plans-in-20-weeks/": (r"(?<=No figure) \| 75%$",),
    # What was returned in October stands with what was returned until something is sent.
    "/my/updates/": (r"(?<=On track or yet to start: )\d+",),
    # One list of what waits has taken the place of sentences that counted it.
    "/": (
        r"\d+ of \d+ wait for .*",
        r"\d+ updates wait to be accepted .*",
        # A round of a month is open, and with it the quarter that the month belongs to has begun.
        r"^October 2019(?=, 89 actions)",
    ),
    # The label of each form names what it is about once, no longer three times.
    f"{PLAN}highlights/2019-10-31/": (r"Ask about this: .*? Mark the question",),
    # The heading says "current text" without the quarter, which is in the page's own heading.
    f"{PLAN}reports/2019-10/commentary/5/": ("October 2019, as it stands",),
    f"{PLAN}reports/2019-10/programme/": ("October 2019, as it stands",),
    # The licence stands once.
    "/statistics/1/": (r"(?<= Open Government Licence v3\.0\.) Open Government Licence v3\.0\.",),
    # The two days stand beside their fields, each in a sentence of its own.
    f"{PLAN}periods/2019-10/extend/": ("Answers are due by .*",),
}

# On every page: indicators are judged anew, since the plan began and by one test, and figures are
# compared for the same period only. So results, and the questions that rested on them, are others.
JUDGED_ANEW = (
    r"^Is it making a difference\?.*",
    r"^(?:Getting better|Getting worse|No trend yet): \d+$",
    r"Getting better|Getting worse|No trend yet",
    r"(?<=At least 75% for 2019 \| )58\.0% in 2018",
    r"It is above England \(58\.0% in 2018\)\.",
    r".*“Appeals to the SEND tribunal” got worse: .*",
    r".*\(no two figures for the same stretch of time are known\).*",
    r"^The figures and what is said of the work do not fit together in 3 places\..*",
    r"^(?:Without an answer: 3|Questions: 1|1 without an answer)$",
    r"^(?:No answer yet\. )?Asked of the accountable officer of area [25].*",
    r"^Answer this: (?:Our own figure and the official one differ|All on track or complete).*",
)

# Pages that show in full what another showed as well before.
NOW_ALSO_AT = {
    PLAN: tuple(
        f"{PLAN}{page}/"
        for page in (
            *("overview/late", "overview/fallen", "overview/due-next", "overview/risks"),
            *("overview/responses", "questions", "slippage", "indicators"),
        )
    ),
}

# Pages that somebody was shown before and is refused now, by address and person.
REFUSED_NOW = {
    # All local areas share the official statistics, and only a site administrator imports them.
    ("/statistics/read/", "manager"),
    ("/statistics/read/", "publisher"),
}

FIGURE_WORDS = ("No trend yet", "Getting better", "Getting worse", "No clear change")
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
NUMBER = r"[−-]?\d[\d,]*(?:\.\d+)*%?"
FACT = re.compile("|".join([*FIGURE_WORDS, *map(re.escape, Status.labels), MONTH, NUMBER]))


def facts_in(piece: str) -> Counter[str]:
    """Numbers, references, dates, statuses and trends; a month however long its name is, and a
    number without the comma that follows it.
    """
    found = (fact.rstrip(",") for fact in FACT.findall(piece))
    return Counter(fact[:3] if re.fullmatch(MONTH, fact) else fact for fact in found)


def lost(address: str, before: list[str], now: list[str], data: list[str]) -> list[str]:
    """What the page gave before and does not give now.

    The facts of a paragraph or of a row of a table stay together, whatever stands around them,
    and each text that is data is there as it was.
    """
    for pattern in NO_MORE.get(address, ()):
        before = [re.sub(pattern, "", piece) for piece in before]
    for pattern in JUDGED_ANEW:
        before = [re.sub(pattern, " ", piece) for piece in before]
    unchanged = set(now)
    changed = [(piece, facts_in(piece)) for piece in before if piece not in unchanged]
    together = [facts_in(piece) for piece in now] if changed else []
    missing = [
        piece
        for piece, facts in changed
        if facts and not any(facts <= others for others in together)
    ]
    was, is_now = "\n".join(before), "\n".join(now)
    return missing + [text for text in data if text in was and text not in is_now]


def walk(recorded: Recorded, *, whole: bool) -> Iterator[tuple[str, str]]:
    """Addresses with who asks: all of it, or each page once, and once more whom it is refused."""
    for address, by_person in recorded.answers.items():
        shown = [name for name in READERS if by_person[name][0] == 200]
        for name, (status, _) in by_person.items():
            if whole or status != 200 or name in shown[:1] or address in OF_A_PERSON:
                yield address, name


def check(
    recorded: Recorded, browsers: dict[str, Client], texts: list[str], *, whole: bool
) -> list[tuple[str, str, Any]]:
    """What differs, by address and person: the status, or what the page does not give any more."""
    differences: list[tuple[str, str, Any]] = []
    for address, name in walk(recorded, whole=whole):
        status_before, before = recorded.answers[address][name]
        status, now = answer_at(browsers[name], address)
        expected = 403 if (address, name) in REFUSED_NOW else status_before
        if status != expected:
            differences.append((address, name, (expected, status)))
        if status != status_before:
            continue
        for further in NOW_ALSO_AT.get(address, ()):
            now = now + answer_at(browsers[name], further)[1]
        if missing := lost(address, before, now, texts):
            differences.append((address, name, missing))
    return differences


def test_everything_was_recorded(recorded: Recorded) -> None:
    assert tuple(recorded.answers) == ADDRESSES
    assert all(tuple(by_person) == EVERYBODY for by_person in recorded.answers.values())
    assert len(recorded.published) == 36


def test_rights_and_pages_are_unchanged(recorded, browsers, data_texts) -> None:
    assert check(recorded, browsers, data_texts, whole=False) == []


@pytest.mark.long
def test_rights_and_pages_of_everybody_are_unchanged(recorded, browsers, data_texts) -> None:
    assert check(recorded, browsers, data_texts, whole=True) == []


# --- what is published ----------------------------------------------------------------------------


def test_every_published_byte_is_unchanged(recorded: Recorded, browsers: dict[str, Client]) -> None:
    found = {}
    for address in recorded.published:
        answer = browsers[""].get(address)
        found[address] = hashlib.sha256(b"".join(answer)).hexdigest()
        answer.close()
    assert found == recorded.published


def test_the_index_of_published_files_is_as_it_was(recorded: Recorded) -> None:
    """The layer before Django serves from it, from the first moment after the upgrade."""
    folder = static_server.shown_folder()
    known = static_server.read_index((folder / static_server.INDEX).read_bytes())
    assert {address: file.sha256 for address, file in known.items()} == recorded.published
    found = {}
    for address in known:
        body = static_server.PublishedFilesApp(refuse, folder)(environ(address), lambda *_: None)
        found[address] = hashlib.sha256(b"".join(body)).hexdigest()
    assert found == recorded.published
    assert not index.refresh()


def environ(address: str) -> dict[str, Any]:
    request = {"PATH_INFO": address, "HTTP_HOST": "127.0.0.1"}
    setup_testing_defaults(request)
    return request


def refuse(environ: dict[str, Any], _: object) -> Any:
    raise AssertionError(f"Django was asked for {environ['PATH_INFO']}")


def test_frozen_documents_and_their_files_hold() -> None:
    papers = Paper.objects.order_by("kind")
    assert [(paper.kind, paper.key) for paper in papers] == [
        ("highlight", "2019-10-31"),
        ("quarterly", "2019-10"),
    ]
    for paper in papers:
        # Raises where it is not what was signed.
        thaw(paper.frozen, paper.sha256, paper_type(paper.kind).schema)
    files = list(PaperFile.objects.select_related("paper"))
    assert len(files) == 20
    for file in files:
        content = (file.paper.folder / file.name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file.sha256, file.name


# --- the log, the area, and what waits ------------------------------------------------------------


def test_the_audit_log_can_be_sealed_and_holds() -> None:
    with undone():
        sealed = seal_events()
        written = StringIO()
        call_command("check_audit", stdout=written)
    assert sealed == AuditEvent.objects.count() > 30
    assert written.getvalue().splitlines()[-1] == "The audit log holds."


def test_all_of_it_is_one_local_area() -> None:
    area = LocalArea.objects.get()
    assert (area.slug, area.name) == ("sheffield", "Sheffield")
    assert Plan.objects.get().local_area == area
    for model in (Post, Organisation):
        assert not model._base_manager.exclude(local_area=area).exists()
    [administrator] = AreaRole.objects.select_related("user")
    assert administrator.user.email == "manager@demo.example"


def test_periods_and_commentary_have_their_history() -> None:
    october = ReportingPeriod.objects.get(key="2019-10")
    kinds = list(october.events.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["extended", "closed", "reopened", "closed"]
    versions = october.commentary.filter(area__ref="5").order_by("pk")
    texts = list(versions.values_list("developments", flat=True))
    assert texts[-2:] == ["Schools have met twice.", "Schools have met three times."]


def test_end_dates_that_were_decided_before_wait_for_nobody_to_read_them() -> None:
    decided = DateChange.objects.exclude(agreed=None)
    assert decided.exists()
    assert not decided.filter(decision_read_at=None).exists()


def test_another_area_gets_in_nowhere(browsers: dict[str, Client]) -> None:
    with undone():
        york = LocalArea.objects.create(slug="york", name="York")
        plan = Plan.objects.create(
            slug="york-2020", title="York", local_area=york, kind=Plan.Kind.WSOA
        )
        stranger = User.objects.create_user("york@example.org", name="York")
        Membership.objects.create(plan=plan, user=stranger, role=Role.MANAGER)
        theirs = Client(HTTP_HOST="127.0.0.1")
        theirs.force_login(stranger, backend=BACKEND)
        of_york = theirs.get("/plans/york-2020/")
        inside = [address for address in ADDRESSES if address.startswith(PLAN)]
        found = Counter(theirs.get(address).status_code for address in inside)
        others = [browsers[name].get("/plans/york-2020/").status_code for name in EVERYBODY]
    forget_pages()
    assert of_york.status_code == 200
    assert found == {404: len(inside)}
    assert others == [404] * 8 + [302]


def test_a_reader_can_still_end_alerts_by_the_link_of_an_old_email(browsers) -> None:
    address = f"{PUBLISHED}alerts/end/{TOKEN}/"
    with undone():
        ended = browsers[""].post(address)
        again = answer_at(browsers[""], address)
    assert ended.status_code == 200
    assert again == answer_at(browsers[""], f"{PUBLISHED}alerts/end/unknown/")
