"""17, 19, 15, 29 and 65: items, what is noted of them, holds, renewals; over a real world."""

from datetime import date

from services.culture.faces.sip2.messages import Message
from sscsim.demo_people import LIN_XIAO, SEED, ZHOU_MING
from tests.unit.culture.conftest import Desk
from tests.unit.culture.sip2.conftest import Machine, Machines, only_copy


def item(machine: Machine, barcode: str) -> Message:
    return machine.ask("17", ("AB", barcode))


def renew(machine: Machine, patron: str, *more: tuple[str, str], third: str = "N") -> Message:
    return machine.ask("29", ("AA", patron), *more, third_party_allowed=third, no_block="N")


def hold(machine: Machine, mode: str, patron: str, *more: tuple[str, str]) -> Message:
    return machine.ask("15", ("AA", patron), *more, hold_mode=mode)


def test_an_item_in_each_of_its_states(machines: Machines, desk: Desk) -> None:
    machine, lin = machines.at("cdpl"), desk.lin()
    zhou, copy = desk.reader(ZHOU_MING, "cql"), only_copy(desk, "cdpl")
    barcode = copy["barcode"]
    shelf = item(machine, barcode)
    assert (shelf.fixed["circulation_status"], shelf.fixed["security_marker"]) == ("03", "00")
    assert (shelf.first("AJ"), shelf.first("CK"), shelf.first("CF")) == ("渡口来信", "001", "0")
    assert (shelf.first("BG"), shelf.first("AQ"), shelf.first("AP")) == ("cdpl", "cdpl", "cdpl")
    machine.lend(lin, barcode)
    lent = item(machine, barcode)
    assert (lent.fixed["circulation_status"], lent.first("AH")) == ("04", "20260501    235959")
    wish = {"reader_id": zhou, "title_id": copy["title_id"], "pickup_library_id": "cql"}
    desk.done("/v1/holds", wish)
    [loan] = desk.get(f"/v1/loans?copy_id={copy['id']}")["data"]
    desk.done(f"/v1/loans/{loan['id']}/recall")
    recalled = item(machine, barcode)
    assert recalled.fixed["circulation_status"] == "07"
    assert (recalled.first("CF"), recalled.first("CJ")) == ("1", "20260401    000000")
    back = machine.take_back(barcode)
    assert (back.first("CL"), back.first("AP")) == ("3", "cql")
    assert item(machine, barcode).fixed["circulation_status"] == "10"
    there = machines.at("cql")
    arrived = there.take_back(barcode)
    assert (arrived.fixed["ok"], arrived.first("CL")) == ("1", "2")
    kept = item(there, barcode)
    assert (kept.fixed["circulation_status"], kept.first("CM")) == ("08", "20260408    000000")
    there.lend(zhou, barcode)
    [theirs] = desk.get(f"/v1/loans?copy_id={copy['id']}&status=open")["data"]
    desk.done(f"/v1/loans/{theirs['id']}/claim-returned")
    assert item(there, barcode).fixed["circulation_status"] == "11"
    desk.done(f"/v1/loans/{theirs['id']}/resolve-claim", {})
    desk.done(f"/v1/loans/{theirs['id']}/report-lost")
    assert item(there, barcode).fixed["circulation_status"] == "12"
    other = desk.copies("cdpl")[0]
    desk.done(f"/v1/copies/{other['id']}/report-missing")
    assert item(machine, other["barcode"]).fixed["circulation_status"] == "13"
    desk.done(f"/v1/copies/{other['id']}/withdraw")
    assert item(machine, other["barcode"]).fixed["circulation_status"] == "01"
    unknown = item(machine, "1")
    assert unknown.fixed["circulation_status"] == "01"
    assert (unknown.first("AJ"), unknown.first("AF")) == ("", "没有此馆藏。")


def test_what_is_late_says_what_it_costs_so_far(machine: Machine, desk: Desk) -> None:
    lin, copy = desk.lin(), desk.copies("cdpl")[0]
    machine.lend(lin, copy["barcode"])
    desk.at_day(date(2026, 5, 4))
    said = item(machine, copy["barcode"])
    assert (said.first("BV"), said.first("BH"), said.fixed["fee_type"]) == ("0.30", "CNY", "04")


