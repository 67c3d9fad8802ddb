"""Family service (亲情服务): one phone shows the codes of relatives, so many of each kind."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from services.card import problems_electronic as problems
from services.card import terms
from services.card.domain import electronic_card as domain
from services.card.flows import known as holders
from services.card.flows.change import SeenVersion
from services.card.flows.electronic import known
from services.card.store import electronic, store
from sscsim import world
from sscsim.db import Tx


@dataclass(frozen=True)
class Member:
    id: str
    electronic_card_id: str
    person_id: str
    relation: str
    version: int
    created_at: datetime
    updated_at: datetime


def add(
    electronic_card_id: str, person_id: str, relation: str, has_face_photo: bool = False
) -> Member:
    with store.write() as tx:
        return tx.answer(added(tx, electronic_card_id, person_id, relation, has_face_photo))


def added(
    tx: Tx, electronic_card_id: str, person_id: str, relation: str, has_face_photo: bool = False
) -> Member:
    """The new member; FamilyMemberKnown, FamilyQuotaFull, FamilyPhotoNeeded."""
    found, _ = known.usable(tx, electronic_card_id)
    relative = holders.person(tx, person_id)
    held = electronic.family(tx, found.id)
    if person_id == found.person_id or person_id in {row.person_id for row in held}:
        raise problems.FamilyMemberKnown(person_id=person_id)
    rules = terms.electronic_card(found.region_code, world.today())
    domain.check_quota(relation, Counter(row.relation for row in held), rules.family)
    if relative.age_on(world.today()) < rules.photo_below_age and not has_face_photo:
        raise problems.FamilyPhotoNeeded(age=rules.photo_below_age)
    now = world.now()
    member = Member(
        tx.new_id("fam", found.id, person_id), found.id, person_id, relation, 1, now, now
    )
    electronic.add_relative(
        tx, {name: getattr(member, name) for name in Member.__dataclass_fields__}
    )
    tx.emit("electronic_family.added", member.id, {"id": member.id, "relation": relation})
    return member


def listed(electronic_card_id: str) -> list[Member]:
    """All relatives: the quota keeps the list short."""
    with store.read() as tx:
        found = known.card(tx, electronic_card_id)
        return [_member(row) for row in electronic.family(tx, found.id)]


def get_member(member_id: str) -> Member:
    with store.read() as tx:
        row = electronic.relative(tx, member_id)
        if row is None:
            raise problems.FamilyMemberNotFound(member_id=member_id)
        return _member(row)


def remove(member_id: str, match: SeenVersion) -> None:
    with store.write() as tx:
        row = electronic.relative(tx, member_id)
        if row is None:
            raise problems.FamilyMemberNotFound(member_id=member_id)
        match.check(row.version)
        removed(tx, member_id)
        tx.answer(None)


def removed(tx: Tx, member_id: str) -> None:
    """Take a member out whom the caller has found."""
    electronic.remove_relative(tx, member_id)
    tx.emit("electronic_family.removed", member_id, {"id": member_id})


def _member(row: object) -> Member:
    return Member(**{name: getattr(row, name) for name in Member.__dataclass_fields__})
