"""What the pages show of a month: statements, positions, notices; and a claim's whole life."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from services.settlement.domain import netting
from services.settlement.domain.claims import Claim, shown_state
from services.settlement.domain.cycles import Cycle
from services.settlement.domain.netting import HUB
from services.settlement.domain.statements import Line, PartyLine, Statement
from services.settlement.problems import ClaimNotFound, CycleNotFound
from services.settlement.store import claim_moves, claims, cycles, receipts, signatures, store
from sscsim.db import Tx
from sscsim.kernel.money import Money, sum_money


def _found(tx: Tx, cycle_id: str) -> Cycle:
    found = cycles.find(tx, cycle_id)
    if found is None:
        raise CycleNotFound(cycle_id=cycle_id)
    return found


# ---- statements and positions


def cycle_statements(cycle_id: str) -> dict[str, Any]:
    """The statements of a month, with signatures and payments, and what the same debts come
    to under each way of netting."""
    with store.read() as tx:
        found = _found(tx, cycle_id)
        published = cycles.published(tx, found)
        signed = signatures.of_statements(tx, [row.id for row, _ in published])
        paid = receipts.payments_of(tx, cycle_id)
        nets = _positions(tx, found)
    shown = [each for _, each in published]
    return {
        **_head(found),
        "total": sum_money(each.total for each in shown),
        "statements": [
            _statement(row, each, signed[row.id], paid.get(row.id, [])) for row, each in published
        ],
        "positions": nets,
        "netting": _netted(found, shown),
    }


def positions(cycle_id: str) -> dict[str, Any]:
    """Each region's month in all three ways of netting, side by side, and which one is paid."""
    with store.read() as tx:
        found = _found(tx, cycle_id)
        shown = [each for _, each in cycles.published(tx, found)]
        nets = _positions(tx, found)
    return {
        **_head(found),
        "paid_mode": found.how.netting_mode,
        "positions": nets,
        "netting": _netted(found, shown),
    }


def _head(found: Cycle) -> dict[str, Any]:
    return {
        "cycle_id": found.id,
        "month": str(found.month),
        **({} if found.is_medical else {"kind": found.kind, "period": str(found.period)}),
        "status": found.status,
        "statement_version": found.statement_version,
    }


def _positions(tx: Tx, found: Cycle) -> list[dict[str, Any]]:
    return [
        {
            "region": net.region,
            "receivable": net.receivable,
            "payable": net.payable,
            "net": net.net,
        }
        for net in cycles.nets(tx, found)
    ]


def _netted(found: Cycle, shown: Sequence[Statement]) -> list[dict[str, Any]]:
    debts = [(each.payer, each.payee, each.total) for each in shown]
    return [_netting(mode, debts, found.province) for mode in netting.MODES]


def _netting(mode: str, debts: Iterable[tuple[str, str, Money]], hub: str) -> dict[str, Any]:
    transfers = netting.NET[mode](debts)
    return {
        "mode": mode,
        "moved": netting.moved(transfers),
        "transfers": [
            {
                "payer": hub if each.payer == HUB else each.payer,
                "payee": hub if each.payee == HUB else each.payee,
                "amount": each.amount,
            }
            for each in transfers
        ],
    }


def _statement(
    row: Any, each: Statement, signed: Sequence[Any], paid: Sequence[Any]
) -> dict[str, Any]:
    payments = [_payment(one) for one in paid]
    return {
        "id": row.id,
        "payer": each.payer,
        "payee": each.payee,
        "claims": each.claims,
        "total": each.total,
        "sha256": row.sha256,
        "digest_algorithm": row.digest_algorithm,
        "digest": row.digest or row.sha256,
        "lines": [_line(line) for line in each.lines],
        "signatures": [
            {
                "region": s.region,
                "signature": s.signature,
                "is_deemed": s.is_deemed,
                "signed_at": s.signed_at,
            }
            for s in signed
        ],
        "payment": payments[-1] if payments else None,
        "payments": payments,
    }


