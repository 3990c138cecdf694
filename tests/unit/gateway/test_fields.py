"""What fields may hold, and how a refusal reads."""

import json
from typing import Any

import pytest
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from api_gateway.api.bodies import GroupChanges, NewGroup, NewProject
from api_gateway.domain.errors import Fault, InvalidFieldsError
from api_gateway.domain.fields import check_definition
from api_gateway.web.problems import problem
from api_gateway.web.validation import faults_of


def refusal(body: dict[str, Any]) -> tuple[Fault, ...]:
    with pytest.raises(ValidationError) as caught:
        NewGroup.model_validate(body)
    errors = [{**error, "loc": ("body", *error["loc"])} for error in caught.value.errors()]
    return faults_of(RequestValidationError(errors).errors())


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("age_min", 121, "must be less than or equal to 120"),
        ("age_min", "25", "must be an integer"),
        ("gender", "Woman", "must be one of the allowed values"),
        ("persona_count", 0, "must be greater than or equal to 1"),
        ("name", " ", "must not be empty"),
        ("name", "x" * 201, "must have at most 200 characters"),
        ("name", "a\u2028b", "must not contain control characters"),
        ("colour", "red", "is not a field that can be set here"),
    ],
)
def test_a_refusal_says_what_to_do(field: str, value: Any, message: str) -> None:
    (fault,) = refusal({"name": "x", field: value})

    assert (fault.field, fault.message) == (field, message)


def test_names_of_any_script_are_fine_and_trimmed() -> None:
    name = "  Người trẻ Sài Gòn 👩‍👩‍👧  "

    assert NewGroup.model_validate({"name": name}).name == name.strip()


def test_a_description_may_have_lines() -> None:
    body = NewProject.model_validate({"name": "x", "description": "one\ntwo"})

    assert body.description == "one\ntwo"


def test_a_patch_knows_what_was_sent() -> None:
    changes = GroupChanges.model_validate({"age_min": None})

    assert changes.model_dump(exclude_unset=True) == {"age_min": None}


@pytest.mark.parametrize(
    ("location", "note"),
    [
        ("Manila, Philippines", ""),
        ("Vietnam", ""),
        (None, "No location given: the Philippines is assumed"),
        (
            "Berlin, Germany",
            "Germany has no sourced market data yet: personas will use plainer grounding",
        ),
    ],
)
def test_less_grounding_is_said(location: str | None, note: str) -> None:
    assert check_definition(18, 18, location) == note


def test_all_faults_of_a_definition_are_named_together() -> None:
    with pytest.raises(InvalidFieldsError) as caught:
        check_definition(30, 20, "Qwxzyk")

    assert [fault.field for fault in caught.value.faults] == ["age_min", "location"]


def test_a_problem_is_a_document_of_rfc_9457() -> None:
    faults = (Fault("gender", "is wrong", ("Male", "Female")), Fault("age_min", "is wrong"))
    response = problem("/api/x", 422, "invalid-fields", "Wrong.", faults=faults)

    assert response.media_type == "application/problem+json"
    assert json.loads(response.body) == {
        "type": "urn:suara:problem:invalid-fields",
        "title": json.loads(response.body)["title"],
        "status": 422,
        "detail": "Wrong.",
        "instance": "/api/x",
        "errors": [
            {"field": "gender", "message": "is wrong", "allowed": ["Male", "Female"]},
            {"field": "age_min", "message": "is wrong"},
        ],
    }
