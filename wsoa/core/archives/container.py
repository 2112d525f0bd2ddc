"""The container of an archive: a zip with a manifest, written once and checked before it is read.

Pure. Nothing is unpacked by the names that a zip gives: entries are read by the names of the
manifest, whose paths are checked.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

MANIFEST: Final = "manifest.json"
FORMAT: Final = "wsoa-archive"
VERSION: Final = 1
LARGEST: Final = 4_000_000_000  # bytes of all entries, unpacked
LARGEST_MANIFEST: Final = 20_000_000
MOST_ENTRIES: Final = 100_000
MOST_TIMES: Final = 1_000  # that an entry is larger than in the zip; of repeated text it may be 200
CHUNK: Final = 1 << 20
# What a damaged zip makes the standard library raise; of encrypted entries, RuntimeError.
_NOT_WHOLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
_STEP: Final = r"[A-Za-z0-9_\-@][A-Za-z0-9._\-@]*"
_PATH: Final = re.compile(rf"{_STEP}(/{_STEP})*", re.ASCII)
_SHA256: Final = r"^[0-9a-f]{64}$"


class ArchiveRefused(Exception):
    """The archive is not read, or not made. The message says what is wrong and what to do."""


class EntryFacts(BaseModel):
    """What the manifest says of one entry: its size in bytes, and its SHA-256."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    size: Annotated[int, Field(ge=0, le=LARGEST)]
    sha256: Annotated[str, Field(pattern=_SHA256)]


class Manifest(BaseModel):
    """What is in the archive, and of what it was made. `about` is the maker's own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: str
    version: int
    entries: dict[str, EntryFacts]
    about: dict[str, Any]


class ArchiveWriter:
    """Writes entries one after the other, and the manifest at the end."""

    def __init__(self, target: zipfile.ZipFile) -> None:
        self._zip = target
        self._entries: dict[str, EntryFacts] = {}

    def add(self, name: str, parts: Iterable[bytes]) -> None:
        """Adds an entry of these bytes. Raises ArchiveRefused for a name that is no plain path."""
        if not is_plain_path(name) or name in self._entries:
            raise ArchiveRefused(f"{name!r} cannot be the name of an entry of an archive.")
        digest, size = hashlib.sha256(), 0
        with self._zip.open(_entry(name), "w", force_zip64=True) as entry:
            for part in parts:
                digest.update(part)
                size += len(part)
                entry.write(part)
        self._entries[name] = EntryFacts(size=size, sha256=digest.hexdigest())

    def finish(self, about: dict[str, Any]) -> Manifest:
        """Adds the manifest, which ends the archive."""
        manifest = Manifest(format=FORMAT, version=VERSION, entries=self._entries, about=about)
        text = json.dumps(manifest.model_dump(), ensure_ascii=False, indent=1)
        with self._zip.open(_entry(MANIFEST), "w") as entry:
            entry.write(text.encode())
        return manifest


@contextmanager
def writing(target: BinaryIO) -> Iterator[ArchiveWriter]:
    """A writer into this file; the caller calls `finish`."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as opened:
        yield ArchiveWriter(opened)


class CheckedArchive:
    """An archive of which every byte was compared with the manifest."""

    def __init__(self, opened: zipfile.ZipFile, manifest: Manifest) -> None:
        self._zip = opened
        self.manifest = manifest

    @property
    def names(self) -> list[str]:
        return list(self.manifest.entries)

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of an entry, one by one."""
        with self._zip.open(name) as entry:
            yield from entry

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of an entry, a megabyte at a time."""
        with self._zip.open(name) as entry:
            while part := entry.read(CHUNK):
                yield part

    def read(self, name: str) -> bytes:
        return b"".join(self.chunks(name))


@contextmanager
def reading(source: BinaryIO) -> Iterator[CheckedArchive]:
    """The archive in this file, checked as a whole first.

    Raises ArchiveRefused for a file that is no zip or was cut off, for entries that the manifest
    does not name and those that are missing, for paths that lead elsewhere, for content that is
    larger than it says or of another hash, and for an archive of another version.
    """
    with ExitStack() as stack:
        try:
            opened = stack.enter_context(zipfile.ZipFile(source))
            manifest = _manifest(opened)
            _check_entries(opened, manifest)
        except _NOT_WHOLE as error:
            raise ArchiveRefused(
                "The file is not a whole zip file: it was cut off, or is something else "
                f"({error}). Nothing was loaded. Copy it again from where it was made."
            ) from error
        yield CheckedArchive(opened, manifest)


