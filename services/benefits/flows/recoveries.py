"""Having benefits given back (追回): decided, refunded off the card, kept back from later ones.

The region's book has what was decided as owed to it from then on, and its fund as not spent. A
refund is taken off the debtor's card by a due job; an employer pays from its own account.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from services.benefits import problems_recovery as problems
from services.benefits.domain import recovery as domain
from services.benefits.domain.recovery import Part, Recovery
from services.benefits.store import recoveries, store
from sscsim import peers, world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.problems import Relayed

TAKE_REFUND = "benefits.take_refund"
TAKE_AFTER = timedelta(seconds=30)
"""How long an order to take a refund needs to reach the bank, in sandbox time."""
_BOOKS = "/internal/v1/benefit-recoveries"
_ACCEPTED = "00"


def demand(
    tx: Tx,
    key: str,
    amount: Money,
    *,
    person_id: str | None,
    party_id: str | None,
    region: str,
    fund: str,
    item_code: str,
    about_id: str,
    reason: str,
    note: str | None = None,
) -> Recovery:
    """Decide that something is given back; the one there is when its key was used before."""
    earlier = recoveries.with_key(tx, key)
    if earlier is not None:
        return earlier
    now = tx.world.now
    made = Recovery(
        id=tx.new_id("rcv", key),
        business_key=key,
        person_id=person_id if party_id is None else None,
        party_id=party_id,
        region_code=region,
        fund=fund,
        item_code=item_code,
        about_id=about_id,
        reason=reason,
        note=note,
        amount=amount,
        promised=Money.zero(),
        given_back=Money.zero(),
        decided_on=tx.world.today,
        settled_on=None,
        status=domain.OPEN,
        version=1,
        created_at=now,
        updated_at=now,
    )
    recoveries.add(tx, made)
    tx.send("settlement", _BOOKS, _booked(made, amount), f"benefit-recovery:{made.id}")
    tx.emit("benefit_recovery.decided", made.id, _told(made))
    return made


def kept_back(
    tx: Tx,
    against: str,
    amount: Money,
    *,
    region: str,
    fund: str,
    person_id: str | None,
    party_id: str | None = None,
    but: Collection[str] = (),
) -> Money:
    """Keep back from a payment what its payee owes to the same fund of the region (抵扣).

    `against`: the key of the payment; `but`: recoveries that come back otherwise. What is kept
    back; the rest is paid.
    """
    if person_id is None and party_id is None:
        return Money.zero()
    owed = recoveries.open_of(tx, region, fund, person_id=person_id, party_id=party_id)
    shares = domain.kept_back([each for each in owed if each.id not in but], amount)
    for known, share in shares:
        part = _part(tx, known, domain.OFFSET, share, domain.DONE, against)
        _given_back(tx, known, part)
    return sum_money(share for _, share in shares)


# ---- refunds


def refund(recovery_id: str, amount_fen: Money) -> Recovery:
    """Give some of it back, off the card or from an employer's account (退回).

    RecoveryNotFound, NotTheDebtor, RegionNotAllowed, RecoverySettled, RefundTooMuch.
    """
    with store.write() as tx:
        known = _held(tx, recovery_id)
        _check_may_refund(known)
        domain.check_refund(known, amount_fen)
        if known.person_id is None:
            part = _part(tx, known, domain.REFUND, amount_fen, domain.DONE)
            return tx.answer(_given_back(tx, known, part))
        return tx.answer(ordered(tx, known, amount_fen))


def ordered(tx: Tx, known: Recovery, amount: Money) -> Recovery:
    """Have some of it taken off the person's card, by a due job. The recovery is held."""
    part = _part(tx, known, domain.REFUND, amount, domain.ORDERED)
    tx.schedule(TAKE_REFUND, part.id, tx.world.now + TAKE_AFTER)
    return recoveries.change(tx, known, promised=known.promised + amount)


def open_ids(tx: Tx, region: str, fund: str, person_id: str) -> list[str]:
    """What a person owes to a fund of a region, the oldest first; held."""
    found = recoveries.open_of(tx, region, fund, person_id=person_id, party_id=None)
    return [each.id for each in found]


def _check_may_refund(known: Recovery) -> None:
    if world.current().role == "agency":
        world.require_region(known.region_code)
    _check_may_see(known)


def _check_may_see(known: Recovery) -> None:
    """An employer sees what itself owes. NotTheDebtor."""
    at = world.current()
    if at.role == "employer" and known.party_id != at.party_id:
        raise problems.NotTheDebtor(recovery_id=known.id)


