"""Looking for counterexamples to the laws of the accumulators."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import sqlalchemy as sa

from services.medical.domain.year import YearSoFar
from services.medical.store.laws import Found, raw, shown, total
from services.medical.store.tables import accumulators, insured_settlements
from services.medical.store.tables_kinds import disease_accumulators
from sscsim.db import Tx

_YEAR = ("person_id", "insurance_kind", "home_region_code", "insurance_year")
_PARTS = tuple(part.name for part in fields(YearSoFar))
_CAPPED = {
    "pool": "outpatient_pool",
    "outpatient_pool": "pool",
    "pharmacy_pool": None,
    "chronic_pool": None,
    "prenatal_pool": None,
}
"""Accumulators that a cap stands over, and the one beside each that may use it up too."""

Sums = Mapping[tuple[Any, ...], dict[str, int]]


def accumulator_off_settlements(tx: Tx) -> Found:
    """An accumulator that isn't the sum of what settlements and reversals added (P6)."""
    added = insured_settlements.c
    return _apart(
        _YEAR,
        _sums(tx, insured_settlements, _YEAR, {part: total(added[part]) for part in _PARTS}),
        _kept(tx, accumulators, _YEAR, {part: raw(accumulators.c[part]) for part in _PARTS}),
    )


def disease_off_settlements(tx: Tx) -> Found:
    """The same for the accumulators of a chronic disease."""
    added, kept, key = insured_settlements.c, disease_accumulators.c, (*_YEAR, "disease")
    parts = {"deductible": added.disease_deductible, "pool": added.disease_pool}
    sums = {name: total(column) for name, column in parts.items()}
    return _apart(
        key,
        _sums(tx, insured_settlements, key, sums, added.disease.is_not(None)),
        _kept(tx, disease_accumulators, key, {name: raw(kept[name]) for name in parts}),
    )


def _sums(
    tx: Tx, table: Any, key: tuple[str, ...], parts: Mapping[str, Any], *where: Any
) -> dict[tuple[Any, ...], dict[str, int]]:
    columns = [table.c[name] for name in key]
    query = sa.select(*columns, *(part.label(f"sum_{name}") for name, part in parts.items()))
    rows = tx.all(query.where(*where).group_by(*columns))
    return {
        tuple(row[: len(key)]): {name: int(getattr(row, f"sum_{name}")) for name in parts}
        for row in rows
    }


def _kept(
    tx: Tx, table: Any, key: tuple[str, ...], parts: Mapping[str, Any]
) -> dict[tuple[Any, ...], dict[str, int]]:
    columns = [table.c[name] for name in key]
    rows = tx.all(sa.select(*columns, *(part.label(f"sum_{name}") for name, part in parts.items())))
    return {
        tuple(row[: len(key)]): {name: int(getattr(row, f"sum_{name}")) for name in parts}
        for row in rows
    }


def _apart(names: tuple[str, ...], sums: Sums, kept: Sums) -> Found:
    for key in sorted(sums.keys() | kept.keys()):
        parts = (sums.get(key) or kept[key]).keys()
        nothing = dict.fromkeys(parts, 0)
        should, does = sums.get(key, nothing), kept.get(key, nothing)
        if should != does:
            found = dict(zip(names, key, strict=True))
            return {**found, "settlements": should, "accumulator": does}
    return None


def pool_over_cap(tx: Tx) -> Found:
    """A year in which the pool paid more than the highest cap of its settlements (P6).

    The highest, because a cap that is lowered during a year takes back nothing. A year with a
    settlement that had no cap has no limit. Stays and outpatient visits have a cap each, or
    one together.
    """
    for name, beside in _CAPPED.items():
        row = tx.one(_over_cap(name, beside))
        if row is not None:
            return {
                "accumulator_id": row.id,
                "person_id": row.person_id,
                "counts_in": name,
                "pool_fen": int(row.used),
                "cap_fen": int(row.cap),
            }
    return None


def _over_cap(name: str, beside: str | None) -> Any:
    table = insured_settlements.c
    caps = _highest(table.pool_cap, _YEAR, table.counts_in == name)
    used = raw(accumulators.c[name])
    if beside is not None:
        used = used + sa.case((caps.c.shared == 1, raw(accumulators.c[beside])), else_=0)
    return _above(accumulators, caps, _YEAR, used)


def disease_over_cap(tx: Tx) -> Found:
    """A year in which the pool paid more for a chronic disease than its highest cap."""
    table, key = insured_settlements.c, (*_YEAR, "disease")
    caps = _highest(table.disease_cap, key, table.disease.is_not(None))
    return shown(tx.one(_above(disease_accumulators, caps, key, raw(disease_accumulators.c.pool))))


def _highest(cap: Any, key: tuple[str, ...], chosen: Any) -> Any:
    """The highest cap of the settlements that stand, where each of them had one."""
    table = insured_settlements.c
    columns = [table[name] for name in key]
    return (
        sa.select(
            *columns,
            sa.func.max(raw(cap)).label("cap"),
            sa.func.max(sa.case((table.shares_cap, 1), else_=0)).label("shared"),
        )
        .where(table.reversed_by.is_(None), table.kind == "settlement", chosen)
        .group_by(*columns)
        .having(sa.func.count() == sa.func.count(cap))
        .subquery()
    )


def _above(kept: Any, caps: Any, key: tuple[str, ...], used: Any) -> Any:
    of_year = sa.and_(*(kept.c[name] == caps.c[name] for name in key))
    return (
        sa.select(kept.c.id, kept.c.person_id, used.label("used"), caps.c.cap)
        .select_from(caps.join(kept, of_year))
        .where(used > caps.c.cap)
        .order_by(kept.c.seq)
        .limit(1)
    )
