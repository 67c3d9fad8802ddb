"""Charges are paid: from an employer's account, off the card by a job, or by a code.

The bank side takes the money once for each attempt; what came of an attempt by a code whose answer
was lost is asked by a job. With the money months are paid, accounts posted and funds booked.
"""

from datetime import timedelta
from typing import Any

from services.benefits import problems_insurance as problems
from services.benefits import terms_contributions as terms
from services.benefits.domain import insurance as words
from services.benefits.domain.insurance import charge as domain
from services.benefits.domain.insurance.charge import Charge, Part
from services.benefits.flows import annuity_postings
from services.benefits.flows.contributions import charges, interest
from services.benefits.store import contributions, pension_accounts, store
from sscsim import peers, world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Relayed

COLLECT, SETTLE = "benefits.collect_contribution", "benefits.settle_contribution"
DEBIT = "benefits.debit_contribution"
DEBIT_AFTER = timedelta(days=1)
COLLECT_AFTER, ASK_AFTER = timedelta(seconds=30), timedelta(minutes=10)
ACCEPTED = "00"
LATE = (domain.EMPLOYER_MONTH, domain.ARREARS)
"""Kinds that bear late fees (滞纳金)."""


# ---- an employer


def pay(charge_id: str) -> Charge:
    """An employer pays from its own account: the charge and the late fees of today.

    ChargeNotFound, ChargeState, ChargePaidOtherwise, NotTheirContributions, RegionNotAllowed.
    """
    with store.write() as tx:
        known = charges.held(tx, charge_id)
        charges.check_employer(known.party_id, known.id)
        if world.current().role == "agency":
            world.require_region(known.region_code)
        if known.pay_by != domain.ACCOUNT:
            raise problems.ChargePaidOtherwise(charge_id=known.id, pay_by=known.pay_by)
        begun = charges.moved(tx, known, "begin")
        done = _paid(tx, begun, None)
        failpoint("benefits.contribution.before_commit")
        return tx.answer(done)


def debit_later(tx: Tx, charge: Charge) -> None:
    """Have a charge taken off its employer's account, as it agreed to."""
    tx.schedule(DEBIT, charge.id, tx.world.now + DEBIT_AFTER)


def debit(charge_id: str) -> None:
    """Take a charge off its employer's account (due job); one that was paid is left alone."""
    with store.write() as tx:
        known = charges.held(tx, charge_id)
        if domain.MACHINE.allows(known.status, "begin"):
            _paid(tx, charges.moved(tx, known, "begin"), None)
        failpoint("benefits.contribution_debit.before_commit")
        tx.complete_job()


def late_fees(tx: Tx, known: Charge) -> list[tuple[Part, Explanation]]:
    """What each part has to be paid with today: arrears and late fee."""
    if known.kind not in LATE:
        return []
    today = tx.world.today
    rule = terms.arrears(known.region_code, today)
    found = []
    for each in contributions.parts_of(tx, known.id):
        month = Month.parse(each.month)
        # The law's late fee is on contributions to social insurance, which an annuity is not.
        is_annuity = each.kind == words.OCCUPATIONAL_ANNUITY
        paid_on = min(today, rule.due_on(month)) if is_annuity else today
        found.append((each, rule.of(month, each.amount, paid_on)))
    return found


def explanation(charge_id: str) -> Explanation:
    """How today's sum of a charge comes about. ChargeNotFound, NotTheirContributions."""
    known = charges.get(charge_id)
    with store.read() as tx:
        found = late_fees(tx, known)
    steps = tuple(step for _, each in found for step in each.steps)
    return Explanation(sum_money(each.total for _, each in found), steps)


# ---- a person


def collect_later(tx: Tx, known: Charge) -> Charge:
    """Have it taken off the card by a job; one attempt a job."""
    trying = charges.KEPT.change(tx, known, tries=known.tries + 1)
    tx.schedule(COLLECT, trying.attempt, tx.world.now + COLLECT_AFTER)
    return trying


def retry(charge_id: str) -> Charge:
    """Have a debit that failed tried again. ChargeNotFound, ChargeState, ChargePaidOtherwise."""
    with store.write() as tx:
        known = charges.held(tx, charge_id)
        if known.pay_by != domain.CARD:
            raise problems.ChargePaidOtherwise(charge_id=known.id, pay_by=known.pay_by)
        again = charges.moved(tx, known, "retry", return_code=None)
        return tx.answer(collect_later(tx, again))


def collect(key: str) -> None:
    """Have the bank side take it, in a due job; safe to run twice."""
    charge_id, _, number = key.partition("#")
    with store.write() as tx:
        known = charges.held(tx, charge_id)
        mine = known.tries == int(number)
        if mine and known.status == domain.DUE:
            known = charges.moved(tx, known, "begin")
    code = _asked(known) if mine and known.status == domain.PAYING else None
    failpoint("benefits.contribution.after_card")
    with store.write() as tx:
        if code is not None:
            _recorded(tx, charge_id, key, code)
        tx.complete_job()


def _asked(known: Charge) -> str:
    body = {
        "event": known.id,
        "person_id": known.person_id,
        "amount_fen": known.amount.fen,
        "memo": "社会保险费",
    }
    try:
        answer = peers.call("card", "POST", "/internal/v1/bank-collections", body)
    except peers.Refused as refusal:
        raise Relayed(refusal.status, refusal.problem) from None
    return str(answer["return_code"])


