"""The route table told as OpenAPI 3.1, with the schemas that the bodies are really decoded by."""

from typing import Any

import msgspec

from backend.web.route import Route, RouteTable
from domain.wire.problems import MEDIA_TYPE, Problem

_REF = "#/components/schemas/{name}"
EVENT_STREAM = "text/event-stream"
"""What a route of the API answers that answers neither JSON nor nothing."""


def openapi(routes: RouteTable, version: str) -> dict[str, Any]:
    """The document as plain JSON values."""
    told = [route for route in routes.routes if route.path.startswith("/v1/")]
    types = _types(told)
    schemas, components = msgspec.json.schema_components(types, ref_template=_REF)
    by_type = dict(zip(map(_key, types), schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for route in told:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, by_type)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Deskbell", "version": version},
        "paths": {**_probes(by_type[_key(Problem)]), **paths},
        "components": {
            "schemas": components,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _probes(schema: dict[str, Any]) -> dict[str, Any]:
    """What a load balancer asks: whether the process runs, and whether it can answer from its database."""
    problem = {"description": "Not now", "content": {MEDIA_TYPE: {"schema": schema}}}
    responses = {"200": {"description": "Yes"}, "default": problem}
    return {
        f"/{name}": {"get": {"operationId": f"get_{name}", "parameters": [], "responses": responses}}
        for name in ("health", "ready")
    }


def _types(routes: list[Route]) -> list[Any]:
    found: dict[str, Any] = {_key(Problem): Problem}
    for route in routes:
        for of in (_told_body(route), route.answers, *route.query.values()):
            if of is not None:
                found[_key(of)] = of
    return list(found.values())


def _key(of: Any) -> str:
    return repr(of)


def _told_body(route: Route) -> Any:
    return route.told_as or route.body


def _operation(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": _operation_id(route),
        "parameters": [*_path_parameters(route), *_query_parameters(route, schemas)],
        "responses": _responses(route, schemas),
    }
    if _told_body(route) is not None:
        content = {"application/json": {"schema": schemas[_key(_told_body(route))]}}
        operation["requestBody"] = {"required": True, "content": content}
    if route.guard.name != "public":
        operation["security"] = [{"bearer": []}]
    return operation


def _operation_id(route: Route) -> str:
    words = [part.strip("{}") for part in route.path.split("/") if part]
    return "_".join([route.method.lower(), *words])


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    names = [part[1:-1] for part in route.path.split("/") if part.startswith("{")]
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _query_parameters(route: Route, schemas: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "query", "required": not _may_be_left_out(of), "schema": schemas[_key(of)]}
        for name, of in route.query.items()
    ]


def _may_be_left_out(of: Any) -> bool:
    try:
        msgspec.convert(None, of, strict=False)
    except msgspec.ValidationError:
        return False
    return True


def _responses(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    good: dict[str, Any] = {"description": "Done"}
    if route.answers is not None:
        good["content"] = {"application/json": {"schema": schemas[_key(route.answers)]}}
    elif route.status != 204:
        good["content"] = {EVENT_STREAM: {"schema": {"type": "string"}}}
    problem = {"description": "Problem", "content": {MEDIA_TYPE: {"schema": schemas[_key(Problem)]}}}
    return {str(route.status): good, "default": problem}
