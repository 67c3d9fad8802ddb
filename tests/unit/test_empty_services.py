"""Services whose business isn't built yet: they answer, and invent nothing."""

from importlib import import_module

import pytest

pytestmark = pytest.mark.db


@pytest.mark.parametrize("service", ["culture"])
def test_an_empty_service_is_healthy_and_documents_nothing(bench, service):
    package = import_module(f"services.{service}")
    for room in ("problems", "terms", "tasks"):
        import_module(f"services.{service}.{room}")
    client = bench.client(package.create_app())
    plain = client.app.test_client()
    assert plain.get("/livez").data == b"ok"
    assert plain.get("/readyz").status_code == 200
    document = plain.get("/openapi.json").json
    assert document["openapi"] == "3.1.1"
    assert document["paths"] == {}
    assert client.get("/internal/v1/invariants", role="service").json["checks"] == []
    exported = client.get("/internal/v1/export", role="service").json
    assert not any(exported.values())
    assert client.get("/v1/anything").json["code"] == "unknown_route"
