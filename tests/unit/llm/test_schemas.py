"""What strict structured outputs are asked for, and what is checked here instead."""

from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field

from suara.llm.schemas import strict_schema
from suara.personas import Cast, Draft, Profile


class Place(BaseModel):
    title: str
    kind: Literal["city"] = "city"


class Sample(BaseModel):
    name: Annotated[str, Field(min_length=2, max_length=40, description="As written.")]
    tags: Annotated[list[str], Field(min_length=1, max_length=3)] = ["a"]
    age: Annotated[int, Field(ge=0, le=120)]
    home: Annotated[Place, Field(description="Where it is.")]
    works_at: Place | None = None


def objects(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, list):
        return [found for one in schema for found in objects(one)]
    if not isinstance(schema, dict):
        return []
    own = [schema] if schema.get("type") == "object" else []
    return own + [found for one in schema.values() for found in objects(one)]


@pytest.mark.parametrize("shape", [Sample, Draft, Profile, Cast])
@pytest.mark.parametrize("limits", [True, False])
def test_every_property_is_required_and_none_may_be_added(
    shape: type[BaseModel], limits: bool
) -> None:
    for found in objects(strict_schema(shape, limits=limits)):
        assert found["required"] == list(found["properties"])
        assert found["additionalProperties"] is False


def test_limits_that_providers_refuse_are_told_in_words() -> None:
    schema = strict_schema(Sample)
    assert schema["properties"]["name"] == {
        "type": "string",
        "description": "As written. (2 to 40 characters)",
    }
    assert schema["properties"]["tags"]["maxItems"] == 3
    plain = strict_schema(Sample, limits=False)["properties"]
    assert plain["tags"]["description"] == "(1 to 3 items)"
    assert plain["age"] == {"type": "integer", "description": "(0 to 120)"}


def test_a_reference_stands_alone_and_a_property_may_be_called_title() -> None:
    schema = strict_schema(Sample)
    home = schema["properties"]["home"]
    assert home["description"] == "Where it is."
    assert home["properties"]["title"] == {"type": "string"}
    assert home["properties"]["kind"]["enum"] == ["city"]
    assert schema["properties"]["works_at"]["anyOf"][0] == {"$ref": "#/$defs/Place"}


def test_a_shape_that_strict_schemas_cannot_say_is_an_error_of_ours() -> None:
    class Loose(BaseModel):
        scores: dict[str, int]

    with pytest.raises(TypeError):
        strict_schema(Loose)
