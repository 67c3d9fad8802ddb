"""HRSS-055: to which account of the card benefits are paid (待遇发放账户维护)."""

from typing import Any

from services.benefits.domain.cards.card_file import CardFile
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.insurance import payout_account as domain
from services.benefits.domain.insurance.payout_account import Facts
from services.benefits.flows import card_service
from services.benefits.flows.handling import Effect, Handling
from services.benefits.store import payout_accounts
from sscsim.db import Tx


def _gather(case: Case) -> CardFile:
    return card_service.file_of(case.person.id)


def _facts(tx: Tx, case: Case, gathered: Any) -> Facts:
    tx.lock(payout_accounts.KEPT.table.name, case.person.id)
    scheme = case.inputs["benefit_scheme"]
    return Facts(gathered, payout_accounts.current(tx, case.person.id, scheme))


def _effect(tx: Tx, case: Case, _said: Decision) -> Effect:
    """Payments of the scheme go there from the month on."""
    made = payout_accounts.choose(
        tx,
        case.person.id,
        case.inputs["benefit_scheme"],
        case.inputs["account_id"],
        domain.month_of(case),
        case.application_id,
    )
    told = {"id": made.id, "person_id": made.person_id, "scheme": made.scheme}
    tx.emit("payout_account.chosen", made.id, {**told, "from_month": made.from_month})
    return Effect({"payout_account_id": made.id})


HANDLING = Handling(domain.CODE, decide=domain.decide, gather=_gather, facts=_facts, effect=_effect)
