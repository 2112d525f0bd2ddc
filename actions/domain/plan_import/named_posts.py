"""A post and its holder in a text such as "Jane Smith, Head of SEN". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ROLE: Final = re.compile(
    r"\b(?:head|director|manager|lead|officer|chair|commissioner|nurse|senco|co-?ordinator|advis[eo]r"
    r"|principal|service|team|psychologist|therapist|consultant|doctor|dco|dmo|board|group|forum"
    r"|partnership|school|council|ccg|icb|trust|deputy|assistant|executive|cabinet|member"
    r"|commissioning|education|health|care|inclusion|parent|carer|family|families|operations)s?\b",
    re.IGNORECASE,
)
_ABBREVIATION: Final = re.compile(r"\b[A-Z]{2,}\b")  # "AD Education" is a post, and nobody's name
_NAME: Final = re.compile(
    r"(?:(?:Dr|Mrs?|Ms|Miss|Cllr|Prof)\.? )?[A-Z][\w'’-]+(?: [A-Z]\.?)?(?: [A-Z][\w'’-]+){1,2}"
)


@dataclass(frozen=True, slots=True)
class NamedPost:
    """A post by its title, and who the text says holds it ("" for nobody)."""

    title: str
    holder: str = ""


def named_post(text: str) -> NamedPost:
    """The post that a text names, with the holder beside it.

    >>> named_post("Jane Smith, Head of SEN")
    NamedPost(title='Head of SEN', holder='Jane Smith')
    >>> named_post("Head of SEN (Jane Smith)").holder, named_post("Jane Smith").title
    ('Jane Smith', 'Post of Jane Smith')
    >>> named_post("Head of SEN")
    NamedPost(title='Head of SEN', holder='')
    >>> named_post("AD Commissioning (ICB)").title, named_post("AD Education").holder
    ('AD Commissioning (ICB)', '')
    """
    plain = " ".join(text.split())
    if is_name(plain):
        return NamedPost(f"Post of {plain}", plain)
    bracket = re.fullmatch(r"(.+?) ?\((.+)\)", plain)
    pairs = [bracket.groups()] if bracket else []
    found = re.match(r"(.+?)(?:,| [-–—]|:) ?(.+)", plain)
    pairs += [found.groups()] if found else []
    for first, second in pairs:
        if is_name(first) and not is_name(second):
            return NamedPost(second.strip(), first.strip())
        if is_name(second) and not is_name(first):
            return NamedPost(first.strip(), second.strip())
    return NamedPost(plain)


def is_name(text: str) -> bool:
    """Whether a text is a person's name and nothing else."""
    is_post = _ROLE.search(text) or _ABBREVIATION.search(text)
    return _NAME.fullmatch(text.strip()) is not None and not is_post


def initials(title: str) -> str:
    """A code for a title: "HoS" of "Head of SEN", "PO" of "Portage Officer".

    >>> initials("Head of SEN"), initials("Director of Children’s Services")
    ('HoS', 'DoCS')
    """
    words = re.findall(r"[A-Za-z0-9][\w’']*", title)
    return "".join(word[0] for word in words)[:12]
