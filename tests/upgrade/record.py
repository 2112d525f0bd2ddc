"""Records what the version from before local areas kept and answered, for the test of the upgrade.

It runs on a working copy of that version, commit dd3d54c, with its front-end assets in place:

    cd COPY && python THIS_FILE OUTPUT_FOLDER

It fills a database by that version's own commands and services: the whole demonstration, what its
people do on a day (updates, dates, evidence, figures, commentary, questions), and the update of
October 2019, signed, rendered and published. What comes out has nothing secret in it: the people
are the demonstration's, and sessions are left out.

rows.jsonl.xz     every row of every table, by model
files.tar.xz      what lay in the folder of files
answers.json.xz   what each person got at each address: the status, and the page's main part
"""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import sys
import tarfile
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

DAY = "2019-11-15"
MORNING, NOON = f"{DAY}T09:00:00+00:00", f"{DAY}T12:00:00+00:00"
PEOPLE = ("lead", "nhs-lead", "accountable", "manager", "board", "publisher", "viewer")
EVERYBODY = (*PEOPLE, "stranger", "")
PLAN = "/plans/sheffield-2019/"
PUBLISHED = "/published/sheffield-2019/"
TOKEN = "Zm9ybWVyLXRva2Vu_-x"
# What is asked for by everybody: the answer is theirs, and asking changes nothing.
ADDRESSES = (
    "/",
    "/statuses/",
    "/my/updates/",
    "/my/reminders/",
    PLAN,
    *(f"{PLAN}{page}/" for page in ("about", "glossary", "history", "review", "actions")),
    *(f"{PLAN}{page}/" for page in ("round", "periods", "slippage", "indicators", "questions")),
    *(f"{PLAN}{page}/" for page in ("governance", "reports", "publications", "highlights")),
    *(f"{PLAN}actions/{ref}/" for ref in ("1.1.1", "5.1.6", "6.1.2", "7.1.6", "7.2.2")),
    *(f"{PLAN}actions/{ref}/history/" for ref in ("5.1.6", "6.1.2")),
    *(f"{PLAN}actions/{ref}/update/" for ref in ("2.4.1", "5.1.5", "6.1.2")),
    *(f"{PLAN}actions/{ref}/evidence/" for ref in ("5.1.5", "6.1.2")),
    f"{PLAN}actions/6.1.2/evidence/1/",
    *(f"{PLAN}actions/{ref}/dates/" for ref in ("4.2.2", "6.1.2")),
    f"{PLAN}periods/2019-10/extend/",
    f"{PLAN}periods/2019-07/reopen/",
    f"{PLAN}indicators/enter/",
    f"{PLAN}indicators/import/",
    f"{PLAN}indicators/export.csv",
    f"{PLAN}indicators/ehc-plans-in-20-weeks/",
    f"{PLAN}indicators/ehc-plans-in-20-weeks/figures.csv",
    f"{PLAN}indicators/ehc-plans-in-20-weeks/mapping/",
    f"{PLAN}indicators/ks2-expected-standard/",
    f"{PLAN}indicators/eet-16-to-18/enter/",
    "/statistics/",
    "/statistics/1/",
    "/statistics/read/",
    *(f"{PLAN}reports/{quarter}/" for quarter in ("2019-07", "2019-10")),
    f"{PLAN}reports/2019-10/commentary/",
    f"{PLAN}reports/2019-10/commentary/5/",
    f"{PLAN}reports/2019-10/programme/",
    f"{PLAN}public-questions/",
    f"{PLAN}publications/2019-10/",
    f"{PLAN}publications/2019-10/draft/",
    f"{PLAN}publications/2019-10/document.json",
    f"{PLAN}highlights/2019-10-31/",
    f"{PLAN}highlights/2019-10-31/file/pdf/",
    f"{PLAN}highlights/2019-10-31/ask/?line=risks:5.1.6",
    "/published/",
    PUBLISHED,
    f"{PUBLISHED}feed.atom",
    f"{PUBLISHED}ask/",
    f"{PUBLISHED}alerts/",
    *(f"{PUBLISHED}alerts/{verb}/{TOKEN}/" for verb in ("confirm", "end")),
    f"{PUBLISHED}alerts/end/unknown/",
    f"{PUBLISHED}actions/1.1.1/",
    f"{PUBLISHED}actions/5.1.6/",
    "/accessibility/",
    "/privacy/",
)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PDF = b"%PDF-1.7\nMinutes\ntrailer\nstartxref\n9\n%%EOF\n"


def module(name: str) -> Any:
    """A module of that version."""
    return import_module(name)


