"""Households, their members and family links."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import bindparam, func, select

from services.card.domain.household import INVERSE, FamilyLink, Household, Member
from services.card.store.tables_lifecycle import family_links, household_members, households
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader

_all, _read = reader(Household, households)
_by_id = _all.where(households.c.id == bindparam("id"))
_members, _read_member = reader(Member, household_members)
_links, _read_link = reader(FamilyLink, family_links)


def count_in(tx: Tx, region_code: str) -> int:
    tx.lock("households", region_code)
    found = select(func.count()).select_from(households)
    return int(tx.scalar(found.where(households.c.region_code == region_code)))


def add(tx: Tx, household: Household) -> None:
    tx.execute(households.insert().values(asdict(household)))


def change(tx: Tx, household: Household) -> None:
    tx.execute(households.update().where(households.c.id == household.id).values(asdict(household)))


def find(tx: Tx, household_id: str) -> Household | None:
    row = tx.one(_by_id, {"id": household_id})
    return _read(row) if row else None


def find_locked(tx: Tx, household_id: str) -> Household | None:
    row = tx.one(_by_id.with_for_update(), {"id": household_id})
    return _read(row) if row else None


def page(tx: Tx, query: PageQuery, filters: Any) -> Page:
    statement = _all
    if "region_code" in filters:
        statement = statement.where(households.c.region_code == filters["region_code"])
    if "person_id" in filters:
        member = household_members.c.person_id == filters["person_id"]
        statement = statement.where(
            households.c.id.in_(select(household_members.c.household_id).where(member))
        )
    return tx.page(statement, households, query).map(_read)


def members(tx: Tx, household_id: str) -> list[Member]:
    """In the order in which they joined."""
    mine = household_members.c.household_id == household_id
    return [
        _read_member(row) for row in tx.all(_members.where(mine).order_by(household_members.c.seq))
    ]


def membership(tx: Tx, person_id: str) -> Member | None:
    row = tx.one(_members.where(household_members.c.person_id == person_id))
    return _read_member(row) if row else None


def join(tx: Tx, member: Member) -> None:
    tx.execute(household_members.insert().values(asdict(member)))


def leave(tx: Tx, person_id: str) -> None:
    tx.execute(household_members.delete().where(household_members.c.person_id == person_id))


# ---- family


def link(tx: Tx, made: FamilyLink, mirrored_id: str) -> None:
    """Keep the link, and the same seen from the relative."""
    mirrored = asdict(made) | {
        "id": mirrored_id,
        "person_id": made.relative_id,
        "relative_id": made.person_id,
        "relation": INVERSE[made.relation],
    }
    for values in (asdict(made), mirrored):
        tx.execute(family_links.insert().values(values))


def unlink(tx: Tx, found: FamilyLink) -> None:
    for one, other in (
        (found.person_id, found.relative_id),
        (found.relative_id, found.person_id),
    ):
        tx.execute(
            family_links.delete().where(
                family_links.c.person_id == one, family_links.c.relative_id == other
            )
        )


def find_link(tx: Tx, link_id: str) -> FamilyLink | None:
    row = tx.one(_links.where(family_links.c.id == link_id))
    return _read_link(row) if row else None


def link_between(tx: Tx, person_id: str, relative_id: str) -> FamilyLink | None:
    row = tx.one(
        _links.where(
            family_links.c.person_id == person_id, family_links.c.relative_id == relative_id
        )
    )
    return _read_link(row) if row else None


def page_links(tx: Tx, person_id: str, query: PageQuery) -> Page:
    mine = _links.where(family_links.c.person_id == person_id)
    return tx.page(mine, family_links, query).map(_read_link)
