"""Every law turns red, with a counterexample, when what it guards is corrupted."""

from typing import Any

import pytest
import sqlalchemy as sa

from services.settlement.domain.chart import ROUNDING
from services.settlement.store import store
from services.settlement.store.tables import claims
from services.settlement.store.tables_books import account_days, journals, postings
from services.settlement.store.tables_clearing import claim_moves, cycle_lines, receipts
from services.settlement.store.tables_cycles import cycles, notices, payments, positions, statements
from sscsim.kernel.money import Money
from tests.support.settlement import CHENGDU, CHONGQING, Road

pytestmark = pytest.mark.db
ONE_FEN = Money(1)


@pytest.fixture
def paid(road: Road) -> Road:
    """Two directions, a deduction-free month paid, a reversal after it, a claim in transit."""
    road.settle(1)
    road.settle(2, CHONGQING, CHENGDU, hifp=5_000, account=0)
    road.settle(3)
    road.reverse(4, original=3)
    road.advance("2026-07-01T12:00:00")
    road.reverse(5, original=2, home=CHONGQING, care=CHENGDU)
    road.ask(6)
    assert road.broken() == {}
    return road


def grown(table: Any, column: str, *where: Any) -> Any:
    changed = table.c[column] + ONE_FEN
    return table.update().where(*where).values({column: changed})


FIRST_CLAIM = claims.c.clearing == Money(965_000)
CORRUPTIONS = {
    "P9: an amount is changed": (
        "P9",
        grown(postings, "amount", postings.c.debit == "benefit.hifp.310"),
    ),
    "P9: a posting is lost": ("P9", postings.delete().where(postings.c.debit == "acct.person")),
    "P9: a journal is lost": ("P9", journals.delete().where(journals.c.kind == "L6")),
    "P10: a position is changed": (
        "P10",
        grown(positions, "payable", positions.c.region == CHENGDU),
    ),
    "P10: both sides of positions are changed": ("P10", grown(positions, "receivable")),
    "P11: one side books less": (
        "P11",
        postings.delete().where(postings.c.debit == f"receivable.region:{CHENGDU}"),
    ),
    "P12: a claim falls out of its month": (
        "P12",
        claims.update().where(FIRST_CLAIM, claims.c.status == "settled").values(cycle_id=None),
    ),
    "P12: a reversed claim stays in a month": (
        "P12",
        claims.update().where(claims.c.status == "reversed").values(cycle_id="cyc_1"),
    ),
    "P12: an original is alive again": (
        "P12",
        claims.update().where(claims.c.status == "adjusted").values(status="settled"),
    ),
    "P12: a disputed claim stays in a month": (
        "P12",
        claims.update().where(FIRST_CLAIM, claims.c.status == "settled").values(status="disputed"),
    ),
    "P12: an audit's claim takes from nothing": (
        "P12",
        claims.update().where(claims.c.status == "reversed").values(adjusts="clm_1"),
    ),
    "P13: a statement is changed": (
        "P13",
        grown(statements, "total", statements.c.payer == CHENGDU),
    ),
    "P13: a notice is changed": ("P13", grown(notices, "amount", notices.c.kind == "payment")),
    "P13: a receipt is changed": ("P13", grown(notices, "amount", notices.c.kind == "receipt")),
    "P13: a payment is changed": ("P13", grown(payments, "amount")),
    "P13: a payment is lost": ("P13", payments.delete()),
    "P14: a claim is booked again": (
        "P14",
        journals.update().where(journals.c.kind == "L4").values(kind="L1", claim_id="clm_1"),
    ),
    "P14: a payment that no receipt is behind": (
        "P14",
        receipts.update().values(status="unmatched"),
    ),
    "P14: more was paid than is due": (
        "P14",
        grown(payments, "amount", payments.c.payer == CHENGDU),
    ),
    "P17: a claim of the frozen set is changed": (
        "P17",
        grown(claims, "hifp", FIRST_CLAIM, claims.c.status == "settled"),
    ),
    "P17: a line of a statement's bytes is changed": (
        "P17",
        statements.update().values(sha256="0" * 64),
    ),
    "P17: an excluded statement had claims": (
        "P17",
        statements.update().where(statements.c.payer == CHENGDU).values(is_excluded=True),
    ),
    "clearing.lines: a month's line is changed": ("clearing.lines", grown(cycle_lines, "hifp")),
    "clearing.lines: a month's line is lost": ("clearing.lines", cycle_lines.delete()),
    "clearing.lines: a claim slipped into a month": (
        "clearing.lines",
        claims.update().where(FIRST_CLAIM).values(is_prior_year=True),
    ),
    "P18: a month has forgotten its freeze": (
        "P18",
        cycles.update().where(cycles.c.status == "closed").values(frozen_at=None),
    ),
    "P18: a month went back": (
        "P18",
        cycles.update().where(cycles.c.status == "closed").values(status="signing"),
    ),
    "P18: a claim took a way that is none": (
        "P18",
        claim_moves.update().values(event="sign"),
    ),
    "P21: a fen is rounded away": (
        "P21",
        postings.update().where(postings.c.debit.like("clr.from%")).values(debit=ROUNDING),
    ),
    "P23: cash in a fund book": (
        "P23",
        postings.update().where(postings.c.debit == "acct.person").values(debit="cash.patient"),
    ),
    "P23: more is posted than is cleared": ("P23", grown(claims, "clearing", FIRST_CLAIM)),
}


