"""A card's last days (有效期): its renewal window opens, and later it expires.

Neither is a state of the social application, whose codes know no expiry; both are a condition
of the card with an event and the moment it began. One job does all cards of a region with
the same last day, and finds the next last day, so that a million cards have few jobs.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from services.card import terms
from services.card.domain.card import Card, renewal_key, renewal_opens
from services.card.flows import told
from services.card.flows.electronic import revoking
from services.card.store import cards, store
from sscsim import world
from sscsim.clock import SHANGHAI
from sscsim.db import Tx
from sscsim.failpoints import failpoint

RENEWALS = "card.open_renewals"
EXPIRIES = "card.expire_cards"
CHUNK = 200
"""Cards told in one transaction."""


def watched(tx: Tx, card: Card) -> Card:
    """A new card, with what has begun already, and with jobs for what is to come."""
    opens, ends = days_of(card.region_code, card.valid_to_date)
    standard = card.form == "standard"
    opened_at = begun(opens) if standard else None
    expired_at = begun(ends)
    if standard and opened_at is None:
        plan_renewals(tx, card.region_code, card.valid_to_date)
    elif expired_at is None:
        plan_expiry(tx, card.region_code, card.valid_to_date)
    return replace(card, renewal_opened_at=opened_at, expired_at=expired_at)


def days_of(region_code: str, last_day: date) -> tuple[date, date]:
    """The day on which renewals open, and the first day on which the card is no good."""
    window = terms.card_rules(region_code, world.today()).renewal_window_days
    return renewal_opens(last_day, window), last_day + timedelta(days=1)


def begun(day: date) -> datetime | None:
    """The moment the day began, if it has."""
    moment = _midnight(day)
    return moment if moment <= world.now() else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), SHANGHAI)


def plan_renewals(tx: Tx, region_code: str, last_day: date, turn: int = 1) -> None:
    opens, _ = days_of(region_code, last_day)
    key = renewal_key(region_code, last_day, opens, turn)
    tx.schedule(RENEWALS, key, max(_midnight(opens), world.now()))


def plan_expiry(tx: Tx, region_code: str, last_day: date, turn: int = 1) -> None:
    due = max(_midnight(last_day + timedelta(days=1)), world.now())
    tx.schedule(EXPIRIES, f"{region_code}:{last_day:%Y%m%d}/{turn}", due)


def open_renewals(key: str) -> None:
    """From today the cards with this last day can be renewed; each holder is told once."""
    day, _, turn = key.partition("/")
    region_code, last, _ = day.split(":")
    last_day = _day(last)
    with store.write() as tx:
        opens, _ = days_of(region_code, last_day)
        if begun(opens) is None:  # the world's own rules made the window shorter since
            plan_renewals(tx, region_code, last_day)
        else:
            found = cards.renewable(tx, region_code, last_day, CHUNK)
            for card in found:
                _told(tx, card, "card.renewal_opened", renewal_opened_at=world.now())
            if len(found) == CHUNK:
                plan_renewals(tx, region_code, last_day, int(turn) + 1)
            else:
                plan_expiry(tx, region_code, last_day)
                following = cards.next_renewable(tx, region_code, last_day)
                if following is not None:
                    plan_renewals(tx, region_code, following)
        failpoint("card.open_renewals.before_commit")
        tx.complete_job()


def expire(key: str) -> None:
    """The last day of these cards is over: they are no good, and gates are told."""
    day, _, turn = key.partition("/")
    region_code, last = day.split(":")
    last_day = _day(last)
    with store.write() as tx:
        found = cards.ended(tx, region_code, last_day, CHUNK)
        for card in found:
            _told(tx, card, "card.expired", expired_at=world.now())
            revoking.of_card(tx, card.id, card.person_id, "expired")
        if len(found) == CHUNK:
            plan_expiry(tx, region_code, last_day, int(turn) + 1)
        elif (following := cards.next_ending(tx, region_code, last_day)) is not None:
            plan_expiry(tx, region_code, following)
        failpoint("card.expire_cards.before_commit")
        tx.complete_job()


def _told(tx: Tx, card: Card, event: str, **stamp: Any) -> None:
    told_card = replace(card, version=card.version + 1, updated_at=world.now(), **stamp)
    cards.change(tx, told_card)
    data = {**told.of_card(told_card), "valid_to_date": card.valid_to_date.isoformat()}
    tx.emit(event, card.id, data)


def _day(text: str) -> date:
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))
