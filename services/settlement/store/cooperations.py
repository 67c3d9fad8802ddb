"""Co-operations and clearing schemes, kept and found."""

from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from services.settlement.domain.cooperations import Cooperation
from services.settlement.domain.schemes import Settings
from services.settlement.store.rows import changed, stamps
from services.settlement.store.tables_clearing import clearing_schemes, cooperations
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader

_all, _raw = reader(Cooperation, cooperations)
_by_id = _all.where(cooperations.c.id == bindparam("id"))
_active = _all.where(cooperations.c.is_active).order_by(cooperations.c.code)


def _read(row: Any) -> Cooperation:
    from dataclasses import replace

    found = _raw(row)
    return replace(found, members=tuple(found.members), kinds=tuple(found.kinds))


def add(tx: Tx, made: Cooperation) -> None:
    values = asdict(made) | {"claim_limit": made.claim_limit}
    values |= {"members": list(made.members), "kinds": list(made.kinds)}
    values |= {"periods": dict(made.periods) if made.periods else None}
    tx.execute(cooperations.insert().values(values))


def find(tx: Tx, cooperation_id: str) -> Cooperation | None:
    row = tx.one(_by_id, {"id": cooperation_id})
    return _read(row) if row else None


def locked(tx: Tx, cooperation_id: str) -> Cooperation | None:
    row = tx.one(_by_id.with_for_update(), {"id": cooperation_id})
    return _read(row) if row else None


def by_code(tx: Tx, code: str) -> Cooperation | None:
    tx.lock("cooperation", code)
    row = tx.one(_all.where(cooperations.c.code == code))
    return _read(row) if row else None


def active(tx: Tx) -> list[Cooperation]:
    """All that are in force in this world, by code."""
    return [_read(row) for row in tx.all(_active)]


def activate(tx: Tx, cooperation_id: str, is_active: bool) -> None:
    tx.execute(
        cooperations.update()
        .where(cooperations.c.id == cooperation_id)
        .values(is_active=is_active, **changed(cooperations, tx.world.now))
    )


def page(tx: Tx, query: PageQuery, filters: dict[str, Any]) -> Page:
    statement = _all
    for name in ("scope", "is_active"):
        if name in filters:
            statement = statement.where(cooperations.c[name] == filters[name])
    return tx.page(statement, cooperations, query).map(_read)


# ---- schemes


def settings(tx: Tx, province: str) -> tuple[Settings, int]:
    """How a scheme's months are cleared in this world, and the version of that."""
    row = tx.one(
        sa.select(clearing_schemes.c.settings, clearing_schemes.c.version).where(
            clearing_schemes.c.province == province
        )
    )
    return (Settings.read(row[0]), row[1]) if row else (Settings(), 0)


def change(tx: Tx, province: str, wanted: Settings) -> int:
    """Keep other settings; their version."""
    _, version = settings(tx, province)
    if version:
        tx.execute(
            clearing_schemes.update()
            .where(clearing_schemes.c.province == province)
            .values(settings=wanted.plain(), **changed(clearing_schemes, tx.world.now))
        )
        return version + 1
    tx.execute(
        clearing_schemes.insert().values(
            province=province, settings=wanted.plain(), **stamps(tx.world.now)
        )
    )
    return 1
