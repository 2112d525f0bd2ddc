"""Messages to a chat: counts and links, and nothing else. Pure.

Teams takes an Adaptive Card through a Workflows webhook, Slack takes blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MOST_PLANS = 20  # both services refuse long messages


class ChatService(StrEnum):
    """A chat service that takes messages at an address of its own."""

    TEAMS = "teams"
    SLACK = "slack"

    @classmethod
    def choices_of_form(cls) -> list[tuple[str, str]]:
        return [(cls.TEAMS.value, "Microsoft Teams (Workflows)"), (cls.SLACK.value, "Slack")]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """What a message says of one plan: its title, counts in words, and where to look."""

    title: str
    counts: tuple[str, ...]
    href: str


@dataclass(frozen=True, slots=True)
class ChatText:
    """A message: a heading, and a line for each plan."""

    heading: str
    plans: Sequence[PlanLine]
    home: str


def payload(service: ChatService, text: ChatText) -> dict[str, Any]:
    """The JSON that the service takes."""
    return _adaptive_card(text) if service is ChatService.TEAMS else _slack_blocks(text)


def _adaptive_card(text: ChatText) -> dict[str, Any]:
    """A message with one Adaptive Card, as a Workflows webhook of Teams takes it."""
    body: list[dict[str, Any]] = [
        {
            "type": "TextBlock",
            "text": text.heading,
            "weight": "Bolder",
            "size": "Medium",
            "wrap": True,
        }
    ]
    for plan in text.plans[:MOST_PLANS]:
        body.append({"type": "TextBlock", "text": plan.title, "weight": "Bolder", "wrap": True})
        body.append({"type": "TextBlock", "text": "; ".join(plan.counts), "wrap": True})
        body.append(
            {
                "type": "ActionSet",
                "actions": [{"type": "Action.OpenUrl", "title": "Open the plan", "url": plan.href}],
            }
        )
    if len(text.plans) > MOST_PLANS:
        body.append({"type": "TextBlock", "text": _more(text), "wrap": True})
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
        "actions": [{"type": "Action.OpenUrl", "title": "What waits for you", "url": text.home}],
    }
    return {
        "type": "message",
        "attachments": [
            {
                "contentType": "application/vnd.microsoft.card.adaptive",
                "contentUrl": None,
                "content": card,
            }
        ],
    }


def _slack_blocks(text: ChatText) -> dict[str, Any]:
    """Blocks of Slack, with the heading as the text that a notification shows."""
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": text.heading[:150]}}
    ]
    for plan in text.plans[:MOST_PLANS]:
        words = f"*<{plan.href}|{_escaped(plan.title)}>*\n{_escaped('; '.join(plan.counts))}"
        blocks.append({"type": "section", "text": {"type": "mrkdwn", "text": words}})
    if len(text.plans) > MOST_PLANS:
        blocks.append({"type": "section", "text": {"type": "plain_text", "text": _more(text)}})
    link = {"type": "mrkdwn", "text": f"<{text.home}|What waits for you>"}
    blocks.append({"type": "context", "elements": [link]})
    return {"text": text.heading, "blocks": blocks}


def _more(text: ChatText) -> str:
    return f"And {len(text.plans) - MOST_PLANS} more plans."


def _escaped(words: str) -> str:
    """Slack's three control characters, and no bar or line break that would end a link."""
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        words = words.replace(character, entity)
    return " ".join(words.replace("|", "/").split())
