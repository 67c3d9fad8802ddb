"""One settlement across regions is one trace, through gateway, services, jobs and webhooks."""

import datetime as dt
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

import pytest

from scenarios import road
from scenarios.client import Client
from sscsim import requestlog
from sscsim.requestlog import otel
from tests.unit.gateway.conftest import Caller, set_settings

pytestmark = pytest.mark.db

TRACE, CALLER = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
LINE = {"item_class": "A", "quantity": 1, "unit_price_fen": 100_000}


@pytest.fixture(autouse=True)
def log_is_on(app: Any) -> Iterator[None]:
    set_settings(request_log="on")
    yield
    requestlog.flush()


@pytest.fixture
def visit(app: Any, demo: Caller) -> str:
    """A stay in Chongqing of somebody insured in Chengdu, with its bill."""
    owner = Client("", demo.key, "en", app=app)
    patient = road.known(owner, road.LIN_XIAO)
    hospital = road.acting_as_hospital(owner, road.CHONGQING)
    place = road.hospital(owner, road.CHONGQING)
    days = dt.date(2026, 3, 25), dt.date(2026, 4, 1)
    return str(road.admitted(hospital, patient, place, [LINE], "stay", *days)["id"])


def settle(demo: Caller, visit: str, **headers: str) -> Any:
    sent = {
        "SSC-Act-As": f"hospital {road.CHONGQING}",
        "Idempotency-Key": "settle",
        "traceparent": f"00-{TRACE}-{CALLER}-01",
        "tracestate": "vendor=1",
        **headers,
    }
    return demo.call("POST", "/v1/settlements", {"visit_id": visit}, headers=sent, buffered=True)


def test_a_settlement_across_regions_is_one_trace(demo: Caller, visit: str) -> None:
    made = settle(demo, visit)
    assert made.status_code == 201, made.text
    assert made.headers["traceparent"].split("-")[1] == TRACE
    assert made.headers["tracestate"] == "vendor=1"
    shown = demo.get(f"/sandbox/v1/trace/{TRACE}").json
    spans = {span["span_id"]: span for span in shown["spans"]}
    assert {"500000", "510100"} <= set(shown["region_codes"])
    assert {"gateway", "settlement", "medical 500000", "medical 510100"} <= set(
        shown["participants"]
    )
    roots = [span for span in spans.values() if span.get("parent_id") not in spans]
    assert [root["parent_id"] for root in roots] == [CALLER], "one tree, under the caller's span"
    kinds = {span["kind"] for span in spans.values()}
    assert {"server", "client", "event", "schedule", "message"} <= kinds
    assert shown["requests"] == [f"/sandbox/v1/requests/{made.headers['Request-Id']}"]


def test_a_job_that_ran_later_stands_in_the_trace(demo: Caller, visit: str) -> None:
    lost = settle(demo, visit, **{"SSC-Simulate": "outcome=home_region_timeout"})
    assert lost.json["effect"] == "unknown", lost.text
    demo.post("/sandbox/v1/clock/advance", {"by": "PT5M"}).close()
    shown = demo.get(f"/sandbox/v1/trace/{TRACE}").json
    jobs = [span for span in shown["spans"] if span["kind"] == "job"]
    assert "medical.resolve_unknown" in {job["name"] for job in jobs}
    assert jobs[0]["attributes"]["followed_in"] != TRACE
    page = demo.get(lost.json["instance"]).json
    assert page["ended_as"]["known"] is False
    done = settle(demo, visit)
    assert done.status_code == 201, done.text
    ended = demo.get(lost.json["instance"]).json["ended_as"]
    assert (ended["known"], ended["status"]) == (True, 201)


def test_the_diagram_is_plain_and_escaped(demo: Caller, visit: str) -> None:
    demo.post("/sandbox/v1/parties", {"name": "<b>&\"'", "role": "hospital"}).close()
    settle(demo, visit, **{"SSC-Simulate": "fault=status, status=503, phase=after"})
    demo.call(
        "GET",
        "/v1/cards",
        headers={"SSC-Act-As": "<b>&\"'", "traceparent": f"00-{TRACE}-{CALLER}-01"},
        buffered=True,
    )
    drawn = demo.get(f"/sandbox/v1/trace/{TRACE}", Accept="image/svg+xml")
    assert drawn.content_type.startswith("image/svg+xml")
    assert "default-src 'none'" in drawn.headers["Content-Security-Policy"]
    root = ET.fromstring(drawn.text)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"script", "foreignObject", "image", "use", "a", "style"}
    texts = [element.text or "" for element in root.iter() if element.tag.endswith("text")]
    assert any("medical 510100" in text for text in texts)
    assert any("<b>" in text for text in texts)
    assert any("simulated" in text for text in texts)
    assert any("sandbox time 2026-04-01T09:00:00+08:00" in text for text in texts)


def test_a_trace_nobody_knows_is_404(demo: Caller) -> None:
    missing = demo.get(f"/sandbox/v1/trace/{'1' * 32}")
    assert (missing.status_code, missing.json["code"]) == (404, "trace_not_found")
    assert demo.get("/sandbox/v1/trace/nonsense").json["code"] == "unknown_route"


def test_the_same_spans_go_to_opentelemetry(
    demo: Caller, visit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sdk = pytest.importorskip("opentelemetry.sdk.trace.export")
    memory = pytest.importorskip("opentelemetry.sdk.trace.export.in_memory_span_exporter")
    exporter = memory.InMemorySpanExporter()
    monkeypatch.setattr(otel, "_processor", lambda url: sdk.SimpleSpanProcessor(exporter))
    set_settings(otel_endpoint="http://collector:4318", request_log="off")
    settle(demo, visit)
    requestlog.flush()
    spans = [
        span for span in exporter.get_finished_spans() if f"{span.context.trace_id:032x}" == TRACE
    ]
    services = {span.resource.attributes["service.name"] for span in spans}
    assert {"ssc-gateway", "ssc-medical", "ssc-settlement", "ssc-card"} <= services
    ids = {span.context.span_id for span in spans}
    outside = [span.parent.span_id for span in spans if span.parent.span_id not in ids]
    assert outside == [int(CALLER, 16)], "one trace, continued from the caller's"
    assert {span.attributes["ssc.sandbox"] for span in spans} == {demo.sandbox}


def test_off_nothing_of_opentelemetry_is_imported() -> None:
    code = (
        "import sys, launcher.allinone, sscsim.jobs.celery, gateway.door\n"
        "assert not [name for name in sys.modules if name.startswith('opentelemetry')]"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
