"""The document says what is really served."""

import re
from typing import Any

import pytest

from backend.web.openapi import openapi
from tests.support.server import World


@pytest.fixture
def document(sqlite_world: World) -> dict[str, Any]:
    return openapi(sqlite_world.app.routes, "1")


def references(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [found for part in value.values() for found in references(part)]
    if isinstance(value, list):
        return [found for part in value for found in references(part)]
    return []


def test_every_route_of_the_api_is_told(document: dict[str, Any], sqlite_world: World) -> None:
    served = {(route.method.lower(), route.path) for route in sqlite_world.app.routes.routes if "/v1/" in route.path}
    told = {(method, path) for path, methods in document["paths"].items() for method in methods}
    assert told - served == {("get", "/health"), ("get", "/ready")}
    assert served <= told


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    found = references(document)
    assert found
    for reference in found:
        at: Any = document
        for part in reference.removeprefix("#/").split("/"):
            at = at[part]


def test_operations_are_complete_and_named_once(document: dict[str, Any]) -> None:
    names: list[str] = []
    for path, methods in document["paths"].items():
        for operation in methods.values():
            names.append(operation["operationId"])
            told = {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "path"}
            assert told == set(re.findall(r"{(\w+)}", path))
            assert {"default"} < set(operation["responses"])
    assert len(names) == len(set(names))


def test_what_needs_signing_in_says_so(document: dict[str, Any]) -> None:
    assert document["paths"]["/v1/sync"]["get"]["security"] == [{"bearer": []}]
    assert "security" not in document["paths"]["/v1/server"]["get"]
    cursor = document["paths"]["/v1/sync"]["get"]["parameters"][0]
    assert (cursor["name"], cursor["in"], cursor["required"]) == ("cursor", "query", False)


def test_what_is_no_json_says_so(document: dict[str, Any]) -> None:
    assert list(document["paths"]["/v1/stream"]["get"]["responses"]["200"]["content"]) == ["text/event-stream"]
    assert "content" not in document["paths"]["/v1/sessions"]["delete"]["responses"]["204"]


def test_a_local_time_is_told_from_an_instant(document: dict[str, Any]) -> None:
    slot = document["components"]["schemas"]["Slot"]["properties"]
    assert "without a zone" in slot["start"]["description"]
    assert slot["start_at"] == {"type": "integer"}


def test_actions_are_told_whole(document: dict[str, Any]) -> None:
    body = document["paths"]["/v1/actions"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body == {"$ref": "#/components/schemas/ActionBatch"}
    assert "DismissDraft" in document["components"]["schemas"]
