"""How actions are worked on, in the words that papers print: a line a step, a wait, a resource."""

from __future__ import annotations

from collections.abc import Mapping

from actions.models import ActionResource
from actions.selectors.action_work import FilledInStep, FilledInWork
from governance.papers.document.schema import TitledText
from wsoa.core.text import one_line

STEPS, WAITS, RESOURCES = "Steps", "Waits for", "Resources"
WORK_TITLES = (STEPS, WAITS, RESOURCES)


def printed_work(work: FilledInWork, titles: Mapping[str, str]) -> tuple[TitledText, ...]:
    """What is filled in of an action.

    `titles` are those of actions by their references; of no other action is it said that one waits.

    >>> printed_work(FilledInWork(waits_for=["1.1", "9.9"]), {"1.1": "Write it"})
    (TitledText(title='Waits for', text='1.1 Write it'),)
    """
    lines = {
        STEPS: [_step(step) for step in work.steps],
        WAITS: [f"{ref} {titles[ref]}" for ref in work.waits_for if ref in titles],
        RESOURCES: [_resource(resource) for resource in work.resources],
    }
    return tuple(TitledText(title=title, text="\n".join(of)) for title, of in lines.items() if of)


def _step(step: FilledInStep) -> str:
    by = f", by {step.due:%-d %B %Y}" if step.due else ""
    return f"{one_line(step.text)}{by}: {'done' if step.is_done else 'not done yet'}"


def _resource(resource: ActionResource) -> str:
    agreed_by = one_line(resource.agreed_by)
    agreed = f"Agreed by {agreed_by}." if agreed_by else "Not agreed yet."
    return f"{one_line(resource.amount)}, {one_line(resource.source)}. {agreed}"
