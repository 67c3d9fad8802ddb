"""From the army's finance office to a civilian pension: what has come, and what becomes of it.

The office is outside of this system. The agency of the area notes its voucher and its money; the
application of whom they are for (HRSS-063) then takes both over.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.benefits import problems_transfer as problems
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.insurance import EMPLOYEE, EMPLOYEE_PENSION, INSTITUTION, ledger
from services.benefits.domain.insurance import month as months_domain
from services.benefits.domain.insurance.month import ContributionMonth
from services.benefits.domain.transfer import military_transfer as domain
from services.benefits.domain.transfer.military_transfer import MilitaryTransfer
from services.benefits.flows import applicants, payments, relations
from services.benefits.flows.handling import PaymentOrder
from services.benefits.store import insurance, pension_accounts, store
from services.benefits.store import transfers as kept
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

TELL = "benefits.tell_military_transfer"
KEPT = kept.military
_BP = 10_000


# ---- what has come


def received(
    *,
    voucher_number: str,
    person_id: str,
    region_code: str,
    service_from: str,
    service_to: str,
    account: Money,
    pooled: Money,
    received: Money,
    index_bp: int | None = None,
) -> MilitaryTransfer:
    """Note a voucher and the money that came with it.

    RegionNotAllowed, person_not_found, MilitaryServiceImpossible, MilitaryVoucherThere.
    """
    world.require_region(region_code)
    person = applicants.person(person_id)
    with store.write() as tx:
        _check_service(tx, service_from, service_to, person.birth_date)
        tx.lock("army voucher", voucher_number)
        earlier = KEPT.newest(tx, KEPT.c.voucher_number == voucher_number)
        if earlier is not None:
            raise problems.MilitaryVoucherThere(
                voucher_number=voucher_number, transfer_id=earlier.id
            )
        now = tx.world.now
        made = MilitaryTransfer(
            id=tx.new_id("mtf", voucher_number),
            person_id=person.id,
            region_code=region_code,
            voucher_number=voucher_number,
            service_from=service_from,
            service_to=service_to,
            account=account,
            pooled=pooled,
            received=received,
            remittances=1,
            index_millionths=_millionths(index_bp),
            application_id=None,
            to_kind=None,
            months=0,
            doubles=0,
            refund=Money.zero(),
            explanation=None,
            received_on=tx.world.today,
            merged_on=None,
            completed_on=None,
            status=domain.MACHINE.initial,
            version=1,
            created_at=now,
            updated_at=now,
        )
        KEPT.add(tx, made)
        _book(tx, made, received)
        tx.emit("military_transfer.received", made.id, told(made))
        failpoint("benefits.military_transfer.before_commit")
        return tx.answer(made)


def _check_service(tx: Tx, first: str, last: str, birth: date) -> None:
    wrong = last < first or Month.parse(last) > Month.of(tx.world.today)
    if wrong or Month.parse(first) < Month.of(birth):
        raise problems.MilitaryServiceImpossible(service_from=first, service_to=last)


def _millionths(index_bp: int | None) -> int | None:
    return None if index_bp is None else index_bp * months_domain.INDEX_PARTS // _BP


def more_received(transfer_id: str, amount: Money) -> MilitaryTransfer:
    """The rest of the money of a voucher has come.

    MilitaryTransferNotFound, RegionNotAllowed, RecordState.
    """
    with store.write() as tx:
        found = _held(tx, transfer_id)
        world.require_region(found.region_code)
        relations.after(domain.MACHINE, found, "match")
        whole, number = found.received + amount, found.remittances + 1
        after = KEPT.change(tx, found, received=whole, remittances=number)
        _book(tx, after, amount)
        tx.emit("military_transfer.received", after.id, told(after))
        failpoint("benefits.military_funds.before_commit")
        return tx.answer(after)


def _book(tx: Tx, transfer: MilitaryTransfer, amount: Money) -> None:
    """It is on the area's bank account."""
    event = f"{transfer.id}:{transfer.remittances}"
    body = {"event": event, "region": transfer.region_code, "amount_fen": amount.fen}
    tx.send("settlement", "/internal/v1/army-funds", body, f"army-funds:{event}")


def _held(tx: Tx, transfer_id: str) -> MilitaryTransfer:
    return relations.held(tx, KEPT, transfer_id, problems.MilitaryTransferNotFound)


# ---- taken over


