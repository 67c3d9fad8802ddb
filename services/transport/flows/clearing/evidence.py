"""What is known of the cards in a batch file: read for all lines together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.transport import terms_risk
from services.transport.domain import tac
from services.transport.domain.acceptance import DROPPED, NOT_YET, Grace, Listed, state_on
from services.transport.domain.card import TransitCard
from services.transport.domain.chips import SETTLED, WAITING, ChipTransaction
from services.transport.domain.clearing import ACCEPTED
from services.transport.domain.hot_list import Key, Listing, in_force
from services.transport.domain.taps import PURSE
from services.transport.domain.uploaded import Facts, Line, UploadLine
from services.transport.flows import hot_list
from services.transport.store import batch_uploads, cards, chips, issuers, listings, packs
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.periods import china_day


@dataclass(frozen=True, slots=True)
class Evidence:
    """`told`, `posted`: purchases that are on record, by card number and by card id."""

    seed: str
    region: str
    cards: Mapping[str, TransitCard]
    chips: Mapping[tuple[str, int], ChipTransaction]
    listed: Mapping[Key, Sequence[Listing]]
    cities: Mapping[str, Listed]
    told: set[tuple[str, int]]
    posted: set[tuple[str, int]]
    presented: Mapping[str, UploadLine]
    single: Mapping[date, Money]
    grace: Mapping[date, Grace]

    def issuer_of(self, line: Line) -> str | None:
        found = issuers.of_number(line.card_number)
        return None if found is None else found.id

    def chip_of(
        self, card_number: str, sequence: int, terminal_number: str
    ) -> ChipTransaction | None:
        """What the chip has on record of it, and the purse not yet."""
        card = self.cards.get(card_number)
        found = None if card is None else self.chips.get((card.id, sequence))
        if found is None or found.status != WAITING or found.terminal_number != terminal_number:
            return None
        return found

    def of(self, line: Line) -> Facts:
        card, day = self.cards.get(line.card_number), china_day(line.tapped_at)
        before = self.presented.get(line.reference)
        listing = in_force(self.listed.get((PURSE, line.card_number), ()), line.tapped_at)
        return Facts(
            issuer_id=self.issuer_of(line),
            is_accepted=self._is_accepted(line, day),
            right_tac=None if card is None else self._right_tac(line),
            is_usable=card is not None and _is_usable(card, line.tapped_at),
            hot_listed_at=None if listing is None else listing.since,
            limit=self.single[day],
            is_known_ride=self._is_known(line, card, before),
            is_again=before is not None,
        )

    def _is_accepted(self, line: Line, day: date) -> bool:
        issuer = issuers.of_number(line.card_number)
        if issuer is None:
            return False
        at_home = issuer.region == self.region
        state = state_on(self.cities[issuer.id], day, self.grace[day], at_home=at_home)
        return state not in (NOT_YET, DROPPED)

    def _right_tac(self, line: Line) -> str:
        record = tac.record_of(
            line.card_sequence, line.amount, line.kind, line.terminal_number, line.tapped_at
        )
        return tac.made(record, tac.card_key(self.seed, line.card_number))

    def _is_known(self, line: Line, card: TransitCard | None, before: UploadLine | None) -> bool:
        if before is not None and before.status == ACCEPTED:
            return True
        if (line.card_number, line.card_sequence) in self.told:
            return True
        if card is None:
            return False
        chip = self.chips.get((card.id, line.card_sequence))
        is_settled = chip is not None and chip.status == SETTLED
        return is_settled or (card.id, line.card_sequence) in self.posted


def _is_usable(card: TransitCard, at: datetime) -> bool:
    """It was neither given back, nor lost, nor expired then."""
    if card.status == "refunded" or china_day(at) > card.usable_until:
        return False
    return card.status == "active" or card.lost_at is None or at < card.lost_at


def gathered(tx: Tx, operator_id: str, region: str, lines: Sequence[Line]) -> Evidence:
    """Everything that judging these lines needs; the cards are locked."""
    held = cards.by_number(tx, (line.card_number for line in lines), locked=True)
    keys = [
        (held[line.card_number].id, line.card_sequence)
        for line in lines
        if line.card_number in held
    ]
    pack = packs.text_of(tx, region)
    days = sorted({china_day(line.tapped_at) for line in lines})
    limits = {day: terms_risk.limits(region, day, pack) for day in days}
    told, posted = batch_uploads.known_rides(tx, held, (card.id for card in held.values()))
    return Evidence(
        seed=tx.world.seed,
        region=region,
        cards=held,
        chips=chips.of(tx, keys),
        listed=hot_list.history(tx, {(PURSE, number) for number in held}),
        cities=listings.all_of(tx),
        told=told,
        posted=posted,
        presented=batch_uploads.presented(tx, operator_id, (line.reference for line in lines)),
        single={day: found.single.value for day, found in limits.items()},
        grace={day: found.grace for day, found in limits.items()},
    )
