"""The schema of papers as JSON Schema: what docs/schema/ publishes for those outside."""

from __future__ import annotations

import json
from typing import get_args

from governance.papers.document import schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def file_name(kind: str) -> str:
    """ "quarterly-1.json"."""
    return f"{kind}-{schema.VERSION}.json"


def files() -> dict[str, str]:
    """Each file's name and its text, as the models say it today."""
    kinds = get_args(schema.Document)
    return {file_name(kind.__name__.lower()): _text(kind) for kind in kinds}


def _text(model: type[schema.DocumentPart]) -> str:
    described = {"$schema": DIALECT, **model.model_json_schema(by_alias=True)}
    return json.dumps(described, indent=2, ensure_ascii=False) + "\n"
