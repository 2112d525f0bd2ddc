"""Explore Education Statistics: its location columns, and words for its short names. Pure.

The location columns are those that the DfE's guidance on open data defines for each geographic
level, with the names that earlier files had for some of them.
"""

from __future__ import annotations

import re
from typing import Final

# The columns of each geographic level, by its name in the column `geographic_level`.
LOCATIONS: Final = {
    "National": ("country_code", "country_name"),
    "Regional": ("region_code", "region_name"),
    "Local authority": ("old_la_code", "new_la_code", "la_code", "la_name"),
    "Local authority district": ("lad_code", "lad_name"),
    "Parliamentary constituency": ("pcon_code", "pcon_name"),
    "Ward": ("ward_code", "ward_name"),
    "Local skills improvement plan area": ("lsip_code", "lsip_name"),
    "Local enterprise partnership": (
        *("local_enterprise_partnership_code", "local_enterprise_partnership_name"),
        *("lep_code", "lep_name"),
    ),
    "English devolved area": ("english_devolved_area_code", "english_devolved_area_name"),
    "Mayoral combined authority": (
        *("mayoral_combined_authority_code", "mayoral_combined_authority_name"),
        *("combined_authority_code", "combined_authority_name", "mca_code", "mca_name"),
        *("cauth_code", "cauth_name"),
    ),
    "Opportunity area": ("opportunity_area_code", "opportunity_area_name"),
    "RSC region": (
        *("rsc_region_lead_name", "rsc_region_code", "rsc_region_name", "rsc_code", "rsc_name"),
        "rsc_region_lead_code",
    ),
    "Planning area": ("planning_area_code", "planning_area_name"),
    "Police force area": (
        *("pfa_code", "pfa_name", "police_force_area_code", "police_force_area_name"),
    ),
    "MAT": ("trust_id", "trust_name", "trust_code", "mat_id", "mat_name"),
    "Sponsor": ("sponsor_id", "sponsor_name"),
    "School": (
        *("school_urn", "school_laestab", "school_estab", "school_name", "school_postcode"),
        *("school_code", "school_id"),
    ),
    "Provider": (
        *("provider_ukprn", "provider_urn", "provider_upin", "provider_name", "provider_code"),
    ),
    "Institution": ("institution_id", "institution_name", "institution_code"),
}
LOCATION_COLUMNS: Final = frozenset(column for columns in LOCATIONS.values() for column in columns)
# The same in full: "local_authority_name", "multi_academy_trust_code".
_IN_FULL: Final = re.compile(
    r"(?:country|region|local_authority(?:_district)?|parliamentary_constituency|ward|school|"
    r"provider|institution|multi_academy_trust|sponsor|planning_area|opportunity_area|"
    r"local_skills_improvement_plan(?:_area)?|english_devolved_area|police_force_area)"
    r"_(?:code|name|id|urn|upin|ukprn|laestab|estab)"
)


def is_location(name: str) -> bool:
    """Whether a column says where a row is of, and not what it measures."""
    return name in LOCATION_COLUMNS or bool(_IN_FULL.fullmatch(name))


_PERCENT_WORDS: Final = ("pt", "pc", "pct", "perc", "percent", "percentage", "prop", "proportion")
_PARTS: Final = {
    "20week": "20 weeks",
    "20wks": "20 weeks",
    "26week": "26 weeks",
    "abs": "absence",
    "ap": "alternative provision",
    "ass": "assessments",
    "auth": "authorised",
    "avg": "average",
    "cin": "children in need",
    "cla": "children looked after",
    "cpp": "child protection plans",
    "cyp": "children and young people",
    "disc": "discontinued",
    "eal": "English as an additional language",
    "ehc": "EHC",
    "ehcp": "EHC plan",
    "ehcps": "EHC plans",
    "enrol": "enrolments",
    "enrolments": "enrolments",
    "excl": "exclusions",
    "exclu": "exclusions",
    "fsm": "free school meals",
    "hn": "high needs",
    "ind": "independent",
    "inreq": "initial requests",
    "ks1": "key stage 1",
    "ks2": "key stage 2",
    "ks4": "key stage 4",
    "ks5": "key stage 5",
    "la": "local authority",
    "lac": "looked-after children",
    "mand": "mandatory",
    "nc": "national curriculum",
    "neet": "not in education, employment or training",
    "num": "number of",
    "overall": "overall",
    "pa": "persistent absentees",
    "perm": "permanent",
    "pop": "population",
    "pri": "primary",
    "prov": "provision",
    "pup": "pupils",
    "req": "requests",
    "sch": "school",
    "schs": "schools",
    "sec": "secondary",
    "sen": "SEN",
    "sen2": "SEN2",
    "send": "SEND",
    "sess": "sessions",
    "spec": "special",
    "supp": "support",
    "susp": "suspensions",
    "tot": "total",
    "trib": "tribunal",
    "unauth": "unauthorised",
    "yr": "year",
    "yrs": "years",
}


_PAIRS: Final = {"inc_exc": "including exceptions", "no_exc": "excluding exceptions"}


def spelt_out(name: str) -> str:
    """A short name of a column in words.

    One with a part that is no word names the column too, so that it can be looked up.

    >>> spelt_out("pt_sen_support"), spelt_out("num_pup_fsm"), spelt_out("sess_auth_rate")
    ('SEN support (%)', 'Number of pupils free school meals', 'Sessions authorised rate')
    >>> spelt_out("inreq_ehc_w")
    'Initial requests EHC w [inreq_ehc_w]'
    """
    column = name.strip()
    for short, words in _PAIRS.items():
        name = re.sub(rf"(?<![^_]){short}(?![^_])", words, name)
    parts = [part for part in re.split(r"[_\s]+", name.strip()) if part]
    is_percent = any(part.casefold() in _PERCENT_WORDS for part in parts)
    kept = [part for part in parts if part.casefold() not in _PERCENT_WORDS] or parts
    words = " ".join(_PARTS.get(part.casefold(), part) for part in kept)
    words = words[:1].upper() + words[1:]
    words = f"{words} (%)" if is_percent and kept is not parts else words
    return f"{words} [{column}]" if any(map(_is_no_word, kept)) else words


def _is_no_word(part: str) -> bool:
    """Whether a part of a name is a code: one letter, or letters without a vowel."""
    part = part.casefold()
    if part in _PARTS or not part.isalpha():
        return False
    return len(part) == 1 or not re.search("[aeiouy]", part)


_NOT_SUBJECT: Final = re.compile(
    r"^(?:ees|data|dfe|final|table|file|download|csv|v\d+|\d{4,8}|copy)$", re.IGNORECASE
)


def subject_from_name(name: str) -> str:
    """What a file is about by its name, in words; empty where the name says nothing.

    >>> subject_from_name("ees sen2 ehc plans")
    'SEN2 EHC plans'
    """
    parts = [part for part in re.split(r"[\s_.\-]+", name) if part and not _NOT_SUBJECT.match(part)]
    words = " ".join(_PARTS.get(part.casefold(), part) for part in parts)
    return (words[:1].upper() + words[1:])[:100]
