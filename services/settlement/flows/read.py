"""What the pages show: claims, cycles, statements, as plain values for the views.

Those of the books are in `book_pages`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.settlement import terms
from services.settlement.domain import chart, netting
from services.settlement.domain.agreements import Agreement
from services.settlement.domain.calendar import calendar
from services.settlement.domain.claims import Claim, shown_state
from services.settlement.domain.cycles import Cycle
from services.settlement.domain.exchanges import Exchange
from services.settlement.domain.membership import SENTENCES, Rule
from services.settlement.domain.statements import Statement
from services.settlement.flows.book_pages import accounts as trial_balance
from services.settlement.flows.book_pages import list_journals
from services.settlement.problems import (
    AdvanceNotFound,
    AgreementNotFound,
    ClaimNotFound,
    CycleNotFound,
    ExchangeNotFound,
)
from services.settlement.store import (
    advances,
    agreements,
    claims,
    cycles,
    exchanges,
    store,
)
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month

__all__ = ["list_journals", "trial_balance"]

NATION = chart.NATION


# ---- agreements, exchanges, advances


def agreement(agreement_id: str) -> Agreement:
    with store.read() as tx:
        found = agreements.find(tx, agreement_id)
    if found is None:
        raise AgreementNotFound(agreement_id=agreement_id)
    return found


def list_agreements(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    with store.read() as tx:
        return agreements.page(tx, page, dict(filters))


def exchange(exchange_id: str) -> Exchange:
    with store.read() as tx:
        found = exchanges.find(tx, exchange_id)
    if found is None:
        raise ExchangeNotFound(exchange_id=exchange_id)
    return found


def list_exchanges(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    with store.read() as tx:
        return exchanges.page(tx, page, dict(filters))


def advance(advance_id: str) -> dict[str, Any]:
    with store.read() as tx:
        found = advances.find(tx, advance_id)
    if found is None:
        raise AdvanceNotFound(advance_id=advance_id)
    return advance_shown(found)


def list_advances(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    with store.read() as tx:
        return advances.page(tx, page, dict(filters)).map(advance_shown)


def advance_shown(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "home_region": row.home_region,
        "care_region": row.care_region,
        "direction": row.direction,
        "amount": row.amount,
        "purpose": row.purpose,
        "journal_id": row.journal_id,
        "version": row.version,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


# ---- claims


def claim(claim_id: str) -> dict[str, Any]:
    with store.read() as tx:
        return claim_shown(tx, claim_id)


def claim_shown(tx: Tx, claim_id: str) -> dict[str, Any]:
    """One claim with its deductions and the state its cycle gives it."""
    found = claims.find(tx, claim_id)
    if found is None:
        raise ClaimNotFound(claim_id=claim_id)
    cycle = cycles.find(tx, found.cycle_id) if found.cycle_id else None
    deductions = claims.deductions_of(tx, [claim_id]).get(claim_id, [])
    return _claim(found, cycle.status if cycle else None, deductions)


def list_claims(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    with store.read() as tx:
        found = claims.page(tx, page, dict(filters))
        taken = claims.deductions_of(tx, [each.id for each, _ in found.items])
    return found.map(lambda pair: _claim(pair[0], pair[1], taken.get(pair[0].id, [])))


def _claim(found: Claim, cycle_status: str | None, deductions: Sequence[Any]) -> dict[str, Any]:
    deducted = sum_money(row.amount for row in deductions)
    return {
        "id": found.id,
        "settlement_id": found.exchange_id,
        "reverses_claim_id": found.reverses,
        "home_region": found.home_region,
        "care_region": found.care_region,
        "institution_id": found.institution_id,
        "person_id": found.person_id,
        "insurance": found.insurance,
        "funds": {name: amount for name, amount in found.split.funds.items() if amount},
        "account": found.split.account,
        "clearing": found.split.clearing,
        "deducted": deducted,
        "due": found.split.clearing - deducted,
        "deductions": [
            {"amount": row.amount, "reason": row.reason, "created_at": row.created_at}
            for row in deductions
        ],
        "settled_at": found.settled_at,
        "recorded_at": found.recorded_at,
        "status": shown_state(found.status, cycle_status),
        "cycle_id": found.cycle_id,
        "rule": found.rule,
        "version": found.version,
        "created_at": found.created_at,
        "updated_at": found.updated_at,
    }


def claim_cycle(claim_id: str) -> dict[str, Any]:
    """The month a claim is cleared in, and the rule that chose it."""
    with store.read() as tx:
        found = claims.find(tx, claim_id)
        if found is None:
            raise ClaimNotFound(claim_id=claim_id)
        cycle = cycles.find(tx, found.cycle_id) if found.cycle_id else None
        shown = _cycle(tx, cycle) if cycle else None
    own = Month.of(found.settled_at)
    due = calendar(cycle.month if cycle else own, terms.clearing(own))
    said = SENTENCES[Rule(found.rule)]
    return {
        "claim_id": found.id,
        "rule": found.rule,
        "rule_text": said.into(world.current().language),
        "settled_at": found.settled_at,
        "recorded_at": found.recorded_at,
        "settled_month": str(own),
        "frozen_from": due["freeze"].at,
        "cycle": shown,
    }


# ---- cycles


def cycle(cycle_id: str) -> dict[str, Any]:
    with store.read() as tx:
        return _cycle(tx, _found(tx, cycle_id))


def list_cycles(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    with store.read() as tx:
        found = cycles.page(tx, page, dict(filters))
        return found.map(lambda each: _cycle(tx, each))


def _found(tx: Tx, cycle_id: str) -> Cycle:
    found = cycles.find(tx, cycle_id)
    if found is None:
        raise CycleNotFound(cycle_id=cycle_id)
    return found


def _cycle(tx: Tx, found: Cycle) -> dict[str, Any]:
    memo = cycles.declared(tx, found.id)
    done = {
        "freeze": found.frozen_at,
        "pay_providers": cycles.providers_paid_at(tx, found.id),
        "generate": found.generated_at,
        "sign": found.signed_at,
        "notify": found.notified_at,
        "pay": found.paid_at,
        "close": found.closed_at,
    }
    basis = terms.basis(found.month)
    return {
        "id": found.id,
        "month": str(found.month),
        "scope": "national",
        "status": found.status,
        "statement_version": found.statement_version,
        "declared_claims": memo[0] if memo else None,
        "declared": memo[1] if memo else None,
        "steps": [
            {
                "step": due.step,
                "due_at": due.at,
                "is_estimate": due.estimate,
                "done_at": done.get(due.step),
            }
            for due in calendar(found.month, terms.clearing(found.month)).values()
        ],
        "policy": {
            "title": basis.source.title,
            "status": basis.source.status,
            "version": basis.version,
        },
        "version": found.version,
        "created_at": found.created_at,
        "updated_at": found.updated_at,
    }


def cycle_statements(cycle_id: str) -> dict[str, Any]:
    """The statements of a month, with signatures, notices' amounts and payments, and what
    the same debts come to under each way of netting."""
    with store.read() as tx:
        found = _found(tx, cycle_id)
        published = cycles.published(tx, found)
        signed = cycles.signatures_of(tx, [row.id for row, _ in published])
        paid = cycles.payments_of(tx, cycle_id)
        nets = cycles.nets(tx, found)
    debts = [(each.payer, each.payee, each.total) for _, each in published]
    return {
        "cycle_id": found.id,
        "month": str(found.month),
        "status": found.status,
        "statement_version": found.statement_version,
        "total": sum_money(each.total for _, each in published),
        "statements": [
            _statement(row, each, signed[row.id], paid.get(row.id)) for row, each in published
        ],
        "positions": [
            {
                "region": net.region,
                "receivable": net.receivable,
                "payable": net.payable,
                "net": net.net,
            }
            for net in nets
        ],
        "netting": [_netting(mode, debts) for mode in netting.MODES],
    }


def _statement(row: Any, each: Statement, signed: Sequence[Any], payment: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "payer": each.payer,
        "payee": each.payee,
        "claims": each.claims,
        "total": each.total,
        "sha256": row.sha256,
        "lines": [
            {
                "insurance": line.insurance,
                "claims": line.claims,
                "funds": {name: part for name, part in line.split.funds.items() if part},
                "account": line.split.account,
                "deducted": line.deducted,
                "total": line.split.clearing,
            }
            for line in each.lines
        ],
        "signatures": [
            {"region": s.region, "signature": s.signature, "signed_at": s.signed_at} for s in signed
        ],
        "payment": payment
        and {
            "id": payment.id,
            "payer": payment.payer,
            "payee": payment.payee,
            "amount": payment.amount,
            "bank_serial": payment.bank_serial,
            "paid_at": payment.paid_at,
        },
    }


def _netting(mode: str, debts: Iterable[tuple[str, str, Money]]) -> dict[str, Any]:
    transfers = netting.NET[mode](debts)
    return {
        "mode": mode,
        "moved": netting.moved(transfers),
        "transfers": [
            {
                "payer": NATION if each.payer == netting.HUB else each.payer,
                "payee": NATION if each.payee == netting.HUB else each.payee,
                "amount": each.amount,
            }
            for each in transfers
        ],
    }