def merged(tx: Tx, case: Case, said: Decision, since: Figure[Month]) -> MilitaryTransfer:
    """The service counts here, and its account goes on; civilian months beside it go back."""
    terms = said.terms
    found = _held(tx, terms["transfer_id"])
    matched = KEPT.change(
        tx,
        found,
        status=domain.MACHINE.after(found.status, "match"),
        application_id=case.application_id,
        to_kind=terms["to_kind"],
    )
    doubles: Sequence[ContributionMonth] = terms["doubles"]
    for each in doubles:
        insurance.change_month(tx, each, "refund")
    refunds: Mapping[str, Money] = terms["refunds"]
    for kind, amount in refunds.items():
        if amount:
            _refund(tx, case, matched, kind, amount)
    months = _serve(tx, matched, since)
    _take_in(tx, matched)
    done = KEPT.change(
        tx,
        matched,
        status=domain.MACHINE.after(matched.status, "merge"),
        months=months,
        doubles=len(doubles),
        refund=sum(refunds.values(), Money.zero()),
        explanation=terms["explained"].as_json(),
        merged_on=tx.world.today,
    )
    tx.schedule(TELL, done.id, tx.world.now + payments.PAY_AFTER)
    tx.emit("military_transfer.merged", done.id, told(done))
    return done


def _refund(tx: Tx, case: Case, transfer: MilitaryTransfer, kind: str, amount: Money) -> None:
    """What the person paid for months that the army paid for as well goes onto the card."""
    account = pension_accounts.account_of(tx, transfer.person_id, kind, lock=True)
    assert account is not None, "the rule has seen what it holds, in this transaction"
    key, month = transfer.refund_key(kind), Month.of(tx.world.today)
    pension_accounts.post(tx, account, key, ledger.REFUND, month, -amount)
    payments.order(
        tx,
        PaymentOrder(key, amount, kind, "重复缴费退费"),
        item_code=case.item.code,
        region=account.region_code,
        person_id=transfer.person_id,
        payee_name=case.person.name,
    )


def _serve(tx: Tx, transfer: MilitaryTransfer, since: Figure[Month]) -> int:
    """Each month of the service stands on record: paid by the army, or deemed paid before it did.

    Those that somebody has recorded as deemed already stay as they are. How many there are.
    """
    voucher = transfer.voucher
    kind = transfer.to_kind or EMPLOYEE_PENSION
    first, last = voucher.first, voucher.last
    live = months_domain.LIVE
    have = insurance.months_of(tx, transfer.person_id, (kind,), first, last, statuses=live)
    there = {each.when for each in have}
    service = [first + n for n in range(last - first + 1)]
    made = [
        _month(tx, transfer, kind, each, is_paid=each >= since.value)
        for each in service
        if each not in there
    ]
    insurance.add_months(tx, made)
    return len(service)


def _month(
    tx: Tx, transfer: MilitaryTransfer, kind: str, month: Month, *, is_paid: bool
) -> ContributionMonth:
    now, nothing = tx.world.now, Money.zero()
    return ContributionMonth(
        person_id=transfer.person_id,
        kind=kind,
        month=str(month),
        region_code=transfer.region_code,
        relation_id=None,
        charge_id=None,
        category=EMPLOYEE if kind == EMPLOYEE_PENSION else INSTITUTION,
        base=nothing,
        employer=nothing,
        personal=nothing,
        subsidy=nothing,
        to_account=nothing,
        index_millionths=transfer.index_millionths,
        origin=months_domain.MILITARY if is_paid else months_domain.DEEMED,
        paid_on=None,
        status=months_domain.PAID_STATUS,
        live=1,
        version=1,
        created_at=now,
        updated_at=now,
    )


def _take_in(tx: Tx, transfer: MilitaryTransfer) -> None:
    if transfer.account:
        kind = transfer.to_kind or EMPLOYEE_PENSION
        account = pension_accounts.opened(tx, transfer.person_id, kind, transfer.region_code)
        month = Month.of(tx.world.today)
        amount = transfer.account
        pension_accounts.post(tx, account, transfer.in_key, ledger.TRANSFER_IN, month, amount)


def tell_due(transfer_id: str) -> None:
    """The person is told that the service counts."""
    with store.write() as tx:
        found = _held(tx, transfer_id)
        if found.status == domain.MERGED:
            after = domain.MACHINE.after(found.status, "tell_person")
            done = KEPT.change(tx, found, status=after, completed_on=tx.world.today)
            tx.emit("military_transfer.completed", done.id, told(done))
        tx.complete_job()


# ---- reading


def told(transfer: MilitaryTransfer) -> dict[str, Any]:
    """What an event says of a transfer."""
    return {
        "id": transfer.id,
        "person_id": transfer.person_id,
        "region_code": transfer.region_code,
        "received_fen": transfer.received.fen,
        "status": transfer.status,
    }


def get(transfer_id: str) -> MilitaryTransfer:
    """MilitaryTransferNotFound."""
    with store.read() as tx:
        return relations.seen(tx, KEPT, transfer_id, problems.MilitaryTransferNotFound)
