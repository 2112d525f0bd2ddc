"""Warnings for the publisher before a quarterly update is published. Pure: a document in."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from governance.papers.checks.easy_read import hard_to_read
from governance.papers.checks.figure_placeholders import misstated_figures
from governance.papers.checks.text_warnings import (
    glyph_warnings,
    markup_warnings,
    personal_data_warnings,
)
from governance.papers.checks.warning_types import (
    DecidedText,
    PublicationWarning,
    RepairPage,
    TextPlace,
    WarningKind,
    short_digest,
    warning_key,
)
from governance.papers.comparison.normalise import actions_with_places, month_in_full
from governance.papers.document.frozen import plain
from governance.papers.document.schema import ActionEntry, Quarterly, StatusChange

_REMARKS_NAMED = 3  # in one warning; the others are counted
# What stands in a part of commentary of which nothing was written.
NO_CONTENT = frozenset(("", "None stated.", "No evidence of impact yet."))


def publication_warnings(
    document: Quarterly,
    texts: Sequence[DecidedText],
    covered: Container[int] | None = None,
    commentary: Sequence[DecidedText] = (),
    easy_read: Sequence[DecidedText] | None = None,
    corrected: Quarterly | None = None,
) -> tuple[PublicationWarning, ...]:
    """All warnings about a quarterly document; `texts` of leads are those that it might print, and
    `commentary` that of officers; `easy_read` are their summaries, None if they are not known, and
    then areas without one are not asked about. `corrected` is the document of the version that this
    one corrects.

    `covered` are the code points that the fonts of print have; None if that is not known.
    Sorted by WarningKind: those that keep the document from being complete come first.
    """
    warnings = [
        *_nothing_corrected(document, corrected),
        *_not_cleared([*texts, *commentary, *(easy_read or ())]),
        *_out_of_date(document, texts),
        *_changes(document),
        *_misstated(document),
        *personal_data_warnings(document),
        *markup_warnings(document),
        *_of_actions(document),
        *_commentary(document, commentary),
        *_hard_to_read(document),
        *(_no_easy_read(document, easy_read) if easy_read is not None else ()),
        *(glyph_warnings(document, covered) if covered is not None else ()),
    ]
    order = list(WarningKind)
    by_key = {warning.key: warning for warning in warnings}
    return tuple(sorted(by_key.values(), key=lambda warning: order.index(warning.kind)))


def changes_key(ref: str, sentences: Sequence[str]) -> str:
    """The key of the summary of changes of an area; without a reference, of all areas."""
    return warning_key(WarningKind.CHANGES, ref or "plan", short_digest("\n".join(sentences)))


def _nothing_corrected(
    document: Quarterly, corrected: Quarterly | None
) -> Iterable[PublicationWarning]:
    """That a correction says nothing other than what it corrects."""
    if corrected is None:
        return
    same = document.with_values(version=corrected.version, correction=corrected.correction)
    if same == corrected:
        yield PublicationWarning(
            warning_key(WarningKind.NOTHING_CORRECTED, str(document.version)),
            WarningKind.NOTHING_CORRECTED,
            TextPlace(f"Version {document.version}", RepairPage.FREEZE),
            f"Version {document.version} is the same as version {corrected.version}, which it says "
            "that it corrects.",
            "Correct what was wrong, and freeze again; or discard this draft.",
        )


def _not_cleared(texts: Sequence[DecidedText]) -> Iterable[PublicationWarning]:
    waiting = [text for text in texts if text.cleared is None]
    if waiting:
        digest_source = "\n".join(f"{text.ref} {text.parts}" for text in waiting)
        number = "1 text is" if len(waiting) == 1 else f"{len(waiting)} texts are"
        yield PublicationWarning(
            warning_key(WarningKind.NOT_CLEARED, str(len(waiting)), short_digest(digest_source)),
            WarningKind.NOT_CLEARED,
            TextPlace("Texts of leads and officers", RepairPage.TEXTS),
            f"{number} not cleared, and so left out.",
            "Read them below; clear them, or leave them out for good.",
        )


def _out_of_date(document: Quarterly, texts: Sequence[DecidedText]) -> Iterable[PublicationWarning]:
    """Decisions on texts that were made after the document was frozen."""
    printed = {at.ref: _printed(action) for at, action in actions_with_places(document)}
    for decided in texts:
        if decided.cleared is None:
            continue
        inside = [text in printed.get(decided.ref, ()) for _title, text in decided.parts]
        if decided.cleared and not any(inside):  # of an older update only its reason may be printed
            words = "was cleared after this was frozen, and is not in it yet."
        elif not decided.cleared and any(inside):
            words = "was left out after this was frozen, and is still in it."
        else:
            continue
        yield PublicationWarning(
            warning_key(
                WarningKind.OUT_OF_DATE,
                decided.ref,
                str(decided.cleared),
                short_digest(str(decided.parts)),
            ),
            WarningKind.OUT_OF_DATE,
            TextPlace(f"Action {decided.ref}", RepairPage.FREEZE, ref=decided.ref),
            f"The text of {decided.ref} {words}",
            "Freeze again.",
        )


def _printed(action: ActionEntry) -> set[str]:
    texts = {part.text for part in action.update_parts}
    texts |= {cell.reason for cell in action.quarters}
    return texts | {action.reason.text if action.reason else ""}


def _changes(document: Quarterly) -> Iterable[PublicationWarning]:
    summaries = [("", "The plan as a whole", document.changed)]
    summaries += [(area.ref, f"Area {area.ref}", area.changed) for area in document.areas]
    for ref, name, sentences in summaries:
        if sentences:
            yield PublicationWarning(
                changes_key(ref, sentences),
                WarningKind.CHANGES,
                TextPlace(name, RepairPage.CHANGES, area=ref),
                "What it says has changed was not reviewed yet.",
                "Read the sentences below.",
            )


def _misstated(document: Quarterly) -> Iterable[PublicationWarning]:
    for misstated in misstated_figures(document):
        where = RepairPage.ACTION if misstated.action else RepairPage.QUARTER
        yield PublicationWarning(
            warning_key(
                WarningKind.MISSTATED,
                misstated.action or misstated.area,
                misstated.place,
                misstated.fault.message,
            ),
            WarningKind.MISSTATED,
            TextPlace(misstated.place, where, misstated.area, misstated.action),
            f"It says {misstated.fault.message}",
            "Correct it, and freeze again; a figure by its name, such as {behind}, is filled in.",
        )


def _of_actions(document: Quarterly) -> Iterable[PublicationWarning]:
    for at, action in actions_with_places(document):
        place = TextPlace(f"Action {at.ref}", RepairPage.ACTION, at.area, at.ref)
        now = action.current
        if now.not_accepted or (action.said and action.said.not_accepted):
            # In the words of the frozen text: reasons that were given count for ever.
            fact = short_digest(f"{now.status} {plain(action.said)} {plain(action.reason)}")
            yield PublicationWarning(
                warning_key(WarningKind.NOT_ACCEPTED, at.ref, fact),
                WarningKind.NOT_ACCEPTED,
                place,
                f"The update of {at.ref} ({now.label or 'no status'}) is not accepted; the "
                "paper says so.",
                "The accountable officer of its area or the programme manager accepts it. Then "
                "freeze again.",
            )
        if action.change and action.change.missing:
            yield _unexplained(at.ref, place, action.change)
        if action.complete_without_evidence:
            yield PublicationWarning(
                warning_key(WarningKind.NO_EVIDENCE, at.ref),
                WarningKind.NO_EVIDENCE,
                place,
                f"{at.ref} is complete, and nothing shows that it is.",
                "Its lead adds evidence, or words on its impact. Then freeze again.",
            )
        if action.late_without_date:
            yield PublicationWarning(
                warning_key(WarningKind.NO_NEW_DATE, at.ref, action.late),
                WarningKind.NO_NEW_DATE,
                place,
                f"{at.ref} is past its end date ({action.late.lower()}), and says neither when it "
                "is expected to end nor that another date is asked for.",
                "Its lead sends an update with the month, or asks for a new end date. Then freeze "
                "again.",
            )


def _unexplained(ref: str, place: TextPlace, change: StatusChange) -> PublicationWarning:
    better = change.kind == "better"
    what = "says better without saying why" if better else "is no longer complete"
    missing = " and ".join(change.missing)
    return PublicationWarning(
        warning_key(WarningKind.UNEXPLAINED, ref, change.since, missing),
        WarningKind.UNEXPLAINED,
        place,
        f"{ref} {what}: since {month_in_full(change.since)} its update does not say {missing}.",
        "Its lead sends an update that does. Then freeze again.",
    )


# What becomes of commentary that is written and not in the document, by its decision.
_WRITTEN = {
    None: ("is written, and not cleared.", "Read it below, and clear it. Then freeze again."),
    False: ("is written, and left out.", "Clear it below if it may be published after all."),
    True: ("was cleared after this was frozen, and is not in it yet.", "Freeze again."),
}


def _commentary(
    document: Quarterly, written: Sequence[DecidedText]
) -> Iterable[PublicationWarning]:
    decisions = {text.ref: text.cleared for text in written if text.parts}
    for area in document.areas:
        if not all(part.text in NO_CONTENT for part in area.commentary_parts):
            continue
        facts = [area.ref]
        where = RepairPage.QUARTER
        problem = f"Area {area.ref} has no commentary for {document.period.name}."
        fix = (
            "The accountable officer of the area or the programme manager writes it. Then freeze "
            "again."
        )
        if area.ref in decisions:
            state, fix = _WRITTEN[decisions[area.ref]]
            facts.append(str(decisions[area.ref]))
            where = RepairPage.TEXTS
            problem = f"The commentary of area {area.ref} for {document.period.name} {state}"
        yield PublicationWarning(
            warning_key(WarningKind.NO_COMMENTARY, *facts),
            WarningKind.NO_COMMENTARY,
            TextPlace(f"Area {area.ref}", where, area.ref),
            problem,
            fix,
        )


def _hard_to_read(document: Quarterly) -> Iterable[PublicationWarning]:
    """What may be hard to read in Easy Read summaries: one warning an area."""
    for area_ref, remarks in hard_to_read(document):
        count = len(remarks)
        yield PublicationWarning(
            warning_key(WarningKind.HARD_TO_READ, area_ref, short_digest("\n".join(remarks))),
            WarningKind.HARD_TO_READ,
            TextPlace(f"Area {area_ref}, Easy Read", RepairPage.EASY_READ, area_ref),
            f"{count} {'thing' if count == 1 else 'things'} may be hard to read. "
            f"{' '.join(remarks[:_REMARKS_NAMED])}"
            f"{f' And {count - _REMARKS_NAMED} more.' if count > _REMARKS_NAMED else ''}",
            "Its officer makes it easier. Then clear it and freeze again.",
        )


def _no_easy_read(
    document: Quarterly, written: Sequence[DecidedText]
) -> Iterable[PublicationWarning]:
    """The areas that readers of Easy Read would get nothing of, in one warning.

    What is written and waits for a decision, or was left out with a reason, is asked about there.
    """
    decisions = {text.ref: text.cleared for text in written if text.parts}
    refs = [
        area.ref
        for area in document.areas
        if not area.easy_read and decisions.get(area.ref, True) is True
    ]
    if not refs:
        return
    if len(refs) == 1:
        problem = f"Area {refs[0]} has no Easy Read summary for {document.period.name}."
    else:
        named = f"{', '.join(refs[:-1])} and {refs[-1]}"
        problem = f"Areas {named} have no Easy Read summary for {document.period.name}."
    yield PublicationWarning(
        warning_key(WarningKind.NO_EASY_READ, *refs),
        WarningKind.NO_EASY_READ,
        TextPlace("Easy Read", RepairPage.EASY_READ, refs[0]),
        problem,
        "The accountable officer of the area or the programme manager writes it, and it is "
        "cleared. Then freeze again.",
    )
