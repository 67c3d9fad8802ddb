"""The monthly payout (失业保险金发放): a region's month, by the chunk, each person once.

A chunk takes whoever draws the benefit and has no month yet, and is one posting in the region's
book; when nobody is left the bank has the roll (`crediting`). Run twice it takes nobody twice: a
person has one row a month.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from services.benefits import problems_unemployment as problems
from services.benefits import terms_unemployment as terms
from services.benefits.domain import payment as payments_domain
from services.benefits.domain.payment import BenefitPayment
from services.benefits.domain.unemployment import premium as premiums_domain
from services.benefits.domain.unemployment import record
from services.benefits.domain.unemployment import run as domain
from services.benefits.domain.unemployment.premium import Premium
from services.benefits.domain.unemployment.record import BenefitMonth, UnemploymentBenefit
from services.benefits.domain.unemployment.run import UnemploymentRun
from services.benefits.flows import applicants, payments, recoveries
from services.benefits.flows.unemployment import benefits, crediting, schedule
from services.benefits.store import store
from services.benefits.store import unemployment as rows
from sscsim import jobs, peers, world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month

KEPT = rows.runs
ROLL = "benefits.roll_unemployment_benefits"
CHUNK = 1_000
"""Persons of one transaction, and of one question to the card service."""
PURPOSE = "失业保险金"
_AGAIN = payments.PAY_AFTER * 10
_BOOKS = "/internal/v1/benefit-payments"


def start(key: str) -> None:
    """The pay day of a month; nothing where its run was begun before."""
    region, month = schedule.read(key)
    with store.write() as tx:
        if rows.run_of(tx, region, str(month)) is None and rows.drawing(tx, region, str(month)):
            begin(tx, region, month)
        tx.complete_job()


def begin(tx: Tx, region: str, month: Month, application_id: str | None = None) -> UnemploymentRun:
    """Begin a month's run. Raises policy.PolicyMissing and policy.FigureMissing."""
    tx.lock("unemployment run", region)
    now = tx.world.now
    begun = UnemploymentRun(
        id=tx.new_id("unr", region, month),
        region_code=region,
        pay_month=str(month),
        application_id=application_id,
        monthly=terms.amount(region, month.first).monthly().total,
        premium=terms.premium(region, month.first).monthly().total,
        lines_count=0,
        total=Money.zero(),
        kept_back=Money.zero(),
        paid_count=0,
        paid_total=Money.zero(),
        returned_count=0,
        returned_total=Money.zero(),
        completed_at=None,
        status=domain.BUILDING,
        version=1,
        created_at=now,
        updated_at=now,
    )
    KEPT.add(tx, begun)
    tx.schedule(ROLL, f"{begun.id}/1", now)
    schedule.premiums(tx, region, month)
    tx.emit("unemployment_run.started", begun.id, crediting.told(begun))
    return begun


# ---- by the chunk


def roll(key: str) -> None:
    """Order the payments of the next chunk; safe to run twice."""
    run_id, _, turn = key.partition("/")
    with store.read() as tx:
        run = _known(tx, run_id)
        asked = [each.person_id for each in _next(tx, run, CHUNK)]
    try:
        dead = applicants.deceased(asked) if asked else {}
    except (peers.Unreachable, peers.NoAnswer):
        raise jobs.Postponed(world.now() + _AGAIN) from None
    failpoint("benefits.unemployment_roll.after_card")
    with store.write() as tx:
        known = KEPT.find(tx, run_id, lock=True)
        assert known is not None
        if known.status == domain.BUILDING:
            chunk = [each for each in _next(tx, known, CHUNK, lock=True) if each.person_id in asked]
            known = _ordered(tx, known, _living(tx, chunk, dead))
            if _next(tx, known, 1):
                tx.schedule(ROLL, f"{run_id}/{int(turn) + 1}", tx.world.now)
            else:
                crediting.sent(tx, known)
        failpoint("benefits.unemployment_roll.before_commit")
        tx.complete_job()


def _next(
    tx: Tx, run: UnemploymentRun, limit: int, *, lock: bool = False
) -> list[UnemploymentBenefit]:
    return rows.next_to_pay(tx, run.region_code, run.pay_month, limit, lock=lock)


def _living(
    tx: Tx, chunk: Sequence[UnemploymentBenefit], dead: dict[str, date]
) -> list[UnemploymentBenefit]:
    """Those who live; a benefit ends with the month of its holder's death."""
    left = []
    for each in chunk:
        died_on = dead.get(each.person_id)
        if died_on is None:
            left.append(each)
        else:
            benefits.end(tx, each, "died", Month.of(died_on))
    return left


