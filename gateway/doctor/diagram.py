"""A trace as a sequence diagram: an SVG of our own, without script, font or address in it."""

import html
from dataclasses import dataclass

from gateway.doctor.tracing import Node, Trace
from sscsim.requestlog import Span

_WIDE, _ROW, _LEFT, _TOP = 176, 30, 96, 64
_MOST = 150
_INK, _PALE, _RED, _GREEN, _PAPER = "#1f2933", "#9aa5b1", "#c0232c", "#1b7f4d", "#ffffff"


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the diagram: an arrow between two participants, or a note at one."""

    at_us: float
    order: int
    kind: str
    source: str
    target: str
    text: str
    is_bad: bool
    sandbox_time: str


def drawn(trace: Trace) -> str:
    """The whole picture."""
    rows = _rows(trace)
    cut, rows = max(0, len(rows) - _MOST), rows[:_MOST]
    names = list(dict.fromkeys(name for row in rows for name in (row.source, row.target)))
    x = {name: _LEFT + n * _WIDE + _WIDE // 2 for n, name in enumerate(names)}
    width = _LEFT + len(names) * _WIDE + 20
    height = _TOP + (len(rows) + 1) * _ROW + 30
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" '
        "font-family=\"system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif\" font-size=\"12\">",
        f"<title>Trace {html.escape(trace.id)}</title>",
        f'<rect width="{width}" height="{height}" fill="{_PAPER}"/>',
        *_arrow_heads(),
        _text(10, 18, f"trace {trace.id} · {trace.ms:.1f} ms", _PALE, "start"),
    ]
    for name in names:
        parts += _lifeline(name, x[name], height)
    time = ""
    for n, row in enumerate(rows):
        y = _TOP + (n + 1) * _ROW
        parts.append(_text(8, y + 4, _after(row.at_us - trace.at_us), _PALE, "start"))
        if row.sandbox_time and row.sandbox_time != time:
            time = row.sandbox_time
            parts.append(_band(y - _ROW // 2 - 1, width, time))
        parts += _drawn_row(row, x, y)
    if cut:
        parts.append(_text(_LEFT, height - 12, f"{cut} more lines are not drawn", _PALE, "start"))
    return "\n".join([*parts, "</svg>"]) + "\n"


# ---- from spans to lines


def _rows(trace: Trace) -> list[_Row]:
    by_id = {node.span.span_id: node for node in trace.nodes}
    rows: list[_Row] = []
    for node in trace.nodes:
        span = node.span
        parent = by_id.get(span.parent_id)
        if span.kind == "client" and _is_heard(node, trace.nodes):
            continue  # the other side's span draws the arrow
        rows += _of_node(node, _asker(node, parent), len(rows))
    return sorted(rows, key=lambda row: (row.at_us, row.order))


def _is_heard(client: Node, nodes: list[Node]) -> bool:
    return any(
        node.span.parent_id == client.span.span_id and node.span.kind == "server" for node in nodes
    )


def _asker(node: Node, parent: Node | None) -> str:
    if parent is None:
        is_call = node.span.service == "gateway" and node.span.kind == "server"
        return _party(node.span) if is_call else node.participant
    return parent.participant


def _party(span: Span) -> str:
    return f"caller: {span.attributes.get('party') or 'without a key'}"


def _of_node(node: Node, asker: str, order: int) -> list[_Row]:
    span, here = node.span, node.participant
    is_bad = span.status != "ok" or bool(node.simulated)
    end_us = span.at_us + span.ms * 1000
    if span.kind == "client":
        here = str(span.attributes.get("peer", "?"))
    if span.kind in ("event", "schedule", "job", "message", "internal"):
        note, time = _note(span), span.sandbox_time
        return [_Row(span.at_us, order, span.kind, here, here, note, is_bad, time)]
    asked = _Row(span.at_us, order, "ask", asker, here, span.name, False, span.sandbox_time)
    told = f"{span.attributes.get('status', '')} {'' if span.status == 'ok' else span.status}"
    if node.simulated:
        told += f" simulated: {node.simulated}"
    told = f"{told.strip()} · {span.ms:.1f} ms"
    answer = _Row(end_us, 10_000 - order, "answer", here, asker, told, is_bad, "")
    return [asked, answer]


def _note(span: Span) -> str:
    more = span.attributes
    if span.kind == "event":
        return f"event {span.name}"
    if span.kind == "schedule":
        return f"for {str(more.get('due_at', ''))[:16]}: {span.name}"
    bad = "" if span.status == "ok" else f" {span.status}"
    later = " (ran later)" if "followed_in" in more else ""
    return f"{span.kind} {span.name.removeprefix('message ')}{later} · {span.ms:.1f} ms{bad}"


# ---- from lines to SVG


def _drawn_row(row: _Row, x: dict[str, int], y: int) -> list[str]:
    colour = _RED if row.is_bad else _INK
    start, end = x[row.source], x[row.target]
    if start == end:
        mark = {"event": "◆", "schedule": "◷", "job": "⚙", "message": "✉"}.get(row.kind, "·")
        if row.kind in ("ask", "answer"):
            mark = "↻"
        shade = _GREEN if row.kind == "event" and not row.is_bad else colour
        return [
            f'<circle cx="{start}" cy="{y}" r="3" fill="{shade}"/>',
            _text(start + 8, y + 4, f"{mark} {_short(row.text, 46)}", shade, "start"),
        ]
    dashes = ' stroke-dasharray="5 3"' if row.kind == "answer" else ""
    head = "bad" if row.is_bad else "ink"
    inner = end - 6 if end > start else end + 6
    room = abs(end - start) // 7 - 2
    return [
        f'<line x1="{start}" y1="{y}" x2="{inner}" y2="{y}" stroke="{colour}" '
        f'stroke-width="1.3"{dashes} marker-end="url(#{head})"/>',
        _text((start + end) // 2, y - 4, _short(row.text, room), colour, "middle"),
    ]


def _lifeline(name: str, x: int, height: int) -> list[str]:
    return [
        f'<line x1="{x}" y1="{_TOP}" x2="{x}" y2="{height - 24}" stroke="{_PALE}" '
        'stroke-dasharray="2 4"/>',
        f'<rect x="{x - 80}" y="{_TOP - 32}" width="160" height="24" rx="4" '
        f'fill="#eef2f6" stroke="{_PALE}"/>',
        _text(x, _TOP - 16, _short(name, 24), _INK, "middle"),
    ]


def _band(y: int, width: int, time: str) -> str:
    said = f"sandbox time {time}"
    return (
        f'<line x1="{_LEFT - 40}" y1="{y}" x2="{width - 10}" y2="{y}" stroke="#e4e7eb"/>'
        + _text(width - 12, y - 3, said, _PALE, "end")
    )


def _arrow_heads() -> list[str]:
    shape = '<path d="M0,0 L7,3.5 L0,7 z" fill="{}"/>'
    return [
        f'<defs><marker id="{name}" markerWidth="8" markerHeight="8" refX="2" refY="3.5" '
        f'orient="auto">{shape.format(colour)}</marker></defs>'
        for name, colour in (("ink", _INK), ("bad", _RED))
    ]


def _text(x: int, y: int, text: str, colour: str, anchor: str) -> str:
    return (
        f'<text x="{x}" y="{y}" fill="{colour}" text-anchor="{anchor}">{html.escape(text)}</text>'
    )


def _short(text: str, most: int) -> str:
    clean = "".join(char if char.isprintable() else "?" for char in text)
    return clean if len(clean) <= most else clean[: max(1, most - 1)] + "…"


def _after(us: float) -> str:
    return f"+{us / 1000:.1f} ms" if us < 10_000_000 else f"+{us / 1_000_000:.0f} s"
