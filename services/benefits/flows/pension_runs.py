"""The monthly payout of pensions (养老待遇发放): a roll by the chunk, then the bank by the chunk.

A roll takes the pensions that are due in its month and have no line of it: run twice, it takes
nobody twice. Each line orders one payment; a chunk is one posting in the region's book and one call
of the bank side, which knows each payment by its id and pays it once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.benefits import problems_pension as problems
from services.benefits import terms_pension
from services.benefits.domain import payment as money
from services.benefits.domain.insurance import ledger
from services.benefits.domain.insurance.ledger import AccountEntry
from services.benefits.domain.payment import BenefitPayment
from services.benefits.domain.pension import account as account_rules
from services.benefits.domain.pension import overpayment, record
from services.benefits.domain.pension import run as domain
from services.benefits.domain.pension.record import Pension
from services.benefits.domain.pension.run import PensionMonth, PensionRun
from services.benefits.flows import (
    bank_rolls,
    pension_crediting,
    pension_schedule,
    pensions,
    recoveries,
)
from services.benefits.store import pension_runs as rows
from services.benefits.store import pensions as records
from services.benefits.store import store
from sscsim import jobs, peers, world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

START, ROLL = pension_schedule.START, "benefits.roll_pensions"
CHUNK = 1_000
"""Pensions of one transaction."""
_PURPOSES = {
    record.EMPLOYEE: "企业职工养老待遇",
    record.INSTITUTION: "机关事业单位养老待遇",
    record.RESIDENT: "城乡居民养老待遇",
}


# ---- begun


def start(key: str) -> None:
    """The pay day of a month, in a due job; nothing where its run was begun before."""
    region, scheme, month = key.split(":")
    with store.write() as tx:
        tx.lock("pension run", region, scheme)
        if rows.run_of(tx, region, scheme, month) is None and records.goes_on(tx, region, scheme):
            begin(tx, region, scheme, Month.parse(month))
        tx.complete_job()


def begin(
    tx: Tx, region: str, scheme: str, month: Month, application_id: str | None = None
) -> PensionRun:
    """Begin a month's run, which nobody began yet; the next month's is due after it."""
    now = tx.world.now
    begun = PensionRun(
        id=tx.new_id("prn", region, scheme, month),
        region_code=region,
        scheme=scheme,
        pay_month=str(month),
        application_id=application_id,
        lines_count=0,
        total=Money.zero(),
        kept_back_total=Money.zero(),
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
    rows.runs.add(tx, begun)
    records.fall_due(tx, region, month.last)
    records.miss(tx, region, month.first)
    tx.schedule(ROLL, f"{begun.id}/1", now)
    pension_schedule.next_run(tx, region, scheme, month + 1)
    tx.emit("pension_run.started", begun.id, pension_crediting.told(begun))
    return begun


# ---- the roll


def roll(key: str) -> None:
    """Take the next pensions on the roll, in a due job; safe to run twice."""
    run_id, _, turn = key.partition("/")
    with store.read() as tx:
        run = _known(tx, run_id)
        asked = {each.person_id for each in rows.next_on_roll(tx, run, CHUNK)}
    try:
        dead = _dead(sorted(asked))
    except (peers.Unreachable, peers.NoAnswer):
        raise jobs.Postponed(world.now() + bank_rolls.AGAIN_AFTER) from None
    failpoint("benefits.pension_roll.after_card")
    with store.write() as tx:
        run = pension_crediting.held(tx, run_id)
        if run.status == domain.BUILDING:
            found = rows.next_on_roll(tx, run, CHUNK, lock=True)
            chunk = [each for each in found if each.person_id in asked]
            run = _taken(tx, run, chunk, dead)
            if rows.next_on_roll(tx, run, 1):
                tx.schedule(ROLL, f"{run_id}/{int(turn) + 1}", tx.world.now)
            else:
                pension_crediting.sent(tx, run)
        failpoint("benefits.pension_roll.before_commit")
        tx.complete_job()


def _dead(people: Sequence[str]) -> dict[str, date]:
    """Who of these has died, and when."""
    if not people:
        return {}
    found = peers.call("card", "POST", "/internal/v1/deaths", {"person_ids": list(people)})
    return {each["person_id"]: date.fromisoformat(each["died_on"]) for each in found["data"]}


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as it is made, with what it writes besides."""

    line: PensionMonth
    payment: BenefitPayment | None
    entry: tuple[AccountEntry, Any] | None


def _taken(
    tx: Tx, run: PensionRun, chunk: Sequence[Pension], dead: Mapping[str, date]
) -> PensionRun:
    """The lines of those of a chunk who are alive and certified; the others leave the roll."""
    month, left = Month.parse(run.pay_month), []
    unseen = []
    for each in chunk:
        died_on = dead.get(each.person_id)
        if died_on is not None and Month.of(died_on) < month:
            pensions.end(tx, each, "died", Month.of(died_on))
        elif each.last_month is not None and each.last_month < run.pay_month:
            pensions.end(tx, each, "term_over", Month.parse(each.last_month))
        elif each.certified_until < month.first:
            unseen.append(each)
        else:
            left.append(each)
    pensions.pause_all(tx, unseen, month, record.UNCERTIFIED)
    return _lines(tx, run, left) if left else run