class Cast(dict[str, Any]):
    """The demonstration's plan and people, by name."""

    def __init__(self) -> None:
        users = module("wsoa.accounts.models").User.objects
        super().__init__({name: users.get(email=f"{name}@demo.example") for name in PEOPLE})
        self["stranger"] = users.create_user("stranger@example.org", name="Stranger")
        self.plan = module("actions.models").Plan.objects.get()
        self.october = self.plan.periods.get(key="2019-10")

    def action(self, ref: str) -> Any:
        return self.plan.actions.select_related("plan").get(ref=ref)


def fill() -> Cast:
    """The demonstration, and what its people do on the fifteenth of November."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_plan", "fixtures/sheffield_2019", verbosity=0)
    call_command("load_demo_people", verbosity=0)
    call_command("load_demo_board", verbosity=0)
    cast = Cast()
    report_progress(cast)
    ask_for_new_ends(cast)
    show_evidence(cast)
    enter_figures(cast)
    write_commentary(cast)
    move_days(cast)
    publish_october(cast)
    render_board_paper()
    ask_in_public(cast)
    return cast


def report_progress(cast: Cast) -> None:
    services, status = module("actions.services"), module("actions.enums").Status
    update = services.submit_update(
        by=cast["lead"],
        action=cast.action("6.1.2"),
        period=cast.october,
        words=services.Words(status.AT_RISK, developments="Half of it is done.", ask="A room."),
        based_on=services.last_word(cast.action("6.1.2"), cast.october).pk,
    )
    module("actions.services.verdicts").accept(by=cast["manager"], updates=[update])
    last = services.last_word(cast.action("2.4.1"), cast.october)
    services.confirm_unchanged(
        by=cast["nhs-lead"],
        action=cast.action("2.4.1"),
        period=cast.october,
        based_on=last.pk if last else None,
    )


def show_evidence(cast: Cast) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    evidence, enums = module("actions.services.evidence"), module("actions.enums")
    action = cast.action("6.1.2")
    common = {"by": cast["lead"], "action": action, "on": date(2019, 10, 1)}
    evidence.add_evidence(
        title="Minutes",
        upload=SimpleUploadedFile("minutes.pdf", PDF),
        grade=enums.Grade.ACTIVITY,
        **common,
    )
    evidence.add_evidence(
        title="Survey", link="https://example.org/survey", grade=enums.Grade.ACTIVITY, **common
    )
    evidence.judge_measure(
        by=cast["manager"], measure=action.measures.first(), met=enums.Met.PARTLY, words="Half."
    )


def enter_figures(cast: Cast) -> None:
    """One that is corrected, and one that is withdrawn."""
    figures, span = module("indicators.services.figures"), module("indicators.spans").Span
    value, kind = module("indicators.figures").Value, module("indicators.enums").SpanKind.MONTH
    series = module("indicators.models").Series.objects.select_related("indicator__plan")
    own = series.filter(
        measure=None, span_kind=kind, indicator__key="ehc-plans-in-20-weeks"
    ).first()

    def entry(month: str, number: float) -> Any:
        return figures.Entry(span=span.of(kind, month), value=value(number), source="Our records")

    def enter(month: str, number: float) -> Any:
        given = {"series": own, "entry": entry(month, number), "based_on": None}
        return figures.enter_figure(by=cast["manager"], **given)

    figure = enter("2015-09", 61)
    figures.correct_figure(by=cast["manager"], figure=figure, entry=entry("2015-09", 63))
    figures.withdraw_figure(
        by=cast["manager"], figure=enter("2015-10", 12), why="It was 21, not 12."
    )


def write_commentary(cast: Cast) -> None:
    commentary = module("governance.services.commentary")
    area = cast.plan.areas.get(ref="5")
    row = module("actions.models").AreaCommentary.objects.filter(area=area, period=cast.october)
    words = (
        commentary.words_of(row.first()) if row.exists() else dict.fromkeys(commentary.BOXES, "")
    )
    for text in ("Schools have met twice.", "Schools have met three times."):
        after = words | {"developments": text}
        commentary.write_commentary(
            by=cast["accountable"],
            area=area,
            period=cast.october,
            words=after,
            based_on=commentary.version_of(words),
        )
        words = after
    before = commentary.words_of(cast.october)
    commentary.write_programme(
        by=cast["publisher"],
        plan=cast.plan,
        period=cast.october,
        words={"programme": "The programme is in its second half."},
        based_on=commentary.version_of(before),
    )


def move_days(cast: Cast) -> None:
    """October is extended and closed, and opened again by mistake; November's round begins."""
    periods, month = module("actions.services.periods"), module("wsoa.periods").Month(2019, 11)
    by, at = cast["manager"], "2019-12-06"
    october = periods.extend(
        by=by, period=cast.october, due=date(2019, 11, 22), closes=date.fromisoformat(at)
    )
    october = periods.close(by=by, period=october)
    october = periods.reopen(
        by=by, period=october, closes=date.fromisoformat(at), reason="Area 5 was late."
    )
    cast.october = periods.close(by=by, period=october)
    november = periods.open_round(
        by=by,
        plan=cast.plan,
        month=month,
        opens=date(2019, 11, 15),
        due=date(2019, 11, 29),
        closes=date(2019, 12, 6),
    )
    module("actions.services.drafts").save_draft(
        by=cast["nhs-lead"],
        action=cast.action("5.1.5"),
        period=november,
        content={"status": ["at_risk"], "developments": ["Typed, and not sent."]},
    )
    posts = module("wsoa.accounts.models").Post.objects.filter(code="CCG-CCM")
    module("actions.services.chasing").chase(by=by, period=november, posts=list(posts))


