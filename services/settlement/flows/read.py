"""What the pages show: claims, cycles, statements, as plain values for the views.

Those of the books are in `book_pages`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from services.settlement import terms
from services.settlement.domain import chart
from services.settlement.domain.agreements import Agreement
from services.settlement.domain.calendar import calendar
from services.settlement.domain.claims import Claim, shown_state
from services.settlement.domain.cycles import Cycle
from services.settlement.domain.exchanges import Exchange
from services.settlement.domain.membership import SENTENCES, Rule
from services.settlement.domain.schemes import clearer_of, scope_of
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
    cooperations,
    cycles,
    exchanges,
    store,
)
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel.money import sum_money
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
    parts = [each.id for each in claims.adjustments_of(tx, claim_id)]
    return {**_claim(found, cycle.status if cycle else None, deductions), "parts": parts or None}


def list_claims(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    with store.read() as tx:
        found = claims.page(tx, page, dict(filters))
        taken = claims.deductions_of(tx, [each.id for each, _ in found.items])
    return found.map(lambda pair: _claim(pair[0], pair[1], taken.get(pair[0].id, [])))


def _claim(found: Claim, cycle_status: str | None, deductions: Sequence[Any]) -> dict[str, Any]:
    deducted = sum_money(row.amount for row in deductions)
    return {
        "id": found.id,
        **(_bill(found) if found.is_medical else _business(found)),
        "reverses_claim_id": found.reverses,
        "refers_to_claim_id": found.refers,
        "corrected_by": found.corrected_by,
        "adjusts_claim_id": found.adjusts,
        "home_region": found.home_region,
        "care_region": found.care_region,
        "clearing": found.split.clearing,
        "deducted": deducted,
        "due": found.split.clearing - deducted,
        "deductions": [
            {"amount": row.amount, "reason": row.reason, "created_at": row.created_at}
            for row in deductions
        ],
        "settled_at": found.settled_at,
        "recorded_at": found.recorded_at,
        "status": shown_state(found.status, cycle_status, found.declared_at is not None),
        "cycle_id": found.cycle_id,
        "rule": found.rule,
        "is_prior_year": found.is_prior_year,
        "declared_at": found.declared_at,
        "reimbursed_at": found.reimbursed_at,
        "version": found.version,
        "created_at": found.created_at,
        "updated_at": found.updated_at,
    }


def _bill(found: Claim) -> dict[str, Any]:
    """What a claim of a medical bill says beside."""
    return {
        "settlement_id": found.settlement_id,
        "institution_id": found.institution_id,
        "person_id": found.person_id,
        "insurance": found.insurance,
        "funds": {name: amount for name, amount in found.split.funds.items() if amount},
        "account": found.split.account,
    }


def _business(found: Claim) -> dict[str, Any]:
    """What a claim of another kind says beside."""
    return {
        "kind": found.kind,
        "event": found.settlement_id,
        "period": found.period,
        "purpose": found.purpose,
        "payer_party": found.payer_party or None,
        "payee_party": found.payee_party or None,
        "subject": found.person_id or None,
        "fee": found.fee,
        "item_count": found.items,
    }


def claim_cycle(claim_id: str) -> dict[str, Any]:
    """The month a claim is cleared in, and the rule that chose it."""
    with store.read() as tx:
        found = claims.find(tx, claim_id)
        if found is None:
            raise ClaimNotFound(claim_id=claim_id)
        cycle = cycles.find(tx, found.cycle_id) if found.cycle_id else None
        shown = _cycle(tx, cycle) if cycle else None
    own = found.own_period
    scope = scope_of(
        clearer_of(terms.successor(found.home_region), terms.successor(found.care_region))
    )
    in_force = terms.in_force(found.kind, own, scope)
    due = calendar(cycle.period if cycle else own, in_force)
    said = SENTENCES[Rule(found.rule)]
    return {
        "claim_id": found.id,
        "rule": found.rule,
        "rule_text": said.into(world.current().language),
        "settled_at": found.settled_at,
        "recorded_at": found.recorded_at,
        "settled_month": str(Month.of(found.settled_at)),
        "settled_period": None if found.is_medical else str(own),
        "frozen_from": due["freeze"].at,
        "is_prior_year": found.is_prior_year,
        "cycle": shown,
    }


# ---- cycles


def cycle(cycle_id: str) -> dict[str, Any]:
    with store.read() as tx:
        return cycle_shown(tx, cycle_id)


def cycle_shown(tx: Tx, cycle_id: str) -> dict[str, Any]:
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
    in_force = terms.in_force(found.kind, found.period, found.scope)
    done = {
        "freeze": found.frozen_at,
        "pay_providers": cycles.providers_paid_at(tx, found.id),
        "generate": found.generated_at,
        "sign": found.signed_at,
        "notify": found.notified_at,
        "pay": found.paid_at,
        "close": found.closed_at,
    }
    basis = terms.basis_of(found.kind, found.period, found.scope)
    how = found.how if found.settings else cooperations.settings(tx, found.province)[0]
    how = how if found.settings else how.of_kind(found.kind)
    dues = calendar(found.period, in_force)
    pays = dues.get("pay_providers")
    delayed = cycles.delayed_regions(tx, found.id, pays.at) if pays else []
    return {
        "id": found.id,
        "month": str(found.month),
        **({} if found.is_medical else {"kind": found.kind, "period": str(found.period)}),
        "scope": found.scope,
        "region": found.province,
        "settings": how.plain(),
        "is_overdue": found.overdue_at is not None,
        "overdue_at": found.overdue_at,
        "aborted_at": found.aborted_at,
        "status": found.status,
        "statement_version": found.statement_version,
        "declared_claims": memo[0] if memo else None,
        "declared": memo[1] if memo else None,
        "delayed_regions": delayed,
        "steps": [
            {
                "step": due.step,
                "due_at": due.at,
                "is_estimate": due.estimate,
                "done_at": done.get(due.step),
            }
            for due in dues.values()
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
