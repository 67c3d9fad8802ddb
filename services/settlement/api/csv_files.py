"""Balances and statements as CSV: UTF-8, one header record, fen, the same bytes every time."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import Response, request

from sscsim import clock
from sscsim.kernel.money import Money

CSV = "text/csv"
_JSON = "application/json"


def wanted(query: Mapping[str, Any]) -> bool:
    """Whether the caller asks for CSV, by `format` or by what it accepts."""
    asked = query.get("format")
    if asked is not None:
        return bool(asked == "csv")
    return request.accept_mimetypes.best_match([_JSON, CSV]) == CSV


def trial_balance(shown: Mapping[str, Any]) -> Response:
    head = ("book", "date", "account", "debit_fen", "credit_fen", "balance_fen")
    rows = [
        (shown["book"], shown["date"], a["account"], a["debit"], a["credit"], a["balance"])
        for a in shown["accounts"]
    ]
    total = (shown["book"], shown["date"], "total", shown["debit"], shown["credit"], Money.zero())
    return _answer(head, [*rows, total], f"trial-balance-{_plain(shown['date'])}")


def statement(shown: Mapping[str, Any]) -> Response:
    """Opening and closing are lines of their own, without a journal."""
    head = (
        "date",
        "booked_at",
        "journal_id",
        "kind",
        "claim_id",
        "cycle_id",
        "counter_account",
        "debit_fen",
        "credit_fen",
        "balance_fen",
    )
    names = [name.removesuffix("_fen") for name in head]
    opening = {"date": shown["start"], "kind": "opening", "balance": shown["opening"]}
    closing = {"date": shown["end"], "kind": "closing", "balance": shown["closing"]}
    closing |= {"debit": shown["debit"], "credit": shown["credit"]}
    rows = [tuple(line.get(name) for name in names) for line in (opening, *shown["lines"], closing)]
    return _answer(head, rows, f"statement-{_plain(shown['start'])}-{_plain(shown['end'])}")


def _answer(head: Sequence[str], rows: Iterable[Sequence[Any]], name: str) -> Response:
    out = io.StringIO()
    written = csv.writer(out, lineterminator="\n")
    written.writerow(head)
    written.writerows([_plain(value) for value in row] for row in rows)
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{name}.csv"',
    }
    return Response(out.getvalue(), content_type=f"{CSV}; charset=utf-8", headers=headers)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Money):
        return str(value.fen)
    if hasattr(value, "hour"):
        return str(clock.shown(value))
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)
