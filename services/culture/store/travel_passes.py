"""Travel passes and their money by month: reading and writing their records."""

from collections.abc import Mapping

import sqlalchemy as sa

from services.culture.domain import travel_pass as words
from services.culture.domain.pass_month import PassMonth, VenueShare
from services.culture.domain.travel_pass import TravelPass
from services.culture.store import tables_passes as tables
from services.culture.store.kept import Kept
from sscsim.db import Tx
from sscsim.db.rows import values
from sscsim.db.types import instant_text
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

passes = Kept(TravelPass, tables.travel_passes)
months = Kept(PassMonth, tables.pass_months)
shares = Kept(VenueShare, tables.pass_month_shares)
_slices = tables.pass_slices


def held_by(tx: Tx, person_id: str, product: str) -> TravelPass | None:
    """The person's pass of this product that is under way; two sales at once wait for each
    other."""
    tx.lock("travel pass", person_id, product)
    c = passes.c
    mine = (c.person_id == person_id, c.product == product)
    return passes.first(tx, *mine, c.status.in_(words.UNDER_WAY))


def next_ordinal(tx: Tx, person_id: str, product: str) -> int:
    return passes.count(tx, passes.c.person_id == person_id, passes.c.product == product) + 1


def good_for(tx: Tx, person_id: str) -> list[TravelPass]:
    """The person's passes that have begun and not ended, the first one first; held."""
    return passes.held(tx, passes.c.person_id == person_id, passes.c.status == words.ACTIVE)


def add_slices(tx: Tx, known: TravelPass, parts: Mapping[Month, Money]) -> None:
    of = {
        "travel_pass_id": known.id,
        "product": known.product,
        "issuer_region": known.issuer_region,
    }
    rows = [{**of, "month": str(month), "amount": part} for month, part in parts.items()]
    tx.add_all(_slices, rows)


def pool_of(tx: Tx, product: str, issuer_region: str, month: str) -> Money:
    """What all passes of a product and issuer bring for a month."""
    c = _slices.c
    found = tx.scalar(
        sa.select(sa.cast(sa.func.coalesce(sa.func.sum(c.amount), 0), sa.BigInteger)).where(
            c.product == product, c.issuer_region == issuer_region, c.month == month
        )
    )
    return Money(int(found))


def next_month(tx: Tx, product: str, issuer_region: str, after: str) -> Month | None:
    """The first month after this one for which some pass brings money."""
    c = _slices.c
    found = tx.scalar(
        sa.select(sa.func.min(c.month)).where(
            c.product == product, c.issuer_region == issuer_region, c.month > after
        )
    )
    return Month.parse(found) if found else None


def month_of(tx: Tx, product: str, issuer_region: str, month: str) -> PassMonth | None:
    """The month, if it was closed; whoever counts visits into it waits for who closes it."""
    tx.lock("pass month", product, issuer_region)
    c = months.c
    return months.first(
        tx, c.product == product, c.issuer_region == issuer_region, c.month == month
    )


def shares_of(tx: Tx, month_id: str) -> list[VenueShare]:
    return shares.every(tx, shares.c.month_id == month_id)


def add_shares(tx: Tx, made: list[VenueShare]) -> None:
    tx.add_all(tables.pass_month_shares, [values(each) for each in made])


def give(tx: Tx, month_id: str, given: Mapping[str, tuple[Money, str | None]]) -> None:
    """Note what each venue of a month got, and the claim that carries it."""
    now = instant_text(tx.world.now)
    rows = [
        (month_id, code, amount.fen, claim_id, 2, now)
        for code, (amount, claim_id) in sorted(given.items())
    ]
    columns = ("amount", "claim_id", "version", "updated_at")
    tx.change_each(tables.pass_month_shares, ("month_id", "venue_code"), columns, rows)
