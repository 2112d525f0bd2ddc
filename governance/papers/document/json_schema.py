"""The schema of documents as JSON Schema, which docs/schema/ publishes."""

from __future__ import annotations

import json
from typing import get_args

from governance.papers.document import kinds, parts

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def file_name(kind: str) -> str:
    """ "quarterly-2.json"."""
    return f"{kind}-{parts.VERSION}.json"


def files() -> dict[str, str]:
    """The name and text of each schema file, from the current models."""
    models = get_args(kinds.Document)
    return {file_name(model.__name__.lower()): _text(model) for model in models}


def _text(model: type[parts.DocumentPart]) -> str:
    described = {"$schema": DIALECT, **model.model_json_schema(by_alias=True)}
    return json.dumps(described, indent=2, ensure_ascii=False) + "\n"
