"""Claims and what audits took off them."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from services.settlement.domain import claims as states
from services.settlement.domain.amounts import Split
from services.settlement.domain.claims import Claim
from services.settlement.domain.kinds import MEDICAL
from services.settlement.store import cycle_lines
from services.settlement.store.rows import (
    PARTS,
    changed,
    split_columns,
    summed_parts,
    total,
    whole_split,
)
from services.settlement.store.tables import claims, deductions
from services.settlement.store.tables_books import journals
from services.settlement.store.tables_cycles import cycles
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel.money import Money

_PLAIN = tuple(field.name for field in fields(Claim) if field.name != "split")
_OF_BILLS = ("institution_id", "person_id", "insurance")
"""What a medical bill says; of another kind's claim it may be empty."""
_columns = (
    *(claims.c[name] for name in _PLAIN),
    *(claims.c[name] for name in PARTS),
    claims.c.clearing,
)
_all = sa.select(*_columns)
_insert = claims.insert()
_CHUNK = 500
_by_id = _all.where(claims.c.id == bindparam("id"))
_by_id_locked = _by_id.with_for_update()
_adjusting = _all.where(claims.c.adjusts == bindparam("id")).order_by(claims.c.seq)
_differing = _all.where(
    claims.c.refers == bindparam("id"), claims.c.status.in_(("settled", "adjusted"))
).order_by(claims.c.seq)
_versions = sa.select(cycles.c.statement_version).where(cycles.c.id == bindparam("cycle_id"))
_by_exchange_locked = _all.where(claims.c.exchange_id == bindparam("exchange_id")).with_for_update()


def _read(row: Any) -> Claim:
    values = {name: getattr(row, name) for name in _PLAIN}
    values |= {name: values[name] or "" for name in _OF_BILLS}
    return Claim(**values, split=whole_split(row, row.clearing))


def add(tx: Tx, claim: Claim) -> None:
    tx.execute(_insert, _row(claim))
    if claim.cycle_id is not None and claim.is_medical:
        cycle_lines.enter(tx, claims.c.id == claim.id)


def add_all(tx: Tx, made: Sequence[Claim]) -> None:
    """Many claims at once, in two statements for some hundreds of them."""
    for start in range(0, len(made), _CHUNK):
        some = made[start : start + _CHUNK]
        tx.add_all(claims, [_row(each) for each in some])
        cycle_lines.enter(tx, claims.c.id.in_([each.id for each in some]))


def _row(claim: Claim) -> dict[str, Any]:
    plain = {name: getattr(claim, name) for name in _PLAIN}
    plain |= {name: plain[name] or None for name in _OF_BILLS}
    return plain | {**split_columns(claim.split), "clearing": claim.split.clearing}


def find(tx: Tx, claim_id: str) -> Claim | None:
    row = tx.one(_by_id, {"id": claim_id})
    return _read(row) if row else None


def locked(tx: Tx, claim_id: str) -> Claim | None:
    row = tx.one(_by_id_locked, {"id": claim_id})
    return _read(row) if row else None


def locked_of_exchange(tx: Tx, exchange_id: str) -> Claim | None:
    row = tx.one(_by_exchange_locked, {"exchange_id": exchange_id})
    return _read(row) if row else None


def deduct(tx: Tx, claim: Claim, taken: Split, reason: str, is_clawed_back: bool) -> int:
    """Note an audit deduction; its ordinal among those of the claim."""
    count = sa.select(sa.func.count()).select_from(deductions)
    ordinal = int(tx.scalar(count.where(deductions.c.claim_id == claim.id))) + 1
    tx.execute(
        deductions.insert().values(
            id=tx.new_id("ded", claim.id, ordinal),
            claim_id=claim.id,
            ordinal=ordinal,
            cycle_id=claim.cycle_id,
            home_region=claim.home_region,
            care_region=claim.care_region,
            institution_id=claim.institution_id or None,
            insurance=claim.insurance or None,
            **split_columns(taken),
            amount=taken.clearing,
            reason=reason,
            is_clawed_back=is_clawed_back,
            made_in=claim.cycle_id,
            made_version=tx.scalar(_versions, {"cycle_id": claim.cycle_id}) or 0,
            is_prior_year=claim.is_prior_year,
            created_at=tx.world.now,
        )
    )
    tx.execute(claims.update().where(claims.c.id == claim.id).values(changed(claims, tx.world.now)))
    return ordinal


