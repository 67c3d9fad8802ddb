"""Audited applications of institutions, and whether they are paid."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import sqlalchemy as sa

from services.settlement.store.tables import claims
from services.settlement.store.tables_books import journals
from services.settlement.store.tables_provider import PAID, WAITING, provider_applications
from sscsim.db import Tx
from sscsim.db.rows import reader
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month, at

_p = provider_applications.c


@dataclass(frozen=True, slots=True)
class ProviderApplication:
    application_id: str
    region: str
    institution_id: str
    insurance: str
    month: str
    local: Money
    has_claims: bool
    status: str
    paid_at: datetime | None

    @property
    def is_waiting(self) -> bool:
        return self.status == WAITING


_SELECT, _read = reader(ProviderApplication, provider_applications)


def locked(tx: Tx, application_id: str) -> ProviderApplication | None:
    row = tx.one(_SELECT.where(_p.application_id == application_id).with_for_update())
    return _read(row) if row else None


def find(tx: Tx, application_id: str) -> ProviderApplication | None:
    row = tx.one(_SELECT.where(_p.application_id == application_id))
    return _read(row) if row else None


def add(tx: Tx, application_id: str, **what: Any) -> None:
    tx.execute(
        provider_applications.insert().values(
            application_id=application_id, status=WAITING, created_at=tx.world.now, **what
        )
    )


def note_paid(tx: Tx, application_id: str) -> None:
    tx.execute(
        provider_applications.update()
        .where(_p.application_id == application_id)
        .values(status=PAID, paid_at=tx.world.now)
    )


def unpaid_claim(tx: Tx, of: ProviderApplication) -> str | None:
    """A claim of the institution's month whose clearing month has not paid the institution yet."""
    month = Month.parse(of.month)
    c = claims.c
    key = c.cycle_id + ":" + c.care_region + ":" + c.institution_id
    is_paid = sa.exists().where(journals.c.kind == "L4", journals.c.event == key)
    found: str | None = tx.scalar(
        sa.select(c.id)
        .where(
            c.institution_id == of.institution_id,
            c.insurance == of.insurance,
            c.settled_at >= at(month.first, time(0)),
            c.settled_at < at((month + 1).first, time(0)),
            c.cycle_id.is_not(None),
            c.clearing > Money.zero(),
            ~c.is_provider_paid,  # in a month that the claim has left since
            ~is_paid,
        )
        .order_by(c.seq)
        .limit(1)
    )
    return found
