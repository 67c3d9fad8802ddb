"""Start-up loans after the guarantee: the bank's answer, and the draw onto the card.

Money goes onto the borrower's card and off it again through the bank side of `card`, each time by
the id of what is paid, so that a job that runs twice moves it once.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from services.benefits import problems_loan as problems
from services.benefits.domain.employment import startup_loan as domain
from services.benefits.domain.employment.startup_loan import Instalment, Loan
from services.benefits.store import startup_loans as rows
from services.benefits.store import store
from sscsim import clock, peers, world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Relayed

ANSWER, DRAW = "benefits.answer_loan", "benefits.draw_loan"
COLLECT = "benefits.collect_instalment"
KEPT = rows.loans
SOON = timedelta(minutes=1)
"""How long a bank that nobody plays needs, in sandbox time."""
ACCEPTED = "00"
COLLECTS_AT = time(18, 0)


def told(known: Loan) -> dict[str, Any]:
    """What an event says of a loan."""
    return {
        "id": known.id,
        "person_id": known.person_id,
        "region_code": known.region_code,
        "amount_fen": known.amount.fen,
        "status": known.status,
    }


# ---- the bank's answer


def answer_soon(tx: Tx, known: Loan) -> None:
    """A bank that nobody plays says yes after a while."""
    tx.schedule(ANSWER, known.id, tx.world.now + SOON)


def answer(loan_id: str) -> None:
    """The bank's answer where no bank is played."""
    with store.write() as tx:
        known = held(tx, loan_id)
        if known.status == domain.GUARANTEED:
            _contracted(tx, known, None)
        tx.complete_job()


def contract(loan_id: str) -> Loan:
    """The bank grants it (签订借款合同); the money goes onto the card. LoanNotFound, LoanState."""
    with store.write() as tx:
        known = held(tx, loan_id)
        return tx.answer(_contracted(tx, known, world.current().party_id))


def _contracted(tx: Tx, known: Loan, bank_party_id: str | None) -> Loan:
    after = domain.check_move(known, "contract")
    changed = KEPT.change(tx, known, status=after, bank_party_id=bank_party_id)
    tx.schedule(DRAW, f"{known.id}:{changed.version}", tx.world.now + SOON)
    tx.emit("startup_loan.contracted", changed.id, told(changed))
    return changed


def decline(loan_id: str, reason: str) -> Loan:
    """The bank does not grant it; the guarantee is over. LoanNotFound, LoanState."""
    with store.write() as tx:
        known = held(tx, loan_id)
        after = domain.check_move(known, "decline")
        changed = KEPT.change(
            tx,
            known,
            status=after,
            declined_for=reason,
            bank_party_id=world.current().party_id,
        )
        tx.emit("startup_loan.declined", changed.id, told(changed))
        return tx.answer(changed)


# ---- the draw


def draw_again(loan_id: str) -> Loan:
    """Try the draw again after the card took it not (重新放款). LoanNotFound, LoanState."""
    with store.write() as tx:
        known = held(tx, loan_id)
        domain.check_move(known, "draw")
        changed = KEPT.change(tx, known, return_code=None)
        tx.schedule(DRAW, f"{known.id}:{changed.version}", tx.world.now + SOON)
        return tx.answer(changed)


def draw(key: str) -> None:
    """Have the bank side pay it onto the card; `key`: the loan and its version of then."""
    loan_id, _, _version = key.partition(":")
    seen = get(loan_id)
    code = None
    if seen.status == domain.CONTRACTED:
        body = {"name": seen.person_name, "memo": "创业担保贷款放款"}
        code = asked("bank-credits", seen.id, seen.person_id, seen.amount, body)
    failpoint("benefits.loan.after_card")
    with store.write() as tx:
        known = held(tx, loan_id)
        if code is not None and known.status == domain.CONTRACTED:
            if code == ACCEPTED:
                _drawn(tx, known)
            else:
                KEPT.change(tx, known, return_code=code)
        tx.complete_job()


def _drawn(tx: Tx, known: Loan) -> None:
    """The schedule runs from the day of the draw."""
    today, now = tx.world.today, tx.world.now
    after = domain.MACHINE.after(known.status, "draw")
    changed = KEPT.change(tx, known, status=after, drawn_on=today, return_code=ACCEPTED)
    plan = domain.schedule(known.amount, known.term_months, known.rate, known.subsidised, today)
    for each in plan:
        made = Instalment(
            id=tx.new_id("sli", known.id, each.number),
            loan_id=known.id,
            number=each.number,
            due_date=each.due_date,
            principal=each.principal,
            interest=each.interest,
            subsidy=each.subsidy,
            paid_on=None,
            status=domain.DUE,
            version=1,
            created_at=now,
            updated_at=now,
        )
        rows.add_instalment(tx, made)
    arrange(tx, known.id, 1, plan[0].due_date)
    tx.emit("startup_loan.drawn", changed.id, told(changed))


def arrange(tx: Tx, loan_id: str, number: int, day: date) -> None:
    due = datetime.combine(day, COLLECTS_AT, clock.SHANGHAI)
    tx.schedule(COLLECT, f"{loan_id}:{number}", due)


def asked(door: str, event: str, person_id: str, amount: Money, more: dict[str, Any]) -> str:
    body = {"event": event, "person_id": person_id, "amount_fen": amount.fen, **more}
    try:
        said = peers.call("card", "POST", f"/internal/v1/{door}", body)
    except peers.Refused as refusal:
        raise Relayed(refusal.status, refusal.problem) from None
    return str(said["return_code"])


def held(tx: Tx, loan_id: str) -> Loan:
    found = KEPT.find(tx, loan_id, lock=True)
    if found is None:
        raise problems.LoanNotFound(loan_id=loan_id)
    return found


# ---- reading


def get(loan_id: str) -> Loan:
    with store.read() as tx:
        found = KEPT.find(tx, loan_id)
    if found is None:
        raise problems.LoanNotFound(loan_id=loan_id)
    return found


def instalments(loan_id: str) -> list[Instalment]:
    """The schedule. LoanNotFound."""
    get(loan_id)
    with store.read() as tx:
        return rows.instalments(tx, loan_id)


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return KEPT.page(tx, page, filters)