def take_refund(part_id: str) -> None:
    """Have the bank side take it off the card, in a due job; safe to run twice."""
    with store.read() as tx:
        part = recoveries.find_part(tx, part_id)
        assert part is not None, "a part is never removed"
        known = recoveries.find(tx, part.recovery_id)
    assert known is not None
    code = _asked(part, known) if part.status == domain.ORDERED else None
    failpoint("benefits.refund.after_card")
    with store.write() as tx:
        if code is not None:
            _recorded(tx, part_id, code)
        tx.complete_job()


def _asked(part: Part, known: Recovery) -> str:
    body = {
        "event": part.id,
        "person_id": known.person_id,
        "amount_fen": part.amount.fen,
        "memo": "待遇退回",
    }
    try:
        answer = peers.call("card", "POST", "/internal/v1/bank-collections", body)
    except peers.Refused as refusal:
        raise Relayed(refusal.status, refusal.problem) from None
    return str(answer["return_code"])


def _recorded(tx: Tx, part_id: str, code: str) -> None:
    seen = recoveries.find_part(tx, part_id)
    assert seen is not None
    known = _held(tx, seen.recovery_id)
    part = recoveries.find_part(tx, part_id, lock=True)
    assert part is not None
    if part.status != domain.ORDERED:
        return
    known = recoveries.change(tx, known, promised=known.promised - part.amount)
    if code != _ACCEPTED:
        recoveries.change_part(tx, part, status=domain.FAILED, return_code=code)
        return
    _given_back(tx, known, recoveries.change_part(tx, part, status=domain.DONE, return_code=code))


def received(tx: Tx, key: str, against: str, amount: Money) -> None:
    """Money that is there already goes to the recovery with this key, up to what is owed."""
    seen = recoveries.with_key(tx, key)
    assert seen is not None, "it was demanded before"
    known = _held(tx, seen.id)
    counted = any(each.against == against for each in recoveries.parts(tx, known.id))
    share = min(amount, known.free)
    if not counted and share > Money.zero():
        part = _part(tx, known, domain.REFUND, share, domain.DONE, against)
        _given_back(tx, known, part)


# ---- both


def _part(
    tx: Tx, known: Recovery, kind: str, amount: Money, status: str, against: str | None = None
) -> Part:
    ordinal = recoveries.next_part(tx, known.id)
    now = tx.world.now
    made = Part(
        id=tx.new_id("rcp", known.id, ordinal),
        recovery_id=known.id,
        ordinal=ordinal,
        kind=kind,
        amount=amount,
        against=against,
        return_code=None,
        status=status,
        version=1,
        created_at=now,
        updated_at=now,
    )
    recoveries.add_part(tx, made)
    return made


def _given_back(tx: Tx, known: Recovery, part: Part) -> Recovery:
    """So much less is owed; settled with the last of it."""
    given = known.given_back + part.amount
    changes: dict[str, Any] = {"given_back": given}
    if given == known.amount:
        after = domain.MACHINE.after(known.status, "settle")
        changes |= {"status": after, "settled_on": tx.world.today}
    changed = recoveries.change(tx, known, **changes)
    body = {**_booked(known, part.amount), "event": part.id, "kind": part.kind}
    tx.send("settlement", f"{_BOOKS}/given-back", body, f"benefit-given-back:{part.id}")
    if changed.status == domain.SETTLED:
        tx.emit("benefit_recovery.settled", changed.id, _told(changed))
    return changed


def _booked(known: Recovery, amount: Money) -> dict[str, Any]:
    return {
        "recovery_id": known.id,
        "region": known.region_code,
        "fund": known.fund,
        "amount_fen": amount.fen,
    }


def _told(known: Recovery) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": known.id,
        "item_code": known.item_code,
        "amount_fen": known.amount.fen,
        "region_code": known.region_code,
        "status": known.status,
    }
    return said | ({"person_id": known.person_id} if known.person_id is not None else {})


def _held(tx: Tx, recovery_id: str) -> Recovery:
    found = recoveries.find(tx, recovery_id, lock=True)
    if found is None:
        raise problems.RecoveryNotFound(recovery_id=recovery_id)
    return found


# ---- reading


def get(recovery_id: str) -> Recovery:
    """RecoveryNotFound, NotTheDebtor."""
    with store.read() as tx:
        found = recoveries.find(tx, recovery_id)
    if found is None:
        raise problems.RecoveryNotFound(recovery_id=recovery_id)
    _check_may_see(found)
    return found


def parts(recovery_id: str) -> list[Part]:
    """What was given back, step by step. RecoveryNotFound, NotTheDebtor."""
    get(recovery_id)
    with store.read() as tx:
        return recoveries.parts(tx, recovery_id)


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    """An employer sees what itself owes."""
    at = world.current()
    if at.role == "employer":
        filters = {**filters, "party_id": at.party_id}
    with store.read() as tx:
        return recoveries.page(tx, page, filters)
