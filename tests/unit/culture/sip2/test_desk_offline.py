"""No block Y: what a machine did by itself is so. BI Y: what failed is taken back. Twenty terminals
and one copy."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest

from sscsim.demo_people import HE_JING, WANG_GUILAN, ZHOU_MING
from tests.unit.culture.conftest import Desk
from tests.unit.culture.sip2.conftest import Machine, Machines, only_copy

EARLIER = "20260401    080000"
DUE = "20260415    235900"


def events(desk: Desk, name: str) -> list[dict]:
    with desk.bench.entered():
        from services.culture.store import store

        told = store.common.events
        with store.read() as tx:
            found = tx.all(told.select().where(told.c.type == name).order_by(told.c.seq))
            return [row.data for row in found]


def offline(machine: Machine, patron: str, barcode: str, due: str = DUE):
    return machine.lend(
        patron, barcode, no_block="Y", transaction_date=EARLIER, no_block_due_date=due
    )


@pytest.mark.db
def test_a_loan_that_the_machine_made_by_itself_is_so(machine: Machine, desk: Desk) -> None:
    lin, copy = desk.lin(), desk.copies("cdpl")[0]
    said = offline(machine, lin, copy["barcode"])
    assert (said.fixed["ok"], said.first("AH")) == ("1", "20260415    235959")
    [loan] = desk.get(f"/v1/loans?copy_id={copy['id']}")["data"]
    assert loan["due_date"] == "2026-04-15"
    assert loan["lent_at"] == "2026-04-01T08:00:00+08:00"
    assert events(desk, "loan.exception_recorded") == []
    desk.at_day(date(2026, 4, 17))
    assert desk.get(f"/v1/loans/{loan['id']}")["days_overdue"] == 2
    assert desk.broken() == {}


@pytest.mark.db
def test_against_the_rules_too_and_then_it_is_told(machines: Machines, desk: Desk) -> None:
    """At the limit, from another library's shelf, and somebody else was thought to have it."""
    lin, zhou = desk.lin(), desk.reader(ZHOU_MING, "cql")
    for copy in desk.copies("cdpl")[:7]:
        desk.lend(lin, "cdpl", copy["barcode"])
    wanted = desk.copies("cql")[0]
    theirs = desk.lend(zhou, "cql", wanted["barcode"])
    machine = machines.at("cdpl")
    assert offline(machine, lin, wanted["barcode"]).fixed["ok"] == "1"
    before = desk.get(f"/v1/loans/{theirs['id']}")
    assert (before["status"], before["returned_to"]) == ("returned", "cdpl")
    [loan] = desk.get(f"/v1/loans?copy_id={wanted['id']}&status=open")["data"]
    assert (loan["reader_id"], loan["library_id"]) == (lin, "cdpl")
    [told] = events(desk, "loan.exception_recorded")
    assert (told["id"], told["library_id"]) == (loan["id"], "cdpl")
    assert set(told["reasons"]) == {"copy_elsewhere", "copy_not_available", "too_many_items"}
    assert desk.broken() == {}


def test_what_was_kept_for_another_is_waited_for_again(machines: Machines, desk: Desk) -> None:
    lin, zhou, copy = desk.lin(), desk.reader(ZHOU_MING, "cql"), only_copy(desk, "cql")
    wish = {"reader_id": zhou, "title_id": copy["title_id"], "pickup_library_id": "cql"}
    hold = desk.done("/v1/holds", wish)
    assert hold["status"] == "ready"
    machine = machines.at("cql")
    assert offline(machine, lin, copy["barcode"]).fixed["ok"] == "1"
    again = desk.get(f"/v1/holds/{hold['id']}")
    assert (again["status"], again["position"]) == ("waiting", 1)
    assert desk.broken() == {}
    machine.take_back(copy["barcode"])
    ready = desk.get(f"/v1/holds/{hold['id']}")
    assert ready["status"] == "ready"
    desk.at_day(date(2026, 4, 20))
    assert desk.get(f"/v1/holds/{hold['id']}")["status"] == "expired"
    assert desk.broken() == {}


