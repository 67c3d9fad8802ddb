"""A month of a product is shared out among the venues its holders visited.

First the month is closed in our own books: its pool, and whose visits count. Then the settlement
side shares the pool (V2) and makes claims for venues of other provinces; asked again, it answers
the same. What comes to a gate's list after the month was closed counts in the next one.
"""

from dataclasses import dataclass
from datetime import time
from typing import Any

from services.culture import problems_passes as problems
from services.culture.domain import pass_month as words
from services.culture.domain.pass_month import PassMonth, VenueShare, weight_of
from services.culture.flows import pass_known
from services.culture.store import admissions, store, venues
from services.culture.store import travel_passes as rows
from sscsim import peers
from sscsim.db import Page, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month, at
from sscsim.web import Query


@dataclass(frozen=True)
class Statement:
    """A venue's line of a month, beside the month."""

    share: VenueShare
    of: PassMonth


CLOSE = "culture.share_pass_month"
_AT = time(3)
ZERO = Money.zero()


def close_later(tx: Tx, product: str, issuer: str, month: Month) -> None:
    """Have the month closed on its day of the next one; once, however often it is asked for."""
    day = (month + 1).day(pass_known.rules(tx, product, issuer, month.last).sharing.day.value)
    tx.schedule(CLOSE, f"{product}:{issuer}:{month}", at(day, _AT))


def counting_month(tx: Tx, product: str, issuer: str, visited: Month) -> Month:
    """The month in which a visit counts: its own, or the present one where that was closed."""
    if rows.month_of(tx, product, issuer, str(visited)) is None:
        return visited
    now = Month.of(tx.world.today)
    close_later(tx, product, issuer, now)
    return now


def close_due(key: str) -> None:
    """Close a month and share it out; one that was closed before is only shared."""
    product, issuer, month = key.split(":")
    closed = _closed(product, issuer, Month.parse(month))
    if closed.status == words.SHARING:
        _share(closed)
    with store.write() as tx:
        tx.complete_job()


def share_again(month_id: str) -> PassMonth:
    """Ask for a month once more that the settlement side refused.

    PassMonthNotFound, PassMonthState.
    """
    with store.write() as tx:
        known = rows.months.find(tx, month_id, lock=True)
        if known is None:
            raise problems.PassMonthNotFound(id=month_id)
        if known.status not in (words.REFUSED, words.SHARING):
            raise problems.PassMonthState(status=known.status)
        known = rows.months.change(tx, known, status=words.SHARING, refusal=None)
    made = _share(known)
    with store.write() as tx:
        return tx.answer(made)


def _closed(product: str, issuer: str, month: Month) -> PassMonth:
    with store.write() as tx:
        known = rows.month_of(tx, product, issuer, str(month))
        if known is not None:
            return known
        pool = rows.pool_of(tx, product, issuer, str(month))
        visits = admissions.visits_of_month(tx, product, issuer, str(month))
        made = PassMonth(
            id=tx.new_id("prm", product, issuer, month),
            product=product,
            issuer_region=issuer,
            treasury=pass_known.product(product).issuers[issuer],
            month=str(month),
            pool=pool,
            breakage=ZERO,
            visits=sum(count for _, count in visits),
            status=words.SHARING if pool else words.EMPTY,
            refusal=None,
            version=1,
            created_at=tx.world.now,
            updated_at=tx.world.now,
        )
        rows.months.add(tx, made)
        _add_shares(tx, made, dict(visits))
        following = rows.next_month(tx, product, issuer, str(month))
        if following is not None:
            close_later(tx, product, issuer, following)
        if made.status == words.EMPTY:
            _tell(tx, made)
        failpoint("culture.pass_month.closing")
        return made


def _add_shares(tx: Tx, of: PassMonth, visits: dict[str, int]) -> None:
    """A line for each venue that was visited; nothing given yet."""
    month = Month.parse(of.month)
    rule = pass_known.rules(tx, of.product, of.issuer_region, month.last).sharing.weight.value
    known = venues.with_codes(tx, sorted(visits))
    rows.add_shares(
        tx,
        [
            VenueShare(
                id=tx.new_id("pms", of.id, code),
                month_id=of.id,
                ordinal=ordinal,
                venue_code=code,
                region_code=known[code].region_code,
                month=of.month,
                visits=visits[code],
                weight=weight_of(rule, known[code].list_price),
                amount=ZERO,
                claim_id=None,
                version=1,
                created_at=tx.world.now,
                updated_at=tx.world.now,
            )
            for ordinal, code in enumerate(sorted(visits), start=1)
        ],
    )


def _share(closed: PassMonth) -> PassMonth:
    with store.read() as tx:
        lines = rows.shares_of(tx, closed.id)
    body = {
        "event": closed.id,
        "month": closed.month,
        "issuer_region": closed.treasury,
        "amount_fen": closed.pool.fen,
        "visits": [
            {
                "venue": each.venue_code,
                "region": each.region_code,
                "visits": each.visits,
                "weight_bp": each.weight,
            }
            for each in lines
        ],
    }
    try:
        answer = peers.call("settlement", "POST", "/internal/v1/pass-shares", body)
    except peers.Refused as refusal:
        return _ended(closed, status=words.REFUSED, refusal=refusal.code[:60])
    failpoint("culture.pass_month.after_settlement")
    given = {
        each["venue"]: (Money(each["amount_fen"]), each.get("claim_id"))
        for each in answer["shares"]
    }
    breakage = Money(answer["breakage_fen"])
    return _ended(closed, given, status=words.SHARED, breakage=breakage)


def _ended(
    closed: PassMonth, given: dict[str, tuple[Money, str | None]] | None = None, **changes: Any
) -> PassMonth:
    with store.write() as tx:
        known = rows.months.find(tx, closed.id, lock=True)
        assert known is not None
        if known.status != words.SHARING:
            return known  # somebody else was quicker, with the same answer
        rows.give(tx, known.id, given or {})
        made = rows.months.change(tx, known, **changes)
        _tell(tx, made)
        failpoint("culture.pass_month.before_commit")
        return made


def _tell(tx: Tx, made: PassMonth) -> None:
    tx.emit(
        "pass_month.closed",
        made.id,
        {
            "id": made.id,
            "product_code": made.product,
            "issuer_region_code": made.issuer_region,
            "month": made.month,
            "pool_fen": made.pool.fen,
            "breakage_fen": made.breakage.fen,
            "status": made.status,
        },
    )


# ---- to be read


def get(month_id: str) -> PassMonth:
    """PassMonthNotFound."""
    with store.read() as tx:
        found = rows.months.find(tx, month_id)
    if found is None:
        raise problems.PassMonthNotFound(id=month_id)
    return found


def page(query: Query) -> Page:
    with store.read() as tx:
        return rows.months.page(tx, query.page, dict(query.filters))


def shares(month_id: str, query: Query) -> Page:
    """What each venue gets of a month; PassMonthNotFound."""
    get(month_id)
    with store.read() as tx:
        return rows.shares.page(tx, query.page, {"month_id": month_id})


def statements(venue_code: str, query: Query) -> Page:
    """What a venue gets, month by month and product by product."""
    with store.read() as tx:
        filters = {"venue_code": venue_code, **query.filters}
        found = rows.shares.page(tx, query.page, filters)
        of = rows.months.of_ids(tx, {each.month_id for each in found.items})
    return found.map(lambda each: Statement(each, of[each.month_id]))