def deducted(tx: Tx, claim_id: str) -> Split:
    """What audits took off this claim so far."""
    columns = (*summed_parts(deductions), total(deductions.c.amount).label("amount"))
    row = tx.one(sa.select(*columns).where(deductions.c.claim_id == claim_id))
    return whole_split(row, row.amount) if row is not None and row[0] is not None else Split()


def adjustments_of(tx: Tx, claim_id: str) -> list[Claim]:
    """The claims that take parts of this one back, the oldest first."""
    return [_read(row) for row in tx.all(_adjusting, {"id": claim_id})]


def differences_of(tx: Tx, claim_id: str) -> list[Claim]:
    """The claims of what this one, priced again, came to more or less, and that stand."""
    found = [_read(row) for row in tx.all(_differing, {"id": claim_id})]
    return [one for one in found if one.status == "settled" or not is_reversed(tx, one.id)]


def is_reversed(tx: Tx, claim_id: str) -> bool:
    """Whether a claim takes this one back as a whole."""
    found = tx.scalar(sa.select(claims.c.id).where(claims.c.reverses == claim_id))
    return found is not None


def deductions_of(tx: Tx, claim_ids: Sequence[str]) -> dict[str, list[Any]]:
    """The deductions of each claim, the oldest first."""
    found: dict[str, list[Any]] = {}
    statement = (
        sa.select(deductions)
        .where(deductions.c.claim_id.in_(claim_ids))
        .order_by(deductions.c.claim_id, deductions.c.ordinal)
    )
    for row in tx.all(statement) if claim_ids else ():
        found.setdefault(row.claim_id, []).append(row)
    return found


def page(tx: Tx, query: PageQuery, filters: dict[str, Any]) -> Page:
    statement = _all.add_columns(cycles.c.status.label("cycle_status")).select_from(
        claims.outerjoin(cycles, cycles.c.id == claims.c.cycle_id)
    )
    for name, column in (
        ("care_region_code", claims.c.care_region),
        ("home_region_code", claims.c.home_region),
        ("cycle_id", claims.c.cycle_id),
        ("kind", claims.c.kind),
    ):
        if name in filters:
            statement = statement.where(column == filters[name])
    if "settlement_id" in filters:
        statement = statement.where(_comes_from(filters["settlement_id"]))
    if "status" in filters:
        statement = statement.where(_shown_as(filters["status"]))
    found = tx.page(statement, claims, query)
    return found.map(lambda row: (_read(row), row.cycle_status))


def _comes_from(settlement_id: str) -> Any:
    """Its own claim, and those that audits made of it (`:a1`, …)."""
    own = claims.c.exchange_id
    return sa.and_(own >= settlement_id, own < settlement_id + ";")


def _shown_as(status: str) -> Any:
    recorded, cycle_states = states.behind(status)
    if not cycle_states:
        return claims.c.status == recorded
    shown: Any = cycles.c.status.in_(cycle_states)
    by_hand = sa.and_(cycles.c.status == "open", claims.c.declared_at.is_not(None))
    if status == "settled":
        shown = sa.and_(shown, ~by_hand)
    if status == "declared":
        shown = sa.or_(shown, by_hand)
    return sa.and_(claims.c.status == recorded, shown)


# ---- sums over a cycle, read from the covering indexes


_LINE_KEYS = (
    claims.c.home_region,
    claims.c.care_region,
    claims.c.insurance,
    claims.c.is_prior_year,
)