def test_a_copy_that_was_on_its_way_or_missing_is_lent(machines: Machines, desk: Desk) -> None:
    lin, copy = desk.lin(), only_copy(desk, "cdpl", is_floating=False)
    desk.lend(lin, "cdpl", copy["barcode"])
    assert desk.give_back("cql", copy["barcode"])["is_sent"]
    machine = machines.at("cql")
    assert offline(machine, lin, copy["barcode"]).fixed["ok"] == "1"
    assert desk.broken() == {}
    machine.take_back(copy["barcode"])
    other = desk.copies("cdpl")[0]
    desk.done(f"/v1/copies/{other['id']}/report-missing")
    assert offline(machines.at("cdpl"), lin, other["barcode"]).fixed["ok"] == "1"
    assert desk.broken() == {}


def test_told_twice_it_is_one_loan(machine: Machine, desk: Desk) -> None:
    """A machine that heard no answer tells again: the same reader has it, until the same day."""
    lin, copy = desk.lin(), desk.copies("cdpl")[0]
    for _ in range(2):
        assert offline(machine, lin, copy["barcode"]).fixed["ok"] == "1"
    [loan] = desk.get(f"/v1/loans?copy_id={copy['id']}")["data"]
    assert loan["due_date"] == "2026-04-15"


def test_a_return_is_judged_as_of_when_the_machine_had_it(machine: Machine, desk: Desk) -> None:
    lin, copy = desk.lin(), desk.copies("cdpl")[0]
    offline(machine, lin, copy["barcode"])  # until the 15th of April
    desk.at_day(date(2026, 4, 20))
    said = machine.take_back(copy["barcode"], no_block="Y", return_date="20260416    180000")
    assert said.fixed["ok"] == "1"
    [loan] = desk.get(f"/v1/loans?copy_id={copy['id']}")["data"]
    assert loan["returned_date"] == "2026-04-16"
    [fee] = desk.get(f"/v1/reader-fees?reader_id={lin}")["data"]
    assert fee["amount_fen"] == 10  # one day, not five
    again = machine.take_back(copy["barcode"], no_block="Y", return_date="20260416    180000")
    assert again.fixed["ok"] == "1"
    assert "未借出" in again.first("AF")
    assert desk.broken() == {}


def test_a_renewal_without_asking_goes_beyond_the_rules(machine: Machine, desk: Desk) -> None:
    lin, copy = desk.lin(), desk.copies("cdpl")[0]
    machine.lend(lin, copy["barcode"])
    who = (("AA", lin), ("AB", copy["barcode"]))
    forced = {"third_party_allowed": "N", "no_block": "Y", "no_block_due_date": DUE}
    for _ in range(3):
        said = machine.ask("29", *who, **forced)
        assert (said.fixed["ok"], said.first("AH")) == ("1", "20260415    235959")
    [loan] = desk.get(f"/v1/loans?copy_id={copy['id']}")["data"]
    assert (loan["renewals"], loan["due_date"]) == (3, "2026-04-15")
    told = events(desk, "loan.exception_recorded")
    assert [set(each["reasons"]) for each in told] and told[-1]["id"] == loan["id"]


def test_a_terminal_that_may_not_work_by_itself(machines: Machines, desk: Desk) -> None:
    machine, lin = machines.at("cdpl", accepts_no_block=False), desk.lin()
    assert machine.ask("99", status_code="0").fixed["offline_ok"] == "N"
    before = desk.written()
    barcode = desk.copies("cdpl")[0]["barcode"]
    assert offline(machine, lin, barcode).fixed["ok"] == "0"
    assert machine.take_back(barcode, no_block="Y").fixed["ok"] == "0"
    assert desk.written() == before


# -- BI: taken back


