"""What every part of a document is: the version of the schema, its small types, and the base."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

VERSION: Literal[2] = 2
# What is written is of the version of today; what is read may be of an earlier one.
SchemaVersion = Annotated[Literal[1, 2], WithJsonSchema({"const": VERSION, "type": "integer"})]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="Such as 2019-10-31")]
Code = Annotated[str | None, Field(description="A status code, or null where nothing was said")]
# A whole number stays one when it is read and written again.
Number = Annotated[int | float, WithJsonSchema({"type": "number"})]


class DocumentPart(BaseModel):
    """A part of a document: never changed, and of the exact types. An unknown key is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, validate_by_name=True)

    def __getitem__(self, name: str) -> object:
        """A field, for templates: they ask in brackets first, and a refusal takes their time.

        Without it the page of a plan of 89 actions takes a quarter longer.
        """
        return self.__dict__[name]

    def with_values(self, **values: object) -> Self:
        """The same part with these values of its fields. Raises ValidationError."""
        own = {name: getattr(self, name) for name in self.model_fields_set}
        return type(self).model_validate(own | values)