def ask_for_new_ends(cast: Cast) -> None:
    """One that is agreed, and one that waits."""
    dates, ledger = module("actions.services.dates"), module("actions.ledger")
    kind, month = module("actions.enums").Slippage.SLIPPED, module("wsoa.periods").Month
    asked = [
        dates.ask_for_new_end(
            by=cast["nhs-lead"],
            action=cast.action(ref),
            new_end=ledger.NewEnd(month(2020, 6), kind, "A post is vacant.", "The CCG"),
        )
        for ref in ("5.1.5", "2.4.1")
    ]
    dates.decide_on_new_end(
        by=cast["accountable"], change=asked[0], agreed=True, decision="Improvement Board"
    )


def publish_october(cast: Cast) -> None:
    papers, signing = module("governance.services.papers"), module("governance.services.signing")
    clearing, kinds = module("governance.reports.clearing"), module("governance.reports.warnings")
    publisher, side = cast["publisher"], module("governance.models").Side
    paper = papers.prepare_publication(by=publisher, plan=cast.plan, period=cast.october)
    undecided = [
        text.update for text in clearing.undecided(clearing.texts(cast.plan, cast.october))
    ]
    if undecided:
        module("governance.services.texts").clear_texts(
            by=publisher, plan=cast.plan, updates=undecided
        )
        paper = papers.freeze_again(by=publisher, paper=paper)
    waiting = signing.open_warnings(paper, signing.warnings_of(paper))
    changes = [warning.key for warning in waiting if warning.kind is kinds.Kind.CHANGES]
    others = [warning.key for warning in waiting if warning.kind is not kinds.Kind.CHANGES]
    if changes:
        signing.review_changes(by=publisher, paper=paper, keys=changes)
    if others:
        signing.accept_warnings(by=publisher, paper=paper, keys=others, reason="It is known.")
    signers = {side.COUNCIL: cast["accountable"], side.NHS: cast["nhs-lead"]}
    for signing_for, by in signers.items():
        paper = papers.as_it_stands(paper)
        signing.sign(by=by, paper=paper, side=signing_for, sha256=paper.sha256)
    paper = module("governance.services.publishing").publish(
        by=publisher, paper=papers.as_it_stands(paper)
    )
    render(paper)
    module("governance.services.publishing").put_out(paper=papers.as_it_stands(paper))


def render_board_paper() -> None:
    render(module("governance.models").Paper.objects.get(kind="highlight"))


def render(paper: Any) -> None:
    """Makes a paper's files as a worker does."""
    jobs, model = module("governance.services.jobs"), module("governance.models").Rendering
    rendering = jobs.claim(model, model.objects.get(paper=paper).pk)
    module("governance.services.rendering").make_paper(rendering=rendering)


def ask_in_public(cast: Cast) -> None:
    module("governance.services.asking").ask_in_public(
        plan=cast.plan, words="Why is it late?", email="reader@example.org"
    )
    follow = module("governance.services.followers")
    follow.follow(plan=cast.plan, area=None, email="reader@example.org")
    module("governance.models").Follower.objects.update(token=TOKEN)
    follow.confirm(token=TOKEN)


