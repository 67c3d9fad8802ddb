"""Each law holds on a busy store, and turns red when its own corruption is planted."""

from typing import Any

import pytest
import sqlalchemy as sa

from services.medical.store import store, tables
from sscsim.db.types import canonical
from sscsim.demo_people import CHEN_YU
from sscsim.kernel.money import Money
from tests.unit.medical.conftest import Hospital

pytestmark = pytest.mark.db

s, a, v = tables.settlements, tables.accumulators, tables.visits


def plus(column: Any, fen: int) -> Any:
    """The column and so many fen, as the raw number."""
    return sa.type_coerce(sa.type_coerce(column, sa.BigInteger) + fen, column.type)


def busy(hospital: Hospital) -> dict[str, str]:
    """Settled across regions, at home, and one of each reversed."""
    across = hospital.settled(hospital.stay(), "a")
    home = hospital.settled(hospital.stay(person=CHEN_YU, institution="H99010000003"), "b")
    later = hospital.settled(
        hospital.stay(admission_date="2026-03-30", discharge_date="2026-04-01"), "c"
    )
    back = hospital.reverse(later["id"]).json
    assert hospital.broken_laws() == {}
    return {"across": across["id"], "home": home["id"], "later": later["id"], "back": back["id"]}


def plant(hospital: Hospital, *statements: Any) -> None:
    with hospital.bench.entered(role="system"), store.write() as tx:
        for statement in statements:
            tx.execute(statement)


CORRUPTIONS: dict[str, tuple[str, Any]] = {
    "a fen moves from the fund to nowhere": (
        "P1", lambda ids: s.update().where(s.c.id == ids["across"])
        .values(fund_pay=plus(s.c.fund_pay, -1)),
    ),
    "a fen more cash than the person's part": (
        "P1", lambda ids: s.update().where(s.c.id == ids["home"])
        .values(cash_pay=plus(s.c.cash_pay, 1)),
    ),
    "the parts of the bill don't sum": (
        "P1", lambda ids: s.update().where(s.c.id == ids["home"])
        .values(in_scope=plus(s.c.in_scope, 1)),
    ),
    "the clearing amount is another": (
        "P1", lambda ids: s.update().where(s.c.id == ids["across"])
        .values(clearing_amount=Money(1)),
    ),
    "the explanation says another amount": (
        "medical.explained", lambda ids: s.update().where(s.c.id == ids["across"]).values(
            explanation=sa.type_coerce(
                sa.func.replace(sa.type_coerce(s.c.explanation, sa.Text),
                                '"result_fen":935000', '"result_fen":935001'),
                s.c.explanation.type)),
    ),
    "the explanation is gone": (
        "medical.explained",
        lambda ids: s.update().where(s.c.id == ids["home"]).values(explanation=None),
    ),
    "the funds are another sum": (
        "medical.explained",
        lambda ids: s.update().where(s.c.id == ids["home"]).values(funds={"hifp": 1}),
    ),
    "a fee line is lost": (
        "medical.bill_is_lines",
        lambda ids: tables.fee_lines.delete().where(tables.fee_lines.c.ordinal == 1),
    ),
    "a visit's bill is changed": (
        "medical.bill_is_lines", lambda ids: v.update().values(preself=plus(v.c.preself, 1)),
    ),
    "an accumulator is a fen off": (
        "P6", lambda ids: a.update().values(pool=plus(a.c.pool, 1)),
    ),
    "an accumulator is lost": ("P6", lambda ids: a.delete()),
    "a home side's settlement is lost": (
        "P6", lambda ids: tables.insured_settlements.delete().where(
            tables.insured_settlements.c.exchange_id == ids["home"]),
    ),
    "the pool paid above its cap": (
        "P6.cap", lambda ids: tables.insured_settlements.update().values(pool_cap=Money(1)),
    ),
    "a reversal gives back too little": (
        "P8", lambda ids: s.update().where(s.c.id == ids["back"])
        .values(account_pay=plus(s.c.account_pay, 1), cash_pay=plus(s.c.cash_pay, -1)),
    ),
    "a reversed settlement stands again": (
        "P8", lambda ids: s.update().where(s.c.id == ids["later"]).values(status="settled"),
    ),
    "an account has money that nobody paid in": (
        "medical.account_is_journal", lambda ids: tables.personal_accounts.update().values(
            balance=plus(tables.personal_accounts.c.balance, 1)),
    ),
    "a journal line is lost": (
        "medical.account_is_journal", lambda ids: tables.account_entries.delete().where(
            tables.account_entries.c.ordinal == 1),
    ),
    "care and home disagree on account money": (
        "medical.care_is_home", lambda ids: tables.insured_settlements.update().values(
            account_pay=Money(7)),
    ),
    "the home side never heard of it": (
        "medical.care_is_home", lambda ids: tables.insured_settlements.delete().where(
            tables.insured_settlements.c.exchange_id == ids["across"]),
    ),
}  # fmt: skip


@pytest.mark.parametrize("corruption", CORRUPTIONS)
def test_a_planted_corruption_turns_its_law_red(hospital: Hospital, corruption: str) -> None:
    law, statement = CORRUPTIONS[corruption]
    plant(hospital, statement(busy(hospital)))
    broken = hospital.broken_laws()
    assert law in broken
    assert broken[law], "a counterexample says where"
    canonical(broken[law])


def test_every_law_has_its_corruption(hospital: Hospital) -> None:
    found = hospital.client.get("/internal/v1/invariants", role="service").json["checks"]
    assert {law["id"] for law in found} == {law for law, _ in CORRUPTIONS.values()}


def test_an_account_below_zero_cannot_even_be_written(hospital: Hospital) -> None:
    hospital.get("/v1/visits")
    below = tables.personal_accounts.update().values(balance=Money(-1))
    with pytest.raises(sa.exc.IntegrityError):
        plant(hospital, below)