def _recorded(tx: Tx, charge_id: str, attempt: str, code: str) -> None:
    known = charges.held(tx, charge_id)
    if (known.status, known.attempt) != (domain.PAYING, attempt):
        return
    if code == ACCEPTED:
        _paid(tx, known, None)
    else:
        charges.moved(tx, known, "fail", return_code=code)


def pay_by_code(
    charge_id: str, electronic_code: str, password: str | None = None, face: str | None = None
) -> Charge:
    """Pay by a code of the electronic card.

    ChargeNotFound, ChargeState, ChargePaidOtherwise, and what the bank side says.
    """
    seen = charges.get(charge_id)
    if seen.pay_by != domain.CODE:
        raise problems.ChargePaidOtherwise(charge_id=seen.id, pay_by=seen.pay_by)
    if seen.status == domain.PAYING:
        seen = settle(charge_id)
        if seen.status == domain.PAID:
            with store.write() as tx:
                return tx.answer(seen)
    with store.write() as tx:
        known = charges.held(tx, charge_id)
        begun = charges.moved(tx, known, "begin", tries=known.tries + 1)
        tx.schedule(SETTLE, begun.attempt, tx.world.now + ASK_AFTER)
    body: dict[str, Any] = {
        "event": begun.attempt,
        "text": electronic_code,
        "amount_fen": begun.amount.fen,
        "memo": "社会保险费",
        **({"password": password} if password else {}),
        **({"face": face} if face else {}),
    }
    try:
        reference = str(peers.call("card", "POST", "/internal/v1/code-payments", body)["id"])
    except peers.Refused as refusal:
        with store.write() as tx:
            _given_up(tx, begun)
        raise Relayed(refusal.status, refusal.problem) from None
    failpoint("benefits.contribution_code.after_card")
    with store.write() as tx:
        return tx.answer(_arrived(tx, begun, reference))


def _given_up(tx: Tx, begun: Charge) -> Charge:
    known = charges.held(tx, begun.id)
    tx.cancel_job(SETTLE, begun.attempt)
    if (known.status, known.tries) == (domain.PAYING, begun.tries):
        return charges.moved(tx, known, "fail")
    return known


def _arrived(tx: Tx, begun: Charge, reference: str) -> Charge:
    known = charges.held(tx, begun.id)
    tx.cancel_job(SETTLE, begun.attempt)
    if (known.status, known.tries) == (domain.PAYING, begun.tries):
        return _paid(tx, known, reference)
    return known


def settle(charge_id: str) -> Charge:
    """Find out what came of an attempt by a code: paid, or never more. Safe to do twice."""
    begun = charges.get(charge_id)
    if begun.status != domain.PAYING:
        return begun
    said = {"event": begun.attempt}
    answer = peers.call("card", "POST", "/internal/v1/code-payments/query", said)
    with store.write() as tx:
        if answer.get("payment_id") is not None:
            return _arrived(tx, begun, str(answer["payment_id"]))
        return _given_up(tx, begun)


def settle_due(key: str) -> None:
    """The job of an attempt by a code; one that is over already is left alone."""
    charge_id, _, number = key.partition("#")
    if charges.get(charge_id).tries == int(number):
        settle(charge_id)
    with store.write() as tx:
        tx.complete_job()


def cancel(charge_id: str) -> Charge:
    """Take back a charge of one's own that is not paid: its months may be charged again.

    ChargeNotFound, ChargeState, ChargePaidOtherwise for an employer's, which is owed.
    """
    with store.write() as tx:
        known = charges.held(tx, charge_id)
        if known.pay_by == domain.ACCOUNT:
            raise problems.ChargePaidOtherwise(charge_id=known.id, pay_by=known.pay_by)
        done = charges.moved(tx, known, "cancel")
        contributions.change_months(tx, known.id, "cancel")
        return tx.answer(done)


# ---- both


def _paid(tx: Tx, known: Charge, reference: str | None) -> Charge:
    """The money is there: months are paid, accounts posted, declarations done, funds booked."""
    today, fees = tx.world.today, []
    for part, explained in late_fees(tx, known):
        fee = explained.total - part.amount
        if fee:
            contributions.change_late_fee(tx, part, fee)
            fees.append(fee)
    contributions.change_months(tx, known.id, "pay", today)
    parts = contributions.parts_of(tx, known.id)
    annuity_postings.post_charge(tx, known)
    for kind in sorted({part.kind for part in parts} & set(words.PENSIONS)):
        pension_accounts.open_for(tx, known.id, kind, known.region_code)
        pension_accounts.post_charge(tx, known.id, kind)
        interest.watch(tx, today.year)
    charges.follow(tx, known.id, "pay")
    tx.send("settlement", "/internal/v1/contributions", _booked(known, parts), f"ctc:{known.id}")
    return charges.moved(
        tx, known, "pay", paid_on=today, late_fee=sum_money(fees), reference=reference
    )


def _booked(known: Charge, parts: list[Part]) -> dict[str, Any]:
    """What each fund gets: contributions, late fees, and the government's subsidy."""
    sums: dict[str, Money] = {}
    for part in parts:
        got = part.amount + part.late_fee + part.subsidy
        sums[part.kind] = sums.get(part.kind, Money.zero()) + got
    return {
        "charge_id": known.id,
        "region": known.region_code,
        "parts": [{"fund": kind, "amount_fen": fen.fen} for kind, fen in sums.items() if fen],
    }