def _ordered(tx: Tx, run: UnemploymentRun, chunk: Sequence[UnemploymentBenefit]) -> UnemploymentRun:
    """The chunk's months, with their payments and premiums, in few statements."""
    if not chunk:
        return run
    owing = rows.debtors(tx, [each.person_id for each in chunk], run.region_code)
    lines = [_line(tx, run, each, owing) for each in chunk]
    orders = [_order(tx, run, each, line) for each, line in zip(chunk, lines, strict=True)]
    made = [each for each in orders if each is not None]
    rows.add_lines(tx, lines, made, [_premium(tx, run, each) for each in chunk])
    _booked(tx, run, made)
    used = rows.draw(tx, [each.id for each in chunk])
    by_id = {each.id: each for each in chunk}
    over = [replace(by_id[each], status=record.EXHAUSTED) for each in used]
    tx.emit_all("unemployment_benefit.exhausted", [(each.id, benefits.told(each)) for each in over])
    return KEPT.change(
        tx,
        run,
        lines_count=run.lines_count + len(lines),
        total=run.total + sum_money(each.amount for each in lines),
        kept_back=run.kept_back + sum_money(each.kept_back for each in lines),
        paid_count=run.paid_count + len([each for each in lines if each.payment_id is None]),
    )


def _line(
    tx: Tx, run: UnemploymentRun, known: UnemploymentBenefit, owing: Collection[str]
) -> BenefitMonth:
    """A month of one person; only of those who owe something is anything kept back."""
    kept, now = Money.zero(), tx.world.now
    if known.person_id in owing:
        kept = recoveries.kept_back(
            tx,
            _key(known, run),
            run.monthly,
            region=run.region_code,
            fund=record.FUND,
            person_id=known.person_id,
        )
    is_paid = kept == run.monthly
    return BenefitMonth(
        id=tx.new_id("ubm", known.person_id, run.pay_month),
        benefit_id=known.id,
        run_id=run.id,
        person_id=known.person_id,
        region_code=run.region_code,
        month=run.pay_month,
        amount=run.monthly,
        kept_back=kept,
        payment_id=None if is_paid else tx.new_id("bpy", _key(known, run)),
        recovery_id=None,
        status=record.PAID if is_paid else record.ORDERED,
        version=1,
        created_at=now,
        updated_at=now,
    )


def _key(known: UnemploymentBenefit, run: UnemploymentRun) -> str:
    return f"unemployment/{known.person_id}/{run.pay_month}"


def _order(
    tx: Tx, run: UnemploymentRun, known: UnemploymentBenefit, line: BenefitMonth
) -> BenefitPayment | None:
    """The payment of what is left of a month; onto the card of whoever draws it."""
    if line.payment_id is None:
        return None
    now = tx.world.now
    return BenefitPayment(
        id=line.payment_id,
        business_key=_key(known, run),
        order_id=line.payment_id,
        replaces=None,
        application_id=None,
        item_code=benefits.CODE,
        person_id=known.person_id,
        payee_name=known.person_name,
        region_code=run.region_code,
        fund=record.FUND,
        purpose=f"{PURPOSE} {run.pay_month}",
        amount=line.amount - line.kept_back,
        status=payments_domain.ORDERED,
        return_code=None,
        paid_at=None,
        version=1,
        created_at=now,
        updated_at=now,
    )


def _booked(tx: Tx, run: UnemploymentRun, made: Sequence[BenefitPayment]) -> None:
    """One posting for the chunk, under its first payment."""
    if not made:
        return
    first = made[0]
    body = {
        "payment_id": first.order_id,
        "region": run.region_code,
        "fund": record.FUND,
        "amount_fen": sum_money(each.amount for each in made).fen,
    }
    tx.send("settlement", _BOOKS, body, f"benefit:{first.id}")


def _premium(tx: Tx, run: UnemploymentRun, known: UnemploymentBenefit) -> Premium:
    now = tx.world.now
    return Premium(
        id=tx.new_id("ump", known.person_id, run.pay_month),
        benefit_id=known.id,
        person_id=known.person_id,
        region_code=run.region_code,
        month=run.pay_month,
        amount=run.premium,
        payment_id=None,
        status=premiums_domain.SCHEDULED,
        version=1,
        created_at=now,
        updated_at=now,
    )


# ---- reading


def _known(tx: Tx, run_id: str) -> UnemploymentRun:
    found = KEPT.find(tx, run_id)
    if found is None:
        raise problems.RunNotFound(run_id=run_id)
    return found


def get(unemployment_run_id: str) -> UnemploymentRun:
    with store.read() as tx:
        return _known(tx, unemployment_run_id)


def page(query: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return KEPT.page(tx, query, filters)
