"""Read the figures out of Sheffield's plan and of the report on it to the scrutiny committee.

A second reading, made without sight of the fixture, to check the fixture against: each figure is
found by the words beside it in the running text. 001 is the report of 4 November 2019, 002 the
Written Statement of Action (how its text is torn: read_source.py).

    python read_figures.py SOURCE_001 SOURCE_002 > sheffield_figures.json
"""

import json
import re
import sys
from pathlib import Path

WITH_WITHOUT = ("Year 7 with", "Year 10 with", "Year 7 without", "Year 10 without")

# By document and what the figure is of: words with a group for each number.
IN_001 = {
    "EHC plans in 20 weeks, September 2019": r"(\d+)% of new EHC plans finalised in September",
    "EHC plans in 20 weeks, year to date": r"year to date average is now (\d+)%",
    "schools moderated 2018/19": r"(\d+)% of schools were moderated on their SSG levels in 2018/19",
    "SENCOs attended": r"completed with over (\d+)% attendance",
    "schools with reviews 2018/19": r"VLRs took place in (\d+) schools in 2018/19",
}
IN_002 = {
    "provision adequate": r"(\d+)% of mainstream parents",
    "not enough CAMHS": r"(\d+)% said their child was not getting",
    "EHC process difficult": r"(\d+)% of respondents who had applied for an EHC plan",
    "secondary difficult": r"(\d+)% of respondents found the",
    "adult services difficult": r"more than (\d+)% of parents for the transition to post-16/19",
    "communication good": r"(\d+)% of parents said that communication",
    "waited more than a year": r"(\d+)% had waited more than a year",
    "never used Local Offer": r"(\d+)% of parents have never used the Local Offer",
    "EHC plans in 20 weeks, targets": r"minimum (\d+)% compliance for 2019, .*? (\d+)% for 2020",
    "schools moderated, targets": r"Moderation of (\d+)% of .*? by July 2019, (\d+)% by July 2020",
}
# Year 7 and Year 10 with SEND, then Year 7 and Year 10 without.
OF_PUPILS = {
    "happy": (
        r"(\d+)% of Year 7 and (\d+)% of Year 10 pupils with SEND said they felt happy.*?"
        r"compared to (\d+)% and (\d+)% respectively"
    ),
    "depressed": (
        r"(\d+)% of Year 7 and (\d+)% of Year 10 pupils with SEND said they felt depressed.*?"
        r"compared to (\d+)% and (\d+)% respectively"
    ),
}
# Told year by year: Year 7 with and without, then Year 10 with and without.
ENJOY_SCHOOL = (
    r"(\d+)% of Year 7 children with SEND said they enjoy school .*? compared to (\d+)% without "
    r"SEND\. (\d+)% of Year 10 students with SEND .*? compared to (\d+)% of Year 10"
)


def read(report: str, plan: str) -> dict[str, list[int]]:
    """Return every figure by what it is of. Raises ValueError where one is not found."""
    report, plan = " ".join(report.split()), " ".join(plan.replace("\uf0b7", " ").split())
    found = {name: _numbers(words, report) for name, words in IN_001.items()}
    found |= {name: _numbers(words, plan) for name, words in IN_002.items()}
    for name, words in OF_PUPILS.items():
        figures = _numbers(words, plan)
        found |= {f"{name}, {who}": [n] for who, n in zip(WITH_WITHOUT, figures, strict=True)}
    seven, seven_without, ten, ten_without = _numbers(ENJOY_SCHOOL, plan)
    by_year = (seven, ten, seven_without, ten_without)
    found |= {f"enjoy, {who}": [n] for who, n in zip(WITH_WITHOUT, by_year, strict=True)}
    return found


def _numbers(words: str, text: str) -> list[int]:
    match = re.search(words, text)
    if match is None:
        raise ValueError(f"not found: {words}")
    return [int(number) for number in match.groups()]


if __name__ == "__main__":
    texts = [Path(name).read_text(encoding="utf-8") for name in sys.argv[1:3]]
    rows = (f"  {json.dumps(name)}: {json.dumps(found)}" for name, found in read(*texts).items())
    sys.stdout.write("{\n" + ",\n".join(rows) + "\n}\n")
