"""Who leads an action, as plans print it: codes, titles, names, and several in one cell. Pure."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class KnownLead:
    """A post or organisation that may lead: "SCC-HoS", its title, who holds it."""

    code: str
    title: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True)
class LeadGuess:
    """What a lead was taken for, and from which text; `kind` is its kind among the guesses."""

    kind: str
    text: str
    taken_for: str


@dataclass(frozen=True, slots=True)
class LeadsReading:
    """The leads that a cell names, by their codes, and what had to be guessed."""

    codes: tuple[str, ...]
    guesses: tuple[LeadGuess, ...] = ()


_PARTS: Final = re.compile(r"\s*(?:[/;,+\n]|\band\b|&|\bwith\b)\s*", re.IGNORECASE)
_STRONG_PARTS: Final = re.compile(r"\s*[/;\n]\s*")
_ROLE: Final = re.compile(
    r"\b(?:head|director|manager|lead|officer|chair|co-?ordinator|commissioner|advis[eo]r|assistant"
    r"|principal|nurse|dco|dmo|dsco|senco|executive|deputy|consultant|team|service|board|forum)\b",
    re.IGNORECASE,
)
_CODE: Final = re.compile(r"^[A-Z][A-Za-z]{0,9}$")
_NOTHING: Final = re.compile(r"^(?:-+|–|tbc|tba|tbd|n/?a|\?+|vacant)$", re.IGNORECASE)
_LABEL: Final = re.compile(
    r"^(?:(?:joint |delivery |action )?leads?(?: officer| person)?|owner|responsible(?: officer)?)"
    r"\s*:\s*",
    re.IGNORECASE,
)
_OPEN_LIST: Final = re.compile(r"\b(?:of|for)\b[^,]*,[^,]*$", re.IGNORECASE)
_AS_HEAD: Final = 0.88  # how alike two titles are to be taken for one


def lead_key(text: str) -> str:
    """Letters and digits alone, in small letters: "SCC – HoS" and "scc-hos" are one.

    >>> lead_key("SCC – HoS")
    'scchos'
    """
    return re.sub(r"[^a-z0-9]", "", text.lower())


@dataclass(slots=True)
class LeadWords:
    """What is known of the leads of a plan, from the local area and from the plan itself."""

    codes: dict[str, str] = field(default_factory=dict)  # by key
    titles: dict[str, str] = field(default_factory=dict)  # title or holder, by key
    organisations: dict[str, str] = field(default_factory=dict)  # by code in small letters
    holders: set[str] = field(default_factory=set)  # keys of the names of those who hold a post

    @classmethod
    def of(cls, known: Iterable[KnownLead]) -> LeadWords:
        made = cls()
        for lead in known:
            made.codes[lead_key(lead.code)] = lead.code
            organisation, _, post = lead.code.partition("-")
            made.organisations.setdefault(organisation.lower(), organisation)
            if post:  # "Chair, ITF"
                made.codes.setdefault(lead_key(post + organisation), lead.code)
            if lead.holder:
                made.holders.add(lead_key(lead.holder))
            for name in (lead.title, lead.holder):
                if name:
                    made.titles.setdefault(lead_key(name), lead.code)
        return made

    def learn(self, printed: Iterable[str]) -> None:
        """Takes for known the codes that a plan prints itself, the most frequent spelling first."""
        counts: Counter[str] = Counter()
        for text in printed:
            pieces = _STRONG_PARTS.split(" ".join(text.split()))
            counts.update(code for piece in pieces if (code := _plain_code(piece)))
            if len(pieces) == 1 and _is_code(pieces[0]):
                counts[pieces[0]] += 1
        by_count = [code for code, _ in counts.most_common()]
        for code in sorted(by_count, key=lambda code: "-" not in code):  # keeps the order
            if "-" not in code and self.posts_of(code):
                continue  # "HoS" alone may be "SCC-HoS": that is asked, not taken for a code
            self.codes.setdefault(lead_key(code), code)
            organisation = code.partition("-")[0]
            if "-" in code:
                self.organisations.setdefault(organisation.lower(), organisation)

    def posts_of(self, token: str) -> list[str]:
        """The codes of known posts of that name, whatever their organisation."""
        codes = dict.fromkeys(self.codes.values())
        return [code for code in codes if lead_key(code.partition("-")[2]) == lead_key(token)]


def _is_code(token: str) -> bool:
    """Whether a word is an abbreviation: "HoS", "HCIS", "DCO", but not "Head"."""
    return bool(_CODE.match(token)) and sum(letter.isupper() for letter in token) >= 2


def _plain_code(text: str) -> str:
    """ "SCC - HoS" as "SCC-HoS"; "" for what does not look like organisation and post."""
    found = re.match(r"^([A-Z]{2,8})\s*[-–—/]\s*([A-Z][A-Za-z]{0,9})$", text.strip())
    if found and sum(letter.isupper() for letter in found[2]) >= 2:
        return f"{found[1]}-{found[2]}"
    return ""


def read_leads(text: str, known: LeadWords) -> LeadsReading:
    """The codes of those who lead; the text itself where it names somebody unknown.

    >>> words = LeadWords.of([KnownLead("SCC-HoS", "Head of SEN"), KnownLead("SPCF")])
    >>> read_leads("SCC - HoS / SPCF", words).codes
    ('SCC-HoS', 'SPCF')
    >>> read_leads("SCC - HOS", words).guesses[0].taken_for
    'SCC-HoS'
    """
    lines = [_LABEL.sub("", line.strip(" -*•\t")) for line in text.split("\n")]
    printed = _joined([line for line in lines if line])
    if not printed or _NOTHING.match(printed):
        guess = LeadGuess("no_lead", printed or "(empty)", "No lead was given")
        return LeadsReading((), (guess,))
    whole = _whole(printed, known)
    if whole is not None:
        return whole
    codes, guesses = _pieces(printed, known)
    if codes is None:
        codes, guesses = _unknown(printed, known)
    if len(codes) > 1:
        guesses.append(LeadGuess("several_leads", printed, "; ".join(codes)))
    return LeadsReading(tuple(dict.fromkeys(codes)), tuple(guesses))


def _joined(lines: list[str]) -> str:
    """Lines as one text: a line goes on with the one before where that ends openly."""
    joined = ""
    for line in lines:
        is_open = not joined or re.search(r"[-–/&,]$|\b(?:and|of|for|the)$", joined)
        is_rest = re.match(r"(?:[-–/&,]|and\b|of\b|for\b)", line)
        joined += line if not joined else (" " if is_open or is_rest else "\n") + line
    return "\n".join(" ".join(line.split()) for line in joined.split("\n"))


def _whole(printed: str, known: LeadWords) -> LeadsReading | None:
    key = lead_key(printed)
    code = known.codes.get(key)
    if code:
        is_same = lead_key(code) == key and _letters(code) == _letters(printed)
        is_turned = lead_key(code) != key
        guesses = () if is_same or is_turned else (LeadGuess("lead_spelling", printed, code),)
        return LeadsReading((code,), guesses)
    if key in known.titles:
        code = known.titles[key]
        by_name = (LeadGuess("lead_by_title", printed, code),) if key in known.holders else ()
        return LeadsReading((code,), by_name)
    found = [(key.find(title), code) for title, code in known.titles.items() if title in key]
    inside = [code for _, code in sorted(found) if code]
    rest = key
    for title in sorted(known.titles, key=len, reverse=True):
        rest = rest.replace(title, "") if title in key else rest
    if inside and len(rest) * 2 < len(key) and rest not in known.codes:
        codes = tuple(dict.fromkeys(inside))
        kind = "several_leads" if len(codes) > 1 else "lead_by_title"
        return LeadsReading(codes, (LeadGuess(kind, printed, "; ".join(codes)),))
    return None


def _with_separators(printed: str) -> list[tuple[str, str]]:
    """The pieces of a text, each with the sign or word before it."""
    parts = re.split(f"({_PARTS.pattern})", printed, flags=re.IGNORECASE)
    return [("", parts[0])] + [
        (sign.strip(" ") or sign, piece)
        for sign, piece in zip(parts[1::2], parts[2::2], strict=True)
    ]


def _letters(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", text)


def _pieces(printed: str, known: LeadWords) -> tuple[list[str] | None, list[LeadGuess]]:
    """Codes of a list such as "SCC – HCIS, PEH, HoS"; None where a piece is no code at all."""
    codes: list[str] = []
    guesses: list[LeadGuess] = []
    organisation = ""
    for separator, piece in _with_separators(printed):
        if separator in {"/", ";", "\n"}:
            organisation = ""
        tokens = [token for token in re.split(r"[\s\-–—()]+", piece) if token]
        if not tokens:
            continue
        if not all(_is_code(token) or lead_key(token) in known.codes for token in tokens):
            return None, []
        rest = tokens
        if tokens[0].lower() in known.organisations:
            organisation, rest = known.organisations[tokens[0].lower()], tokens[1:]
        elif len(tokens) == 2 and tokens[0].isupper():
            organisation, rest = tokens[0], tokens[1:]
        if not rest:
            codes.append(organisation)
        for token in rest:
            code, guess = _code_of(token, organisation, known)
            codes.append(code)
            guesses += [guess] if guess else []
    return codes, guesses


def _code_of(token: str, organisation: str, known: LeadWords) -> tuple[str, LeadGuess | None]:
    """One post: known in the organisation, known alone, near to a known one, or unknown."""
    full = f"{organisation}-{token}" if organisation else token
    code = known.codes.get(lead_key(full)) or known.codes.get(lead_key(token))
    if code:
        is_same = _letters(code).endswith(_letters(token))
        return code, None if is_same else LeadGuess("lead_spelling", token, code)
    near = [] if organisation else known.posts_of(token)
    near = near or [
        other
        for other in dict.fromkeys(known.codes.values())
        if (not organisation or other.partition("-")[0] == organisation)
        and "-" in other
        and _is_within(token.lower(), other.partition("-")[2].lower())
    ]
    if len(near) == 1 and len(token) > 1:
        return near[0], LeadGuess("lead_not_in_glossary", full.replace("-", " "), near[0])
    return full, LeadGuess("lead_not_in_glossary", full, full)


def _is_within(short: str, long: str) -> bool:
    """Whether the letters of one stand in the other, in their order, first letter first."""
    letters = iter(long)
    return short[:1] == long[:1] and all(letter in letters for letter in short)


def _unknown(printed: str, known: LeadWords) -> tuple[list[str], list[LeadGuess]]:
    """Titles and names: one lead, or several where a slash, a line or "and" parts whole titles."""
    codes: list[str] = []
    guesses: list[LeadGuess] = []
    for piece in _split_titles(printed):
        whole = _whole(piece, known)
        if whole is not None:
            codes += whole.codes
            guesses += whole.guesses
            continue
        listed = [_whole(part, known) for part in piece.split(",")]
        if len(listed) > 1 and all(listed):
            codes += [code for part in listed if part for code in part.codes]
            continue
        inner, inner_guesses = _pieces(piece, known)
        if inner is not None and all(lead_key(code) in known.codes for code in inner):
            codes += inner
            guesses += inner_guesses
            continue
        near = difflib.get_close_matches(lead_key(piece), known.titles, 1, _AS_HEAD)
        code = known.titles[near[0]] if near else piece
        codes.append(code)
        guesses.append(LeadGuess("lead_not_in_glossary", piece, code))
    return codes, guesses


def _split_titles(printed: str) -> list[str]:
    pieces: list[str] = []
    for line in _STRONG_PARTS.split(printed):
        halves = re.split(r"\s+(?:and|&|with|\+)\s+", line)
        is_list = len(halves) > 1 and all(_is_a_phrase_of_its_own(half) for half in halves)
        if is_list and _is_one_title(halves):
            is_list = False
        pieces += halves if is_list else [line]
    return [piece.strip() for piece in pieces if piece.strip()]


def _is_one_title(halves: list[str]) -> bool:
    """Whether "and" ends a list within a title: "Head of Education, Health and Care Plans"."""
    return _OPEN_LIST.search(halves[0]) is not None and not any(map(_ROLE.search, halves[1:]))


def _is_a_phrase_of_its_own(text: str) -> bool:
    """Whether a part of a text names somebody by itself: a title, a code, or a person's name."""
    is_name = re.fullmatch(r"[A-Z][\w'’-]+ [A-Z][\w'’-]+", text.strip()) is not None
    return bool(_ROLE.search(text)) or _is_code(text) or is_name
