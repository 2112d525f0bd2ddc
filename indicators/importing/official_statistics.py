"""Loading the official statistics in a plan's files: places, neighbours, measures and values.

Values of another release of the same dataset take precedence: only what is missing is added. Values
loaded from these files before are updated, and the previous value is kept as a revision. All local
areas share the statistics, so a load that would change what another area shows is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from actions.models import Plan
from indicators.domain.enums import Dataset, PlaceKind
from indicators.importing.official_values import OfficialValue, read_values
from indicators.importing.other_areas import OtherAreas, read_other_areas
from indicators.importing.schema import OfficialFile, PlaceFile, ReleaseIn
from indicators.importing.statistics.parsed_file import PlaceIn
from indicators.importing.statistics.places import KnownPlace, PlaceDirectory
from indicators.models import (
    Locality,
    Neighbour,
    Place,
    PublishedMeasure,
    PublishedValue,
    Release,
    Revision,
    Series,
)
from wsoa.core.clock import now
from wsoa.core.load_changes import LoadChanges
from wsoa.core.yaml_source import LARGEST_FILE, SourceError, YamlNode

_ORDER = (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.AUTHORITY, PlaceKind.NHS)


@dataclass(frozen=True, slots=True)
class OfficialStatistics:
    """The measures and places that a series can be mapped to, each by its code in the file."""

    measures: dict[str, PublishedMeasure] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)


def load_official(plan: Plan, part: YamlNode, changes: LoadChanges) -> OfficialStatistics:
    """Loads the official statistics of a plan's files.

    Raises SourceError for the first fault, naming file, line and reason. A change to a measure, or
    to a value of a measure, that another local area shows is a fault too.
    """
    file = part.parse(OfficialFile)
    _check_names(file, part)
    content = _content(part, "values", file.values)
    values = list(read_values(file, content, _path(part, file.values)))
    areas = OtherAreas()
    if file.other_areas:
        more = _content(part, "other_areas", file.other_areas)
        areas = read_other_areas(file, values, more, _path(part, file.other_areas))
        values, content = [*values, *areas.values], content + more
    places = _put_places(file, changes)
    places |= _put_other_areas(areas.places, changes)
    changes.put(Locality, {"plan": plan}, {"place": places[file.place]}, "Place of the plan")
    _put_neighbours(file, places, changes)
    shown = Series.objects.of_other_areas(plan.local_area_id).values_list("measure", flat=True)
    elsewhere = frozenset(filter(None, shown))
    measures = _put_measures(file, part, elsewhere, changes)
    for release in file.releases:
        loader = _ReleaseLoader(
            release,
            file.values,
            hashlib.sha256(content).hexdigest(),
            places,
            measures,
            elsewhere,
            changes,
        )
        loader.put(
            [value for value in values if measures[value.measure].dataset == release.dataset]
        )
    return OfficialStatistics(measures, places)


def _path(part: YamlNode, name: str) -> str:
    return str(part.file.parent / name)


def _content(part: YamlNode, field_name: str, name: str) -> bytes:
    path = part.file.parent / name
    if not path.is_file() or path.stat().st_size > LARGEST_FILE:
        raise part.fault((field_name,), f"no file {name} of reasonable size beside this one")
    return path.read_bytes()


def _check_names(file: OfficialFile, part: YamlNode) -> None:
    """Checks that every code refers to something in the file, and that no code is used twice."""
    places = [place.code for place in file.places]
    regions = {place.code for place in file.places if place.kind is PlaceKind.REGION}
    datasets = [release.dataset for release in file.releases]
    for index, place in enumerate(file.places):
        if places.index(place.code) != index:
            raise part.fault(("places", index, "code"), f"{place.code} is there twice")
        if place.region and place.region not in regions:
            raise part.fault(("places", index, "region"), f"no region {place.region}")
    if file.place not in places:
        raise part.fault(("place",), f"no place {file.place}")
    for index, neighbour in enumerate(file.neighbours):
        if neighbour.code not in places:
            raise part.fault(("neighbours", index, "code"), f"no place {neighbour.code}")
    codes = [measure.code for measure in file.measures]
    for index, measure in enumerate(file.measures):
        if codes.index(measure.code) != index:
            raise part.fault(("measures", index, "code"), f"{measure.code} is there twice")
        if datasets.count(measure.dataset) != 1:
            raise part.fault(
                ("measures", index, "dataset"), f"there is not one release of {measure.dataset}"
            )


# --- what is measured, and of whom --------------------------------------------------------------


def _put_places(file: OfficialFile, changes: LoadChanges) -> dict[str, Place]:
    """The places of the file by code. A place that is stored under another code stays as it is."""
    rows = {row.pk: row for row in Place.objects.all()}
    book = PlaceDirectory(_known(row) for row in rows.values())
    places: dict[str, Place] = {}
    for place_in in sorted(file.places, key=lambda place: _ORDER.index(place.kind)):
        number = place_in.code if place_in.code.isdigit() else ""
        stored = book.find(
            PlaceIn(place_in.kind, place_in.name, number, place_in.ons_code, place_in.region)
        )
        region = places[place_in.region] if place_in.region else None
        if stored is None:
            row = Place.objects.create(
                kind=place_in.kind,
                code=place_in.code,
                name=place_in.name,
                ons_code=place_in.ons_code,
                region=region,
            )
            changes.note("added", f"Place {place_in.name}")
        else:
            row = rows[stored.pk]
            if region and row.region_id is None:
                row.region = region
                row.save(update_fields=["region"])
                changes.note("changed", f"Place {place_in.name}: region")
        places[place_in.code] = row
    return places


def _put_other_areas(areas: Sequence[PlaceFile], changes: LoadChanges) -> dict[str, Place]:
    """The authorities by code, none of them the plan's own. One that is stored stays as it is."""
    rows = {row.pk: row for row in Place.objects.all()} if areas else {}
    book = PlaceDirectory(_known(row) for row in rows.values())
    stored = {
        area.code: book.find(PlaceIn(area.kind, area.name, area.code, area.ons_code))
        for area in areas
    }
    added = Place.objects.bulk_create(
        Place(kind=area.kind, code=area.code, name=area.name, ons_code=area.ons_code)
        for area in areas
        if stored[area.code] is None
    )
    if added:
        changes.note("added", f"{len(added):,} other areas")
    found = {code: rows[place.pk] for code, place in stored.items() if place is not None}
    return found | {row.code: row for row in added}


