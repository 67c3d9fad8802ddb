"""A deduction of an institution's audit (审核扣款, L3), from a claim or from a local settlement."""

from typing import Any

from services.settlement.domain import posting_rules as rules
from services.settlement.domain.amounts import Split, TooMuchDeducted, deduction
from services.settlement.flows import deduct, local
from services.settlement.problems import DeductionTooLarge
from services.settlement.store import ledger, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.ledger import Journal
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Problem


def take(*, deduction_id: str, claim_id: str | None = None, **what: Any) -> None:
    """Book it and say so, or say why not; once, however often it comes."""
    with store.write() as tx:
        if not tx.received(f"audit-deduction:{deduction_id}"):
            return
        answer = {"deduction_id": deduction_id, "status": "booked"}
        try:
            if claim_id is not None:
                deduct.deducted(tx, claim_id, what["amount_fen"], what["reason"])
            else:
                _deduct_locally(tx, deduction_id, **what)
        except Problem as refused:
            # Asked before anything is written, so there is nothing to undo.
            answer |= {"status": "not_booked", "problem": refused.code}
        tx.send(
            "medical",
            "/internal/v1/audit-deductions/answers",
            answer,
            key=f"deduction-answer:{deduction_id}",
        )
        failpoint("settlement.audit_deduction.booking")


def _deduct_locally(
    tx: Tx,
    deduction_id: str,
    settlement_id: str,
    region: str,
    institution_id: str,
    insurance: str,
    funds: dict[str, int],
    amount_fen: Money,
    reason: str,
) -> None:
    """No claim, one book: the institution is owed less, the fund has spent less."""
    left = Split.of({name: Money(fen) for name, fen in funds.items()}, Money.zero())
    try:
        taken = deduction(left, amount_fen)
    except TooMuchDeducted:
        raise DeductionTooLarge(settlement_id, left.fund_total.plain()) from None
    postings = rules.deducted_locally(region, insurance, institution_id, taken)
    ledger.book(tx, [Journal("L3", local.audited(settlement_id), postings)])
    data = {
        "id": deduction_id,
        "settlement_id": settlement_id,
        "amount_fen": amount_fen.fen,
        "reason": reason,
    }
    tx.emit("local_settlement.deducted", settlement_id, data)