def _line(line: Line | PartyLine) -> dict[str, Any]:
    shown = {
        "is_prior_year": line.is_prior_year,
        "claims": line.claims,
        "deducted": line.deducted,
        "total": line.total,
    }
    if isinstance(line, Line):
        parts = {name: part for name, part in line.split.funds.items() if part}
        return shown | {
            "insurance": line.insurance,
            "funds": parts,
            "account": line.split.account,
        }
    return shown | {
        "purpose": line.purpose,
        "payer_party": line.payer_party or None,
        "payee_party": line.payee_party or None,
    }


def _payment(one: Any) -> dict[str, Any]:
    return {
        "id": one.id,
        "payer": one.payer,
        "payee": one.payee,
        "amount": one.amount,
        "bank_serial": one.bank_serial,
        "paid_at": one.paid_at,
    }


def notices(cycle_id: str) -> dict[str, Any]:
    """What was asked to be paid in a month, and what of it is open."""
    with store.read() as tx:
        found = _found(tx, cycle_id)
        told = receipts.to_pay(tx, cycle_id)
    return {
        "cycle_id": found.id,
        "status": found.status,
        "netting_mode": found.how.netting_mode,
        "notices": told,
        "open": sum_money(each.open for each in told),
    }


# ---- the life of a claim

_STEPS: Final = (
    ("frozen_at", "declare"),
    ("generated_at", "generate"),
    ("signed_at", "sign"),
    ("paid_at", "match_payment"),
)
_STATES: Final = {
    "declare": "declared",
    "generate": "clearing",
    "sign": "cleared",
    "match_payment": "paid",
}


def claim_events(claim_id: str) -> dict[str, Any]:
    """Every state a claim went through: by itself, and with the months it was in."""
    with store.read() as tx:
        claim = claims.find(tx, claim_id)
        if claim is None:
            raise ClaimNotFound(claim_id=claim_id)
        moves = claim_moves.of(tx, claim_id)
        months = {
            each: cycles.find(tx, each)
            for each in {claim.cycle_id, *(m.from_cycle_id for m in moves)}
            if each
        }
        cycle = months.get(claim.cycle_id) if claim.cycle_id else None
        deducted = claims.deductions_of(tx, [claim_id]).get(claim_id, [])
    events = sorted(
        [*_life(claim, moves, months), *_deductions(claim, deducted)],
        key=lambda event: event["at"],
    )
    status = shown_state(
        claim.status, cycle.status if cycle else None, claim.declared_at is not None
    )
    return {"claim_id": claim_id, "status": status, "events": events}


def _life(
    claim: Claim, moves: Sequence[Any], months: dict[str, Cycle | None]
) -> Iterator[dict[str, Any]]:
    first = moves[0] if moves else None
    where = first.from_cycle_id if first is not None else claim.cycle_id
    state = "expired" if first is None and claim.status == "expired" else "settled"
    since = claim.recorded_at
    yield _event("settle", state, since, where)
    for each in moves:
        yield from _steps(months.get(where or ""), state, since, each.moved_at)
        since = each.moved_at
        yield _event(each.event, each.state, each.moved_at, each.cycle_id, each.rule)
        where, state = each.cycle_id, each.state
    if where and state not in ("adjusted", "reversed"):
        yield from _steps(months.get(where), state, since, None)


def _steps(
    month: Cycle | None, state: str, since: datetime, until: datetime | None
) -> Iterator[dict[str, Any]]:
    """What a month did while the claim was in it; nothing where it was so far already."""
    for column, event in _STEPS:
        at = getattr(month, column, None) if month else None
        if at is None or at < since or (until is not None and at >= until):
            continue
        if _STATES[event] != state:
            yield _event(event, _STATES[event], at, month.id if month else None)


def _deductions(claim: Claim, deducted: Sequence[Any]) -> Iterator[dict[str, Any]]:
    for row in deducted:
        found = _event("deduct", "deducted", row.created_at, row.cycle_id)
        yield {**found, "amount": row.amount}


def _event(
    event: str, state: str, at: datetime, cycle_id: str | None, rule: str | None = None
) -> dict[str, Any]:
    return {"event": event, "state": state, "at": at, "cycle_id": cycle_id, "rule": rule}
