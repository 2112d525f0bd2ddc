"""The palette of screens, publications and emails. No other file has a literal colour.

Statuses have their own colours, in actions/domain/enums.py. `manage.py write_tokens` writes both
tables to static/css/tokens.css, where each entry is a custom property of that name: `var(--brand)`.
"""

from typing import Final

COLOURS: Final[dict[str, str]] = {
    "brand": "#1f4d5c",  # header, primary button, open form, progress
    "brand-hover": "#173c48",
    "brand-shadow": "#0c2630",
    "link": "#0f5c73",
    "link-hover": "#0b3a48",
    "link-visited": "#5a3d8a",
    "ink": "#12191c",
    "quiet": "#4a565c",
    "neutral": "#434f56",  # a judgement that is neither good nor bad
    "bad": "#931a1a",
    "good": "#0d5c3a",
    "warn": "#c27a0a",  # the edge of a warning
    "warn-wash": "#fdf0d8",
    "page": "#ffffff",
    "wash": "#f3f6f7",  # behind filters and cards
    "rule": "#c5cfd3",
    "rule-soft": "#e2e8ea",
    "rule-strong": "#8a959a",  # a rule that has to show on a plain printer
    "faint": "#6b787f",  # a dash that stands for nothing
    "edge": "#67747b",  # around a part that is as light as the page
    "leader": "#9aa6ab",  # from the end of a line to its name
    "track": "#d5dde0",  # what is missing in a progress bar
    "button": "#e1e8ea",
    "button-hover": "#cfd9dc",
    "button-shadow": "#6f7d84",
    "focus": "#ffdd00",
    "focus-ink": "#0b0c0c",
    "drawing": "#dde8eb",  # surfaces of the drawings of Easy Read
    "print-rule": "#000000",
}
