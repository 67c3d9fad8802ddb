"""Each law holds on a busy store, and turns red when its own corruption is planted."""

import contextlib
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from services.medical.flows.invariants import CHECKS
from services.medical.store import store, tables, tables_kinds, tables_orders, tables_stock
from sscsim.db.types import canonical
from sscsim.demo_people import CHEN_YU, WANG_GUILAN
from sscsim.kernel.money import Money
from tests.support.bench import BIRTH
from tests.unit.medical.conftest import Hospital
from tests.unit.medical.desk import charged, visit_of

pytestmark = pytest.mark.db

s, a, v = tables.settlements, tables.accumulators, tables.visits
d = tables_kinds.disease_accumulators


_WANG, _CHEN = WANG_GUILAN.person_id("demo"), CHEN_YU.person_id("demo")
_ORDER = {
    "id": "mpo_0",
    "institution_code": "H99010000003",
    "order_number": "1",
    "person_id": _CHEN,
    "visit_id": "vis_0",
    "mdtrt_id": "vis_0",
    "charge_batch": "1",
    "began_visit": True,
    "ec_token": "0",
    "pay_token": "0",
    "revs_token": "0",
    "use_account": True,
    "total": Money(1),
    "state": "finished",
    "expires_at": BIRTH,
    "version": 1,
    "created_at": BIRTH,
    "updated_at": BIRTH,
}
_YEAR = {
    "id": "acy_0",
    "person_id": _CHEN,
    "account_year": 2026,
    "region_code": "990100",
    "credit": Money(0),
    "interest": Money(0),
    "ahead": Money(0),
    "overpaid": Money(0),
    "credited_on": date(2026, 1, 1),
    "policy_origin": {},
    "explanation": {"steps": [], "totals": {"total_fen": 1, "credit_fen": 1, "interest_fen": 0}},
    "version": 1,
    "created_at": BIRTH,
    "updated_at": BIRTH,
}


def plus(column: Any, fen: int) -> Any:
    """The column and so many fen, as the raw number."""
    return sa.type_coerce(sa.type_coerce(column, sa.BigInteger) + fen, column.type)


def busy(hospital: Hospital) -> dict[str, str]:
    """Settled across regions, at home, and one of each reversed."""
    across = hospital.settled(hospital.stay(), "a")
    hospital.people.family[_WANG, _CHEN] = "child"
    opened = {"member_person_id": _CHEN, "limit_per_year_fen": 100}
    hospital.client.post(f"/v1/personal-accounts/{_WANG}/sharers", opened)
    home = hospital.settled(hospital.stay(person=CHEN_YU, institution="H99010000003"), "b")
    later = hospital.settled(
        hospital.stay(admission_date="2026-03-30", discharge_date="2026-04-01"), "c"
    )
    back = hospital.reverse(later["id"]).json
    fixed = hospital.settled(hospital.stay(admission_date="2026-03-31"), "d")
    asked = {"operation": "createSettlement", "idempotency_key": "d"}
    assert hospital.client.post("/v1/corrections", asked, key="fix").status_code == 201
    by_hand = hospital.stay(person=WANG_GUILAN, institution="H99010000003")
    hospital.client.post(f"/v1/visits/{by_hand}/self-pay")
    claimed = hospital.client.post("/v1/manual-claims", {"visit_id": by_hand}, key="m")
    assert claimed.status_code == 201, claimed.json
    paying = f"/v1/settlements/{across['id']}/payments"
    assert hospital.client.post(paying, {"method": "cash"}, key="p").status_code == 201
    chronic = visit_of(WANG_GUILAN, "chronic", disease="hypertension")
    hospital.settled(charged(hospital, chronic, 600), "e")
    assert hospital.broken_laws() == {}
    return {"across": across["id"], "home": home["id"], "later": later["id"],
            "back": back["id"], "fixed": fixed["id"]}  # fmt: skip


class _Undone(Exception):
    """Leaves the store as it was."""


def broken_by(hospital: Hospital, statement: Any) -> dict[str, Any]:
    """The laws that a corruption breaks, with their counterexamples; it is taken back again."""
    broken: dict[str, Any] = {}
    with (
        contextlib.suppress(_Undone),
        hospital.bench.entered(role="system"),
        store.write() as tx,
    ):
        tx.execute(statement)
        for law in CHECKS:
            counterexample = law.look(tx)
            if counterexample is not None:
                broken[law.id] = counterexample
        raise _Undone
    return broken


_BATCH = {
    "id": "gbt_0",
    "institution_code": "H99010000003",
    "batch_number": "B1",
    "goods_id": "G1",
    "item_code": "X1",
    "name": "x",
    "stock": 1,
    "bought": 0,
    "sold": 0,
    "movement_count": 0,
    "moved_at": BIRTH,
    "facts": {},
    "version": 1,
    "created_at": BIRTH,
    "updated_at": BIRTH,
}

