"""The rows of a table of actions: sections, actions, rows that go on, notes, repeated headers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from actions.domain.recognition.headings import ColumnRole
from actions.domain.recognition.refs import depth_of, kind_of_ref, split_ref
from actions.importing.recognition.columns import TableColumns
from actions.importing.recognition.headers import same_headings
from actions.importing.recognition.result import RecognisedAction
from actions.importing.recognition.side_texts import is_below_all, is_note, is_page_text
from actions.importing.recognition.state import RecognitionState
from actions.importing.recognition.texts import (
    actions_within,
    filled,
    group_title,
    is_paired,
    plain_text,
    shares,
    text_of,
    without_ref,
)
from actions.importing.tables.model import DocCell, DocParagraph, DocRow, DocTable

_FEW_ROWS: Final = 4
_NOTE_ROLES: Final = (ColumnRole.UPDATE, ColumnRole.RESOURCE, ColumnRole.OTHER)


@dataclass(slots=True)
class TablePart:
    """Rows below one header."""

    table: DocTable
    columns: TableColumns
    rows: list[DocRow] = field(default_factory=list)


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one part of a table into the state of the walk."""

    part: TablePart
    state: RecognitionState
    has_refs: bool = False
    depth: int = 0  # of the references of its actions; 0 where they have none
    styles: list[str] = field(default_factory=list)  # of section rows, in their order
    last: RecognisedAction | None = None
    last_cell: DocCell | None = None

    def follow(self, before: RowReader) -> None:
        """Goes on where another part of the same table ended."""
        self.last, self.has_refs, self.depth = before.last, before.has_refs, before.depth

    def read(self) -> None:
        """Every row of the part."""
        self._look_at_refs()
        for row in self.part.rows:
            self._read_row(row)

    def _look_at_refs(self) -> None:
        self._give_merged_refs_to_outcomes()
        found = [self._ref_of(row) for row in self.part.rows if len(row.distinct) > 1]
        refs = [ref for ref in found if ref]
        texts = [row for row in self.part.rows if self._text(row, ColumnRole.ACTION)]
        if self.depth and len(texts) < _FEW_ROWS:
            return  # what the part before showed counts
        self.has_refs = bool(refs) and len(refs) >= 0.5 * len(texts)
        depths = [depth_of(ref) for ref in refs]
        self.depth = max(set(depths), key=depths.count) if depths and self.has_refs else 0

    def _give_merged_refs_to_outcomes(self) -> None:
        """References whose cells span several actions are the outcomes'."""
        columns = self.part.columns
        ref, action = columns.first(ColumnRole.REF), columns.first(ColumnRole.ACTION)
        if ref is None or action is None or columns.of(ColumnRole.OUTCOME):
            return
        spanned = [
            row
            for row in self.part.rows
            if len(row.cells) > max(ref, action)
            and row.cells[ref].row != row.number
            and row.cells[action].row == row.number
        ]
        if len(spanned) * 4 >= len(self.part.rows):
            columns.roles[ref] = ColumnRole.OUTCOME

    # --- cells ----------------------------------------------------------------------------------

    def _cell(self, row: DocRow, role: ColumnRole) -> DocCell | None:
        column = self.part.columns.first(role)
        if column is None or column >= len(row.cells):
            return None
        return row.cells[column]

    def _text(self, row: DocRow, role: ColumnRole) -> str:
        cell = self._cell(row, role)
        return cell.text.strip() if cell is not None else ""

    def _ref_of(self, row: DocRow) -> str:
        """The reference of an action: from its own column, or at the start of its text."""
        own = self._text(row, ColumnRole.REF)
        if own:
            ref, rest = split_ref(own)
            return ref if ref and not rest else (own if len(own) <= 12 else "")
        cell = self._cell(row, ColumnRole.ACTION)
        return without_ref(cell.paragraphs)[0] if cell is not None else ""

    # --- rows -----------------------------------------------------------------------------------

    def _read_row(self, row: DocRow) -> None:
        cells = [cell for cell in row.distinct if not cell.is_empty]
        place = self.part.table.place(row)
        if not cells:
            return
        if same_headings(self.part.columns.headings, row):
            self.state.plan.ledger.guess("header_repeated", cells[0].text, "Headings again", place)
            return
        fresh = [cell for cell in cells if cell.row == row.number]
        if len(cells) == 1 and self._is_section(cells[0], row):
            self._section(cells[0], row, place)
        elif not fresh:
            return
        else:
            self._group_cells(row, place)
            self._action_row(row, place)

    def _is_section(self, cell: DocCell, row: DocRow) -> bool:
        """A row of a single text, that is not just the action or the measures of its row."""
        if cell.across > 1 and 2 * cell.across >= len(row.cells):
            return True
        role = self.part.columns.roles[cell.column] if cell.column < len(row.cells) else None
        if role in {ColumnRole.ACTION, ColumnRole.REF} and cell.column == 0:
            is_group = kind_of_ref(cell.text) in {"area", "outcome"}
            same_depth = depth_of(split_ref(cell.text)[0]) == self.depth
            is_action = bool(self.depth) and same_depth and not is_group
            return not is_action and not cell.text[:1].islower()
        return cell.column == 0 and role is not ColumnRole.MEASURE

    def _section(self, cell: DocCell, row: DocRow, place: str) -> None:
        text = " ".join(cell.text.split())
        ledger = self.state.plan.ledger
        is_below = is_below_all(cell, row, self.part.table.rows)
        if is_note(text) or (is_below and _style_of(cell) not in self.styles):
            ledger.leave(place, text, "A note below the table")
        elif is_page_text(text):
            ledger.leave(place, text, "A header or footer of a page")
        elif self.state.take_area_label(text):
            return
        elif len(text) > 400 or (not split_ref(text)[0] and len(text) > 150):
            ledger.leave(place, text, "A text across the table")
        elif self._is_outcome_cell(cell, text):
            self.state.enter(cell.text, "outcome")
        else:
            level = self._level_of(text, cell)
            self.state.enter(text, level)
            self.last = None
            if not split_ref(text)[0]:
                ledger.guess(f"row_as_{level}", text, f"The {level} of the rows below it", place)

    def _is_outcome_cell(self, cell: DocCell, text: str) -> bool:
        """Whether a lone text in the column of outcomes is one, and not the title of an area."""
        if self.part.columns.first(ColumnRole.OUTCOME) != cell.column or cell.across > 1:
            return False
        _, ref, _ = group_title(text)
        is_area = bool(ref) and self.depth > 2 and depth_of(ref) < self.depth - 1
        return not is_area and kind_of_ref(text) != "area"

    def _level_of(self, text: str, cell: DocCell) -> str:
        """Whether a row across the table names an area or an outcome."""
        _, ref, _ = group_title(text)
        if ref and self.depth > 1:
            return "outcome" if depth_of(ref) == self.depth - 1 and self.depth > 2 else "area"
        kind = kind_of_ref(text)
        if kind in {"area", "outcome"} and (ref or ":" in text):
            return kind
        if self.part.columns.of(ColumnRole.OUTCOME):
            return "area"
        style = _style_of(cell)
        if style not in self.styles:
            self.styles.append(style)
        if self.styles.index(style) > 0 or self._has_area_heading():
            return "outcome"
        return "area"

    def _has_area_heading(self) -> bool:
        return self.state.area is not None and bool(self.state.headings)

    def _group_cells(self, row: DocRow, place: str) -> None:
        """The area and the outcome that the row itself names."""
        area = self._cell(row, ColumnRole.AREA)
        if area is not None and not area.is_empty:
            self.state.enter(area.text, "area")
        outcome = self._cell(row, ColumnRole.OUTCOME)
        if outcome is None:
            return
        if not outcome.is_empty:
            self.state.enter(outcome.text, "outcome")
            if outcome.row != row.number:
                self.state.plan.ledger.guess(
                    "merged_outcome",
                    _shortened(outcome.text),
                    "The outcome of each row that the merged cell spans",
                    place,
                )
        elif self.state.outcome is not None and self._text(row, ColumnRole.ACTION):
            title = self.state.outcome.title
            self.state.plan.ledger.guess("inherited_cell", title, "The outcome above", place)

    def _action_row(self, row: DocRow, place: str) -> None:
        cell = self._cell(row, ColumnRole.ACTION)
        if cell is None or cell.is_empty:
            self._go_on(row, place)
            return
        if cell.row != row.number and cell is self.last_cell and self.last is not None:
            self._fill(self.last, row, place)  # a further row of one action
            return
        ref, paragraphs = self._ref_and_text(row, cell)
        is_bare = not ref and not any(self._text(row, role) for role in _OWN_ROLES)
        is_lower = bool(paragraphs) and paragraphs[0].text[:1].islower()
        if is_bare and self.last is not None and (self.has_refs or is_lower):
            if is_lower or self._text(row, ColumnRole.MEASURE):
                self._go_on(row, place)
            else:
                reason = f"A row with text and no number, below {self.last.ref}"
                self.state.plan.ledger.leave(place, text_of(paragraphs), reason)
            return
        several = [] if self._text(row, ColumnRole.REF) else actions_within(cell)
        if several:
            self._several(row, several, place)
        else:
            self._single(row, ref, paragraphs, place)
        self.last_cell = cell

    def _ref_and_text(self, row: DocRow, cell: DocCell) -> tuple[str, list[DocParagraph]]:
        own = self._ref_of(row) if self._text(row, ColumnRole.REF) else ""
        ref, paragraphs = without_ref(cell.paragraphs)
        is_numbered = bool(ref) and (self.has_refs or depth_of(ref) >= 3)
        if own:
            return own, paragraphs if ref == own else filled(cell.paragraphs)
        return (ref, paragraphs) if is_numbered else ("", filled(cell.paragraphs))

    def _single(self, row: DocRow, ref: str, paragraphs: list[DocParagraph], place: str) -> None:
        self.last = self.state.add_action(ref, paragraphs, place)
        self._fill(self.last, row, place)
        self.state.take_inline(self.last)
        if self.has_refs and not ref:
            text = _shortened(self.last.text)
            self.state.plan.ledger.guess("no_number", text, "An action of its own", place)

    def _several(self, row: DocRow, groups: list[list[DocParagraph]], place: str) -> None:
        """An outcome's row with several actions: the other cells are divided among them."""
        split = [without_ref(group) for group in groups]
        split = [
            (ref, rest) if depth_of(ref) >= 2 else ("", group)
            for (ref, rest), group in zip(split, groups, strict=True)
        ]
        refs = [ref for ref, _ in split]
        ledger = self.state.plan.ledger
        ledger.guess(
            "outcome_row", _shortened(text_of(groups[0])), "Several actions in one row", place
        )
        made = []
        for number, (ref, rest) in enumerate(split):
            where = f"{place}, action {number + 1}"
            made.append(self.state.add_action(ref, rest, where))
        for column, role in enumerate(self.part.columns.roles):
            if column >= len(row.cells) or role in {ColumnRole.ACTION, ColumnRole.OUTCOME}:
                continue
            self._divide(row.cells[column], column, refs, made)
        self._set_divided_dates(row, refs, made)
        for action in made:
            self.state.take_inline(action)
        self.last = made[-1]

    def _divide(
        self, cell: DocCell, column: int, refs: list[str], made: list[RecognisedAction]
    ) -> None:
        role = self.part.columns.roles[column]
        if role in _DATE_ROLES or cell.is_empty:
            return
        for action, paragraphs in zip(made, self._shares(cell, refs, made), strict=True):
            self._fill_from(action, role, column, paragraphs, cell)

    def _shares(
        self, cell: DocCell, refs: list[str], made: list[RecognisedAction]
    ) -> list[list[DocParagraph]]:
        divided = shares(cell, refs)
        if divided is None:
            text = _shortened(cell.text)
            meaning = "Of every action of the row: it does not divide among them"
            self.state.plan.ledger.guess("shared_cell", text, meaning, made[0].place)
            return [filled(cell.paragraphs) for _ in refs]
        if is_paired(cell, refs):
            meaning = "One for each action of the row, in their order"
            self.state.plan.ledger.guess("paired_lists", cell.text, meaning, made[0].place)
        return divided

    def _set_divided_dates(
        self, row: DocRow, refs: list[str], made: list[RecognisedAction]
    ) -> None:
        texts: dict[ColumnRole, list[str]] = {}
        for role in _DATE_ROLES:
            cell = self._cell(row, role)
            if cell is not None:
                divided = self._shares(cell, refs, made)
                texts[role] = [plain_text(paragraphs) for paragraphs in divided]
        for number, action in enumerate(made):
            printed = {role: found[number] for role, found in texts.items()}
            self._set_dates(action, printed)

    # --- the fields of an action ----------------------------------------------------------------

    def _fill(self, action: RecognisedAction, row: DocRow, place: str) -> None:
        """The fields from a row; a further row of the same action adds to its lists."""
        for column, role in enumerate(self.part.columns.roles):
            if column >= len(row.cells):
                break
            cell = row.cells[column]
            is_new = cell.row == row.number or action.place == place
            if role not in _DATE_ROLES and is_new and not _is_repeated(row, column):
                self._fill_from(action, role, column, list(cell.paragraphs), cell)
        if action.place == place:
            printed = {
                role: plain_text(found.paragraphs)
                for role in _DATE_ROLES
                if (found := self._cell(row, role)) is not None
            }
            self._set_dates(action, printed)

    def _set_dates(self, action: RecognisedAction, printed: dict[ColumnRole, str]) -> None:
        if ColumnRole.PERIOD in printed and ColumnRole.END not in printed:
            self.state.set_period(action, printed[ColumnRole.PERIOD])
        else:
            end = printed.get(ColumnRole.END, printed.get(ColumnRole.PERIOD))
            self.state.set_dates(action, printed.get(ColumnRole.START), end)

    def _fill_from(
        self,
        action: RecognisedAction,
        role: ColumnRole,
        column: int,
        paragraphs: list[DocParagraph],
        cell: DocCell,
    ) -> None:
        text = text_of(paragraphs)
        if role is ColumnRole.STATUS:
            period = self.part.columns.periods.get(column, "")
            self.state.add_status(action, period, text, cell.fill)
        elif not text:
            return
        elif role is ColumnRole.LEAD:
            leads = plain_text(paragraphs)
            action.leads_printed = "\n".join(filter(None, (action.leads_printed, leads)))
        elif role is ColumnRole.ACCOUNTABLE:
            action.accountable = " ".join(text.split())
        elif role is ColumnRole.MEASURE:
            self.state.add_measures(action, paragraphs)
        elif role is ColumnRole.MILESTONE:
            action.milestones += [found.text for found in filled(paragraphs)]
        elif role is ColumnRole.EVIDENCE:
            action.evidence = "\n".join(filter(None, (action.evidence, text)))
        elif role in _NOTE_ROLES:
            heading = self.part.columns.headings[column] or f"Column {column + 1}"
            action.notes[heading] = "\n".join(filter(None, (action.notes.get(heading), text)))

    def _go_on(self, row: DocRow, place: str) -> None:
        """A row that goes on with the action before it, as where a page ended within it."""
        ledger = self.state.plan.ledger
        if self.last is None:
            for cell in row.distinct:
                if not cell.is_empty and cell.row == row.number:
                    outcome = self.part.columns.first(ColumnRole.OUTCOME)
                    if cell.column != outcome:
                        ledger.leave(place, cell.text, "No action stands above it")
            return
        own = [
            (column, row.cells[column])
            for column, role in enumerate(self.part.columns.roles)
            if column < len(row.cells)
            and row.cells[column].row == row.number
            and not row.cells[column].is_empty
            and role not in {ColumnRole.OUTCOME, ColumnRole.AREA}
        ]
        if not own:
            return
        ledger.guess("row_continued", _shortened(own[0][1].text), "The row before goes on", place)
        for column, cell in own:
            role = self.part.columns.roles[column]
            if role is ColumnRole.ACTION:
                self.last.text = _continued(self.last.text, cell.text)
            elif role is ColumnRole.MEASURE:
                self._continue_measures(self.last, cell)
            elif role in _DATE_ROLES or role is ColumnRole.REF:
                ledger.leave(place, cell.text, f"Below the {role.value} of {self.last.ref}")
            else:
                self._fill_from(self.last, role, column, list(cell.paragraphs), cell)

    def _continue_measures(self, action: RecognisedAction, cell: DocCell) -> None:
        paragraphs = filled(cell.paragraphs)
        first = paragraphs[0]
        if action.measures and not first.label and first.text[:1].islower():
            action.measures[-1] += f" {first.text}"
            paragraphs = paragraphs[1:]
        self.state.add_measures(action, paragraphs)


_DATE_ROLES: Final = (ColumnRole.START, ColumnRole.END, ColumnRole.PERIOD)
_OWN_ROLES: Final = (*_DATE_ROLES, ColumnRole.LEAD)


def _style_of(cell: DocCell) -> str:
    """What rows across a table of one kind have in common: their colour, and whether bold."""
    is_bold = all(paragraph.is_bold for paragraph in filled(cell.paragraphs))
    return f"{cell.fill} {is_bold}"


def _is_repeated(row: DocRow, column: int) -> bool:
    """Whether the cell is the one to its left, which spans both columns."""
    return column > 0 and row.cells[column] is row.cells[column - 1]


def _continued(text: str, more: str) -> str:
    separator = " " if more[:1].islower() and not text.endswith(".") else "\n"
    return f"{text}{separator}{more}"


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 80 else f"{plain[:79]}…"
