"""11/12 and 09/10 over a real world, with REST beside them: the same loan, seen alike."""

from datetime import date

import pytest

from services.culture.faces.sip2.messages import Message
from sscsim.demo_people import CHEN_YU, LIN_XIAO, SEED, ZHOU_MING
from tests.unit.culture.conftest import PIN, Desk
from tests.unit.culture.sip2.conftest import Machine, Machines, only_copy


def refused(answer: Message) -> str:
    """The words on the screen of an answer that grants nothing."""
    assert answer.fixed["ok"] == "0"
    assert answer.fixed.get("desensitize", answer.fixed.get("resensitize")) == "N"
    return answer.first("AF")


@pytest.mark.db
def test_a_loan_is_the_same_for_rest_and_for_the_machine(machine: Machine, desk: Desk) -> None:
    lin, copy = desk.lin(), desk.copies("cdpl")[0]
    said = machine.lend(lin, copy["barcode"])
    assert (said.command, said.fixed["ok"], said.fixed["renewal_ok"]) == ("12", "1", "N")
    assert (said.fixed["desensitize"], said.fixed["magnetic_media"]) == ("Y", "N")
    [loan, *_] = desk.get(f"/v1/loans?reader_id={lin}&copy_id={copy['id']}")["data"]
    assert (loan["status"], loan["library_id"]) == ("open", "cdpl")
    assert said.first("AH") == loan["due_date"].replace("-", "") + "    235959"
    assert said.first("AJ") == loan["title_name"]
    assert (said.first("AA"), said.first("AB")) == (lin, copy["barcode"])
    assert (said.first("AO"), said.first("CK")) == ("cdpl", "001")
    assert loan["title_name"] in said.first("AF") and loan["due_date"] in said.first("AF")
    # what REST lent, the machine takes back, and the other way round
    assert machine.take_back(copy["barcode"]).fixed["ok"] == "1"
    assert desk.get(f"/v1/loans/{loan['id']}")["returned_to"] == "cdpl"
    desk.lend(lin, "cdpl", copy["barcode"])
    assert machine.take_back(copy["barcode"]).fixed["ok"] == "1"
    machine.lend(lin, copy["barcode"])
    desk.give_back("cdpl", copy["barcode"])
    assert desk.broken() == {}


def test_whoever_has_it_already_may_renew_and_no_other(machine: Machine, desk: Desk) -> None:
    lin, copy = desk.lin(), desk.copies("cdpl")[0]
    machine.lend(lin, copy["barcode"])
    again = machine.lend(lin, copy["barcode"])
    assert (again.fixed["ok"], again.fixed["renewal_ok"]) == ("0", "Y")
    assert "续借" in again.first("AF")
    renewed = machine.lend(lin, copy["barcode"], sc_renewal_policy="Y")
    assert (renewed.fixed["ok"], renewed.fixed["renewal_ok"]) == ("1", "Y")
    [loan] = desk.get(f"/v1/loans?copy_id={copy['id']}")["data"]
    assert loan["renewals"] == 1
    zhou = desk.reader(ZHOU_MING, "cql")
    other = machine.lend(zhou, copy["barcode"], sc_renewal_policy="Y")
    assert (other.fixed["ok"], other.fixed["renewal_ok"]) == ("0", "N")
    assert refused(other)


def test_a_refusal_says_every_reason_and_changes_nothing(machine: Machine, desk: Desk) -> None:
    lin = desk.lin()
    for copy in desk.copies("cdpl")[:7]:
        machine.lend(lin, copy["barcode"])
    before = desk.written()
    ninth = desk.copies("cdpl")[0]
    assert refused(machine.lend(lin, ninth["barcode"])) == "已达本馆借阅册数上限"
    elsewhere = desk.copies("cql")[0]
    assert refused(machine.lend(lin, elsewhere["barcode"])) == "该册不在本馆；已达本馆借阅册数上限"
    assert refused(machine.lend(lin, "99999999999999")) == "没有此馆藏。"
    assert refused(machine.lend("rdr_" + "0" * 26, ninth["barcode"]))
    assert desk.written() == before
    english = machine.desk
    assert english.broken() == {}


