"""What a gate asks the centre for: the time, its limits, the hot list, whose cards it takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.transport import problems_offline as refusals
from services.transport import problems_riding as riding
from services.transport import terms_risk
from services.transport.domain import acceptance
from services.transport.domain.acceptance import Grace, Listed
from services.transport.domain.hot_list import FAULTY, FRAUD, Entry
from services.transport.domain.issuer import Issuer
from services.transport.domain.risk import Limits
from services.transport.domain.taps import CODE
from services.transport.flows import hot_list
from services.transport.flows.cards import known
from services.transport.store import catalogue, issuers, listings, packs, store, terminals
from services.transport.store import hot_list as kept
from sscsim import world
from sscsim.db import Tx
from sscsim.db.rows import values
from sscsim.failpoints import failpoint

BY_HAND = (FRAUD, FAULTY)
"""Reasons that somebody gives; the others come and go with what they are of."""


@dataclass(frozen=True, slots=True)
class ShownAcceptance:
    """One issuer's cards in one city on a day."""

    issuer: Issuer
    region: str
    day: date
    listed: Listed
    grace: Grace
    state: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What a gate of a city works by."""

    region: str
    now: datetime
    limits: Limits
    hot_list_number: int
    accepted: Sequence[ShownAcceptance]


def settings(region_code: str) -> Settings:
    """Of a city with a fare system, on its present day. RegionWithoutTransit, FigureMissing."""
    _check_city(region_code)
    with store.read() as tx:
        limits = _limits(tx, region_code, world.today())
        found = [_acceptance(issuer, one, region_code, world.today(), limits.grace)
                 for issuer, one in _listed(tx)]  # fmt: skip
        return Settings(region_code, world.now(), limits, kept.newest(tx), found)


def acceptances(region_code: str, on: date | None = None) -> list[ShownAcceptance]:
    """Every issuer's cards in a city on a day. RegionWithoutTransit, FigureMissing."""
    _check_city(region_code)
    day = on or world.today()
    with store.read() as tx:
        grace = _limits(tx, region_code, day).grace
        return [_acceptance(issuer, one, region_code, day, grace) for issuer, one in _listed(tx)]


def list_issuer(issuer_id: str, since: date, until: date | None = None) -> dict[str, Any]:
    """Say from when, and up to when, an issuer's cards are taken in other cities.

    TransitIssuerNotFound, ListingDaysWrong.
    """
    issuer = known.issuer(issuer_id)
    if until is not None and until < since:
        raise refusals.ListingDaysWrong()
    with store.write() as tx:
        listings.add(tx, issuer.id, since, until)
        data = {"id": issuer.id, "since": since.isoformat()}
        if until is not None:
            data["until"] = until.isoformat()
        tx.emit("transit_issuer.listed", issuer.id, data)
        failpoint("transport.list_issuer.before_commit")
        return tx.answer({"transit_issuer_id": issuer.id, "since": since, "until": until})


def _check_city(region_code: str) -> None:
    if not any(system.region == region_code for system in catalogue.systems().values()):
        raise refusals.RegionWithoutTransit(region_code=region_code)


def _limits(tx: Tx, region: str, day: date) -> Limits:
    return terms_risk.limits(region, day, packs.text_of(tx, region))


def _listed(tx: Tx) -> list[tuple[Issuer, Listed]]:
    found = listings.all_of(tx)
    return [(issuer, found[issuer.id]) for issuer in issuers.issuers().values()]


def _acceptance(
    issuer: Issuer, listed: Listed, region: str, day: date, grace: Grace
) -> ShownAcceptance:
    state = acceptance.state_on(listed, day, grace, at_home=issuer.region == region)
    return ShownAcceptance(issuer, region, day, listed, grace, state)


# ---------------------------------------------------------------- the hot list


@dataclass(frozen=True, slots=True)
class Changes:
    """The part of the hot list that follows a number. `references`: as terminals are told."""

    number: int
    issued_at: datetime
    entries: Sequence[tuple[Entry, str]]

    @property
    def has_more(self) -> bool:
        return bool(self.entries) and self.entries[-1][0].number < self.number


def changes(after: int, limit: int) -> Changes:
    """What the hot list says after a number, oldest first."""
    with store.read() as tx:
        found = [(entry, shown_reference(tx, entry)) for entry in kept.after(tx, after, limit)]
        return Changes(kept.newest(tx), world.now(), found)


def shown_reference(tx: Tx, entry: Entry) -> str:
    """Terminals learn no holder's id: of a code they are told a name that only the centre knows."""
    if entry.medium != CODE:
        return entry.reference
    return tx.new_id("hlr", entry.reference)


def told(entry: Entry, reference: str) -> dict[str, Any]:
    """An entry as terminals are told of it."""
    return {**values(entry), "reference": reference}


def put_on(medium: str, reference: str, reason: str) -> dict[str, Any]:
    """Put a medium on the list by hand. HotListedAlready."""
    with store.write() as tx:
        made = hot_list.add(tx, medium, reference, reason)
        if made is None:
            raise refusals.HotListedAlready(reference=reference, reason=reason)
        failpoint("transport.hot_list.changing")
        return tx.answer(told(made, shown_reference(tx, made)))


def take_off(medium: str, reference: str, reason: str) -> dict[str, Any]:
    """Take a medium off the list, as far as it is on it for this reason. NotHotListed."""
    with store.write() as tx:
        made = hot_list.remove(tx, medium, reference, reason)
        if made is None:
            raise refusals.NotHotListed(reference=reference, reason=reason)
        failpoint("transport.hot_list.changing")
        return tx.answer(told(made, shown_reference(tx, made)))


@dataclass(frozen=True, slots=True)
class Loaded:
    """Up to which number a terminal has the list, and until when it may work by it."""

    id: str
    terminal_id: str
    number: int
    loaded_at: datetime
    good_until: datetime


def load(terminal_number: str, number: int) -> Loaded:
    """A terminal says that it has the whole list up to a number: it is as fresh as this moment.

    Only the newest number will do: who has less has an old list. TerminalNotFound, HotListBehind,
    HotListAhead.
    """
    with store.write() as tx:
        terminal = terminals.by_number(tx, [terminal_number]).get(terminal_number)
        if terminal is None:
            raise riding.TerminalNotFound(terminal_id=terminal_number)
        region = catalogue.systems()[terminal.fare_system_id].region
        world.require_region(region)
        newest = kept.newest(tx)
        if number > newest:
            raise refusals.HotListAhead(newest)
        if number < newest:
            raise refusals.HotListBehind(newest)
        load_id = tx.new_id("hll", terminal.id, world.now().isoformat(), number)
        kept.note_load(tx, load_id, terminal.id, number)
        terminals.change(tx, terminal, hot_list_number=number, hot_list_at=world.now())
        limits = _limits(tx, region, world.today())
        good_until = world.now() + limits.hot_list_good_for
        failpoint("transport.hot_list.loading")
        return tx.answer(Loaded(load_id, terminal.id, number, world.now(), good_until))