def _known(row: Place) -> KnownPlace:
    return KnownPlace(row.pk, row.kind, row.code, row.ons_code, row.name)


def _put_neighbours(file: OfficialFile, places: dict[str, Place], changes: LoadChanges) -> None:
    """Stores neighbours for authorities that have none: those of a release are as new, or newer."""
    place = places[file.place]
    if not file.neighbours or place.neighbours.exists():
        return
    Neighbour.objects.bulk_create(
        Neighbour(
            place=place, neighbour=places[neighbour.code], rank=rank, closeness=neighbour.closeness
        )
        for rank, neighbour in enumerate(file.neighbours, start=1)
    )
    changes.note("added", f"Statistical neighbours of {place.name}")


def _put_measures(
    file: OfficialFile, part: YamlNode, elsewhere: Collection[int], changes: LoadChanges
) -> dict[str, PublishedMeasure]:
    """The measures by code. A description that came with another release is kept.

    Raises SourceError if the file describes a measure differently that another area shows
    (`elsewhere`).
    """
    theirs = set(
        PublishedValue.objects.exclude(release__file_name=file.values)
        .filter(measure__code__in=[measure.code for measure in file.measures])
        .values_list("measure__dataset", "measure__code")
        .distinct()
    )
    measures: dict[str, PublishedMeasure] = {}
    for index, measure in enumerate(file.measures):
        key = {"dataset": measure.dataset, "code": measure.code}
        if (measure.dataset, measure.code) in theirs:
            measures[measure.code] = PublishedMeasure.objects.get(**key)
        else:
            values = measure.model_dump(exclude={"dataset", "code", "span"})
            name = f"Published measure {measure.code}"
            known = PublishedMeasure.objects.filter(**key, pk__in=elsewhere).first()
            if known and any(getattr(known, field) != value for field, value in values.items()):
                raise part.fault(("measures", index), _shown_elsewhere(name))
            measures[measure.code] = changes.put(PublishedMeasure, key, values, name)
    return measures