@pytest.mark.db
def test_a_loan_that_failed_at_the_machine_is_taken_back(machines: Machines, desk: Desk) -> None:
    zhou, copy = desk.reader(ZHOU_MING, "cql"), only_copy(desk, "cql")
    wish = {"reader_id": zhou, "title_id": copy["title_id"], "pickup_library_id": "cql"}
    desk.done("/v1/holds", wish)
    machine = machines.at("cql")
    assert machine.lend(zhou, copy["barcode"]).fixed["ok"] == "1"
    said = machine.take_back(copy["barcode"], ("BI", "Y"))
    assert (said.fixed["ok"], said.fixed["resensitize"]) == ("1", "Y")
    [loan] = desk.get(f"/v1/loans?copy_id={copy['id']}")["data"]
    assert loan["status"] == "returned"
    assert [each["id"] for each in events(desk, "loan.cancelled")] == [loan["id"]]
    kept = desk.get(f"/v1/holds?reader_id={zhou}&status=ready")["data"]
    assert [each["copy_id"] for each in kept] == [copy["id"]]
    assert desk.broken() == {}
    assert machine.take_back(copy["barcode"], ("BI", "Y")).fixed["ok"] == "0"


@pytest.mark.db
def test_a_return_that_failed_at_the_machine_is_taken_back(machine: Machine, desk: Desk) -> None:
    lin, copy = desk.lin(), desk.copies("cdpl")[0]
    loan = desk.lend(lin, "cdpl", copy["barcode"])
    desk.at_day(date(2026, 5, 4))  # three days late
    machine.take_back(copy["barcode"])
    said = machine.lend(lin, copy["barcode"], ("BI", "Y"))
    assert (said.fixed["ok"], said.fixed["desensitize"]) == ("1", "Y")
    [again] = desk.get(f"/v1/loans?copy_id={copy['id']}&status=open")["data"]
    assert (again["reader_id"], again["due_date"]) == (lin, loan["due_date"])
    assert again["id"] != loan["id"]
    [fee] = desk.get(f"/v1/reader-fees?reader_id={lin}")["data"]
    assert (fee["status"], fee["waived_fen"]) == ("waived", 30)
    assert desk.broken() == {}
    desk.give_back("cdpl", copy["barcode"])
    desk.at_day(date(2026, 5, 5))
    late = machine.lend(lin, copy["barcode"], ("BI", "Y"))  # yesterday's return stays
    assert late.fixed["ok"] == "0"


def test_only_what_was_just_done_is_taken_back(machine: Machine, desk: Desk) -> None:
    lin, copy = desk.lin(), desk.copies("cdpl")[0]
    desk.lend(lin, "cdpl", copy["barcode"])
    desk.at_day(date(2026, 4, 2))
    before = desk.written()
    assert machine.take_back(copy["barcode"], ("BI", "Y")).fixed["ok"] == "0"
    assert machine.lend(lin, copy["barcode"], ("BI", "Y")).fixed["ok"] == "0"
    assert desk.written() == before


# -- many at once


@pytest.mark.db
def test_of_twenty_terminals_one_lends_the_copy(machines: Machines, desk: Desk) -> None:
    readers = [
        desk.lin(),
        *(desk.reader(each, "cql") for each in (ZHOU_MING, HE_JING, WANG_GUILAN)),
    ]
    copy = desk.copies("cdpl")[0]
    terminals = [machines.at("cdpl", asks_fee_acknowledgement=False) for _ in range(20)]
    together = Barrier(20)

    def lend(number: int) -> str:
        together.wait(timeout=60)
        return terminals[number].lend(readers[number % 4], copy["barcode"]).fixed["ok"]

    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(lend, range(20)))
    assert sorted(found) == ["0"] * 19 + ["1"]
    [loan] = desk.get(f"/v1/loans?copy_id={copy['id']}")["data"]
    assert loan["reader_id"] == readers[found.index("1") % 4]
    assert desk.broken() == {}
