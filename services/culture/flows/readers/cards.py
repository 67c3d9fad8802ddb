"""Cards that a library makes itself (读者证): made, lost, replaced; of families too."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from services.culture import problems_libraries as problems
from services.culture import problems_reader_cards as refusals
from services.culture.domain import fees
from services.culture.domain import reader_cards as domain
from services.culture.domain.house import HouseRules
from services.culture.domain.library import Library
from services.culture.domain.reader_cards import ReaderCard
from services.culture.domain.readers import Reader
from services.culture.flows import known
from services.culture.flows.circulation import charging
from services.culture.store import reader_cards as rows
from services.culture.store import store
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.states import ForbiddenEdge


def made(
    tx: Tx,
    reader: Reader,
    at: Library,
    kind: str,
    *,
    members: Sequence[str] = (),
    valid_to: date | None = None,
) -> ReaderCard:
    """A new card of a library, for this reader."""
    tx.lock("reader card numbers", at.id)
    serial = rows.CARDS.count(tx, rows.CARDS.c.library_id == at.id) + 1
    card = ReaderCard(
        id=tx.new_id("lrc", at.id, serial),
        reader_id=reader.id,
        person_id=reader.person_id,
        library_id=at.id,
        network_id=at.network_id,
        number=domain.number_of(at.number, kind, serial),
        kind=kind,
        member_ids=list(members),
        valid_to=valid_to,
        status=domain.ACTIVE,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )
    rows.CARDS.add(tx, card)
    tx.emit("reader_card.made", card.id, {"id": card.id, "reader_id": reader.id, "kind": kind})
    return card


def last_day(house: HouseRules, today: date) -> date:
    """Of a temporary card (临时证). LibraryRuleMissing where the house makes none."""
    if house.temporary_card_days is None:
        raise problems.LibraryRuleMissing(house.library_id, "temporary_card_days")
    return today + timedelta(days=house.temporary_card_days.value)


def issue_family(library_id: str, reader_id: str, member_ids: Sequence[str]) -> ReaderCard:
    """A card for several readers of one library's network (家庭证); the first one answers for it.

    LibraryNotFound, RegionNotAllowed, ReaderNotFound, NotAReader, ReaderClosed,
    LibraryRuleMissing where the house has none, FamilyTooSmall, FamilyMemberTaken.
    """
    at = known.desk(library_id)
    with store.write() as tx:
        reader = known.reader(tx, reader_id, lock=True)
        family = known.rules(tx, at.id).house.family
        everybody = list(dict.fromkeys((reader.id, *member_ids)))
        for each in everybody:
            known.membership(tx, known.reader(tx, each), at)
        if family is None:
            raise problems.LibraryRuleMissing(at.id, "family.items")
        if len(everybody) < family.members.value:
            raise refusals.FamilyTooSmall(family.members.value)
        for card in rows.families_of(tx, at.id):
            taken = next((each for each in everybody if each in card.member_ids), None)
            if taken is not None:
                raise refusals.FamilyMemberTaken(reader_id=taken, card_id=card.id)
        card = made(tx, reader, at, domain.FAMILY, members=everybody)
        failpoint("culture.family_card.before_commit")
        return tx.answer(card)


def report_lost(card_id: str) -> ReaderCard:
    """Nothing is lent by it from now on (挂失).

    ReaderCardNotFound, RegionNotAllowed, ReaderCardMoveNotAllowed.
    """
    with store.write() as tx:
        card = known.reader_card(tx, card_id, lock=True)
        known.desk_of_role(card.library_id)
        return tx.answer(moved(tx, card, "report_lost"))


def replace(card_id: str) -> ReaderCard:
    """Another one in its place (补证): the same, with a new number, for what the house takes.

    ReaderCardNotFound, RegionNotAllowed, ReaderClosed, ReaderCardMoveNotAllowed, LibraryRuleMissing
    where the house names no price.
    """
    with store.write() as tx:
        card = known.reader_card(tx, card_id, lock=True)
        at = known.desk(card.library_id)
        reader = known.reader(tx, card.reader_id, lock=True)
        price = known.rules(tx, at.id).house.replacement_card
        if price is None:
            raise problems.LibraryRuleMissing(at.id, "replacement_card")
        moved(tx, card, "replace")
        new = made(tx, reader, at, card.kind, members=card.member_ids, valid_to=card.valid_to)
        whose = (reader.id, reader.person_id, at.id)
        charging.add(tx, whose, fees.CARD, price.value)
        failpoint("culture.replace_card.before_commit")
        return tx.answer(new)


def moved(tx: Tx, card: ReaderCard, event: str) -> ReaderCard:
    """The card after this event; it is held. ReaderCardMoveNotAllowed."""
    try:
        status = domain.MACHINE.after(card.status, event)
    except ForbiddenEdge as edge:
        raise refusals.ReaderCardMoveNotAllowed(
            card_id=card.id, status=card.status, allowed=", ".join(edge.allowed) or "–"
        ) from None
    changed = rows.CARDS.change(tx, card, status=status)
    tx.emit("reader_card.changed", card.id, {"id": card.id, "status": status})
    return changed


def close_all(tx: Tx, reader: Reader, network_id: str) -> None:
    """Who leaves a network leaves the cards of its libraries."""
    for card in rows.in_hand(tx, reader.id, network_id):
        moved(tx, card, "close")


def get(card_id: str) -> ReaderCard:
    """ReaderCardNotFound."""
    with store.read() as tx:
        return known.reader_card(tx, card_id)


def page(page: PageQuery, **filters: Any) -> Page:
    with store.read() as tx:
        return rows.CARDS.page(tx, page, filters)