def _shown_elsewhere(name: str) -> str:
    return (
        f"{name} is here with other values, and another local area shows it. A plan does not "
        "change it: give what is here, or read the release in with import_statistics"
    )


# --- values -------------------------------------------------------------------------------------


@dataclass(slots=True)
class _ReleaseLoader:
    """Loads the values of one release of a dataset."""

    file: ReleaseIn
    file_name: str
    sha256: str
    places: dict[str, Place]
    measures: dict[str, PublishedMeasure]
    elsewhere: Collection[int]  # measures that other local areas show
    changes: LoadChanges
    added: list[PublishedValue] = field(default_factory=list)
    changed: list[PublishedValue] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)

    def put(self, values: list[OfficialValue]) -> None:
        codes = {value.measure for value in values}
        known = {
            (row.measure_id, row.place_id, row.span_kind, row.span_key): row
            for row in PublishedValue.objects.filter(
                measure__in=[self.measures[code] for code in codes],
                place__in=list(self.places.values()),
            ).select_related("release")
        }
        keeps = self._others_have_spoken()
        for value in values:
            row = self._row(value)
            before = known.get((row.measure_id, row.place_id, row.span_kind, row.span_key))
            if before is None:
                self.added.append(row)
            elif before.release.file_name == self.file_name and not keeps:
                self._compare(before, row, value)
        if self.added or self.changed:
            self._write(len(values))

    def _others_have_spoken(self) -> bool:
        """Whether another release of the dataset, as new as this one or newer, was imported."""
        others = Release.objects.filter(dataset=self.file.dataset).exclude(file_name=self.file_name)
        as_new = Q(published_on=None) | Q(published_on__gte=self.file.published_on)
        return others.filter(as_new).exists()

    def _row(self, official: OfficialValue) -> PublishedValue:
        return PublishedValue(
            measure=self.measures[official.measure],
            place=self.places[official.place],
            span_kind=official.span.kind,
            span_key=official.span.key,
            last_day=official.span.last_day,
            value=official.value,
            gap=official.gap,
            provisional=official.provisional,
            known_on=official.known_on,
        )

    def _compare(
        self, before: PublishedValue, now_: PublishedValue, official: OfficialValue
    ) -> None:
        revised = (before.value, before.gap, before.provisional) != (
            now_.value,
            now_.gap,
            now_.provisional,
        )
        if not revised and before.known_on == now_.known_on:
            return
        if before.measure_id in self.elsewhere:
            raise SourceError(self.file_name, "", _shown_elsewhere(official.name))
        if revised:
            self.revisions.append(
                Revision(
                    of=before,
                    was=before.value,
                    was_gap=before.gap,
                    was_provisional=before.provisional,
                )
            )
        before.value, before.gap, before.provisional = now_.value, now_.gap, now_.provisional
        before.known_on = now_.known_on
        self.changed.append(before)
        self.changes.note("changed", official.name)

    def _write(self, count: int) -> None:
        release = Release.objects.create(
            dataset=Dataset(self.file.dataset),
            title=self.file.title,
            publisher=self.file.publisher,
            published_on=self.file.published_on,
            file_name=self.file_name,
            sha256=self.sha256,
            read_at=now(),
            added=len(self.added),
            revised=len(self.changed),
            unchanged=count - len(self.added) - len(self.changed),
        )
        for value in (*self.added, *self.changed):
            value.release = release
        for revision in self.revisions:
            revision.release = release
        PublishedValue.objects.bulk_create(self.added, batch_size=500)
        PublishedValue.objects.bulk_update(
            self.changed,
            ["value", "gap", "provisional", "known_on", "release"],
            batch_size=200,
        )
        Revision.objects.bulk_create(self.revisions)
        if self.added:
            self.changes.note("added", f"{len(self.added):,} official figures")
