"""Day and monthly passes (日票、月票): sold onto a card and paid from its purse; held for rides."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from services.transport import problems_cards as problems
from services.transport import terms
from services.transport.domain import card as domain
from services.transport.domain import passes_held as words
from services.transport.domain import purse
from services.transport.domain.card import NewEntry, TransitCard
from services.transport.domain.passes_held import TransitPass
from services.transport.domain.system import FareSystem
from services.transport.flows import purses, systems
from services.transport.flows.cards import known
from services.transport.flows.clearing import rides
from services.transport.store import chips, grants, packs, passes, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text
from sscsim.policy import FigureMissing, PolicyMissing

_OTHER_CITY = Text(zh="只售给本市的卡", en="is of a city whose passes go onto its own cards only")
_NOT_SOLD = Text(zh="该票制没有这种乘车票", en="is a pass that this fare system doesn't have")
_NO_STUDENT = Text(zh="没有学生资格", en="is for students, and no grant says so on its first day")
_PAST = Text(zh="日期已过", en="is over already")
_HELD = Text(zh="已有同期的乘车票", en="is covered by a pass that the card holds already")
_STUDENTS = frozenset({"student", "pupil"})


def held_passes(
    tx: Tx, transit_card_ids: Iterable[str], first: date, last: date
) -> dict[str, tuple[TransitPass, ...]]:
    """By transit card, the passes that may pay for rides from `first` to `last`."""
    return passes.held(tx, transit_card_ids, first, last)


def sell(
    transit_card_id: str,
    fare_system_id: str,
    kind: str,
    from_date: date | None = None,
    holder: str | None = None,
) -> TransitPass:
    """Sell a pass: a day pass for the day on which it begins, a monthly one for its calendar month.

    The purse pays its price, and the fare system's operator gets it with the day's batch.
    TransitCardNotFound, TransitCardState, FareSystemNotFound, TransitPassNotSold, PurseTooLow.
    """
    system = systems.system_of(fare_system_id)
    with store.write() as tx:
        card = known.held(tx, transit_card_id)
        world.require_region(card.region_code)
        known.check(card, domain.ACTIVE)
        if card.region_code != system.region:
            raise problems.TransitPassNotSold(_OTHER_CITY, "/fare_system_id")
        day = from_date or tx.world.today
        price = _price(tx, system, kind, holder, day)
        if holder == "student":
            _check_student(tx, card, day)
        made = _made(tx, card, system, kind, holder, price, day)
        if made.until_date < tx.world.today:
            raise problems.TransitPassNotSold(_PAST, "/from_date")
        if passes.same(tx, made) is not None:
            raise problems.TransitPassNotSold(_HELD, "/from_date")
        passes.add(tx, made)
        paid = NewEntry(card.id, domain.PURCHASE, made.id, -price, tx.world.now)
        if price:
            _check_chip(tx, card, price)
            purses.post(tx, [paid])
            rides.pass_sold(tx, made.id, card, system.operator.id, price)
        data = {"id": made.id, "transit_card_id": card.id, "price_fen": price.fen}
        tx.emit("transit_pass.sold", made.id, {**data, "fare_system_id": system.id})
        failpoint("transport.sell_pass.before_commit")
        return tx.answer(made)


def _check_chip(tx: Tx, card: TransitCard, price: Money) -> None:
    """PurseTooLow where the chip has paid, without network, what the purse still shows."""
    left = card.balance - chips.outstanding(tx, [card.id]).get(card.id, Money.zero())
    if not purse.can_pay(replace(card, balance=left), price):
        raise problems.PurseTooLow(transit_card_id=card.id, balance=left, asked=price)


def _price(tx: Tx, system: FareSystem, kind: str, holder: str | None, day: date) -> Money:
    """TransitPassNotSold where the city has no such pass, or it isn't said whose it is."""
    try:
        rules = terms.fares(system.region, system.kind, day, packs.text_of(tx, system.region))
    except (PolicyMissing, FigureMissing):
        raise problems.TransitPassNotSold(_NOT_SOLD, "/kind") from None
    if kind == words.DAY and holder is None and rules.day_pass is not None:
        return rules.day_pass.price.value
    if kind == words.MONTHLY and holder in rules.monthly_passes:
        return rules.monthly_passes[str(holder)].price.value
    named = (kind == words.DAY) == (holder is None)
    raise problems.TransitPassNotSold(_NOT_SOLD, "/kind" if named else "/holder")


def _check_student(tx: Tx, card: TransitCard, day: date) -> None:
    held: frozenset[str] = frozenset()
    if card.person_id is not None:
        found = grants.of(tx, [card.person_id], card.region_code, day)
        held = found.get(card.person_id, held)
    if not held & _STUDENTS:
        raise problems.TransitPassNotSold(_NO_STUDENT, "/holder")


def _made(
    tx: Tx,
    card: TransitCard,
    system: FareSystem,
    kind: str,
    holder: str | None,
    price: Money,
    day: date,
) -> TransitPass:
    ordinal = passes.next_ordinal(tx, card.id)
    first, last = day, day
    if kind == words.MONTHLY:
        first, last = day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    return TransitPass(
        id=tx.new_id("tps", card.id, ordinal),
        transit_card_id=card.id,
        ordinal=ordinal,
        person_id=card.person_id,
        fare_system_id=system.id,
        kind=kind,
        holder=holder,
        price=price,
        from_date=first,
        until_date=last,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )


def get(transit_pass_id: str) -> TransitPass:
    """TransitPassNotFound."""
    with store.read() as tx:
        found = passes.find(tx, transit_pass_id)
    if found is None:
        raise problems.TransitPassNotFound(transit_pass_id=transit_pass_id)
    return found


def page(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    """Passes, the newest first."""
    with store.read() as tx:
        return passes.page(tx, page, filters)
