"""A trace put together: the calls, what services, jobs and messages did for them, and what
they put down for later and has run since."""

from dataclasses import dataclass, field, replace
from typing import Any

from sscsim import requestlog
from sscsim.requestlog import Call, Span

_FOLLOWED_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class Node:
    """One span in its place. `region`: for which region it acted, where that is known."""

    span: Span
    depth: int
    region: str
    participant: str
    simulated: str = ""


@dataclass
class Trace:
    """A trace with its spans in order, parents before children."""

    id: str
    calls: list[Call]
    nodes: list[Node] = field(default_factory=list)

    @property
    def at_us(self) -> int:
        return min(node.span.at_us for node in self.nodes)

    @property
    def ms(self) -> float:
        end = max(node.span.at_us + node.span.ms * 1000 for node in self.nodes)
        return round((end - self.at_us) / 1000, 3)

    @property
    def participants(self) -> list[str]:
        return list(
            dict.fromkeys(node.participant for node in self.nodes if node.span.kind != "client")
        )

    @property
    def regions(self) -> list[str]:
        return sorted({node.region for node in self.nodes if node.region})


def put_together(trace_id: str) -> Trace | None:
    """The trace of this id in the current world; None where nothing is known of it."""
    calls = requestlog.reading.calls_of(trace_id)
    spans = requestlog.reading.spans_of(trace_id)
    if not calls and not spans:
        return None
    spans += _followers(spans, trace_id)
    simulated = {call.span_id: call.simulated for call in calls if call.simulated}
    whole = [*(_of_call(call) for call in calls), *spans]
    made = Trace(trace_id, calls)
    _place(whole, made.nodes, simulated)
    return made


def _of_call(call: Call) -> Span:
    """The call itself as a span of the gateway."""
    return Span(
        call.trace_id,
        call.span_id,
        call.parent_id,
        call.id,
        "gateway",
        "server",
        f"{call.method} {call.path}",
        call.at_us,
        call.ms,
        call.sandbox_time,
        "ok" if call.status < 400 else call.code or str(call.status),
        {"status": call.status, "party": call.party_name, "region": call.region},
    )


def _followers(spans: list[Span], trace_id: str) -> list[Span]:
    """Jobs that the trace put down for later and that ran on behalf of another (an advance)."""
    ran: list[Span] = []
    for span in spans:
        if span.kind != "schedule" or len(ran) >= _FOLLOWED_AT_MOST:
            continue
        jobs = requestlog.reading.spans_named("job", span.name, "key", span.attributes["key"])
        for job in jobs:
            if job.trace_id == trace_id:
                continue
            more = {**job.attributes, "followed_in": job.trace_id}
            ran.append(job._replace(parent_id=span.span_id, attributes=more))
            below = requestlog.reading.spans_of(job.trace_id)
            ran += _below(below, job.span_id)
    return ran


def _below(spans: list[Span], top: str) -> list[Span]:
    kept, ids = [], {top}
    for span in sorted(spans, key=lambda one: one.at_us):
        if span.parent_id in ids:
            ids.add(span.span_id)
            kept.append(span)
    return kept


def _place(spans: list[Span], nodes: list[Node], simulated: dict[str, str]) -> None:
    known = {span.span_id: span for span in spans}
    children: dict[str, list[Span]] = {}
    roots = []
    for span in sorted(known.values(), key=lambda one: (one.at_us, one.kind != "server")):
        if span.parent_id in known and span.parent_id != span.span_id:
            children.setdefault(span.parent_id, []).append(span)
        else:
            roots.append(span)
    seen: set[str] = set()

    def walk(span: Span, depth: int, parent: Node | None) -> None:
        if span.span_id in seen:
            return
        seen.add(span.span_id)
        node = _node(span, depth, parent)
        nodes.append(replace(node, simulated=simulated.get(span.span_id, "")))
        for child in children.get(span.span_id, []):
            walk(child, depth + 1, node)

    for root in roots:
        walk(root, 0, None)


def _node(span: Span, depth: int, parent: Node | None) -> Node:
    """A region is handed on inside a service, and by a question that names it."""
    own = str(span.attributes.get("region", ""))
    if parent is None:
        return Node(span, depth, own, _participant(span, own))
    if span.kind == "client":
        return Node(span, depth, own, parent.participant)
    is_asked = parent.span.kind == "client" and "region" in parent.span.attributes
    is_handed_on = parent.span.kind != "client" and parent.span.service == span.service
    region = own or (parent.region if is_asked or is_handed_on else "")
    return Node(span, depth, region, _participant(span, region))


def _participant(span: Span, region: str) -> str:
    if span.kind == "webhook":
        return "webhook endpoint"
    if span.service == "gateway" or not region:
        return span.service
    return f"{span.service} {region}"


def shown(trace: Trace) -> dict[str, Any]:
    """The trace as data."""
    return {
        "id": trace.id,
        "object": "trace",
        "started_at_us": trace.at_us,
        "duration_us": round(trace.ms * 1000),
        "participants": trace.participants,
        "region_codes": trace.regions,
        "requests": [f"/sandbox/v1/requests/{call.id}" for call in trace.calls],
        "spans": [_shown(node, trace.at_us) for node in trace.nodes],
    }


def _shown(node: Node, began_us: int) -> dict[str, Any]:
    span = node.span
    made = {
        "span_id": span.span_id,
        "parent_id": span.parent_id,
        "depth": node.depth,
        "service": span.service,
        "region_code": node.region,
        "participant": node.participant,
        "kind": span.kind,
        "name": span.name,
        "status": span.status,
        "after_us": span.at_us - began_us,
        "duration_us": round(span.ms * 1000),
        "sandbox_time": span.sandbox_time,
        "simulated": node.simulated,
        "request_id": span.request_id,
        "attributes": span.attributes,
    }
    return {name: value for name, value in made.items() if value not in ("", None)}
