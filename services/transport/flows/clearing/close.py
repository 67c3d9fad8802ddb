"""A service day of an operator is closed: summed, split, booked, and claimed where it must be.

One pass over an index, whatever the number of charges: none of them is written. What issuing
centres of the city owe is booked at once and moved by the city's centre some days later; what a
centre of another city owes is claimed, by a job of its own for each.
"""

from dataclasses import replace
from datetime import date, time
from typing import Any

from services.transport.domain.clearing import (
    ACCEPTED,
    ACCOUNT,
    AWAITS_ANSWER,
    CLEARED,
    CLOSED,
    OTHER_CITY,
    PENDING,
    SAME_CITY,
    Batch,
    BatchPart,
    Conceded,
    Part,
    split,
)
from services.transport.flows.clearing import due
from services.transport.store import batches, issuers, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel import workdays
from sscsim.kernel.money import sum_money
from sscsim.kernel.periods import Month, at

RIDES, PAYMENTS = "/internal/v1/transit-rides", "/internal/v1/transit-payments"
_MORNING = time(9)


def close(key: str) -> None:
    """Close the day that the key names; one that is closed stays as it is."""
    operator_id, day = due.named(key)
    with store.write() as tx:
        if batches.of_day(tx, operator_id, day) is None:
            _close(tx, operator_id, day)
            failpoint("transport.batch_close.committing")
        tx.complete_job()
    failpoint("transport.batch_close.committed")


def _close(tx: Tx, operator_id: str, day: date) -> None:
    sums = batches.sums(tx, operator_id, day)
    if not sums:
        return
    region = due.region_of(operator_id)
    rules = due.rules(tx, region, day)
    near = [one.id for one in issuers.issuers().values() if one.region == region]
    split_up, conceded = split(sums, near, rules)
    now = tx.world.now
    batch = Batch(
        id=tx.new_id("tbt", operator_id, day.isoformat()),
        number=batches.next_number(tx, operator_id),
        operator_id=operator_id,
        region_code=region,
        day=day,
        count=sum(one.count for one in sums),
        amount=sum_money(one.amount for one in sums),
        subsidy=sum_money(one.subsidy for one in sums),
        status=CLOSED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    parts = [_part(tx, batch, one) for one in split_up]
    if all(part.status == ACCEPTED for part in parts):
        batch = replace(batch, status=CLEARED)
    batches.add(tx, batch, parts, conceded)
    for part in parts:
        _go_on(tx, part, rules.city_payment_workdays)
    _concessions(tx, batch, conceded, rules.claimed_workdays)
    tx.emit("transit_batch.closed", batch.id, told(batch))


def _part(tx: Tx, batch: Batch, one: Part) -> BatchPart:
    """Nothing has to be claimed of who owes nothing."""
    waits = one.way == OTHER_CITY and bool(one.amount)
    return BatchPart(
        id=tx.new_id("tbp", batch.id, one.issuer_id, one.payer),
        batch_id=batch.id,
        operator_id=batch.operator_id,
        issuer_id=one.issuer_id,
        payer=one.payer,
        day=batch.day,
        way=one.way,
        count=one.count,
        amount=one.amount,
        fee=one.fee,
        status=PENDING if waits else ACCEPTED,
        code=AWAITS_ANSWER if waits else None,
        attempt=1,
        claim_event=None,
        claim_id=None,
        answered_at=None if waits else tx.world.now,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )


def _go_on(tx: Tx, part: BatchPart, payment_workdays: int) -> None:
    """Book what needs nobody's answer (T2, T4), and note the rest."""
    if not part.amount:
        return
    if part.way == OTHER_CITY:
        tx.schedule(due.CLAIM, f"{part.id}:{part.attempt}", tx.world.now)
        return
    if part.way == ACCOUNT:
        body: dict[str, Any] = {
            "event": part.id,
            "operator": part.operator_id,
            "purpose": "owed",
            "amount_fen": part.amount.fen,
        }
        tx.send("settlement", PAYMENTS, body, part.id)
        return
    assert part.way == SAME_CITY
    body = {
        "event": part.id,
        "issuer": part.issuer_id,
        "acquirer": part.operator_id,
        "fare_fen": part.amount.fen,
        "fee_fen": part.fee.fen,
    }
    tx.send("settlement", RIDES, body, part.id)
    pay_on = workdays.after(tx.world.today, payment_workdays).day
    tx.schedule(due.CITY_PAY, part.id, at(pay_on, _MORNING))


def _concessions(tx: Tx, batch: Batch, conceded: list[Conceded], workdays_later: int) -> None:
    """T3 for each region, and the claim form of its month."""
    for one in conceded:
        event = f"{batch.id}:{one.region_code}"
        if one.amount:
            body = {
                "event": event,
                "issuer": batch.operator_id,
                "acquirer": batch.operator_id,
                "fare_fen": 0,
                "concession_fen": one.amount.fen,
                "region": one.region_code,
            }
            tx.send("settlement", RIDES, body, event)
        month = Month.of(batch.day)
        asks_on = workdays.after(month.last, workdays_later).day
        key = f"{batch.operator_id}:{one.region_code}:{month}"
        tx.schedule(due.REIMBURSE, key, max(at(asks_on, _MORNING), tx.world.now))


def city_pay(part_id: str) -> None:
    """The city's centre has moved what an issuer of the city owes (T6)."""
    with store.write() as tx:
        part = batches.part(tx, part_id)
        if part is not None and tx.received(f"city-pay:{part_id}"):
            body = {
                "event": part.id,
                "operator": part.operator_id,
                "issuer": part.issuer_id,
                "purpose": "city",
                "amount_fen": part.share.fen,
            }
            tx.send("settlement", PAYMENTS, body, f"{part.id}:city")
            failpoint("transport.batch_city_pay.committing")
        tx.complete_job()


def told(batch: Batch) -> dict[str, Any]:
    """What an event says of a batch."""
    return {
        "id": batch.id,
        "operator_id": batch.operator_id,
        "region_code": batch.region_code,
        "date": batch.day.isoformat(),
        "status": batch.status,
        "count": batch.count,
        "amount_fen": batch.amount.fen,
        "subsidy_fen": batch.subsidy.fen,
    }