def test_a_machine_in_english_speaks_english(machines: Machines, desk: Desk) -> None:
    machine, lin = machines.at("cdpl", language="en"), desk.lin()
    copy = desk.copies("cql")[0]
    assert refused(machine.lend(lin, copy["barcode"])) == "The copy is at another library."
    lent = machine.lend(lin, desk.copies("cdpl")[0]["barcode"])
    assert "due on 2026-05-01" in lent.first("AF")


def test_what_is_owed_has_to_be_agreed_to_first(machines: Machines, desk: Desk) -> None:
    lin, copy = desk.lin(), desk.copies("cdpl")[0]
    desk.lend(lin, "cdpl", copy["barcode"])
    desk.at_day(date(2026, 5, 6))  # the preset's book and this one are due on the 1st of May
    for loan in desk.get(f"/v1/loans?reader_id={lin}&status=open")["data"]:
        desk.give_back("cdpl", loan["barcode"])
    owed = sum(f["owed_fen"] for f in desk.get(f"/v1/reader-fees?reader_id={lin}")["data"])
    assert owed == 100  # twice five days at 0.10 yuan
    machine = machines.at("cdpl")
    asked = machine.lend(lin, copy["barcode"])
    assert "1.00" in refused(asked)
    assert (asked.first("BV"), asked.first("BH"), asked.first("BT")) == ("1.00", "CNY", "04")
    assert refused(machine.lend(lin, copy["barcode"], ("BO", "N")))
    assert machine.lend(lin, copy["barcode"], ("BO", "Y")).fixed["ok"] == "1"
    desk.give_back("cdpl", copy["barcode"])
    silent = machines.at("cdpl", asks_fee_acknowledgement=False)
    assert silent.lend(lin, copy["barcode"]).fixed["ok"] == "1"


def test_a_debt_above_the_limit_is_told_and_agreeing_is_no_help(
    machines: Machines, desk: Desk
) -> None:
    lin, copy = desk.lin(), desk.copies("scpl")[0]
    desk.lend(lin, "scpl", copy["barcode"])
    desk.at_day(date(2026, 6, 20))  # 50 days at 0.20 yuan
    desk.give_back("scpl", copy["barcode"])
    machine = machines.at("scpl", asks_fee_acknowledgement=False)
    said = machine.lend(lin, copy["barcode"], ("BO", "Y"))
    assert "欠费超过限额" in refused(said)
    assert (said.first("BV"), said.first("BT")) == ("10.00", "04")


def test_the_password_where_the_library_wants_one(machines: Machines, desk: Desk) -> None:
    chen = desk.reader(CHEN_YU, "demo_branch")
    barcode = desk.copies("demo_branch")[0]["barcode"]
    machine = machines.at("demo_branch")
    assert "密码" in refused(machine.lend(chen, barcode))
    for wrong in ("000000", "abc", "12345678"):
        assert refused(machine.lend(chen, barcode, ("AD", wrong))) in ("社保密码错误", "密码错误。")


def test_a_foreign_copy_lights_the_alarm_and_names_its_bin(machines: Machines, desk: Desk) -> None:
    lin, title = desk.lin(), desk.everywhere(1)
    copy = desk.copy_of(title, "cdpl")
    desk.lend(lin, "cdpl", copy["barcode"])
    at_home = machines.at("cdpl")
    away = machines.at("cql")
    said = away.take_back(copy["barcode"])
    assert (said.fixed["ok"], said.fixed["resensitize"], said.fixed["alert"]) == ("1", "Y", "Y")
    assert (said.first("CL"), said.first("AQ"), said.first("AP")) == ("4", "cdpl", "cql")
    assert said.first("AA") == lin
    zhou = desk.reader(ZHOU_MING, "cql")
    assert away.lend(zhou, copy["barcode"]).fixed["ok"] == "1"
    own = at_home.take_back(copy["barcode"])  # home again
    assert (own.fixed["alert"], own.first("CL"), own.first("AQ")) == ("N", "1", "cdpl")