def test_a_note_is_written_by_the_machine_and_by_rest(machine: Machine, desk: Desk) -> None:
    copy = desk.copies("cdpl")[0]
    said = machine.ask("19", ("AB", copy["barcode"]), ("CH", "附光盘一张"))
    assert (said.fixed["item_properties_ok"], said.first("CH")) == ("1", "附光盘一张")
    assert desk.get(f"/v1/copies/{copy['id']}")["properties"] == "附光盘一张"
    assert item(machine, copy["barcode"]).first("CH") == "附光盘一张"
    desk.done(f"/v1/copies/{copy['id']}/describe", {})
    assert not item(machine, copy["barcode"]).has("CH")
    away = desk.copies("cql")[0]
    refused = machine.ask("19", ("AB", away["barcode"]), ("CH", "x"))
    assert (refused.fixed["item_properties_ok"], refused.first("AB")) == ("0", away["barcode"])
    assert machine.ask("19", ("AB", "1"), ("CH", "x")).fixed["item_properties_ok"] == "0"
    region = desk.refused(
        f"/v1/copies/{copy['id']}/describe", {}, 403, role="library", region="500000"
    )
    assert region["code"] == "region_not_allowed"


def test_a_title_is_waited_for_fetched_elsewhere_and_given_up(
    machines: Machines, desk: Desk
) -> None:
    lin, zhou, copy = desk.lin(), desk.reader(ZHOU_MING, "cql"), only_copy(desk, "cdpl")
    machine = machines.at("cdpl")
    machine.lend(lin, copy["barcode"])
    said = hold(machine, "+", zhou, ("AB", copy["barcode"]), ("BY", "2"))
    assert (said.command, said.fixed["ok"], said.fixed["available"]) == ("16", "1", "N")
    assert (said.first("BR"), said.first("BS"), said.first("AJ")) == ("1", "cdpl", "渡口来信")
    [made] = desk.get(f"/v1/holds?reader_id={zhou}")["data"]
    assert (made["status"], made["pickup_library_id"]) == ("waiting", "cdpl")
    again = hold(machine, "+", zhou, ("AJ", "9787998900017"))
    assert (again.fixed["ok"], again.first("AF")) == ("0", "已预约该书")
    mine = hold(machine, "+", lin, ("AB", copy["barcode"]))
    assert (mine.fixed["ok"], mine.first("AF")) == ("0", "已借该书")
    moved = hold(machine, "*", zhou, ("AB", copy["barcode"]), ("BS", "scpl"))
    # another city's desk may not be spoken for
    assert moved.fixed["ok"] == ("1" if desk.get("/v1/libraries/scpl")["region_code"] == "510100"
                                 else "0")  # fmt: skip
    gone = hold(machine, "-", zhou, ("AB", copy["barcode"]))
    assert gone.fixed["ok"] == "1"
    assert desk.get(f"/v1/holds/{made['id']}")["status"] == "cancelled"
    assert hold(machine, "-", zhou, ("AB", copy["barcode"])).fixed["ok"] == "0"
    assert hold(machine, "?", zhou, ("AB", copy["barcode"])).fixed["ok"] == "0"
    assert hold(machine, "+", zhou, ("AJ", "no such title")).first("AF") == "没有此书目。"
    assert desk.broken() == {}


def test_a_hold_is_fetched_elsewhere_while_it_is_waited_for(desk: Desk) -> None:
    lin, zhou, copy = desk.lin(), desk.reader(ZHOU_MING, "cql"), only_copy(desk, "cdpl")
    desk.lend(lin, "cdpl", copy["barcode"])
    wish = {"reader_id": zhou, "title_id": copy["title_id"], "pickup_library_id": "cql"}
    made = desk.done("/v1/holds", wish)
    path = f"/v1/holds/{made['id']}/change-pickup"
    elsewhere = desk.refused(path, {"pickup_library_id": "demo_central"})
    assert elsewhere["code"] == "not_a_reader"
    moved = desk.done(path, {"pickup_library_id": "cdpl"})
    assert (moved["pickup_library_id"], moved["position"]) == ("cdpl", 1)
    away = desk.refused(path, {"pickup_library_id": "cql"}, 403, role="library", region="510100")
    assert away["code"] == "region_not_allowed"
    desk.give_back("cdpl", copy["barcode"])
    refused = desk.refused(path, {"pickup_library_id": "cql"}, 409)
    assert refused["code"] == "hold_move_not_allowed"
    assert desk.broken() == {}