def leave_out_large_formats() -> None:
    """Has three formats written as a few bytes: their real ones would be most of what is stored."""
    made, nothing = module("governance.reports.formats.everything"), b"Not rendered"

    def write_pdf(document: Any, imprint: Any, folder: Path, _: Any) -> Any:
        return made._write(folder, made._name(document, imprint, "pdf"), "pdf", nothing)

    made._pdf = write_pdf
    made.xlsx.write_xlsx = lambda _, __, target: target.write(nothing)
    made.docx_.write_docx = lambda _, __, path: path.write_bytes(nothing)


# --- what is recorded -----------------------------------------------------------------------------

NOT_RECORDED = {"sessions.session", "usersessions.usersession"}
COMPRESSED = (".br", ".gzip")  # made of the files beside them


def rows() -> Iterator[str]:
    """Every row as a line: its model, and its values by column."""
    from django.apps import apps

    for model in apps.get_models(include_auto_created=True):
        if model._meta.label_lower not in NOT_RECORDED:
            columns = [field.attname for field in model._meta.concrete_fields]
            for row in model._base_manager.order_by("pk").values(*columns):
                line = [model._meta.label_lower, row]
                yield json.dumps(line, default=lambda value: value.isoformat(), ensure_ascii=False)


def answers() -> dict[str, dict[str, list[Any]]]:
    """What everybody gets at each address: the status, and where it is 200 the page's text."""
    from django.test import Client

    users = module("wsoa.accounts.models").User.objects
    found: dict[str, dict[str, list[Any]]] = {}
    for name in EVERYBODY:
        client = Client(HTTP_HOST="127.0.0.1")
        if name:
            email = "stranger@example.org" if name == "stranger" else f"{name}@demo.example"
            client.force_login(users.get(email=email), backend=BACKEND)
        for address in ADDRESSES:
            found.setdefault(address, {})[name] = answer_at(client, address)
    return found


def answer_at(client: Any, address: str) -> list[Any]:
    """The status at an address, and of a page or a text its pieces."""
    answer = client.get(address)
    content = content_of(answer)
    kind = answer.headers.get("Content-Type", "")
    if answer.status_code != 200:
        return [answer.status_code, []]
    if kind.startswith("text/html"):
        return [200, pieces(content.decode())]
    text = content.decode() if kind.startswith("text/") else hashlib.sha256(content).hexdigest()
    return [200, text.splitlines()]


def content_of(answer: Any) -> bytes:
    """What an answer holds, which may be a file."""
    content = b"".join(answer) if answer.streaming else answer.content
    answer.close()
    return bytes(content)


BLOCKS = ("p", "li", "dd", "dt", "h1", "h2", "h3", "h4", "caption", "summary", "legend", "label")


def pieces(html: str) -> list[str]:
    """The text of a page's main part, block by block; a row of a table is one, cell by cell."""
    from lxml.html import fromstring

    [main] = fromstring(html).xpath("//main")
    found = []
    for block in main.iter("tr", *BLOCKS):
        if block.tag == "tr":
            found.append(" | ".join(map(text_of, block.iterchildren("th", "td"))))
        elif next(block.iterancestors("tr"), None) is None and not has_blocks(block):
            found.append(text_of(block))
    return found


def has_blocks(element: Any) -> bool:
    return next(element.iterdescendants(*BLOCKS), None) is not None


def text_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def published() -> dict[str, str]:
    """The SHA-256 of what readers get at each address of a published file."""
    from django.conf import settings
    from django.test import Client

    index = json.loads((settings.FILES_DIR / "shown" / "index.json").read_text())
    client, found = Client(HTTP_HOST="127.0.0.1"), {}
    for address in index["shown"]:
        answer = client.get(address)
        assert answer.status_code == 200, address
        found[address] = hashlib.sha256(content_of(answer)).hexdigest()
    return found


def as_stored(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """The entry without what it says of the machine; none for what is made of other files."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mtime = 0
    return None if entry.name.endswith(COMPRESSED) else entry


def main(target: Path) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    sys.path.insert(0, os.getcwd())
    import django

    django.setup()
    import time_machine
    from django.conf import settings

    leave_out_large_formats()
    with time_machine.travel(MORNING):
        fill()
    target.mkdir(parents=True, exist_ok=True)
    (target / "rows.jsonl.xz").write_bytes(lzma.compress("\n".join(rows()).encode(), preset=9))
    with tarfile.open(target / "files.tar.xz", "w:xz", preset=9) as tar:
        tar.add(settings.FILES_DIR, arcname="files", filter=as_stored)
    with time_machine.travel(NOON, tick=False):
        found = {"answers": answers(), "published": published()}
    text = json.dumps(found, ensure_ascii=False)
    (target / "answers.json.xz").write_bytes(lzma.compress(text.encode(), preset=9))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