def is_plain_path(name: str) -> bool:
    """Whether this is a relative path of plain names, which leads below where it is put.

    >>> is_plain_path("files/evidence/a1.pdf"), is_plain_path("../a"), is_plain_path("/a")
    (True, False, False)
    """
    return len(name) <= 300 and _PATH.fullmatch(name) is not None


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry without a time of its own: equal content makes equal bytes."""
    entry = zipfile.ZipInfo(name, _NO_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o100600 << 16
    return entry


def _manifest(opened: zipfile.ZipFile) -> Manifest:
    found = opened.infolist()
    if len(found) > MOST_ENTRIES:
        raise ArchiveRefused(f"It holds more than {MOST_ENTRIES:,} files. Nothing was loaded.")
    if MANIFEST not in opened.namelist():
        raise ArchiveRefused(
            "It is a zip file, and not an archive of this service: it has no manifest.json. "
            "Nothing was loaded."
        )
    with opened.open(MANIFEST) as entry:
        text = entry.read(LARGEST_MANIFEST + 1)
    if len(text) > LARGEST_MANIFEST:
        raise ArchiveRefused("Its manifest is larger than one can be. Nothing was loaded.")
    try:
        head = json.loads(text)
        known = head["format"], head["version"]
    except (ValueError, KeyError, TypeError, RecursionError):
        known = None
    if known is None or known[0] != FORMAT:
        raise ArchiveRefused("Its manifest is not one of this service. Nothing was loaded.")
    if known[1] != VERSION:
        raise ArchiveRefused(
            f"It is of archive version {known[1]}; this service reads version {VERSION}. Nothing "
            "was loaded. Load it with the version of the service that made it."
        )
    try:
        return Manifest.model_validate(head)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = " › ".join(str(step) for step in first["loc"])
        raise ArchiveRefused(
            f"Its manifest is not valid: {place}: {first['msg']}. Nothing was loaded."
        ) from None


def _check_entries(opened: zipfile.ZipFile, manifest: Manifest) -> None:
    """Compares what is there with what the manifest says, without unpacking anything to disk."""
    found = {entry.filename: entry for entry in opened.infolist()}
    if len(found) != len(opened.infolist()):
        raise ArchiveRefused("Two of its files have the same name. Nothing was loaded.")
    bad = next((name for name in found if not is_plain_path(name)), None)
    if bad is not None:
        raise ArchiveRefused(
            f"It holds a file named {bad[:80]!r}, which would lead elsewhere. Nothing was loaded."
        )
    wanted = {*manifest.entries, MANIFEST}
    for names, fault in (
        (found.keys() - wanted, "more than"),
        (wanted - found.keys(), "less than"),
    ):
        if names:
            raise ArchiveRefused(
                f"It holds {fault} its manifest says: {min(names)}. Nothing was loaded."
            )
    if sum(facts.size for facts in manifest.entries.values()) > LARGEST:
        raise ArchiveRefused(f"It is larger than {LARGEST:,} bytes. Nothing was loaded.")
    for name, facts in manifest.entries.items():
        _check_entry(opened, found[name], facts)


def _check_entry(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, facts: EntryFacts) -> None:
    """Reads one entry in pieces, and no byte more than the manifest says it has."""
    name = entry.filename
    if entry.flag_bits & 1:
        raise ArchiveRefused(f"{name} in it is encrypted. Nothing was loaded.")
    is_bomb = facts.size > CHUNK and facts.size > MOST_TIMES * max(entry.compress_size, 1)
    if entry.file_size != facts.size or is_bomb:
        raise ArchiveRefused(
            f"{name} in it is not as large as the manifest says, or is packed as no honest file "
            "is. Nothing was loaded."
        )
    digest, size = hashlib.sha256(), 0
    with opened.open(entry) as content:
        while size <= facts.size and (part := content.read(CHUNK)):
            digest.update(part)
            size += len(part)
    if size != facts.size or digest.hexdigest() != facts.sha256:
        raise ArchiveRefused(
            f"{name} in it is not the file that was put there: it was changed or damaged. Nothing "
            "was loaded."
        )


def file_parts(path: Path) -> Callable[[], Iterator[bytes]]:
    """The bytes of a file on disk, in pieces, when they are asked for."""

    def parts() -> Iterator[bytes]:
        with path.open("rb") as file:
            while part := file.read(CHUNK):
                yield part

    return parts
