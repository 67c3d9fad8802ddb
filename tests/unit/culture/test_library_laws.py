"""Each law of the libraries turns red when what it forbids is planted."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from services.culture.flows import invariants_libraries
from services.culture.store import tables_city_clearing as city
from services.culture.store import tables_libraries as tables
from sscsim.demo_people import LIN_XIAO
from sscsim.kernel.money import Money
from tests.unit.culture.conftest import Desk

pytestmark = pytest.mark.db

c, l, h, t = tables.copies.c, tables.loans.c, tables.holds.c, tables.transits.c  # noqa: E741
m, e, f, p = tables.memberships.c, tables.deposit_entries.c, tables.fees.c, tables.payments.c
k = city.city_clearings.c
_copy_out = sa.select(l.copy_id).where(l.status == "open").limit(1).scalar_subquery()

CORRUPTIONS: dict[str, tuple[str, Any]] = {
    "a copy that is out stands on the shelf": (
        "culture.copy_place",
        sa.update(tables.copies).where(c.id == _copy_out).values(status="available"),
    ),
    "a copy is on loan to nobody": (
        "culture.copy_place",
        sa.update(tables.copies).where(c.status == "available").values(status="on_loan"),
    ),
    "a copy is kept for nobody": (
        "culture.copy_place",
        sa.update(tables.copies).where(c.status == "available").values(status="on_hold_shelf"),
    ),
    "a copy that is on its way has arrived for the way only": (
        "culture.copy_place",
        sa.update(tables.transits).where(t.status == "under_way").values(status="arrived"),
    ),
    "a loan that is out has let go of its copy": (
        "culture.loan_copy",
        sa.update(tables.loans).where(l.status == "open").values(open_copy_id=None),
    ),
    "a loan that ended holds its copy": (
        "culture.loan_copy",
        sa.update(tables.loans).where(l.status == "returned").values(open_copy_id=l.copy_id),
    ),
    "a loan is claimed and its copy is not": (
        "culture.loan_copy",
        sa.update(tables.loans).where(l.status == "open").values(status="claimed_returned"),
    ),
    "a hold that is ready names no copy": (
        "culture.hold_copy",
        sa.update(tables.holds).where(h.status == "ready").values(live_copy_id=None),
    ),
    "a way that is under way moves nothing": (
        "culture.hold_copy",
        sa.update(tables.transits).where(t.status == "under_way").values(moving_copy_id=None),
    ),
    "a deposit grew by itself": (
        "culture.deposit_entries",
        sa.update(tables.memberships)
        .where(m.deposit > Money(0))
        .values(deposit=m.deposit + Money(1)),
    ),
    "an entry says another balance": (
        "culture.deposit_entries",
        sa.update(tables.deposit_entries).values(balance=e.balance + Money(1)),
    ),
    "more of a fee is paid than there are payments": (
        "culture.fee_payments",
        sa.update(tables.fees).where(f.status == "open").values(paid=f.paid + Money(1)),
    ),
    "a fee that is owed is settled": (
        "culture.fee_payments",
        sa.update(tables.fees).where(f.status == "open").values(status="paid"),
    ),
    "a part of a fee is reserved for nothing": (
        "culture.fee_payments",
        sa.update(tables.fees).where(f.status == "open").values(reserved=Money(1)),
    ),
    "a payment is more than its parts": (
        "culture.fee_payments",
        sa.update(tables.payments).where(p.purpose == "fees").values(amount=p.amount + Money(1)),
    ),
    "a clearing is more than what was owed": (
        "culture.city_clearing",
        sa.update(city.city_clearings).values(owed_by_first=k.owed_by_first + Money(1)),
    ),
    "what was owed in a settled month is left": (
        "culture.city_clearing",
        sa.update(city.city_dues).values(clearing_id=None),
    ),
    "what was owed in another month is settled": (
        "culture.city_clearing",
        sa.update(city.city_dues).values(month="2026-01"),
    ),
    "a fee is not what its steps say": (
        "culture.fee_explained",
        sa.update(tables.fees).where(f.explanation.is_not(None)).values(amount=f.amount + Money(1)),
    ),
}


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A world with a bit of everything."""
    lin = desk.lin()
    [of_preset] = desk.get(f"/v1/loans?reader_id={lin}")["data"]
    [copy, other, *_] = desk.copies("scpl")
    desk.lend(lin, "scpl", copy["barcode"])
    desk.at_day(date(2026, 5, 4))
    desk.give_back("scpl", copy["barcode"])
    pay = {"reader_id": lin, "library_id": "cql", "method": "cash", "amount_fen": 20}
    desk.done("/v1/reader-payments", pay)
    # a fee of Sichuan Library, paid in the same city; settled when the month is over
    desk.done("/v1/reader-payments", {**pay, "library_id": "cdpl"})
    desk.at_day(date(2026, 6, 9))
    for number in (1, 2):
        body = {"reader_id": lin, "pickup_library_id": "cdpl"}
        desk.done("/v1/holds", {**body, "title_id": desk.everywhere(number)["id"]})
    demo = desk.reader(LIN_XIAO, "demo_central")
    deposit = {"reader_id": demo, "library_id": "demo_central", "purpose": "deposit"}
    desk.done("/v1/reader-payments", {**deposit, "method": "cash"})
    [mine, *_] = desk.copies("demo_central")
    # in Demo City nothing floats
    desk.give_back("cdpl", of_preset["barcode"])
    desk.lend(demo, "demo_central", mine["barcode"])
    desk.give_back("demo_branch", mine["barcode"])
    desk.lend(demo, "demo_central", desk.copies("demo_central")[0]["barcode"])
    assert other["status"] == "available"
    assert desk.broken() == {}
    return desk


@pytest.mark.parametrize("planted", CORRUPTIONS)
def test_a_planted_corruption_is_found(busy: Desk, planted: str) -> None:
    law, corruption = CORRUPTIONS[planted]
    assert busy.with_corruption(corruption, law), planted
    assert busy.broken() == {}


def test_every_law_has_its_corruption() -> None:
    assert {law for law, _ in CORRUPTIONS.values()} == {
        law.id for law in invariants_libraries.CHECKS
    }