def test_what_travels_home_goes_into_the_bin_of_other_libraries(
    machines: Machines, desk: Desk
) -> None:
    chen = desk.reader(CHEN_YU, "demo_central")
    copy = desk.copies("demo_central")[0]
    desk.lend(chen, "demo_central", copy["barcode"])
    branch = machines.at("demo_branch")
    said = branch.take_back(copy["barcode"])
    assert (said.fixed["alert"], said.first("CL"), said.first("AP")) == ("Y", "3", "demo_central")
    assert desk.get(f"/v1/copies/{copy['id']}")["status"] == "in_transit"
    central = machines.at("demo_central")
    home = central.take_back(copy["barcode"])
    assert (home.fixed["ok"], home.fixed["alert"], home.first("CL")) == ("1", "N", "1")
    assert desk.get(f"/v1/copies/{copy['id']}")["status"] == "available"
    assert desk.broken() == {}


def test_what_somebody_waits_for_goes_onto_the_hold_shelf(machines: Machines, desk: Desk) -> None:
    lin, zhou, copy = desk.lin(), desk.reader(ZHOU_MING, "cql"), only_copy(desk, "cql")
    desk.lend(lin, "cql", copy["barcode"])
    wish = {"reader_id": zhou, "title_id": copy["title_id"], "pickup_library_id": "cql"}
    assert desk.done("/v1/holds", wish)["status"] == "waiting"
    machine = machines.at("cql")
    said = machine.take_back(copy["barcode"])
    assert (said.fixed["alert"], said.first("CL"), said.first("AP")) == ("Y", "2", "cql")
    assert refused(machine.lend(lin, copy["barcode"])) == "该册为他人预约保留"
    assert machine.lend(zhou, copy["barcode"]).fixed["ok"] == "1"
    assert desk.broken() == {}


def test_a_copy_that_nobody_has_is_not_taken_back(machine: Machine, desk: Desk) -> None:
    copy = desk.copies("cdpl")[0]
    said = machine.take_back(copy["barcode"])
    assert "没有借出" in refused(said)
    assert (said.first("AQ"), said.fixed["alert"]) == ("cdpl", "N")
    assert refused(machine.take_back("99999999999999")) == "没有此馆藏。"


def test_a_late_return_says_what_it_costs(machine: Machine, desk: Desk) -> None:
    lin, copy = desk.lin(), desk.copies("cdpl")[0]
    machine.lend(lin, copy["barcode"])
    desk.at_day(date(2026, 5, 4))
    assert "0.30" in machine.take_back(copy["barcode"]).first("AF")
    [fee, *_] = desk.get(f"/v1/reader-fees?reader_id={lin}")["data"]
    assert fee["owed_fen"] == 30


@pytest.mark.parametrize("kind", ["reader_no", "card_no", "identity_no"])
def test_what_the_library_takes_is_taken_and_nothing_else(
    machines: Machines, desk: Desk, kind: str
) -> None:
    shown = {
        "reader_no": desk.lin(),
        "card_no": desk.card.get(f"/v1/cards/{LIN_XIAO.card_id(SEED)}").json["card_number"],
        "identity_no": LIN_XIAO.social_security_number,
    }
    machine = machines.at("cdpl", patron_id_kinds=[kind])
    barcode = desk.copies("cdpl")[0]["barcode"]
    for other in shown.keys() - {kind}:
        assert refused(machine.lend(shown[other], barcode))
    assert machine.lend(shown[kind], barcode).fixed["ok"] == "1"


def test_a_lost_card_borrows_nothing(machines: Machines, desk: Desk) -> None:
    lin, barcode = desk.lin(), desk.copies("cdpl")[0]["barcode"]
    path = f"/v1/cards/{LIN_XIAO.card_id(SEED)}"
    lost = desk.card.post(f"{path}/report-loss", {}, key="lost")
    assert lost.status_code == 200, lost.json
    machine = machines.at("cdpl")
    assert "挂失" in refused(machine.lend(lin, barcode))
    status = machine.patron(lin).fixed["patron_status"]
    assert (status[0], status[1], status[3], status[4]) == ("Y", "Y", "Y", "Y")
    assert PIN not in refused(machine.lend(lin, barcode, ("AD", PIN)))
