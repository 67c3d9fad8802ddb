"""Reversing a settlement (冲正): a settlement of its own that gives every amount back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from services.medical.domain.settlement import (
    REVERSAL,
    REVERSING,
    RUNNING,
    Settlement,
)
from services.medical.domain.visit import Visit
from services.medical.flows import insured, settle, settling
from services.medical.flows.visits import require_place
from services.medical.store import settlements, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint


def reverse(
    settlement_id: str, also: Callable[[Tx, Visit, Settlement], None] | None = None
) -> Settlement:
    """Reverse, or with a key that was used before: find out and go on.

    `also` is done in the transaction that first writes the reversal.
    """
    earlier = settling.resumed()
    if earlier is not None:
        found = settling.again(earlier)
        if found is not None:
            return found
    with store.write() as tx:
        original = settling.known(tx, settlement_id)
        world.require_region(original.care_region_code)
        visit, original = settling.held(tx, settlement_id)
        require_place(visit.of_kind)
        original.check_reversible()
        settling.check_newest(tx, original)
        reversal = _begun(tx, original)
        if also is not None:
            also(tx, visit, reversal)
        if not reversal.is_cross_region:
            return tx.answer(_at_home(tx, visit, reversal))
        settling.begin(tx, reversal)
        failpoint("medical.reverse.before_begin")
    failpoint("medical.reverse.after_begin")
    return settling.carry(reversal, _request(original), first=True)


def _begun(tx: Tx, original: Settlement) -> Settlement:
    ordinal = settlements.next_ordinal(tx, original.visit_id)
    made = replace(
        original,
        id=tx.new_id("stl", original.visit_id, ordinal),
        kind=REVERSAL,
        reverses=original.id,
        refers=None,
        ordinal=ordinal,
        status=RUNNING,
        total=-original.total,
        own_pay=-original.own_pay,
        over_limit=-original.over_limit,
        preself=-original.preself,
        in_scope=-original.in_scope,
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
    settlements.add(tx, made, _request(original))
    settlements.change(tx, original, status=REVERSING, reversed_by=made.id)
    return made


def _request(original: Settlement) -> dict[str, Any]:
    return {"original": original.id}


def _at_home(tx: Tx, visit: Visit, reversal: Settlement) -> Settlement:
    result = insured.take_back(tx, reversal.id, str(reversal.reverses))
    done = settling.record_reversal(tx, visit, reversal, result, None)
    failpoint("medical.reverse_at_home.before_commit")
    settle.tell_book(tx, done, result, original=str(reversal.reverses))
    return done
