"""A read document walked through from its first block to its last, and recognised as a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from actions.domain.recognition.headings import ColumnRole, is_outright_heading, role_of_heading
from actions.domain.recognition.leads import KnownLead
from actions.domain.recognition.statuses import hue_of, is_mark, key_of
from actions.importing.recognition.blocks import BlockReader, has_blocks, labels_in
from actions.importing.recognition.columns import (
    ColumnChoices,
    TableColumns,
    assign,
    by_content_alone,
)
from actions.importing.recognition.finish import finish
from actions.importing.recognition.headers import begins_header, headings_from, is_header
from actions.importing.recognition.result import ColumnTaken, RecognisedPlan
from actions.importing.recognition.rows import RowReader, TablePart
from actions.importing.recognition.state import RecognitionState
from actions.importing.recognition.torn import TornReader
from actions.importing.tables.model import (
    Block,
    DocParagraph,
    DocRow,
    DocTable,
    ReadDocument,
)

_NO_CHOICES: Final = ColumnChoices()
_KEY: Final = "The key of the colours: they are read by it"
_MOST_IN_KEY: Final = 8  # statuses of a key
_FORM_COLUMNS: Final = 4  # a form has a label and its text, once or twice side by side


def recognise(
    document: ReadDocument,
    known: Iterable[KnownLead] = (),
    choices: ColumnChoices = _NO_CHOICES,
) -> RecognisedPlan:
    """The plan in a document, with every guess and everything that is left over.

    `known` are the posts and organisations of the local area; `choices` what a person said of the
    tables.
    """
    walk = _Walk(choices=choices)
    for remark in document.remarks:
        ledger = walk.state.plan.ledger
        if remark.is_loss:
            ledger.leave(remark.place, remark.text, remark.taken_for)
        else:
            ledger.guess(remark.kind, remark.text, remark.taken_for, remark.place)
    leads = list(known)
    if not _is_torn_plan(walk.state, document, leads):
        blocks = walk.without_key(list(walk.without_left_out(document.blocks)))
        walk.read(list(_simplified(blocks, choices)))
    known = leads
    return finish(walk.state, document, known)


def _is_torn_plan(state: RecognitionState, document: ReadDocument, known: list[KnownLead]) -> bool:
    """Whether the lines of a text hold a plan cell by cell; then it is read into the state."""
    return bool(document.lines) and TornReader.of(state, known).read(document.lines)


def _simplified(blocks: Iterable[Block], choices: ColumnChoices) -> Iterator[Block]:
    """The blocks, with forms and tables of one column as paragraphs."""
    for block in blocks:
        if isinstance(block, DocTable) and choices.names_actions(block.name):
            yield block
        elif isinstance(block, DocTable) and _is_narrow(block):
            yield from _as_paragraphs(block)
        elif isinstance(block, DocTable) and _is_form(block):
            yield from _form_as_paragraphs(block)
        else:
            yield block


def key_entries(table: DocTable) -> list[tuple[str, str, str]]:
    """The entries of a table that is a key: a mark, its fill and its meaning in each row.

    [] for another table. One row of the table may be its headings.
    """
    rows = [[cell for cell in row.distinct if not cell.is_empty or cell.fill] for row in table.rows]
    pairs = [row for row in rows if len(row) == 2 and is_mark(row[0].text, row[0].fill)]
    if not 2 <= len(pairs) <= _MOST_IN_KEY or len(rows) - len(pairs) > 1:
        return []
    return [(mark.text, mark.fill, " ".join(text.text.split())) for mark, text in pairs]


def _is_narrow(table: DocTable) -> bool:
    columns = {cell.column for row in table.rows for cell in row.distinct if not cell.is_empty}
    return len(columns) <= 1


def _as_paragraphs(table: DocTable) -> Iterator[DocParagraph]:
    for row in table.rows:
        for cell in row.distinct:
            for paragraph in cell.paragraphs:
                if paragraph.text:
                    yield replace(paragraph, place=table.place(row))


def _is_form(table: DocTable) -> bool:
    """Whether labels stand to the left of their texts, row by row."""
    if table.width > _FORM_COLUMNS:
        return False
    rows = [row for row in table.rows if len(row.distinct) >= 2]
    if any(is_header(row) and _names_values(row) for row in rows[:2]):
        return False
    cells = [cell for row in rows for cell in row.distinct[::2] if not cell.is_empty]
    titles = [row.distinct[0] for row in table.rows if len(row.distinct) == 1]
    cells += [cell for cell in titles if cell.paragraphs and labels_in(cell.paragraphs[0])]
    labels = [cell.text.partition(":")[0] for cell in cells]
    roles = {role for label in labels if (role := role_of_heading(label)) is not None}
    known = sum(role_of_heading(label) is not None for label in labels)
    dated = {ColumnRole.END, ColumnRole.START, ColumnRole.PERIOD, ColumnRole.LEAD}
    return len(roles) >= 3 and known >= 0.6 * len(labels) and bool(roles & dated)


def _names_values(row: DocRow) -> bool:
    """Whether headings stand in the places of a form's values too: a header, and no labels."""
    values = [cell.text for cell in row.distinct[1::2] if not cell.is_empty]
    return any(is_outright_heading(text) for text in values)