CORRUPTIONS: dict[str, tuple[str, Any]] = {
    "goods that no movement brought": (
        "medical.stock_is_movements",
        lambda ids: tables_stock.stock_batches.insert().values(**_BATCH),
    ),
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
    "cash below zero, and as much more from the account": (
        "P2", lambda ids: s.update().where(s.c.id == ids["across"])
        .values(cash_pay=Money(-1), account_pay=plus(s.c.person_part, 1)),
    ),
    "more family money than account money": (
        "P2", lambda ids: s.update().where(s.c.id == ids["home"])
        .values(family_account_pay=plus(s.c.account_pay, 1)),
    ),
    "the funds pay what is out of scope": (
        "P3", lambda ids: s.update().where(s.c.id == ids["across"])
        .values(fund_pay=plus(s.c.in_scope, 1), preself=Money(0)),
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
    "a fee line is said to take back another": (
        "medical.refund_is_charged",
        lambda ids: tables.fee_lines.update().values(refund_of="fln_0")
        .where(tables.fee_lines.c.ordinal == 1),
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
    "a chronic disease's accumulator is a fen off": (
        "P6.disease", lambda ids: d.update().values(pool=plus(d.c.pool, 1)),
    ),
    "a chronic disease's accumulator is lost": ("P6.disease", lambda ids: d.delete()),
    "the pool paid above a disease's cap": (
        "P6.disease_cap",
        lambda ids: tables.insured_settlements.update().values(disease_cap=Money(1)),
    ),
    "an accumulator of purchases is a fen off": (
        "P6", lambda ids: a.update().values(pharmacy_pool=plus(a.c.pharmacy_pool, 1)),
    ),
    "a reversal gives back too little": (
        "P8", lambda ids: s.update().where(s.c.id == ids["back"])
        .values(account_pay=plus(s.c.account_pay, 1), cash_pay=plus(s.c.cash_pay, -1)),
    ),
    "a reversed settlement stands again": (
        "P8", lambda ids: s.update().where(s.c.id == ids["later"]).values(status="settled"),
    ),
    "a correction that the home side doesn't know": (
        "medical.corrected_is_undone",
        lambda ids: s.update().where(s.c.id == ids["across"]).values(status="corrected"),
    ),
    "what was corrected stands reversed here": (
        "medical.corrected_is_undone",
        lambda ids: s.update().where(s.c.id == ids["fixed"]).values(status="refused"),
    ),
    "an account has money that nobody paid in": (
        "medical.account_is_journal", lambda ids: tables.personal_accounts.update().values(
            balance=plus(tables.personal_accounts.c.balance, 1)),
    ),
    "a journal line is lost": (
        "medical.account_is_journal", lambda ids: tables.account_entries.delete().where(
            tables.account_entries.c.ordinal == 1),
    ),
    "an account year says a fen that nobody entered": (
        "medical.account_years", lambda ids: tables.account_years.insert().values(_YEAR),
    ),
    "the family's account has no entry": (
        "medical.family_entries", lambda ids: tables.family_payments.update().values(
            person_id=_CHEN + "?"),
    ),
    "the family's part is another sum": (
        "medical.family_parts", lambda ids: tables.family_payments.delete(),
    ),
    "the family's account paid above its limit": (
        "medical.family_limit", lambda ids: tables.account_sharers.update().values(
            limit_per_year=Money(99)),
    ),
    "a payment of another sum": (
        "medical.payments", lambda ids: tables.settlement_payments.update().values(
            amount=Money(1)),
    ),
    "a payment for a settlement that was reversed": (
        "medical.payments", lambda ids: tables.settlement_payments.update().values(
            settlement_id=ids["later"]),
    ),
    "an order is paid without a settlement": (
        "medical.mobile_orders", lambda ids: tables_orders.mobile_orders.insert().values(_ORDER),
    ),
    "a manual claim is a fen off": (
        "medical.manual_claims", lambda ids: tables.manual_claims.update().values(
            fund_pay=plus(tables.manual_claims.c.fund_pay, 1)),
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


def test_each_planted_corruption_turns_its_law_red(hospital: Hospital) -> None:
    ids = busy(hospital)
    green = []
    for corruption, (law, statement) in CORRUPTIONS.items():
        broken = broken_by(hospital, statement(ids))
        if not broken.get(law):
            green.append(f"{corruption}: {law} still holds; broken: {sorted(broken)}")
        canonical(broken)  # a counterexample can be shown
    assert green == []
    assert hospital.broken_laws() == {}


def test_every_law_has_its_corruption() -> None:
    assert {law.id for law in CHECKS} == {law for law, _ in CORRUPTIONS.values()}


def test_the_laws_answer_over_http(hospital: Hospital) -> None:
    settled = hospital.settled(hospital.stay())
    with hospital.bench.entered(role="system"), store.write() as tx:
        tx.execute(a.delete())
    broken = hospital.broken_laws()
    assert list(broken) == ["P6"]
    assert broken["P6"]["person_id"] == settled["person_id"]
    assert broken["P6"]["settlements"]["pool"] == 935_000


def test_a_cap_lowered_during_the_year_breaks_no_law(hospital: Hospital) -> None:
    ids = busy(hospital)
    table = tables.insured_settlements
    lowered = table.update().where(table.c.exchange_id == ids["later"]).values(pool_cap=Money(1))
    assert broken_by(hospital, lowered) == {}
    unlimited = table.update().values(pool_cap=None)
    assert broken_by(hospital, unlimited) == {}


def test_an_account_below_zero_cannot_even_be_written(hospital: Hospital) -> None:
    hospital.get("/v1/visits")
    below = tables.personal_accounts.update().values(balance=Money(-1))
    with pytest.raises(sa.exc.IntegrityError):
        broken_by(hospital, below)
