"""Households and family links."""

from dataclasses import dataclass, replace
from typing import Any, Protocol

from services.card import problems_people as problems
from services.card.domain import household as domain
from services.card.domain.household import FamilyLink, Household, Member
from services.card.domain.person import check_pooling_area
from services.card.flows import known
from services.card.problems import PersonNotFound
from services.card.store import households, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint


class ListRequest(Protocol):
    """Which page of a list, with which filters."""

    @property
    def page(self) -> PageQuery: ...
    @property
    def filters(self) -> Any: ...


@dataclass(frozen=True)
class Home:
    """A household with its members."""

    members: list[Member]
    id: str
    region_code: str
    address: str | None
    version: int
    created_at: Any
    updated_at: Any


def _home(tx: Tx, found: Household) -> Home:
    return Home(
        households.members(tx, found.id),
        found.id,
        found.region_code,
        found.address,
        found.version,
        found.created_at,
        found.updated_at,
    )


def _known(tx: Tx, household_id: str, locked: bool = False) -> Household:
    find = households.find_locked if locked else households.find
    found = find(tx, household_id)
    if found is None:
        raise problems.HouseholdNotFound(household_id=household_id)
    return found


def create(head_person_id: str, region_code: str | None = None, address: str | None = None) -> Home:
    """Found a household around its head (户主)."""
    if region_code is not None:
        check_pooling_area(region_code)
    with store.write() as tx:
        head = known.locked_person(tx, head_person_id)
        area = region_code or head.region_code
        world.require_region(area)
        _check_homeless(tx, head.id)
        number = households.count_in(tx, area) + 1
        made = Household(
            id=tx.new_id("hsh", area, number, head.id),
            region_code=area,
            address=address,
            version=1,
            created_at=world.now(),
            updated_at=world.now(),
        )
        households.add(tx, made)
        households.join(tx, Member(made.id, head.id, "head"))
        tx.emit("household.founded", made.id, {"id": made.id, "region_code": area})
        failpoint("card.found_household.before_commit")
        return tx.answer(_home(tx, made))


def _check_homeless(tx: Tx, person_id: str) -> None:
    member = households.membership(tx, person_id)
    if member is not None:
        raise problems.MemberElsewhere(person_id=person_id, household_id=member.household_id)


def join(household_id: str, person_id: str, relation: str) -> Home:
    """A person joins a household as its head's relation."""
    with store.write() as tx:
        home = _known(tx, household_id, locked=True)
        world.require_region(home.region_code)
        known.locked_person(tx, person_id)
        _check_homeless(tx, person_id)
        if relation == "head" and any(
            member.relation == "head" for member in households.members(tx, home.id)
        ):
            raise problems.OneHead(household_id=home.id)
        households.join(tx, Member(home.id, person_id, relation))
        return tx.answer(_told(tx, home, "household.joined", person_id))


def leave(household_id: str, person_id: str) -> Home:
    """A person leaves a household."""
    with store.write() as tx:
        home = _known(tx, household_id, locked=True)
        world.require_region(home.region_code)
        member = households.membership(tx, person_id)
        if member is None or member.household_id != home.id:
            raise PersonNotFound(person_id=person_id)
        households.leave(tx, person_id)
        return tx.answer(_told(tx, home, "household.left", person_id))


def _told(tx: Tx, home: Household, event: str, person_id: str) -> Home:
    after = replace(home, version=home.version + 1, updated_at=world.now())
    households.change(tx, after)
    tx.emit(event, home.id, {"id": home.id, "person_id": person_id})
    return _home(tx, after)


def get(household_id: str) -> Home:
    with store.read() as tx:
        return _home(tx, _known(tx, household_id))


def list_households(query: ListRequest) -> Page:
    with store.read() as tx:
        page = households.page(tx, query.page, query.filters)
        return page.map(lambda found: _home(tx, found))


# ---- family


def link(person_id: str, relative_id: str, relation: str) -> FamilyLink:
    """Note that the relative is the person's spouse, parent, child …; seen from both sides."""
    domain.check_link(person_id, relative_id)
    with store.write() as tx:
        for each in sorted((person_id, relative_id)):
            person = known.locked_person(tx, each)
            if each == person_id:
                world.require_region(person.region_code)
        earlier = households.link_between(tx, person_id, relative_id)
        if earlier is not None:
            raise problems.FamilyLinkExists(relation=earlier.relation)
        made = FamilyLink(
            id=tx.new_id("fam", person_id, relative_id),
            person_id=person_id,
            relative_id=relative_id,
            relation=relation,
            version=1,
            created_at=world.now(),
            updated_at=world.now(),
        )
        households.link(tx, made, tx.new_id("fam", relative_id, person_id))
        tx.emit("family.linked", made.id, {"id": made.id, "relation": relation})
        failpoint("card.link_family.before_commit")
        return tx.answer(made)


def unlink(link_id: str) -> None:
    with store.write() as tx:
        found = _known_link(tx, link_id)
        world.require_region(known.person(tx, found.person_id).region_code)
        households.unlink(tx, found)
        tx.emit("family.unlinked", found.id, {"id": found.id})
        return tx.answer(None)


def _known_link(tx: Tx, link_id: str) -> FamilyLink:
    found = households.find_link(tx, link_id)
    if found is None:
        raise problems.FamilyLinkNotFound(link_id=link_id)
    return found


def get_link(link_id: str) -> FamilyLink:
    with store.read() as tx:
        return _known_link(tx, link_id)


def list_links(person_id: str, query: ListRequest) -> Page:
    with store.read() as tx:
        known.person(tx, person_id)
        return households.page_links(tx, person_id, query.page)
