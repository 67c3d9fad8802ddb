"""The same spans for an OpenTelemetry collector, where a setting names one.

Off, nothing of OpenTelemetry is imported. On (`SSC_OTEL_ENDPOINT`, or the standard
`OTEL_EXPORTER_OTLP_ENDPOINT`), the thread that writes the log hands them to the SDK's batch
processor, so that no call waits for a collector. Needs the extra `otel`.
"""

import logging
import os
from collections.abc import Sequence
from functools import cache
from typing import Any

from sscsim import settings
from sscsim.requestlog.entries import Call, Span

log = logging.getLogger("sscsim.requestlog")

_STANDARD = os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT", "")
_KINDS = {"server": "SERVER", "client": "CLIENT", "job": "CONSUMER", "message": "PRODUCER"}


def endpoint() -> str:
    """Where spans go; empty: nowhere."""
    return settings.current().otel_endpoint or _STANDARD


def is_on() -> bool:
    return bool(_STANDARD or settings.current().otel_endpoint)


def export(sandbox: str, rows: Sequence[Call | Span]) -> None:
    """Hand rows over; says so once and does nothing where the extra isn't installed."""
    processor = _processor(endpoint())
    if processor is not None:
        for row in rows:
            processor.on_end(_readable(sandbox, row))


@cache
def _processor(url: str) -> Any | None:
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        log.error("an OpenTelemetry endpoint is set, but the extra isn't installed: pip install"
                  " 'ssc-simulator[otel]'")  # fmt: skip
        return None
    return BatchSpanProcessor(OTLPSpanExporter(endpoint=_traces_url(url)))


def _traces_url(url: str) -> str:
    return url if url.endswith("/v1/traces") else f"{url.rstrip('/')}/v1/traces"


def flush() -> None:
    """Send what waits (end of a process, tests)."""
    if is_on() and (processor := _processor(endpoint())) is not None:
        processor.force_flush(5_000)


@cache
def _resource(service: str) -> Any:
    from opentelemetry.sdk.resources import Resource

    return Resource.create({"service.name": f"ssc-{service}"})


def _readable(sandbox: str, row: Call | Span) -> Any:
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.trace import SpanContext, SpanKind, Status, StatusCode, TraceFlags

    trace_id = int(row.trace_id, 16)

    def context(span_id: str) -> Any:
        return SpanContext(trace_id, int(span_id, 16), is_remote=False, trace_flags=TraceFlags(1))

    if isinstance(row, Call):
        name, kind, status = f"{row.method} {row.path}", "server", _status_of(row)
        more = {
            "http.request.method": row.method,
            "http.response.status_code": row.status,
            "ssc.request_id": row.id,
            "ssc.party": row.party_name,
            "ssc.operation": row.operation,
            "ssc.simulated": row.simulated,
            "ssc.region": row.region,
        }
    else:
        name, kind, status = row.name, row.kind, row.status
        more = {f"ssc.{key}": value for key, value in row.attributes.items()}
    plain = {key: value for key, value in more.items() if isinstance(value, str | int | float)}
    return ReadableSpan(
        name=name,
        context=context(row.span_id),
        parent=context(row.parent_id) if row.parent_id else None,
        resource=_resource("gateway" if isinstance(row, Call) else row.service),
        attributes={**plain, "ssc.sandbox": sandbox, "ssc.sandbox_time": row.sandbox_time},
        kind=getattr(SpanKind, _KINDS.get(kind, "INTERNAL")),
        status=Status(StatusCode.OK if status == "ok" else StatusCode.ERROR, None),
        start_time=row.at_us * 1000,
        end_time=row.at_us * 1000 + int(row.ms * 1_000_000),
    )


def _status_of(row: Call) -> str:
    return "ok" if row.status < 400 else row.code or str(row.status)