def test_every_planted_corruption_is_found(paid: Road):
    """Each planted alone, in a transaction that is taken back."""
    for name, (law, statement) in CORRUPTIONS.items():
        found = paid.broken_by(statement)
        assert law in found, f"{name}: {found}"
        assert found[law], "a counterexample says where"
    assert paid.broken() == {}


def first_of(road: Road, *where: Any) -> str:
    with road.bench.entered(role="system"), store.read() as tx:
        return tx.scalar(sa.select(journals.c.id).where(*where).order_by(journals.c.seq).limit(1))


def test_p19_a_reversal_of_a_reversal_is_found(paid: Road):
    mirror = first_of(paid, journals.c.reverses.is_not(None))
    other = first_of(paid, journals.c.kind == "L4")
    paid.plant(journals.update().where(journals.c.id == other).values(reverses=mirror))
    assert paid.broken()["P19"] == {"journal_id": other, "reverses": mirror}


def test_p19_a_second_reversal_can_not_even_be_written(paid: Road):
    with pytest.raises(sa.exc.IntegrityError):
        paid.plant(journals.update().where(journals.c.kind == "L1").values(reverses="jnl_1"))


def test_p19_a_mirror_that_is_not_one_is_found(paid: Road):
    """The amount is right, an account is not: what was taken back is somebody else's."""
    mirror = first_of(paid, journals.c.reverses.is_not(None))
    other = postings.update().where(postings.c.journal_id == mirror, postings.c.ordinal == 1)
    assert paid.broken_by(other.values(debit="suspense"))["P19"]["journal_id"] == mirror


def test_p24_a_pair_left_out_of_a_balance_query_is_found(paid: Road):
    """Original and reversal cancel each other: only their turnover tells that they are missing."""
    pair = sa.select(journals.c.reverses).where(journals.c.kind == "reversal")
    lost = (
        sa.select(postings.c.book, postings.c.debit, postings.c.amount)
        .where(postings.c.journal_id.in_(pair))
        .limit(1)
    )
    with paid.bench.entered(role="system"), store.read() as tx:
        book, account, amount = tx.all(lost)[0]
    both_less = account_days.update().where(
        account_days.c.book == book, account_days.c.account == account
    )
    found = paid.broken_by(
        both_less.values(debit=account_days.c.debit - amount, credit=account_days.c.credit - amount)
    )
    assert (found["P24"]["book"], found["P24"]["account"]) == (book, account)
