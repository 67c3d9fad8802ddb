"""Taps are looked at before they are priced: all facts with a few queries, then one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from services.transport import terms_risk
from services.transport.domain import acceptance, signing, tac
from services.transport.domain.acceptance import Listed
from services.transport.domain.card import TransitCard
from services.transport.domain.chip import ChipRecordWrong
from services.transport.domain.chips import RETURNED, WAITING, ChipTransaction
from services.transport.domain.hot_list import Key, Listing, in_force
from services.transport.domain.risk import Facts, Limits, judge, result_of
from services.transport.domain.signing import TerminalKey
from services.transport.domain.taps import OFFLINE, ONLINE, PURSE, RECORD, REJECTED, Seen
from services.transport.domain.terminals import Terminal
from services.transport.flows import hot_list
from services.transport.store import (
    catalogue,
    chips,
    issuers,
    listings,
    packs,
    terminal_keys,
    uploads,
)
from services.transport.store import hot_list as kept_list
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.periods import china_day

SIGNATURE, KEY_VERSION = "signature", "key_version"
"""Names in `Seen.extra` of what a terminal without network signed a tap with."""
SIGNED_AS = "signed_as"
"""Name in `Seen.extra` of the text of a code, which the terminal signed in place of its holder."""
IS_REFUSED = "is_refused"
"""Name in `Seen.extra` of whether the card service refused the code."""
ON_RECORD = "on_record"
"""Name in `Seen.extra` of a chip's record: whether a tap with network has it already."""
LISTED_AS = "listed_as"
"""Name in `Seen.extra` of the reference by which the hot list knows a medium that says another."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The code that stands against a tap, or OK; and what its chip has on record of it."""

    code: str
    chip: ChipTransaction | None


@dataclass(slots=True)
class _Known:
    """What was read for all of the taps together, and what has been taken of them so far."""

    seed: str
    now: datetime
    cards: Mapping[str, TransitCard]
    terminals: Mapping[str, Terminal]
    keys: Mapping[str, Sequence[TerminalKey]]
    loads: Mapping[str, Sequence[datetime]]
    listed: Mapping[Key, Sequence[Listing]]
    cities: Mapping[str, Listed]
    chips: Mapping[tuple[str, int], ChipTransaction]
    taken: set[tuple[str, int]]
    limits: Mapping[tuple[str, date], Limits]
    counted: dict[tuple[str, int], str] = field(default_factory=dict)


def judged(
    tx: Tx,
    seen: Sequence[Seen],
    cards: Mapping[str, TransitCard],
    terminals: Mapping[str, Terminal],
) -> list[Judged]:
    """What stands against each of the taps, in their order: a later one minds the earlier ones.

    `cards` and `terminals` by their numbers, as far as there are any; who calls has locked the
    cards. FigureMissing where a city has no `risk` figures on the day.
    """
    known = _known(tx, seen, cards, terminals)
    found = []
    for each in seen:
        chip = _chip(each, known)
        code = judge(each, _facts(each, chip, known))
        if result_of(code) != REJECTED:
            _take(each, chip, known)
        found.append(Judged(code, chip))
    return found


def listed_key(seen: Seen) -> Key:
    """How the hot list names the medium of a tap."""
    return seen.medium, seen.extra.get(LISTED_AS, seen.reference)


# ---------------------------------------------------------------- read for all together


def _known(
    tx: Tx,
    seen: Sequence[Seen],
    cards: Mapping[str, TransitCard],
    terminals: Mapping[str, Terminal],
) -> _Known:
    offline = [each for each in seen if each.way == OFFLINE]
    signing_ids = {
        terminals[each.terminal_number].id for each in offline if each.terminal_number in terminals
    }
    sequences = {
        (cards[each.reference].id, each.card_sequence)
        for each in seen
        if each.medium == PURSE and each.reference in cards and each.card_sequence is not None
    }
    numbered = {
        (each.terminal_number, each.terminal_sequence)
        for each in seen
        if each.terminal_sequence is not None
    }
    places = {
        (catalogue.systems()[terminals[each.terminal_number].fare_system_id].region,
         china_day(each.tapped_at))
        for each in seen
        if each.terminal_number in terminals
    }  # fmt: skip
    texts = {region: packs.text_of(tx, region) for region in sorted({place[0] for place in places})}
    earliest = min((each.tapped_at for each in offline), default=tx.world.now)
    return _Known(
        seed=tx.world.seed,
        now=tx.world.now,
        cards=cards,
        terminals=terminals,
        keys=terminal_keys.of(tx, signing_ids),
        loads=kept_list.loads(tx, signing_ids, earliest) if signing_ids else {},
        listed=hot_list.history(tx, {listed_key(each) for each in seen}),
        cities=listings.all_of(tx) if any(each.medium == PURSE for each in seen) else {},
        chips=chips.of(tx, sequences),
        taken=uploads.taken(tx, numbered),
        limits={place: terms_risk.limits(*place, texts[place[0]]) for place in places},
    )


# ---------------------------------------------------------------- one by one


