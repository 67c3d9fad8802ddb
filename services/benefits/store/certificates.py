"""Certificates."""

from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from services.benefits.domain.certificate import Certificate
from services.benefits.store.tables import service_certificates
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_SELECT, _read = reader(Certificate, service_certificates)
_t = service_certificates.c


def find(tx: Tx, certificate_id: str, *, lock: bool = False) -> Certificate | None:
    query = _SELECT.where(_t.id == certificate_id)
    row = tx.one(query.with_for_update() if lock else query)
    return _read(row) if row else None


def with_number(tx: Tx, number: str) -> Certificate | None:
    row = tx.one(_SELECT.where(_t.number == number))
    return _read(row) if row else None


def next_ordinal(tx: Tx, region_code: str, item_code: str, on: date) -> int:
    """The place in the day's row of certificates of one item in one region."""
    tx.lock("certificate", region_code, item_code, on.isoformat())
    count = tx.scalar(
        sa.select(sa.func.count())
        .select_from(service_certificates)
        .where(_t.region_code == region_code, _t.item_code == item_code, _t.issued_on == on)
    )
    return int(count) + 1


def add(tx: Tx, certificate: Certificate) -> None:
    tx.execute(service_certificates.insert(), values(certificate))


def change(tx: Tx, certificate: Certificate, **changes: Any) -> Certificate:
    now = tx.world.now
    changed = replace(certificate, **changes, version=certificate.version + 1, updated_at=now)
    written = {**changes, "version": changed.version, "updated_at": now}
    tx.execute(service_certificates.update().where(_t.id == certificate.id).values(**written))
    return changed


def page(tx: Tx, page: PageQuery, filters: dict[str, Any]) -> Page:
    query = _SELECT.where(*(_t[name] == value for name, value in filters.items()))
    return tx.page(query, service_certificates, page).map(_read)
