"""Keeping what institutions upload (信息上传), and reading it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from services.medical import problems_uploads as problems
from services.medical.domain.institution import Institution
from services.medical.domain.settlement import SETTLEMENT, Settlement
from services.medical.domain.upload import Record, Upload
from services.medical.flows.interface import register
from services.medical.flows.read_stock import Asked
from services.medical.problems import SettlementNotFound
from services.medical.store import settlements, store, uploads
from sscsim import world
from sscsim.db import Tx
from sscsim.kernel.money import Money

_SAID = tuple(field.name for field in fields(Record))


@dataclass(frozen=True)
class Totals:
    """Of records that stand: how many, how much money they are about, how many have faults."""

    count: int
    amount: Money
    faulty: int


@dataclass(frozen=True)
class Mismatch:
    """A visit of which another sum was uploaded than its lines have."""

    visit_number: str
    stated: Money
    lines: Money


def keep(
    institution: Institution,
    msgid: str,
    records: Sequence[Record],
    *,
    first: bool = False,
    again: bool = False,
) -> list[Upload]:
    """Keep records; one that is known gets a new revision. `first`: none may be known, `again`:
    each must be.

    VisitNotFound, SettlementNotFound where a record names what is none of the institution's;
    UploadExists, UploadUnknown.
    """
    with store.write() as tx:
        for infno in sorted({one.infno for one in records}):
            keys = [one.business_key for one in records if one.infno == infno]
            uploads.lock(tx, institution.institution_code, infno, keys)
        made = []
        for one in records:
            check(tx, institution, one)
            known = uploads.newest(tx, institution.institution_code, one.infno, one.business_key)
            if first and known is not None:
                raise problems.UploadExists(business_key=one.business_key)
            if again and known is None:
                raise problems.UploadUnknown(business_key=one.business_key)
            made.append(revised(tx, institution, msgid, one, known))
        return tx.answer(made)


def check(tx: Tx, institution: Institution, one: Record) -> None:
    """Whether the visit and the settlement that it names are the institution's."""
    if one.visit_id is not None:
        register.the_visit(tx, institution, one.visit_id, one.person_id)
    if one.settlement_id is not None:
        settlement_of(tx, institution, one.settlement_id)


def settlement_of(tx: Tx, institution: Institution, settlement_id: str) -> Settlement:
    """A settlement of this institution, not a reversal; SettlementNotFound."""
    found = settlements.find(tx, settlement_id)
    if found is None or found.institution_id != institution.id or found.kind != SETTLEMENT:
        raise SettlementNotFound(settlement_id=settlement_id)
    return found


def revised(
    tx: Tx, institution: Institution, msgid: str, one: Record, known: Upload | None
) -> Upload:
    """Add the next revision."""
    code, now = institution.institution_code, world.now()
    revision = known.revision + 1 if known else 1
    made = Upload(
        id=tx.new_id("upl", code, one.infno, one.business_key, revision),
        institution_code=code,
        revision=revision,
        msgid=msgid,
        version=1,
        created_at=now,
        updated_at=now,
        **{name: getattr(one, name) for name in _SAID},
    )
    uploads.add(tx, made)
    return made


# ---- questions


def found(institution: Institution, infno: str, conditions: Mapping[str, Any]) -> list[Upload]:
    with store.read() as tx:
        return uploads.found(tx, institution.institution_code, infno, conditions)


def of_settlement(
    institution: Institution, infno: str, settlement_id: str
) -> tuple[Settlement, Upload | None]:
    """A settlement with the newest record of a number about it; SettlementNotFound."""
    with store.read() as tx:
        settlement = settlement_of(tx, institution, settlement_id)
        return settlement, uploads.newest(tx, institution.institution_code, infno, settlement_id)


def totals(
    institution: Institution, infnos: Sequence[str], since: date | None, until: date | None
) -> Totals:
    with store.read() as tx:
        count, fen, faulty = uploads.totals(
            tx, institution.institution_code, infnos, {}, _days(since, until)
        )
    return Totals(count, Money(fen), faulty)


def mismatches(
    institution: Institution,
    sums: str,
    lines: str,
    since: date | None,
    until: date | None,
    page: tuple[int, int],
) -> list[Mismatch]:
    with store.read() as tx:
        rows = uploads.mismatches(
            tx, institution.institution_code, sums, lines, _days(since, until), page
        )
    return [Mismatch(number, Money(stated), Money(added)) for number, stated, added in rows]


def _days(since: date | None, until: date | None) -> tuple[datetime | None, datetime | None]:
    return Asked({}, since, until).days
