"""23, 63, 25, 35, 01 and 37: readers at a machine, over a real world."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.culture.faces.sip2.messages import Message
from sscsim.demo_people import CHEN_YU, HE_JING, LIN_XIAO, SEED, ZHOU_MING
from tests.unit.culture.conftest import PIN, Desk
from tests.unit.culture.sip2.conftest import Machine, Machines, only_copy
from tests.unit.culture.test_deposits import code_of

NOTHING_DENIED = " " * 14


def asked(machine: Machine, patron: str, *more: tuple[str, str]) -> Message:
    return machine.ask("23", ("AA", patron), *more, language="019")


def counts(said: Message) -> tuple[str, ...]:
    names = ("hold", "overdue", "charged", "fine", "recall")
    found = [said.fixed[f"{name}_items_count"] for name in names]
    return (*found, said.fixed["unavailable_holds_count"])


def test_a_reader_in_good_standing(machine: Machine, desk: Desk) -> None:
    said = asked(machine, desk.lin())
    assert said.command == "24"
    assert (said.fixed["patron_status"], said.fixed["language"]) == (NOTHING_DENIED, "019")
    assert said.fixed["transaction_date"] == "20260401    090000"
    assert (said.first("AE"), said.first("BL"), said.first("AO")) == ("林*", "Y", "cdpl")
    assert not said.has("CQ") and not said.has("BV")


@pytest.mark.parametrize(
    ("password", "right"), [(PIN, "Y"), ("830264", "N"), ("12", "N"), ("secret-word", "N")]
)
def test_a_password_is_right_or_wrong(
    machine: Machine, desk: Desk, password: str, right: str
) -> None:
    said = asked(machine, desk.lin(), ("AD", password))
    assert (said.first("BL"), said.first("CQ")) == ("Y", right)
    assert password not in (said.first("AF") + said.first("AG"))


def test_somebody_nobody_knows(machine: Machine) -> None:
    for patron in ("", "nobody", "rdr_" + "0" * 26, CHEN_YU.social_security_number):
        said = asked(machine, patron)
        assert (said.first("BL"), said.fixed["patron_status"]) == ("N", "YYYY          ")
        assert said.first("AE") == ""
        assert "没有此读者" in said.first("AF")
        assert machine.patron(patron).first("BL") == "N"


def test_what_a_reader_has_item_by_item(machine: Machine, desk: Desk) -> None:
    lin = desk.lin()
    lent = [copy["barcode"] for copy in desk.copies("cdpl")[:3]]
    for barcode in lent:
        machine.lend(lin, barcode)
    said = machine.patron(lin, "  Y       ")
    assert counts(said) == ("0000", "0000", "0004", "0000", "0000", "0000")
    assert set(lent) < set(said.every("AU")) and len(said.every("AU")) == 4
    assert (said.first("BZ"), said.first("CB")) == ("0005", "0008")
    part = machine.patron(lin, "  Y       ", ("BP", "2"), ("BQ", "3"))
    assert part.every("AU") == said.every("AU")[1:3]
    assert counts(part) == counts(said)
    assert machine.patron(lin, "  Y       ", ("BP", "9"), ("BQ", "2")).every("AU") == ()
    assert machine.patron(lin, "  Y       ", ("BP", "x"), ("BQ", "")).every("AU") == (
        said.every("AU")
    )
    assert machine.patron(lin).every("AU") == ()


def test_what_is_late_recalled_owed_and_waited_for(machines: Machines, desk: Desk) -> None:
    lin, zhou, copy = desk.lin(), desk.reader(ZHOU_MING, "cql"), only_copy(desk, "cdpl")
    machine = machines.at("cdpl")
    machine.lend(lin, copy["barcode"])
    [loan] = desk.get(f"/v1/loans?copy_id={copy['id']}")["data"]
    wish = {"reader_id": zhou, "title_id": copy["title_id"], "pickup_library_id": "cdpl"}
    desk.done("/v1/holds", wish)
    desk.done(f"/v1/loans/{loan['id']}/recall")
    waiting = machine.patron(zhou, "     Y    ")
    assert counts(waiting)[5] == "0001"
    assert waiting.every("CD") == ("9787998900017",)
    recalled = machine.patron(lin, "    Y     ")
    assert (counts(recalled)[4], recalled.every("BU")) == ("0001", (copy["barcode"],))
    desk.at_day(date(2026, 5, 3))
    late = machine.patron(lin, " Y        ")
    assert counts(late)[1] == "0002" and copy["barcode"] in late.every("AT")
    status = late.fixed["patron_status"]
    assert (status[6], status[12]) == ("Y", "Y")
    assert (status[0], status[1]) == ("Y", "Y")  # the house lends nothing to who is late
    assert "逾期" in late.first("AF")
    machine.take_back(copy["barcode"])
    owed = machine.patron(lin, "   Y      ")
    assert (counts(owed)[3], owed.every("AV")) == ("0001", (copy["barcode"],))
    [fee] = desk.get(f"/v1/reader-fees?reader_id={lin}")["data"]
    assert owed.first("BV") == f"{fee['owed_fen'] / 100:.2f}"
    kept = machine.patron(zhou, "Y         ")
    assert (counts(kept)[0], kept.every("AS")) == ("0001", (copy["barcode"],))


def test_a_debt_and_a_deposit_deny_in_their_own_positions(machines: Machines, desk: Desk) -> None:
    lin, copy = desk.lin(), desk.copies("scpl")[0]
    desk.lend(lin, "scpl", copy["barcode"])
    desk.at_day(date(2026, 6, 20))
    desk.give_back("scpl", copy["barcode"])
    said = machines.at("scpl").patron(lin)
    assert (said.fixed["patron_status"][0], said.fixed["patron_status"][10]) == ("Y", "Y")
    assert said.first("CC") == "5.00"
    chen = desk.reader(CHEN_YU, "cqkl", tier="b")
    owing = machines.at("cqkl").patron(chen)
    assert (owing.fixed["patron_status"][0], owing.fixed["patron_status"][11]) == ("Y", "Y")
    [member] = desk.get(f"/v1/readers/{chen}")["memberships"]
    assert owing.first("BV") == f"{member['deposit_due_fen'] / 100:.2f}"


@pytest.mark.db
def test_a_blocked_reader_borrows_nothing_until_enabled(machine: Machine, desk: Desk) -> None:
    lin, copy = desk.lin(), desk.copies("cdpl")[0]
    said = machine.ask("01", ("AA", lin), ("AL", "忘在机器里"), card_retained="Y")
    assert said.command == "24"
    assert (said.fixed["patron_status"][0], said.fixed["patron_status"][3]) == ("Y", "Y")
    [member] = desk.get(f"/v1/readers/{lin}")["memberships"]
    assert (member["blocked_by"], member["block_reason"]) == ("cdpl", "忘在机器里")
    assert member["blocked_date"] == "2026-04-01"
    assert "停借" in machine.lend(lin, copy["barcode"]).first("AF")
    body = {"library_id": "cdpl", "barcode": copy["barcode"], "reader_id": lin}
    assert desk.refused("/v1/loans", body)["errors"][0]["code"] == "reader_blocked"
    wish = {"reader_id": lin, "title_id": copy["title_id"], "pickup_library_id": "cdpl"}
    assert "reader_blocked" in {e["code"] for e in desk.refused("/v1/holds", wish)["errors"]}
    [loan] = desk.get(f"/v1/loans?reader_id={lin}")["data"]
    refused = desk.refused(f"/v1/loans/{loan['id']}/renew")
    assert "renewal_blocked" in {each["code"] for each in refused["errors"]}
    assert desk.get(f"/v1/paia/{lin}")["status"] == 1
    machine.ask("01", ("AA", lin), ("AL", "again"), card_retained="N")  # it is so already
    enabled = machine.ask("25", ("AA", lin))
    assert (enabled.command, enabled.fixed["patron_status"]) == ("26", NOTHING_DENIED)
    assert machine.lend(lin, copy["barcode"]).fixed["ok"] == "1"
    assert "blocked_by" not in desk.get(f"/v1/readers/{lin}")["memberships"][0]


def test_rest_blocks_too_and_each_move_fits_the_state(desk: Desk) -> None:
    lin = desk.lin()
    path, at = f"/v1/readers/{lin}", {"library_id": "cdpl"}
    assert desk.refused(f"{path}/unblock", at, 409)["code"] == "reader_block_state"
    desk.done(f"{path}/block", {**at, "reason": "读者证遗失"})
    before = desk.written()
    refused = desk.refused(f"{path}/block", {**at, "reason": "x"}, 409)
    assert refused["code"] == "reader_block_state"
    away = desk.refused(f"{path}/unblock", at, 403, role="library", region="500000")
    assert away["code"] == "region_not_allowed"
    assert desk.written() == before
    desk.done(f"{path}/unblock", at)


def test_a_visit_ends_when_the_clock_is_moved_on(machines: Machines, desk: Desk) -> None:
    code = code_of(desk, HE_JING)
    desk.done("/v1/readers", {"library_id": "demo_central", "electronic_code": code})
    holder = desk.card.get(f"/v1/electronic-cards?person_id={HE_JING.person_id(SEED)}")
    shown = {"electronic_card_id": holder.json["data"][0]["id"]}
    code = desk.card.post("/v1/codes", shown, key="another").json["text"]
    machine = machines.at("demo_central")
    assert machine.patron(code).first("BL") == "Y"
    desk.bench.at(desk.bench.now + timedelta(minutes=5))
    assert machine.patron(code).first("BL") == "N"


def test_a_visit_that_begins_with_a_code(machines: Machines, desk: Desk) -> None:
    """The code is used up by the first message; the visit goes on, here, till its end."""
    made = desk.done(
        "/v1/readers", {"library_id": "demo_central", "electronic_code": code_of(desk, HE_JING)}
    )
    machine, other = machines.at("demo_central"), machines.at("demo_central")
    holder = desk.card.get(f"/v1/electronic-cards?person_id={HE_JING.person_id(SEED)}")
    shown = {"electronic_card_id": holder.json["data"][0]["id"]}
    code = desk.card.post("/v1/codes", shown, key="another").json["text"]
    assert len(code) > 255  # longer than a field of the protocol may be
    first = machine.patron(code)
    assert (first.first("BL"), first.first("AE")) == ("Y", "何*")
    assert first.first("AA") == made["id"]  # which this machine may say from now on
    assert machine.patron(made["id"]).first("BL") == "Y"
    barcode = desk.copies("demo_central")[0]["barcode"]
    assert other.lend(code, barcode).fixed["ok"] == "0"
    assert machine.lend(code, barcode).fixed["ok"] == "1"
    desk.bench.at(desk.bench.now + timedelta(minutes=4))
    assert machine.patron(code).first("BL") == "Y"
    [loan] = desk.get(f"/v1/loans?reader_id={made['id']}")["data"]
    assert loan["barcode"] == barcode
    ended = machine.ask("35", ("AA", code))
    assert (ended.command, ended.fixed["end_session"]) == ("36", "Y")
    assert machine.patron(code).first("BL") == "N"


# -- 37


def paid(machine: Machine, patron: str, yuan: str, *more: tuple[str, str], **fixed: str) -> Any:
    fixed = {"fee_type": "04", "payment_type": "00", "currency": "CNY", **fixed}
    return machine.ask("37", ("AA", patron), ("BV", yuan), *more, **fixed)


@pytest.fixture
def debtor(desk: Desk) -> str:
    """Owes 0.30 yuan twice."""
    lin = desk.lin()
    copies = desk.copies("cdpl")[:2]
    for copy in copies:
        desk.lend(lin, "cdpl", copy["barcode"])
    desk.at_day(date(2026, 5, 4))
    for copy in copies:
        desk.give_back("cdpl", copy["barcode"])
    return lin


@pytest.mark.db
def test_fees_are_paid_at_the_machine(machines: Machines, desk: Desk, debtor: str) -> None:
    machine = machines.at("cdpl")
    said = paid(machine, debtor, "0.40", ("BK", "POS-77"), payment_type="02")
    assert (said.command, said.fixed["payment_accepted"], said.first("BK")) == ("38", "Y", "POS-77")
    newest, oldest = desk.get(f"/v1/reader-fees?reader_id={debtor}")["data"]
    assert (oldest["status"], newest["owed_fen"]) == ("paid", 20)
    [payment] = desk.get(f"/v1/reader-payments?reader_id={debtor}")["data"]
    assert (payment["method"], payment["reference"]) == ("cash", "02/POS-77")
    again = paid(machine, debtor, "0.40", ("BK", "POS-77"), payment_type="02")
    assert again.fixed["payment_accepted"] == "Y"
    assert len(desk.get(f"/v1/reader-payments?reader_id={debtor}")["data"]) == 1
    rest = paid(machine, debtor, "0.20", ("CG", newest["id"]), ("BK", "POS-78"))
    assert rest.fixed["payment_accepted"] == "Y"
    assert machine.patron(debtor).first("BV") == ""
    assert desk.broken() == {}


@pytest.mark.parametrize(
    ("yuan", "more", "fixed"),
    [
        ("0.70", (), {}),
        ("0.305", (), {}),
        ("-0.30", (), {}),
        ("NaN", (), {}),
        ("1e999999", (), {}),
        ("", (), {}),
        ("0.30", (), {"currency": "USD"}),
        ("0.30", (("CG", "lfe_" + "0" * 26),), {}),
    ],
)
def test_what_is_not_paid_changes_nothing(
    machines: Machines, desk: Desk, debtor: str, yuan: str, more: Any, fixed: dict[str, str]
) -> None:
    machine = machines.at("cdpl")
    before = desk.written()
    said = paid(machine, debtor, yuan, *more, ("BK", "1"), **fixed)
    assert said.fixed["payment_accepted"] == "N" and said.first("AF")
    after = desk.written()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == set()
    assert LIN_XIAO.name not in said.first("AF")
