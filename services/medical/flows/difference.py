"""Settling a difference (补差, X22): figures were changed afterwards for a day long settled.

The home region's agency has an old settlement priced again. Only what differs is settled, as a
settlement of its own that refers to the old one, on the road that every settlement takes.

How the old one was paid stands: the cash part of the difference says what the person still owes,
or, below zero, is to be given back, over the counter and outside this system.
"""

from dataclasses import replace
from typing import Any

from services.medical.domain import asked
from services.medical.domain.settlement import (
    DIFFERENCE,
    RUNNING,
    Settlement,
)
from services.medical.domain.visit import Visit
from services.medical.flows import insured, settle, settling
from services.medical.problems_bills import DifferenceUnderWay
from services.medical.store import settlements, store
from sscsim import world
from sscsim.db import Tx
from sscsim.kernel.money import Money


def difference(settlement_id: str) -> Settlement:
    """Settle what differs, or with a key that was used before: find out and go on."""
    earlier = settling.resumed()
    if earlier is not None:
        found = settling.again(earlier)
        if found is not None:
            return found
    with store.write() as tx:
        original = settling.known(tx, settlement_id)
        world.require_region(original.home_region_code)
        visit, original = settling.held(tx, settlement_id)
        original.check_priceable()
        under_way = settlements.difference_under_way(tx, original.id)
        if under_way is not None:
            raise DifferenceUnderWay(settlement_id=original.id, difference_id=under_way)
        made = _made(tx, original)
        request = settlements.request_of(tx, original.id)
        if not made.is_cross_region:
            return tx.answer(_at_home(tx, visit, made, request))
        settlements.add(tx, made, request)
        settling.begin(tx, made)
    return settling.carry(made, request, first=True)


def _made(tx: Tx, original: Settlement) -> Settlement:
    """Nothing is billed again: all parts of the bill are zero."""
    ordinal = settlements.next_ordinal(tx, original.visit_id)
    zero = Money.zero()
    return replace(
        original,
        id=tx.new_id("stl", original.visit_id, ordinal),
        kind=DIFFERENCE,
        refers=original.id,
        ordinal=ordinal,
        bill_number=None,
        is_interim=False,
        status=RUNNING,
        total=zero,
        own_pay=zero,
        over_limit=zero,
        preself=zero,
        in_scope=zero,
        deductible=None,
        funds=None,
        fund_pay=None,
        hospital_part=None,
        person_part=None,
        own_account_pay=None,
        family_account_pay=None,
        account_pay=None,
        family_accounts=None,
        payment_status=None,
        cash_pay=None,
        clearing_amount=None,
        claim_id=None,
        policy_origin=None,
        settled_at=None,
        version=1,
        created_at=world.now(),
        updated_at=world.now(),
    )


def _at_home(tx: Tx, visit: Visit, made: Settlement, request: dict[str, Any]) -> Settlement:
    result = insured.difference(tx, made.id, str(made.refers), asked.read(request))
    settlements.add(tx, made, request)
    done = settling.record_difference(tx, visit, made, result, None)
    settle.tell_book(tx, done, result, None)
    return done