def summed(tx: Tx, cycle_id: str, payer: str | None = None) -> list[Any]:
    """Rows of (payer, payee, insurance, is_prior_year, claims, parts…): what a cycle's claims
    come to."""
    statement = (
        sa.select(
            claims.c.home_region.label("payer"),
            claims.c.care_region.label("payee"),
            claims.c.insurance,
            claims.c.is_prior_year,
            sa.func.count().label("claims"),
            *summed_parts(claims),
        )
        .where(claims.c.cycle_id == cycle_id)
        .group_by(*_LINE_KEYS)
        .order_by(*_LINE_KEYS)
    )
    if payer is not None:
        statement = statement.where(claims.c.home_region == payer)
    return list(tx.all(statement))


def deductions_summed(tx: Tx, cycle_id: str, payer: str | None = None) -> list[Any]:
    """Rows of (payer, payee, insurance, is_prior_year, parts…): what audits took off them."""
    keys = (
        deductions.c.home_region,
        deductions.c.care_region,
        deductions.c.insurance,
        deductions.c.is_prior_year,
    )
    statement = (
        sa.select(
            deductions.c.home_region.label("payer"),
            deductions.c.care_region.label("payee"),
            deductions.c.insurance,
            deductions.c.is_prior_year,
            *summed_parts(deductions),
        )
        .where(deductions.c.cycle_id == cycle_id)
        .group_by(*keys)
        .order_by(*keys)
    )
    if payer is not None:
        statement = statement.where(deductions.c.home_region == payer)
    return list(tx.all(statement))


def due_to_providers(tx: Tx, cycle_id: str, care_region: str) -> dict[str, Money]:
    """What each hospital of a region is to be paid for a cycle: its claims less deductions.

    Claims that take earlier ones back don't lower it: that money is clawed back. What a
    hospital got for a claim in a month that the claim has left is not paid again.
    """
    owed = dict(tuple(row) for row in tx.all(_provider_claims(cycle_id, care_region)))
    for institution, amount in tx.all(_provider_deductions(cycle_id, care_region)):
        owed[institution] = owed.get(institution, Money.zero()) - amount
    return {institution: owed[institution] for institution in sorted(owed)}


def _provider_claims(cycle_id: str, care_region: str) -> Any:
    return (
        sa.select(claims.c.institution_id, total(claims.c.clearing))
        .where(
            claims.c.cycle_id == cycle_id,
            claims.c.care_region == care_region,
            claims.c.clearing > Money.zero(),
            ~claims.c.is_provider_paid,
        )
        .group_by(claims.c.institution_id)
    )


def _provider_deductions(cycle_id: str, care_region: str) -> Any:
    return (
        sa.select(deductions.c.institution_id, total(deductions.c.amount))
        .where(
            deductions.c.cycle_id == cycle_id,
            deductions.c.care_region == care_region,
            ~deductions.c.is_clawed_back,
            ~deductions.c.is_provider_paid,
        )
        .group_by(deductions.c.institution_id)
    )


_at_care = sa.exists().where(
    journals.c.kind.in_(("L1", "L7", "reversal")), journals.c.event == claims.c.id + ":care"
)
_in_transit = (
    sa.select(claims.c.home_region, claims.c.care_region, total(claims.c.clearing))
    .where(~_at_care, claims.c.status != "expired", claims.c.kind == MEDICAL)
    .group_by(claims.c.home_region, claims.c.care_region)
    .order_by(claims.c.home_region, claims.c.care_region)
)


_undone_at_care = sa.exists().where(
    journals.c.kind == "reversal", journals.c.event == claims.c.id + ":corrected:care"
)
_undoing = (
    sa.select(claims.c.home_region, claims.c.care_region, total(claims.c.undone))
    .where(claims.c.undone.is_not(None), ~_undone_at_care)
    .group_by(claims.c.home_region, claims.c.care_region)
    .order_by(claims.c.home_region, claims.c.care_region)
)


def in_transit(tx: Tx) -> dict[tuple[str, str], Money]:
    """(home, care) -> what is recorded but not yet in the books of the region of treatment."""
    found = {(row[0], row[1]): row[2] for row in tx.all(_in_transit)}
    for home, care, undone in tx.all(_undoing):
        found[home, care] = found.get((home, care), Money.zero()) - undone
    return found