def _chip(seen: Seen, known: _Known) -> ChipTransaction | None:
    card = known.cards.get(seen.reference) if seen.medium == PURSE else None
    if card is None or seen.card_sequence is None:
        return None
    return known.chips.get((card.id, seen.card_sequence))


def _take(seen: Seen, chip: ChipTransaction | None, known: _Known) -> None:
    """What comes after it in the same list finds it on record."""
    if seen.terminal_sequence is not None:
        known.taken.add((seen.terminal_number, seen.terminal_sequence))
    if chip is not None:
        known.counted[chip.transit_card_id, chip.sequence] = seen.terminal_number


def _facts(seen: Seen, chip: ChipTransaction | None, known: _Known) -> Facts:
    terminal = known.terminals.get(seen.terminal_number)
    card = known.cards.get(seen.reference) if seen.medium == PURSE else None
    return Facts(
        now=known.now,
        limits=_limits(seen, terminal, known),
        terminal=terminal,
        card=card,
        is_signed=_is_signed(seen, terminal, known),
        is_new=_is_new(seen, chip, known),
        is_refused=bool(seen.extra.get(IS_REFUSED)),
        knows_issuer=seen.medium != PURSE or issuers.of_number(seen.reference) is not None,
        is_accepted=_is_accepted(seen, terminal, known),
        has_tac=_has_tac(seen, known) if seen.way == OFFLINE else None,
        has_record=None if seen.way != RECORD else chip is not None or _is_on_record(seen),
        reached=None if card is None else card.sequence,
        is_single=chip is None or _at_same(chip, seen),
        listing=in_force(known.listed.get(listed_key(seen), ()), seen.tapped_at),
        list_loaded_at=_loaded_at(seen, terminal, known),
        offline_total=None if chip is None else chip.offline_total,
    )


def _limits(seen: Seen, terminal: Terminal | None, known: _Known) -> Limits | None:
    if terminal is None:
        return None
    region = catalogue.systems()[terminal.fare_system_id].region
    return known.limits[region, china_day(seen.tapped_at)]


def _is_signed(seen: Seen, terminal: Terminal | None, known: _Known) -> bool | None:
    """None where the terminal spoke for itself, with network."""
    if seen.way != OFFLINE:
        return None
    limits = _limits(seen, terminal, known)
    if terminal is None or limits is None:
        return False
    version, ahead = seen.extra.get(KEY_VERSION), timedelta(minutes=limits.clock_ahead.value)
    if not signing.held(known.keys.get(terminal.id, ()), version, seen.tapped_at, ahead):
        return False
    key = signing.terminal_key(known.seed, terminal.number, int(version or 0))
    as_signed = replace(seen, reference=seen.extra.get(SIGNED_AS, seen.reference))
    return signing.is_right(as_signed, seen.extra.get(SIGNATURE), key)


def _is_new(seen: Seen, chip: ChipTransaction | None, known: _Known) -> bool:
    """Neither the terminal's number nor the card's came before with a tap that was taken."""
    if _is_on_record(seen):
        return False
    numbered = (seen.terminal_number, seen.terminal_sequence or 0)
    if seen.terminal_sequence is not None and numbered in known.taken:
        return False
    if chip is None or not _at_same(chip, seen):
        return True
    if (chip.transit_card_id, chip.sequence) in known.counted:
        return False
    return chip.status == RETURNED or (chip.status == WAITING and chip.tap_id is None)


def _is_on_record(seen: Seen) -> bool:
    return bool(seen.extra.get(ON_RECORD))


def _at_same(chip: ChipTransaction, seen: Seen) -> bool:
    return chip.terminal_number == seen.terminal_number


def _is_accepted(seen: Seen, terminal: Terminal | None, known: _Known) -> bool:
    limits = _limits(seen, terminal, known)
    issuer = issuers.of_number(seen.reference) if seen.medium == PURSE else None
    if terminal is None or limits is None or issuer is None:
        return True
    here = catalogue.systems()[terminal.fare_system_id].region
    state = acceptance.state_on(
        known.cities[issuer.id],
        china_day(seen.tapped_at),
        limits.grace,
        at_home=issuer.region == here,
    )
    return acceptance.is_taken(state, has_network=seen.way == ONLINE)


def _has_tac(seen: Seen, known: _Known) -> bool | None:
    if seen.medium != PURSE or seen.card_sequence is None:
        return None
    try:
        record = tac.record_of(
            seen.card_sequence,
            seen.taken or Money.zero(),
            seen.kind,
            seen.terminal_number,
            seen.tapped_at,
        )
        return tac.is_right(seen.tac, record, tac.card_key(known.seed, seen.reference))
    except ChipRecordWrong:
        return False


def _loaded_at(seen: Seen, terminal: Terminal | None, known: _Known) -> datetime | None:
    """When the terminal had last loaded the hot list by the moment of the tap."""
    if terminal is None:
        return None
    return max(
        (at for at in known.loads.get(terminal.id, ()) if at <= seen.tapped_at), default=None
    )
