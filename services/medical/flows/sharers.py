"""Opening a personal account to family (家庭共济授权), and closing it again."""

from datetime import date

from services.medical import problems_accounts as problems
from services.medical import terms_accounts as terms
from services.medical.domain import sharing
from services.medical.domain.sharing import Sharer, SharingTerms
from services.medical.flows import accounts, people
from services.medical.store import packs, sharers, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money
from sscsim.policy import FigureMissing, PolicyMissing


def authorise(
    person_id: str,
    member_person_id: str,
    limit_per_year: Money | None = None,
    start_date: date | None = None,
    end_date: date | None = None,
) -> Sharer:
    """Let a spouse, parent or child use the account, within the limit of a year."""
    start = start_date or world.today()
    if person_id == member_person_id:
        raise problems.SharerIsOwner()
    if end_date is not None and end_date < start:
        raise problems.SharerDatesWrong(start=start, end=end_date)
    held = accounts.get(person_id)
    world.require_region(held.region_code)
    told = people.asked(
        "/internal/v1/family-links", {"person_id": person_id, "relative_id": member_person_id}
    )
    relation = told.get("relation")
    if relation not in sharing.FAMILY:
        raise problems.SharerNotFamily(member_person_id=member_person_id, relation=relation or "–")
    with store.write() as tx:
        _check_reach(tx, held.region_code, told["relative_regions"])
        earlier = sharers.of_owner(tx, person_id)
        for one in earlier:
            if one.member_person_id == member_person_id and one.overlaps(start, end_date):
                raise problems.SharerExists(sharer_id=one.id)
        ordinal = len(earlier) + 1
        made = Sharer(
            id=tx.new_id("shr", person_id, ordinal),
            person_id=person_id,
            ordinal=ordinal,
            member_person_id=member_person_id,
            relation=relation,
            limit_per_year=limit_per_year,
            start_date=start,
            end_date=end_date,
            ended_at=None,
            version=1,
            created_at=world.now(),
            updated_at=world.now(),
        )
        sharers.add(tx, made)
        tx.emit("account_sharer.authorised", made.id, _told(made))
        failpoint("medical.authorise_sharer.before_commit")
        return tx.answer(made)


def _check_reach(tx: Tx, owner: str, members: list[str]) -> None:
    """SharingNotAllowed unless both regions let the money go so far."""
    for member in members:
        if allowed_by(tx, owner, member) is not None:
            return
    raise problems.SharingNotAllowed(owner=owner, member=", ".join(members) or "–")


def allowed_by(tx: Tx, owner: str, member: str) -> tuple[Figure[bool], ...] | None:
    """The figures that let an account in one region pay for somebody insured in the other."""
    day = tx.world.now.date()
    owners, members = _rules(tx, owner, day), _rules(tx, member, day)
    if owners is None or members is None:
        return None
    figures = sharing.between(owners, owner, members, member)
    return figures if all(figure.value for figure in figures) else None


def _rules(tx: Tx, region: str, day: date) -> SharingTerms | None:
    """The region's figures; None where it has none: then nobody shares."""
    try:
        return terms.sharing(region, day, packs.text_of(tx, region))
    except (PolicyMissing, FigureMissing):
        return None


def end(person_id: str, sharer_id: str) -> Sharer:
    """Take an authorisation back, at once; what was paid stays paid."""
    region = accounts.get(person_id).region_code
    world.require_region(region)
    with store.write() as tx:
        found = sharers.find(tx, sharer_id, lock=True)
        if found is None or found.person_id != person_id:
            raise problems.SharerNotFound(sharer_id=sharer_id)
        if found.status(world.today()) == sharing.ENDED:
            raise problems.SharerEnded(sharer_id=sharer_id)
        ended = sharers.end(tx, found)
        tx.emit("account_sharer.ended", ended.id, _told(ended))
        failpoint("medical.end_sharer.before_commit")
        return tx.answer(ended)


def page(person_id: str, page: PageQuery) -> Page:
    accounts.get(person_id)
    with store.read() as tx:
        return sharers.page(tx, person_id, page)


def _told(sharer: Sharer) -> dict[str, str]:
    return {
        "id": sharer.id,
        "person_id": sharer.person_id,
        "member_person_id": sharer.member_person_id,
    }