def _lines(tx: Tx, run: PensionRun, chunk: Sequence[Pension]) -> PensionRun:
    ids = [each.id for each in chunk]
    people = [each.person_id for each in chunk]
    fund = record.FUNDS[run.scheme]
    amounts = records.monthly_on_roll(tx, ids, run.pay_month)
    behind = records.arrears(tx, ids, run.pay_month)
    debtors = rows.debtors(tx, people, run.region_code, fund)
    accounts = rows.accounts_of(tx, people, fund)
    made = [
        _line(tx, run, each, due, accounts.get(each.person_id), debtors)
        for each in chunk
        for due in [(amounts[each.id], Money(behind.get(each.id, 0)))]
    ]
    ordered = [each.payment for each in made if each.payment is not None]
    rows.add_lines(tx, [each.line for each in made], ordered)
    rows.draw(tx, [each.entry for each in made if each.entry is not None])
    records.settle_arrears(tx, ids, run.pay_month)
    rows.begin(tx, ids)
    total = Money(sum(each.amount.fen for each in ordered))
    if total:
        pension_crediting.booked(tx, run, "order", chunk[0].id, pension_crediting.BOOKS, total)
    kept = Money(sum(each.line.kept_back.fen for each in made))
    at_once = [each for each in made if each.payment is None]
    return rows.runs.change(
        tx,
        run,
        lines_count=run.lines_count + len(made),
        total=run.total + total,
        kept_back_total=run.kept_back_total + kept,
        paid_count=run.paid_count + len(at_once),
    )


def _line(
    tx: Tx,
    run: PensionRun,
    known: Pension,
    due: tuple[Money, Money],
    account: Any,
    debtors: set[str],
) -> _Line:
    """A pension's month: what is `due` of it and behind it, less what is kept back.

    A pension that is changed while its month is on the roll is on this one as it was.
    """
    key, now = f"{known.id}/{run.pay_month}", tx.world.now
    amount, behind = due
    whole = amount + behind
    kept = Money.zero()
    if known.person_id in debtors:
        kept = _kept_back(tx, run, known, key, whole)
    drawn = Money.zero()
    if account is not None and known.account_part and account.fen > 0:
        drawn = account_rules.draw(Money(account.fen), known.account_part).account
    payment = None
    if whole > kept:
        payment = _payment(tx, run, known, key, whole - kept)
    line = PensionMonth(
        run_id=run.id,
        pension_id=known.id,
        person_id=known.person_id,
        month=run.pay_month,
        amount=amount,
        from_account=drawn,
        arrears=behind,
        kept_back=kept,
        payment_id=payment.id if payment is not None else None,
        recovery_id=None,
        status=domain.ORDERED if payment is not None else domain.PAID,
        created_at=now,
        updated_at=now,
    )
    entry = None
    if drawn:
        entry = (_entry(tx, known, account, run.pay_month, drawn), account)
    return _Line(line, payment, entry)


def _entry(tx: Tx, known: Pension, account: Any, month: str, drawn: Money) -> AccountEntry:
    return AccountEntry(
        account_id=account.id,
        business_key=f"pension/{known.id}/{month}",
        person_id=known.person_id,
        month=month,
        kind=ledger.PAYOUT,
        amount=-drawn,
        posted_on=tx.world.today,
        created_at=tx.world.now,
    )


def _kept_back(tx: Tx, run: PensionRun, known: Pension, key: str, whole: Money) -> Money:
    """Up to the share of a month that may be kept back, of what comes back by no other plan."""
    share = terms_pension.recovery(run.region_code, tx.world.today).share.value
    owed = recoveries.open_ids(tx, run.region_code, known.fund, known.person_id)
    planned = records.plans(tx, owed)
    elsewhere = [each for each in owed if _comes_otherwise(planned.get(each))]
    return recoveries.kept_back(
        tx,
        key,
        whole.times(share),
        region=run.region_code,
        fund=known.fund,
        person_id=known.person_id,
        but=elsewhere,
    )


def _comes_otherwise(plan: Any) -> bool:
    return plan is not None and plan.manner != overpayment.OFFSET


def _payment(tx: Tx, run: PensionRun, known: Pension, key: str, amount: Money) -> BenefitPayment:
    now, payment_id = tx.world.now, tx.new_id("bpy", key)
    return BenefitPayment(
        id=payment_id,
        business_key=key,
        order_id=payment_id,
        replaces=None,
        application_id=None,
        item_code=record.PAYOUT_ITEMS[run.scheme],
        person_id=known.person_id,
        payee_name=known.person_name,
        region_code=run.region_code,
        fund=known.fund,
        purpose=f"{_PURPOSES[run.scheme]} {run.pay_month}",
        amount=amount,
        status=money.ORDERED,
        return_code=None,
        paid_at=None,
        version=1,
        created_at=now,
        updated_at=now,
    )


# ---- reading


def _known(tx: Tx, run_id: str) -> PensionRun:
    found = rows.runs.find(tx, run_id)
    assert found is not None, "a run is never removed"
    return found


def get(run_id: str) -> PensionRun:
    """PensionRunNotFound."""
    with store.read() as tx:
        found = rows.runs.find(tx, run_id)
    if found is None:
        raise problems.PensionRunNotFound(run_id=run_id)
    return found


def lines(run_id: str, page: PageQuery, filters: Mapping[str, Any]) -> Page:
    """PensionRunNotFound."""
    get(run_id)
    with store.read() as tx:
        return rows.lines_page(tx, page, {**filters, "run_id": run_id})


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return rows.runs.page(tx, page, filters)
