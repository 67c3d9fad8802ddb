"""Libraries of one city settle what they took and paid for each other; the books agree."""

from datetime import date

import pytest

from services.culture.flows import city_clearing
from sscsim.demo_people import CHEN_YU, LIN_XIAO
from tests.unit.culture.conftest import Desk

pytestmark = pytest.mark.db


def test_a_month_of_two_libraries_is_netted_and_paid(desk: Desk) -> None:
    """Three days late at both of Chengdu: each takes the other's fine."""
    lin = desk.lin()
    [of_preset] = desk.get(f"/v1/loans?reader_id={lin}")["data"]
    desk.give_back("cdpl", of_preset["barcode"])
    for library in ("scpl", "cdpl"):
        desk.lend(lin, library, desk.copies(library)[0]["barcode"])
    out = desk.get(f"/v1/loans?reader_id={lin}&status=open")["data"]
    desk.at_day(date(2026, 5, 4))
    for loan in out:
        [fee] = desk.give_back(loan["library_id"], loan["barcode"])["fees"]
        other = {"scpl": "cdpl", "cdpl": "scpl"}[loan["library_id"]]
        pay = {"reader_id": lin, "library_id": other, "method": "cash", "fee_ids": [fee["id"]]}
        desk.done("/v1/reader-payments", pay)
    desk.deliver()
    # 0.20 a day at Sichuan Library, 0.10 at Chengdu Library
    owing = desk.balances("cdpl")
    assert (owing["due.to:scpl"], owing["due.from:scpl"], owing["bank"]) == (-60, 30, 60)
    assert desk.get("/v1/library-clearings")["data"] == []
    assert desk.due(city_clearing.CLEAR) == ["cdpl:scpl:2026-05"]
    desk.at_day(date(2026, 6, 30))
    desk.deliver()
    [made] = desk.get("/v1/library-clearings?library_id=scpl")["data"]
    assert made["library_ids"] == ["cdpl", "scpl"]
    assert (made["owed_by_first_fen"], made["owed_by_second_fen"], made["dues"]) == (60, 30, 2)
    assert (made["payer_id"], made["amount_fen"], made["month"]) == ("cdpl", 30, "2026-05")
    assert desk.get("/v1/library-clearings?library_id=cql")["data"] == []
    path = f"/v1/library-clearings/{made['id']}"
    assert desk.get(path) == made
    assert {due["purpose"] for due in desk.get(f"{path}/dues")["data"]} == {"fine"}
    for library, other, cash in (("cdpl", "scpl", 30), ("scpl", "cdpl", 60)):
        closed = desk.balances(library)
        assert (closed[f"due.to:{other}"], closed[f"due.from:{other}"]) == (0, 0)
        assert closed["bank"] == cash == -closed["fine.income"]
    assert desk.settlement.get("/v1/claims?kind=library").json["data"] == []
    assert desk.broken() == {}


def test_a_deposit_that_a_branch_hands_out_is_owed_to_it(desk: Desk) -> None:
    lin = desk.reader(LIN_XIAO, "demo_central")
    pay = {"reader_id": lin, "library_id": "demo_central", "purpose": "deposit"}
    desk.done("/v1/reader-payments", {**pay, "method": "cash"})
    desk.at_day(date(2026, 5, 4))
    body = {"library_id": "demo_branch", "method": "cash"}
    desk.done(f"/v1/readers/{lin}/refund-deposit", body)
    desk.deliver()
    assert desk.balances("demo_branch")["bank"] == -10_000
    # five working days after 31 May 2026, a Sunday
    desk.at_day(date(2026, 6, 5), hour=1)
    assert desk.get("/v1/library-clearings?month=2026-05")["data"] == []
    desk.at_day(date(2026, 6, 5), hour=3)
    desk.deliver()
    [made] = desk.get("/v1/library-clearings?month=2026-05")["data"]
    assert (made["payer_id"], made["amount_fen"]) == ("demo_central", 10_000)
    [due] = desk.get(f"/v1/library-clearings/{made['id']}/dues")["data"]
    assert due["purpose"] == "deposit_refund"
    for library in ("demo_central", "demo_branch"):
        assert {fen for name, fen in desk.balances(library).items()} == {0}
    # once, whoever runs the job again
    desk.run(city_clearing.CLEAR, "demo_branch:demo_central:2026-05")
    assert len(desk.get("/v1/library-clearings")["data"]) == 1
    assert desk.broken() == {}


def test_other_cities_and_ones_own_desk_settle_nothing(desk: Desk) -> None:
    chen = desk.reader(CHEN_YU, "demo_central")
    desk.done("/v1/reader-fees", {"reader_id": chen, "library_id": "demo_central"})
    pay = {"reader_id": chen, "library_id": "demo_central", "method": "cash"}
    desk.done("/v1/reader-payments", pay)
    assert desk.due(city_clearing.CLEAR) == []
    missing = desk.client.get("/v1/library-clearings/lcc_" + "0" * 26)
    assert (missing.status_code, missing.json["code"]) == (404, "library_clearing_not_found")
    denied = desk.client.get("/v1/library-clearings", role="holder")
    assert denied.status_code == 403
