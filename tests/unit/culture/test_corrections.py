"""What a library puts right over REST: offline loans and returns, loans and returns taken back."""

from datetime import date

from sscsim.demo_people import ZHOU_MING
from tests.unit.culture.conftest import Desk

EARLIER = "2026-04-01T08:00:00+08:00"
AWAY = {"role": "library", "region": "500000"}


def test_what_a_machine_lent_before_is_recorded_as_it_was(desk: Desk) -> None:
    lin, zhou = desk.lin(), desk.reader(ZHOU_MING, "cql")
    copy = desk.copies("cql")[0]
    theirs = desk.lend(zhou, "cql", copy["barcode"])
    body = {"library_id": "cdpl", "barcode": copy["barcode"], "reader_id": lin}
    said = body | {"offline": {"lent_at": EARLIER, "due_date": "2026-04-20"}}
    before = desk.written()
    away = desk.refused("/v1/loans", said, 403, **AWAY)
    assert away["code"] == "region_not_allowed"
    unnamed = {name: value for name, value in said.items() if name != "reader_id"}
    refused = desk.refused("/v1/loans", unnamed | {"card_number": "C21283326"})
    assert (refused["code"], refused["errors"][0]["pointer"]) == (
        "exactly_one_needed",
        "/reader_id",
    )
    assert desk.written() == before
    loan = desk.done("/v1/loans", said)
    assert (loan["lent_at"], loan["due_date"]) == (EARLIER, "2026-04-20")
    assert desk.get(f"/v1/loans/{theirs['id']}")["status"] == "returned"
    assert desk.broken() == {}


def test_a_withdrawn_copy_is_lent_by_nobody(desk: Desk) -> None:
    lin, copy = desk.lin(), desk.copies("cdpl")[0]
    desk.done(f"/v1/copies/{copy['id']}/withdraw")
    body = {"library_id": "cdpl", "barcode": copy["barcode"], "reader_id": lin}
    refused = desk.refused("/v1/loans", body | {"offline": {"lent_at": EARLIER}}, 409)
    assert refused["code"] == "copy_move_not_allowed"
    assert desk.broken() == {}


def test_what_a_machine_took_back_before_is_late_as_of_then(desk: Desk) -> None:
    lin, copy = desk.lin(), desk.copies("cdpl")[0]
    desk.lend(lin, "cdpl", copy["barcode"])
    desk.at_day(date(2026, 5, 10))
    body = {"library_id": "cdpl", "barcode": copy["barcode"]}
    had = {"returned_at": "2026-05-02T20:00:00+08:00"}
    back = desk.done("/v1/loans/return", body | {"offline": had})
    assert (back["loan"]["returned_date"], back["fees"][0]["amount_fen"]) == ("2026-05-02", 10)


def test_only_the_library_that_did_it_takes_it_back(desk: Desk) -> None:
    lin, copy = desk.lin(), desk.copies("cdpl")[0]
    loan = desk.lend(lin, "cdpl", copy["barcode"])
    path = f"/v1/loans/{loan['id']}"
    before = desk.written()
    away = desk.refused(f"{path}/cancel", {"library_id": "cdpl"}, 403, **AWAY)
    assert away["code"] == "region_not_allowed"
    other = desk.refused(f"{path}/cancel", {"library_id": "scpl"}, 409)
    assert other["code"] == "loan_not_cancellable"
    open_ = desk.refused(f"{path}/cancel-return", {"library_id": "cdpl"}, 409)
    assert open_["code"] == "loan_not_cancellable"
    assert desk.written() == before
    assert desk.done(f"{path}/cancel", {"library_id": "cdpl"})["status"] == "returned"
    assert desk.get(f"/v1/copies/{copy['id']}")["status"] == "available"
    again = desk.lend(lin, "cdpl", copy["barcode"])
    desk.done(f"/v1/loans/{again['id']}/renew")
    renewed = desk.refused(f"/v1/loans/{again['id']}/cancel", {"library_id": "cdpl"}, 409)
    assert renewed["code"] == "loan_not_cancellable"


def test_a_return_is_not_taken_back_once_somebody_has_the_copy(desk: Desk) -> None:
    lin, zhou = desk.lin(), desk.reader(ZHOU_MING, "cql")
    copy = desk.copies("cql")[0]
    loan = desk.lend(zhou, "cql", copy["barcode"])
    desk.give_back("cql", copy["barcode"])
    desk.lend(lin, "cql", copy["barcode"])
    path = f"/v1/loans/{loan['id']}/cancel-return"
    refused = desk.refused(path, {"library_id": "cql"}, 409)
    assert refused["code"] == "loan_not_cancellable"
    assert desk.broken() == {}
