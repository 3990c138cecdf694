"""The OpenAPI document: what a newcomer learns without asking."""

from typing import Any

REFERENCE = {
    "/persona-groups/parse-prompt": {"post"},
    "/persona-groups": {"get", "post"},
    "/persona-groups/{group_id}": {"get", "patch", "delete"},
    "/persona-groups/{group_id}/generate": {"post"},
    "/persona-groups/{group_id}/personas": {"get", "delete"},
    "/persona-groups/{group_id}/personas/{persona_id}": {"get", "delete"},
}


async def test_the_document_has_the_paths_of_the_reference(api: Any) -> None:
    paths = (await api.get("/openapi.json")).json()["paths"]

    for path, methods in REFERENCE.items():
        assert paths["/api/v1/projects/{project_id}" + path].keys() == methods
    assert paths["/api/v1/projects"].keys() == {"get", "post"}
    prompt_personas = "/api/projects/{projectId}/personas"
    assert paths[prompt_personas].keys() == {"get", "post"}
    assert paths[prompt_personas + "/{id}"].keys() == {"get", "put", "delete"}
    assert paths[prompt_personas + "/{id}/generate-image"].keys() == {"post"}


async def test_every_endpoint_is_tagged_secured_and_documents_its_errors(api: Any) -> None:
    document = (await api.get("/openapi.json")).json()

    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert operation["tags"]
            assert operation["security"]
            assert "401" in operation["responses"]
            assert "{" not in path or "404" in operation["responses"]
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    assert list(response["content"]) == ["application/problem+json"]
    assert document["components"]["schemas"]["Problem"]["properties"].keys() == {
        "type",
        "title",
        "status",
        "detail",
        "instance",
        "errors",
    }
    assert "HTTPValidationError" not in document["components"]["schemas"]


async def test_bodies_come_with_examples(api: Any) -> None:
    schemas = (await api.get("/openapi.json")).json()["components"]["schemas"]

    ours = ("NewGroup", "GroupChanges", "NewProject", "Prompt", "GroupView")
    for name in (*ours, "WhyPromote", "WhyRetire", "SimulationResponse", "LibraryPage", "UseView"):
        assert "examples" in str(schemas[name])
    for name in ("NewPromptPersona", "PromptPersonaChanges", "PromptPersonaView"):
        assert "systemPrompt" in schemas[name]["examples"][0]
    assert schemas["NewPromptPersona"]["required"] == ["name"]
    assert "required" not in schemas["PromptPersonaChanges"]
    assert schemas["NewGroup"]["required"] == ["name"]
    assert schemas["NewGroup"]["properties"]["persona_count"]["default"] == 5


async def test_the_documentation_page_needs_no_other_site(api: Any) -> None:
    page = (await api.get("/docs")).text

    assert "://" not in page.replace("http://gateway", "")
    assert (await api.get("/static-offline-docs/swagger-ui-bundle.js")).status_code == 200
