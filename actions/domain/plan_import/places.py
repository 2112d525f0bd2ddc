"""Places in a file as sentences name them. Pure."""

from __future__ import annotations

import re


def in_sentence(place: str, file_name: str) -> str:
    """A place in the middle of a sentence.

    >>> in_sentence("Table 2, row 12", "plan.docx")
    'row 12 of table 2 of plan.docx'
    >>> in_sentence("Sheet Actions, row 5, action 2", "plan.xlsx")
    'action 2 in row 5 of sheet Actions of plan.xlsx'
    >>> in_sentence("Paragraph 7", "plan.docx"), in_sentence("", "plan.txt")
    ('paragraph 7 of plan.docx', 'plan.txt')
    """
    found = re.fullmatch(r"(.+), (row \d+)(?:, (action \d+))?", place)
    if found:
        table, row, action = found.groups()
        inner = f"{action} in {row}" if action else row
        return f"{inner} of {table[0].lower()}{table[1:]} of {file_name}"
    return f"{place[0].lower()}{place[1:]} of {file_name}" if place else file_name
