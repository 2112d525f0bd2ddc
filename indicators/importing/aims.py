"""Loading key outcomes, intentions, indicators, their targets and links from a plan's files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from actions.models import Measure, Outcome, Plan
from indicators.domain.enums import SetupPart
from indicators.importing.measurements import MeasurementLoader
from indicators.importing.official_statistics import OfficialStatistics
from indicators.importing.schema import IndicatorIn, IndicatorsFile, TargetIn
from indicators.models import Indicator, IndicatorChange, Intention, KeyOutcome
from wsoa.accounts.models import Post
from wsoa.core.load_changes import LoadChanges
from wsoa.core.yaml_source import YamlNode

_LINKS = {"outcomes", "measures"}
_APART = _LINKS | {"title", "owner", "next_due", "targets", "series", "baseline", "headline"}


def load_aims(
    plan: Plan, part: YamlNode, official: OfficialStatistics, changes: LoadChanges
) -> None:
    """Loads the file of indicators. `official` holds the measures and places to map series to."""
    file = part.parse(IndicatorsFile)
    _refuse_keys_twice(file, part)
    own = BrowserSetup.of(plan)
    loader = _AimsLoader(
        plan,
        _PlanReferences.of(plan),
        MeasurementLoader.of(plan, official, changes),
        file.links_note,
        changes,
        _rows_of(plan, file),
        own,
    )
    kept: list[KeyOutcome] = []
    for order, outcome in enumerate(file.key_outcomes):
        key_outcome = changes.put(
            KeyOutcome,
            {"plan": plan, "title": outcome.title},
            {
                "order": order + 1,
                "source": outcome.source or file.source,
                "printed": outcome.printed,
            },
            f"Key outcome {order + 1}",
        )
        for place, intention_in in enumerate(outcome.intentions):
            intention = changes.put(
                Intention,
                {"key_outcome": key_outcome, "title": intention_in.title},
                {"order": place + 1, "target": intention_in.target},
                f"Intention {order + 1}.{place + 1}",
            )
            here = ("key_outcomes", order, "intentions", place, "indicators")
            for number, indicator in enumerate(intention_in.indicators):
                loader.put(intention, number, indicator, part.piece(*here, number))
        kept.append(key_outcome)
    _drop_others(plan, file, kept, own, changes)


def _refuse_keys_twice(file: IndicatorsFile, part: YamlNode) -> None:
    known: dict[str, str] = {}
    for order, outcome in enumerate(file.key_outcomes):
        for place, intention in enumerate(outcome.intentions):
            for number, indicator in enumerate(intention.indicators):
                if indicator.key in known:
                    here = ("key_outcomes", order, "intentions", place, "indicators", number)
                    reason = f"{indicator.key!r} is the key of “{known[indicator.key]}” too"
                    raise part.piece(*here).fault(("key",), reason)
                known[indicator.key] = indicator.title


def _rows_of(plan: Plan, file: IndicatorsFile) -> dict[str, int]:
    """The primary keys of the indicators that are stored already, by their key in the file.

    An indicator is matched by its position and title, or else by its key, so that it keeps its
    figures when it is reworded or moved. A row that gets another key releases its old key at once,
    because another indicator of the file may need it.
    """
    rows = Indicator.objects.of_plan(plan).with_aims()
    by_place = {
        (row.intention.key_outcome.title, row.intention.title, row.title): row for row in rows
    }
    by_key = {row.key: row for row in rows}
    places = {
        indicator.key: (outcome.title, intention.title, indicator.title)
        for outcome in file.key_outcomes
        for intention in outcome.intentions
        for indicator in intention.indicators
    }
    matched = {key: by_place[place] for key, place in places.items() if place in by_place}
    known = {row.pk for row in matched.values()}
    matched |= {
        key: row
        for key, row in by_key.items()
        if key in places.keys() - matched and row.pk not in known
    }
    for key, row in matched.items():
        if row.key != key:
            Indicator.objects.filter(pk=row.pk).update(key=f"_{row.pk}")  # no file has such a key
    return {key: row.pk for key, row in matched.items()}


def _drop_others(
    plan: Plan,
    file: IndicatorsFile,
    kept: list[KeyOutcome],
    own: BrowserSetup,
    changes: LoadChanges,
) -> None:
    """Deletes indicators that are no longer in the file, after all others were moved. Those that
    were added in the browser stay, with their aims.
    """
    keys = [
        indicator.key
        for outcome in file.key_outcomes
        for intention in outcome.intentions
        for indicator in intention.indicators
    ]
    others = Indicator.objects.of_plan(plan).exclude(key__in=keys)
    changes.drop(others.exclude(pk__in=own.added), "Indicator")
    stay = {"indicators__pk__in": own.added}
    for key_outcome, outcome_in in zip(kept, file.key_outcomes, strict=True):
        titles = [intention.title for intention in outcome_in.intentions]
        gone = key_outcome.intentions.exclude(title__in=titles).exclude(**stay)
        changes.drop(gone, "Intention")
    titles = [outcome.title for outcome in file.key_outcomes]
    gone_outcomes = plan.key_outcomes.exclude(title__in=titles)
    changes.drop(gone_outcomes.exclude(intentions__indicators__pk__in=own.added), "Key outcome")


@dataclass(frozen=True, slots=True)
class BrowserSetup:
    """What was set up in the browser, which a file does not change back.

    `added` are the indicators that were added there, `parts` pairs of an indicator and a part of it
    that was changed there.
    """

    added: frozenset[int]
    parts: frozenset[tuple[int, str]]

    @classmethod
    def of(cls, plan: Plan) -> BrowserSetup:
        parts = frozenset(IndicatorChange.objects.parts_of_plan(plan.pk))
        return cls(frozenset(pk for pk, part in parts if part == SetupPart.ADDED), parts)

    def has(self, indicator: int | None, part: SetupPart) -> bool:
        """Whether this part of an indicator was set up in the browser."""
        return (indicator, part.value) in self.parts


@dataclass(frozen=True, slots=True)
class _PlanReferences:
    """The outcomes, measures and posts of the plan that an indicator may refer to."""

    posts: dict[str, Post]
    outcomes: dict[str, list[int]]  # by reference; two areas may count theirs alike
    measures: dict[str, int]  # "5.1.1/2": the second measure of success of action 5.1.1

    @classmethod
    def of(cls, plan: Plan) -> _PlanReferences:
        outcomes: dict[str, list[int]] = {}
        for ref, pk in Outcome.objects.filter(area__plan=plan).values_list("ref", "pk"):
            outcomes.setdefault(ref, []).append(pk)
        measures = Measure.objects.filter(action__plan=plan)
        posts = Post.objects.of(plan.local_area_id)
        return cls(
            {post.code: post for post in posts.select_related("organisation")},
            outcomes,
            {
                f"{ref}/{order}": pk
                for ref, order, pk in measures.values_list("action__ref", "order", "pk")
            },
        )


@dataclass(frozen=True, slots=True)
class _AimsLoader:
    plan: Plan
    known: _PlanReferences
    figures: MeasurementLoader
    links_note: str
    changes: LoadChanges
    rows: dict[str, int]  # that are there already, by key
    own: BrowserSetup

    def put(self, intention: Intention, number: int, file: IndicatorIn, part: YamlNode) -> None:
        name = f"Indicator {file.key}"
        links = {
            "outcomes": [
                self._outcome(ref, part, ("outcomes", index))
                for index, ref in enumerate(file.outcomes)
            ],
            "measures": [
                self._measure(ref, part, ("measures", index))
                for index, ref in enumerate(file.measures)
            ],
        }
        values = file.model_dump(exclude=_APART) | {
            **_baseline(file),
            "plan": self.plan,
            "order": number + 1,
            "owner": self._owner(file, part),
            "note": self._note(file),
        }
        here = {"intention": intention, "title": file.title}
        pk = self.rows.get(file.key)
        if self.own.has(pk, SetupPart.DEFINITION):
            here, values = {"intention": intention}, {"order": number + 1}
        elif self.own.has(pk, SetupPart.HEADLINE):
            values.pop("headline_rule", None)
        indicator = (
            self.changes.put(Indicator, {"pk": pk}, here | values, name)
            if pk is not None
            else self.changes.put(Indicator, here, values, name)
        )
        self._move_due(indicator, file, name)
        self._put_links(indicator, links, name)
        if not self.own.has(pk, SetupPart.TARGETS):
            targets = [_target(target) for target in file.targets]
            self.changes.put_list(indicator.targets, targets, f"{name}, targets")
        keep_series = self.own.has(pk, SetupPart.SERIES)
        self.figures.load(indicator, file.series, part, keep_series=keep_series)
        if not self.own.has(pk, SetupPart.HEADLINE):
            self.figures.load_headline(indicator, file.headline)

    def _put_links(self, indicator: Indicator, links: dict[str, list[int]], name: str) -> None:
        if self.own.has(indicator.pk, SetupPart.LINKS):
            return
        for field, wanted in links.items():
            manager = getattr(indicator, field)
            known = set(manager.values_list("pk", flat=True))
            if known != set(wanted):
                manager.set(wanted)
                self.changes.note("changed" if known else "added", f"{name}: its {field}")

    def _note(self, file: IndicatorIn) -> str:
        linked = self.links_note if file.outcomes or file.measures else ""
        return f"{file.note} {linked}".strip()

    def _move_due(self, indicator: Indicator, file: IndicatorIn, name: str) -> None:
        """Moves the due day forward only: an entered figure may have moved it on already."""
        due = indicator.next_due
        if file.next_due and (due is None or due < file.next_due):
            indicator.next_due = file.next_due
            indicator.save(update_fields=["next_due"])
            self.changes.note("changed" if due else "added", f"{name}: next due")

    def _owner(self, file: IndicatorIn, part: YamlNode) -> Post | None:
        if file.owner and file.owner not in self.known.posts:
            raise part.fault(("owner",), f"no post {file.owner!r} in people.yaml")
        return self.known.posts[file.owner] if file.owner else None

    def _outcome(self, ref: str, part: YamlNode, place: tuple[str | int, ...]) -> int:
        outcomes = self.known.outcomes.get(ref, [])
        if len(outcomes) != 1:
            reason = f"the plan has {'two outcomes' if outcomes else 'no outcome'} {ref}"
            raise part.fault(place, reason)
        return outcomes[0]

    def _measure(self, ref: str, part: YamlNode, place: tuple[str | int, ...]) -> int:
        if ref not in self.known.measures:
            action, _, order = ref.partition("/")
            raise part.fault(place, f"action {action} has no measure of success {order}")
        return self.known.measures[ref]


def _baseline(file: IndicatorIn) -> dict[str, Any]:
    """The columns of the baseline and of the headline's rule; only what the file states."""
    named = file.baseline
    columns: dict[str, Any] = {"headline_rule": file.headline.rule} if file.headline else {}
    if named is None:
        return columns
    return columns | {
        "baseline": named.value,
        "baseline_numerator": named.numerator,
        "baseline_denominator": named.denominator,
        "baseline_when": named.when,
        "baseline_source": named.source,
    }


def _target(file: TargetIn) -> dict[str, Any]:
    steps = [[step.by.isoformat(), step.value] for step in file.trajectory]
    return file.model_dump(exclude={"trajectory"}) | {"trajectory": steps}