def test_who_has_it_renews_it_and_others_where_third_parties_may(
    machines: Machines, desk: Desk
) -> None:
    machine, lin, zhou = machines.at("cdpl"), desk.lin(), desk.reader(ZHOU_MING, "cql")
    copy = only_copy(desk, "cdpl")
    assert renew(machine, lin, ("AB", copy["barcode"])).first("AF") == "此书不在您名下。"
    machine.lend(lin, copy["barcode"])
    desk.at_day(date(2026, 4, 11))
    stranger = renew(machine, zhou, ("AB", copy["barcode"]))
    assert (stranger.fixed["ok"], stranger.fixed["renewal_ok"]) == ("0", "N")
    said = renew(machine, lin, ("AJ", "渡口来信"))
    assert (said.command, said.fixed["ok"], said.fixed["renewal_ok"]) == ("30", "1", "Y")
    [loan] = desk.get(f"/v1/loans?copy_id={copy['id']}")["data"]
    assert said.first("AH") == loan["due_date"].replace("-", "") + "    235959"
    refused = renew(machine, zhou, ("AB", copy["barcode"]), third="Y")
    assert "续借次数" in refused.first("AF")  # it may ask, and the rules answer
    assert renew(machine, lin, ("AB", "1")).fixed["ok"] == "0"
    other = desk.copies("cdpl")[0]
    machine.lend(lin, other["barcode"])
    assert renew(machine, zhou, ("AB", other["barcode"]), third="Y").fixed["ok"] == "1"


def test_everything_is_renewed_each_by_itself(machine: Machine, desk: Desk) -> None:
    lin = desk.lin()
    first, second = desk.copies("cdpl")[:2]
    for copy in (first, second):
        machine.lend(lin, copy["barcode"])
    desk.at_day(date(2026, 4, 11))
    renew(machine, lin, ("AB", first["barcode"]))
    said = machine.ask("65", ("AA", lin))
    assert (said.command, said.fixed["ok"]) == ("66", "1")
    assert (said.fixed["renewed_count"], said.fixed["unrenewed_count"]) == ("0002", "0001")
    assert second["barcode"] in said.every("BM")
    assert said.every("BN") == (first["barcode"],)
    loans = desk.get(f"/v1/loans?reader_id={lin}&status=open")["data"]
    assert [loan["renewals"] for loan in loans] == [1, 1, 1]
    assert machine.ask("65", ("AA", "nobody")).fixed["ok"] == "0"


def test_a_last_day_is_named_by_hand(desk: Desk) -> None:
    lin, copy = desk.lin(), desk.copies("cdpl")[0]
    loan = desk.lend(lin, "cdpl", copy["barcode"])
    path = f"/v1/loans/{loan['id']}/set-due-date"
    later = desk.done(path, {"due_date": "2026-06-10", "reason": "闭馆延期"})
    assert (later["due_date"], later["renewals"]) == ("2026-06-10", 0)
    back = desk.done(path, {"due_date": loan["due_date"]})
    assert back["due_date"] == loan["due_date"]
    desk.at_day(date(2026, 5, 2))  # the job of the day that was named twice is there
    with desk.bench.entered():
        from services.culture.store import libraries, store

        with store.read() as tx:
            kept = libraries.LOANS.find(tx, loan["id"])
    assert kept is not None and kept.overdue_since == date(2026, 5, 2)
    before = desk.written()
    refused = desk.refused(path, {"due_date": "2026-03-31"})
    assert (refused["code"], refused["errors"][0]["pointer"]) == (
        "loan_due_date_wrong",
        "/due_date",
    )
    away = desk.refused(path, {"due_date": "2026-07-01"}, 403, role="library", region="500000")
    assert away["code"] == "region_not_allowed"
    assert desk.written() == before
    sooner = desk.done(path, {"due_date": "2026-04-20"})
    assert sooner["days_overdue"] == 12
    desk.give_back("cdpl", copy["barcode"])
    assert desk.refused(path, {"due_date": "2026-07-01"}, 409)["code"] == "loan_move_not_allowed"
    assert desk.broken() == {}
    assert LIN_XIAO.person_id(SEED) == loan["person_id"]
