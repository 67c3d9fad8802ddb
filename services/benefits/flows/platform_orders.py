"""The trial for platform workers: orders are reported, charged by the month, and paid.

What a platform pays is the work injury fund's, in the region where the orders were carried out.
"""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from services.benefits import problems_platform as problems
from services.benefits import terms_injury as terms
from services.benefits.domain.injury import platform as rules
from services.benefits.domain.injury import platform_order as domain
from services.benefits.domain.injury.platform_order import PlatformOrder, PlatformPremium
from services.benefits.domain.insurance import WORK_INJURY
from services.benefits.flows import applicants, relations
from services.benefits.store import platform_orders as rows
from services.benefits.store import store
from sscsim import clock, world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.periods import Month, china_day

CHARGE = "benefits.charge_platform_orders"
_AT = time(5, 0)


def report(
    platform_credit_code: str,
    platform_name: str,
    region_code: str,
    trade: str,
    order_number: str,
    social_security_number: str,
    accepted_at: datetime,
    finished_at: datetime,
) -> PlatformOrder:
    """A platform reports an order that was carried out; its month is charged when it is over.

    PlatformOrderTimes, PlatformWorkerUnknown, PlatformOrderReported; policy.PolicyMissing where
    the trial isn't, and policy.FigureMissing before it.
    """
    at = world.current()
    domain.check_times(accepted_at, finished_at, at.now)
    day = china_day(finished_at)
    terms.platform(region_code, day, trade)
    person = applicants.person_with_number(social_security_number)
    if person is None:
        raise problems.PlatformWorkerUnknown()
    with store.write() as tx:
        tx.lock("platform order", platform_credit_code, order_number)
        tx.lock("platform premium", platform_credit_code, region_code)  # counted, or after it
        earlier = rows.numbered(tx, platform_credit_code, order_number)
        if earlier is not None:
            raise problems.PlatformOrderReported(number=order_number, record_id=earlier.id)
        month = Month.of(day)
        made = PlatformOrder(
            id=tx.new_id("pfo", platform_credit_code, order_number),
            platform_credit_code=platform_credit_code,
            platform_name=platform_name,
            party_id=at.party_id if at.role == "employer" else None,
            order_number=order_number,
            trade=trade,
            region_code=region_code,
            person_id=person.id,
            accepted_at=accepted_at,
            finished_at=finished_at,
            month=str(month),
            premium_id=None,
            version=1,
            created_at=tx.world.now,
            updated_at=tx.world.now,
        )
        rows.orders.add(tx, made)
        _watch(tx, made)
        failpoint("benefits.platform_order.before_commit")
        return tx.answer(made)


def _watch(tx: Tx, order: PlatformOrder) -> None:
    """Charged with its month; where that was charged before, with the present one."""
    code, region, month = order.platform_credit_code, order.region_code, Month.parse(order.month)
    if rows.premium_of(tx, code, region, order.month) is not None:
        month = Month.of(tx.world.today)
    due = datetime.combine((month + 1).first, _AT, clock.SHANGHAI)
    key = f"{code}:{region}:{month}"
    tx.schedule(CHARGE, key, max(due, tx.world.now))


def charge(key: str) -> None:
    """Charge a platform for a month's orders in a region (due job)."""
    code, region_code, month = key.split(":")
    with store.write() as tx:
        tx.lock("platform premium", code, region_code)
        counted = rows.uncharged(tx, code, region_code, month)
        if counted:
            _charged(tx, code, region_code, month, counted)
        failpoint("benefits.platform_premium.before_commit")
        tx.complete_job()


def _charged(
    tx: Tx, code: str, region_code: str, month: str, counted: Mapping[tuple[str, str], int]
) -> None:
    parts = [
        terms.platform(region_code, Month.parse(of).last, trade).premiums(number)
        for (of, trade), number in counted.items()
    ]
    whole = rules.together(parts)
    last = rows.orders.newest(
        tx, rows.orders.c.platform_credit_code == code, rows.orders.c.region_code == region_code
    )
    assert last is not None, "its orders were counted"
    made = PlatformPremium(
        id=tx.new_id("ppm", code, region_code, month),
        platform_credit_code=code,
        platform_name=last.platform_name,
        party_id=last.party_id,
        region_code=region_code,
        month=month,
        orders=sum(counted.values()),
        amount=whole.total,
        explanation=whole.as_json(),
        paid_at=None,
        status=domain.DUE,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )
    rows.premiums.add(tx, made)
    rows.charge(tx, code, region_code, month, made.id)
    tx.emit("platform_premium.charged", made.id, told(made))


def pay(premium_id: str) -> PlatformPremium:
    """The platform pays a month's premium into the fund.

    PlatformPremiumNotFound, NotTheirRecord, RegionNotAllowed, RecordState.
    """
    with store.write() as tx:
        found = relations.held(tx, rows.premiums, premium_id, problems.PlatformPremiumNotFound)
        relations.check_party(found)
        status = relations.after(domain.PREMIUM, found, "pay")
        done = rows.premiums.change(tx, found, status=status, paid_at=tx.world.now)
        if done.amount:
            body = {
                "charge_id": done.id,
                "region": done.region_code,
                "parts": [{"fund": WORK_INJURY, "amount_fen": done.amount.fen}],
            }
            tx.send("settlement", "/internal/v1/contributions", body, f"ppm:{done.id}")
        tx.emit("platform_premium.paid", done.id, told(done))
        failpoint("benefits.platform_premium_paid.before_commit")
        return tx.answer(done)


def told(known: PlatformPremium) -> dict[str, Any]:
    """What an event says of a premium."""
    return {
        "id": known.id,
        "region_code": known.region_code,
        "month": known.month,
        "orders": known.orders,
        "amount_fen": known.amount.fen,
        "status": known.status,
    }


# ---- reading


def get_order(order_id: str) -> PlatformOrder:
    """PlatformOrderNotFound, NotTheirRecord for another platform."""
    return relations.own(store, rows.orders, order_id, problems.PlatformOrderNotFound)


def orders_page(page: PageQuery, filters: dict[str, Any]) -> Page:
    """A platform sees its own."""
    return relations.own_page(store, rows.orders, page, filters)


def get_premium(premium_id: str) -> PlatformPremium:
    """PlatformPremiumNotFound, NotTheirRecord for another platform."""
    return relations.own(store, rows.premiums, premium_id, problems.PlatformPremiumNotFound)


def premiums_page(page: PageQuery, filters: dict[str, Any]) -> Page:
    """A platform sees its own."""
    return relations.own_page(store, rows.premiums, page, filters)
