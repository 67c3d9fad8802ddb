"""What the card service is asked before taps are taken: whose a code or card is, and births."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from services.transport import problems_riding as problems
from services.transport.domain.taps import BANK, CODE, PURSE, Seen
from services.transport.flows.judging import IS_REFUSED
from services.transport.flows.riding.take import PERSON, REGION
from services.transport.store import cards, riders, store
from sscsim import clock, peers, world
from sscsim.kernel.ids.resource import resource_id

_AT_ONCE: Final = 500
_CARD: Final = "card_"
"""How the id of a social security card begins: its own bank side answers for such a token."""


def prepared(seen: Seen, event: str) -> Seen:
    """A tap with network, with the holder of its code, or of its bank card, found out.

    `event`: the caller's name of the tap, by which a code is answered the same again. TapWaits
    where the card service doesn't answer.
    """
    if seen.medium == CODE:
        return _of_code(seen, event)
    if seen.medium == BANK and seen.reference.startswith(_CARD):
        return _of_card(seen)
    return seen


def _of_code(seen: Seen, event: str) -> Seen:
    asked = {
        "text": seen.reference,
        "scene": "transit",
        "scanned_at": clock.shown(seen.tapped_at),
        "event": event,
    }
    told = _asked("/internal/v1/code-scans", asked)
    if told is None:
        nobody = resource_id("nobody", world.current().seed, "transport", seen.reference)
        return replace(seen, reference=nobody, extra={**seen.extra, IS_REFUSED: True})
    whose = {PERSON: told["person_id"], REGION: told["city_code"]}
    return replace(seen, reference=told["person_id"], extra={**seen.extra, **whose})


def _of_card(seen: Seen) -> Seen:
    """The social security card itself, as the bank card that it is too."""
    told = _asked("/internal/v1/subsidy-recipients", {"credentials": [seen.reference]})
    found = None if told is None else next(iter(told["data"]), None)
    if found is None or not found["has_card"]:
        return replace(seen, extra={**seen.extra, IS_REFUSED: True})
    whose = {PERSON: found["person_id"], REGION: found["region_code"]}
    return replace(seen, extra={**seen.extra, **whose})


def _asked(path: str, body: dict[str, Any]) -> Any:
    """The card service's answer; None where it refuses."""
    try:
        return peers.call("card", "POST", path, body)
    except peers.Refused:
        return None
    except peers.PeerError:
        with store.write() as tx:
            tx.leave_unknown()
        raise problems.TapWaits() from None


def births(seen: Sequence[Seen]) -> dict[str, date]:
    """By person, when those were born who tap for the first time; TapWaits.

    Everybody else's birth date is on record with their rider.
    """
    with store.read() as tx:
        numbers = {each.reference for each in seen if each.medium == PURSE}
        held = cards.by_number(tx, numbers)
        people = {
            tx.new_id("trd", PURSE, card.id): card.person_id
            for card in held.values()
            if card.person_id is not None
        }
        for each in seen:
            person = each.extra.get(PERSON)
            if person is not None:
                people[tx.new_id("trd", each.medium, each.reference)] = person
        known = riders.by_id(tx, people)
    return _born({person for rider, person in people.items() if rider not in known})


def _born(people: Iterable[str]) -> dict[str, date]:
    wanted, found = sorted(people), dict[str, date]()
    for start in range(0, len(wanted), _AT_ONCE):
        asked: Mapping[str, Any] = {"person_ids": wanted[start : start + _AT_ONCE]}
        told = _asked("/internal/v1/births", dict(asked))
        for row in () if told is None else told["data"]:
            found[row["person_id"]] = date.fromisoformat(row["birth_date"])
    return found