def _form_as_paragraphs(table: DocTable) -> Iterator[DocParagraph]:
    for row in table.rows:
        cells = row.distinct
        place = table.place(row)
        if len(cells) == 1:
            yield from (replace(found, place=place) for found in cells[0].paragraphs if found.text)
        for label, value in zip(cells[::2], cells[1::2], strict=False):
            found = [paragraph for paragraph in value.paragraphs if paragraph.text]
            title = f"{' '.join(label.text.split()).rstrip(':?')}:" if not label.is_empty else ""
            if title and found and not found[0].label:
                first = found.pop(0)
                yield replace(first, text=f"{title} {first.text}", heading=0, place=place)
            elif title:
                yield DocParagraph(title, place=place)
            yield from (replace(paragraph, place=place) for paragraph in found)


@dataclass(slots=True)
class _Walk:
    state: RecognitionState = field(default_factory=RecognitionState)
    before: TableColumns | None = None  # the columns of the table of actions before
    reader: RowReader | None = None  # of that table
    rows_below: dict[tuple[str, ...], list[DocRow]] = field(default_factory=dict)
    choices: ColumnChoices = _NO_CHOICES

    def without_left_out(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The blocks but for the tables that a person left out, which are listed."""
        for block in blocks:
            if isinstance(block, DocTable) and block.name in self.choices.left_out:
                self._leave(block, block.rows, "The table was left out")
            else:
                yield block

    def without_key(self, blocks: list[Block]) -> list[Block]:
        """The blocks but for the key of the colours, by which their cells are read."""
        kept: list[Block] = []
        for block in blocks:
            entries = key_entries(block) if isinstance(block, DocTable) else []
            if entries and isinstance(block, DocTable):
                self.state.key = key_of(entries)
                text = "; ".join(f"{mark or hue_of(fill)}: {text}" for mark, fill, text in entries)
                self.state.plan.ledger.leave(block.name, text, _KEY)
            else:
                kept.append(block)
        return kept

    def read(self, blocks: list[Block]) -> None:
        paragraphs = [block for block in blocks if isinstance(block, DocParagraph)]
        self._collect_rows(blocks)
        reader = BlockReader(self.state, has_blocks(paragraphs))
        run: list[DocParagraph] = []
        for block in blocks:
            if isinstance(block, DocParagraph):
                run.append(block)
                continue
            reader.read(run)
            run = []
            reader.finish()
            self._table(block, reader)
        reader.read(run)
        reader.finish()
        reader.let_go()

    def _collect_rows(self, blocks: list[Block]) -> None:
        """The rows below the same headings, of all tables: what a column holds is seen in all."""
        for table in blocks:
            headings: tuple[str, ...] = ()
            at = 0
            while isinstance(table, DocTable) and at < len(table.rows):
                if begins_header(headings, table.rows[at]):
                    found, count = headings_from(table.rows, at)
                    headings = tuple(found)
                    at += count
                    continue
                if headings:
                    self.rows_below.setdefault(headings, []).append(table.rows[at])
                at += 1

    def _table(self, table: DocTable, blocks: BlockReader) -> None:
        parts = list(self._parts(table, blocks))
        if not parts:
            return
        blocks.let_go()
        for part in parts:
            roles = set(part.columns.roles)
            self.state.enter_headings(
                has_outcomes=ColumnRole.OUTCOME in roles, has_areas=ColumnRole.AREA in roles
            )
            self._note_columns(part)
            reader = RowReader(part, self.state)
            if (
                self.reader is not None
                and self.reader.part.columns.headings == part.columns.headings
            ):
                reader.follow(self.reader)
            reader.read()
            self.before, self.reader = part.columns, reader

    def _parts(self, table: DocTable, reader: BlockReader) -> Iterator[TablePart]:
        """The table cut at its headers; what stands before the first, as paragraphs."""
        loose: list[DocRow] = []
        headings: list[str] = []
        rows: list[DocRow] = []
        at = 0
        while at < len(table.rows):
            row = table.rows[at]
            if begins_header(headings, row):
                yield from self._part(table, headings, rows)
                headings, count = headings_from(table.rows, at)
                rows = []
                at += count
                continue
            (rows if headings else loose).append(row)
            at += 1
        if loose and headings:
            self._read_loose(table, loose, reader)
        elif loose:
            yield from self._without_header(table, loose)
        yield from self._part(table, headings, rows)

    def _read_loose(self, table: DocTable, rows: list[DocRow], reader: BlockReader) -> None:
        for row in rows:
            cells = [cell for cell in row.distinct if not cell.is_empty]
            for cell in cells:
                is_title = len(cells) == 1 and len(cell.text) < 120 and "\n" not in cell.text
                for paragraph in cell.paragraphs:
                    if paragraph.text:
                        level = 6 if is_title and ":" not in paragraph.text else 0
                        text = replace(paragraph, place=table.place(row), heading=level)
                        reader.read([text])
        reader.finish()

    def _part(
        self, table: DocTable, headings: list[str], rows: list[DocRow]
    ) -> Iterator[TablePart]:
        if not headings:
            return
        columns = assign(headings, self.rows_below.get(tuple(headings), rows))
        self.choices.apply(table.name, columns)
        if columns.is_plan or self.choices.names_actions(table.name):
            yield TablePart(table, columns, rows)
        else:
            self._leave(table, rows, "A table that does not look like one of actions")

    def _without_header(self, table: DocTable, rows: list[DocRow]) -> Iterator[TablePart]:
        """A table without headings goes on with the one before, or is read by what it holds."""
        if self.choices.names_actions(table.name):
            headings = [" ".join(cell.text.split()) for cell in rows[0].cells]
            chosen = TableColumns(headings, [ColumnRole.OTHER] * len(headings))
            self.choices.apply(table.name, chosen)
            yield TablePart(table, chosen, rows[1:])
            return
        before = self.before
        if before is not None and len(before.headings) == table.width:
            text, place = rows[0].distinct[0].text, table.place(rows[0])
            meaning = "It goes on with the columns of the table before"
            self.state.plan.ledger.guess("header_missing", text[:80], meaning, place)
            yield TablePart(table, before, rows)
            return
        columns = by_content_alone(rows, table.width)
        if columns is not None:
            meaning = "Columns taken by what they hold"
            self.state.plan.ledger.guess("header_missing", table.name, meaning, table.name)
            yield TablePart(table, columns, rows)
        else:
            self._leave(table, rows, "A table that does not look like one of actions")

    def _leave(self, table: DocTable, rows: list[DocRow], reason: str) -> None:
        for row in rows:
            texts = [" ".join(cell.text.split()) for cell in row.distinct if not cell.is_empty]
            if texts:
                self.state.plan.ledger.leave(table.place(row), " | ".join(texts), reason)

    def _note_columns(self, part: TablePart) -> None:
        columns = zip(part.columns.headings, part.columns.roles, strict=True)
        for number, (heading, role) in enumerate(columns):
            found = ColumnTaken(part.table.name, heading, role.value, number)
            self.state.plan.columns.append(found)
