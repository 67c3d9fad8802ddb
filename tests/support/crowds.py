"""A town of pensioners in a running simulator's stores: written in few statements, not by as many
applications."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from services.benefits.domain.pension import certification as certify
from services.benefits.domain.pension import employee, record
from services.benefits.domain.pension.certification import Certification
from services.benefits.domain.pension.record import Pension, PensionChange
from services.benefits.store import store as benefits
from services.benefits.store import tables_pension as t
from services.card.store import store as card
from services.card.store import tables as c
from services.card.store import tables_bank as bank
from sscsim import db, settings
from sscsim.db import Tx
from sscsim.db.rows import values
from sscsim.kernel import explain
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text
from tests.support.bench import Bench

FIRST_MONTH, GOOD_UNTIL = "2026-04", date(2036, 12, 31)
_SAID = Text(zh="每月 {result}", en="{result} a month")


@contextmanager
def inside(data: Path, sandbox: str, environment: Mapping[str, str]) -> Iterator[Bench]:
    """The stores of a world of a simulator that runs beside this process."""
    own = settings.Settings(
        data_dir=data,
        context_secret="crowd",
        database_url=environment.get("SSC_DATABASE_URL", ""),
    )
    settings.use(own)
    try:
        bench = Bench(sandbox=sandbox, epoch=1_000_000)
        with bench.entered(role="system"):
            yield bench
    finally:
        db.close_all()
        settings.use(None)


def pensioned(region: str) -> int:
    """Everybody who was made for a region draws an employee's pension from April on; how many."""
    p = c.persons.c
    with card.read() as tx:
        people = tx.all(sa.select(p.id, p.name, p.birth_date).order_by(p.seq))
    with benefits.write() as tx:
        made = [_pension(tx, number, row, region) for number, row in enumerate(people)]
        tx.add_all(t.pensions, [values(each) for each in made])
        tx.add_all(t.pension_changes, [values(_made(tx, each)) for each in made])
        tx.add_all(t.pension_certifications, [values(_seen(tx, each)) for each in made])
    return len(made)


def _pension(tx: Tx, number: int, row: Any, region: str) -> Pension:
    monthly = Money(200_000 + number)
    return Pension(
        id=tx.new_id("pns", row.id, 1),
        ordinal=1,
        person_id=row.id,
        person_name=row.name,
        birth_date=row.birth_date,
        scheme=record.EMPLOYEE,
        kind=record.PENSION,
        item_code="HRSS-020",
        application_id=tx.new_id("sap", row.id),
        region_code=region,
        months=240,
        retired_month="2026-03",
        from_month=FIRST_MONTH,
        last_month=None,
        roll_month=FIRST_MONTH,
        monthly=monthly,
        account_part=Money.zero(),
        in_hard_region=False,
        certified_until=GOOD_UNTIL,
        paused_from=None,
        paused_for=None,
        ended_for=None,
        status=record.GRANTED,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )


def _made(tx: Tx, known: Pension) -> PensionChange:
    step = explain.amount("pension.basic", "fixed", {"fixed": known.monthly}, _SAID, share="basic")
    return PensionChange(
        pension_id=known.id,
        ordinal=1,
        kind=record.MADE,
        month=FIRST_MONTH,
        roll_month=FIRST_MONTH,
        monthly=known.monthly,
        reason=None,
        application_id=known.application_id,
        explanation=employee.summed([step], ("basic",)).as_json(),
        created_at=tx.world.now,
    )


def _seen(tx: Tx, known: Pension) -> Certification:
    return Certification(
        id=tx.new_id("pce", known.person_id),
        person_id=known.person_id,
        region_code=known.region_code,
        method=None,
        living_place=None,
        certified_on=None,
        valid_until=GOOD_UNTIL,
        status=certify.CERTIFIED,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )


def lines_of(month: str) -> list[Any]:
    """A month's lines as the benefits' store has them: pension, person, payment, fen, status."""
    m = t.pension_months.c
    fen = sa.type_coerce(m.amount, db.Int()).label("fen")
    query = sa.select(m.pension_id, m.person_id, m.payment_id, fen, m.status)
    with benefits.read() as tx:
        return list(tx.all(query.where(m.month == month).order_by(m.seq)))


def entries_of(payments: list[str]) -> dict[str, list[int]]:
    """What the bank's ledger took in for each of these payments, in fen."""
    e, found = bank.bank_entries.c, dict[str, list[int]]()
    fen = sa.type_coerce(e.amount, db.Int()).label("fen")
    wanted = {f"peer/{each}" for each in payments}
    with card.read() as tx:
        for row in tx.each(sa.select(e.event, fen).order_by(e.seq)):
            if row.event in wanted:
                found.setdefault(row.event.removeprefix("peer/"), []).append(row.fen)
    return found


def paid_once(month: str, people: int) -> Counter[str]:
    """Checks a month of the whole town: one line each, the bank's ledger has its sum once, or not
    at all where it was returned. How many lines have which status."""
    lines = lines_of(month)
    assert len(lines) == len({each.pension_id for each in lines}) == people
    assert len({each.payment_id for each in lines}) == people
    entries = entries_of([each.payment_id for each in lines])
    for each in lines:
        expected = [each.fen] if each.status == "paid" else []
        assert entries.get(each.payment_id, []) == expected, each
    return Counter(each.status for each in lines)
