"""Chips, records, gates, keys and releases over HTTP."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.transport.domain import chip, chip_places, signing
from services.transport.domain.chip import JourneyRecord, PurseRecord
from services.transport.domain.taps import PURSE
from services.transport.flows import chip_records, hot_list
from services.transport.store import catalogue, store
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA
from tests.support.bench import SignedClient
from tests.unit.transport.offline_bench import give_keys, paid, said, signed
from tests.unit.transport.riding_bench import WEDNESDAY, Town, minutes
from tests.unit.transport.test_tap_uploads import BUS, BUS_FARE, FARE, FIFTH, FIRST, codes, upload

db = pytest.mark.db
MOMENTS = st.integers(0, 3 * 10**9).map(
    lambda seconds: dt.datetime(2000, 1, 1, tzinfo=CHINA) + dt.timedelta(seconds=seconds)
)
FENS = st.integers(0, 2**32 - 1).map(Money)


def digits(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=length)


@pytest.fixture
def town(bench: Any) -> Town:
    town = Town(bench)
    give_keys(bench)
    return town


def path(town: Town) -> str:
    return f"/v1/transit-cards/{town.card.id}/chip"


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


# ---------------------------------------------------------------- records


@given(
    st.builds(
        PurseRecord,
        sequence=st.integers(0, 65_535),
        amount=FENS,
        type=st.sampled_from(list(chip.PURSE_TYPES.values())),
        terminal=digits(12),
        at=MOMENTS,
    )
)
def test_a_purse_record_comes_back_as_it_went(record: PurseRecord) -> None:
    names = ("sequence", "amount", "type", "terminal", "at")
    made = chip_records.encode("purse", {name: getattr(record, name) for name in names})
    assert made.record == record
    assert chip_records.decode("purse", made.bytes.hex()).record == record


@given(
    st.builds(
        JourneyRecord,
        type=st.sampled_from(["single", "entry", "exit", "single_purchase"]),
        terminal=digits(16),
        kind=st.sampled_from(list(chip.JOURNEY_KINDS.values())),
        station=digits(14),
        amount=FENS,
        balance_after=FENS,
        at=MOMENTS,
        city=digits(4),
        acquirer=digits(16),
    )
)
def test_a_journey_record_comes_back_as_it_went(record: JourneyRecord) -> None:
    made = chip_records.decode("journey", record.encode().hex())
    assert made.record == record and made.bytes == record.encode()


@pytest.mark.parametrize("name", catalogue.networks())
def test_every_station_has_digits_of_its_own(name: str) -> None:
    network = catalogue.networks()[name]
    found = set()
    for line in network.lines:
        for station in network.stations:
            code = chip_places.station_code(network, "9990", line.id, station)
            assert chip_places.place_of(network, code) == (line.id, station)
            found.add(code)
    assert len(found) == len(network.lines) * len(network.stations)
    with pytest.raises(ValueError, match="9990"):
        chip_places.place_of(network, "9990" + "9999" + "000000")


def test_what_is_no_record_says_why(transport: SignedClient) -> None:
    short = transport.post("/v1/chip-records/decode", {"kind": "purse", "hex": "00000168"})
    assert refused(short) == (422, "chip_record_unreadable")
    wrong = "ff" * chip.PURSE_LENGTH
    assert refused(transport.post("/v1/chip-records/decode", {"kind": "purse", "hex": wrong})) == (
        422,
        "chip_record_unreadable",
    )
    both: dict[str, Any] = {"purse": {}, "journey": {}}
    assert transport.post("/v1/chip-records/encode", both).status_code == 400
    told = transport.post("/v1/chip-records/decode", {"kind": "balance", "hex": "00000168"}).json
    assert told["balance_fen"] == 360


# ---------------------------------------------------------------- chips


@db
def test_a_chip_is_read_as_a_reader_finds_it(transport: SignedClient, town: Town) -> None:
    town.take(town.entry(0, 0), town.exit(5, 20))  # with network: the purse pays at once
    town.bench.at(WEDNESDAY + minutes(21))
    body = {"kind": "entry", "terminal_number": FIRST, "amount_fen": 0}
    first = transport.post(f"{path(town)}/transactions", body, key="in").json
    bus = {"kind": "ride", "terminal_number": BUS, "amount_fen": BUS_FARE}
    town.bench.at(WEDNESDAY + minutes(22))
    second = transport.post(f"{path(town)}/transactions", bus, key="bus").json
    assert (first["sequence"], second["sequence"]) == (2, 3)
    told = transport.get(path(town)).json
    left = 10_000 - FARE - BUS_FARE
    assert (told["balance_fen"], told["balance"]) == (left, f"{left:08x}")
    assert (told["waiting"], told["offline_total_fen"]) == (2, BUS_FARE)
    purse = [PurseRecord.decode(bytes.fromhex(each)) for each in told["purse_records"]]
    assert [(each.sequence, each.amount.fen) for each in purse] == [
        (3, BUS_FARE),
        (2, 0),
        (1, FARE),
    ]
    assert [each.type for each in purse] == [
        "simple_purchase",
        "compound_purchase",
        "compound_purchase",
    ]
    journeys = [JourneyRecord.decode(bytes.fromhex(each)) for each in told["journey_records"]]
    assert [each.type for each in journeys] == ["single_purchase", "entry", "exit", "entry"]
    assert [each.balance_after.fen for each in journeys[:3]] == [left, 10_000 - FARE, 10_000 - FARE]
    shown = transport.post(
        "/v1/chip-records/decode", {"kind": "journey", "hex": told["journey_records"][2]}
    ).json
    assert shown["place"] == {
        "region_code": "990100",
        "fare_system_id": "DEMO-METRO",
        "station_id": "DEMO-METRO-005",
    }
    block = {"kind": "application", "hex": told["application"]}
    said_ = transport.post("/v1/chip-records/decode", block).json["application"]
    assert (said_["number"], said_["city"]) == (town.card.number, "9990")


@db
def test_a_chip_pays_what_it_has_and_no_more(transport: SignedClient, town: Town) -> None:
    def pay(fen: int, key: str, **more: Any) -> Any:
        body = {"kind": "ride", "terminal_number": BUS, "amount_fen": fen, **more}
        return transport.post(f"{path(town)}/transactions", body, key=key)

    assert pay(9_990, "one").status_code == 201
    assert refused(pay(11, "two")) == (422, "chip_refuses")
    assert pay(10, "three").json["balance_after_fen"] == 0
    assert refused(pay(0, "four", tapped_at="2020-01-01T00:00:00+08:00")) == (
        422,
        "reader_clock_wrong",
    )
    entry = {"kind": "entry", "terminal_number": FIRST, "amount_fen": 1}
    assert refused(transport.post(f"{path(town)}/transactions", entry, key="five")) == (
        422,
        "entry_takes_nothing",
    )
    # at a gate with network the chip's money is gone as well
    assert town.codes(town.entry(0, 1)) != ["OK"]


@db
def test_the_total_without_network_begins_anew_once_one_is_met(town: Town) -> None:
    with town.bench.entered(), store.write() as tx:
        paid(tx, town.card, "ride", BUS, WEDNESDAY, 1, 100)
        second = paid(tx, town.card, "ride", BUS, WEDNESDAY + minutes(1), 2, 100)
    town.take(town.ride(2, 2))
    with town.bench.entered(), store.write() as tx:
        paid(tx, town.card, "ride", BUS, WEDNESDAY + minutes(30), 3, 100)
        found = {row.sequence: row.offline_total.fen for row in tx.all(_chips())}
    assert second.card_sequence == 2
    assert found == {1: 100, 2: 200, 4: 100}


def _chips() -> Any:
    from services.transport.store.tables_offline import chip_transactions

    return chip_transactions.select()


# ---------------------------------------------------------------- records that are uploaded


@db
def test_a_lost_queue_is_made_good_by_the_cards_records(
    transport: SignedClient, town: Town
) -> None:
    town.take(town.ride(1, 0))
    with town.bench.entered(), store.write() as tx:
        paid(tx, town.card, "entry", FIRST, WEDNESDAY + minutes(70), 1)
        paid(tx, town.card, "exit", FIFTH, WEDNESDAY + minutes(90), 1, FARE)
    told = transport.get(path(town)).json
    forged = replace(
        JourneyRecord.decode(bytes.fromhex(told["journey_records"][0])), amount=Money(1)
    )
    body: dict[str, Any] = {
        "reference": "counter",
        "terminal_number": FIRST,
        "cards": [
            {
                "application": told["application"],
                "journeys": [*told["journey_records"], forged.encode().hex()],
            }
        ],
    }
    town.bench.at(WEDNESDAY + minutes(95))
    done = transport.post("/v1/chip-record-uploads", body, key="one")
    assert done.status_code == 201, done.text
    assert codes(transport, done.json["id"]) == ["OK", "OK", "DUPLICATE", "RECORD_UNKNOWN"]
    assert town.balance() == 10_000 - BUS_FARE - FARE
    again = transport.post("/v1/chip-record-uploads", {**body, "reference": "twice"}, key="two")
    assert codes(transport, again.json["id"])[:3] == ["DUPLICATE"] * 3
    body["cards"][0]["journeys"][1] = "ff" * chip.JOURNEY_LENGTH
    unread = transport.post("/v1/chip-record-uploads", {**body, "reference": "x"}, key="three")
    assert refused(unread) == (422, "chip_record_unreadable")
    assert unread.json["errors"][0]["pointer"] == "/cards/0/journeys/1"


# ---------------------------------------------------------------- uploads, once


@db
def test_a_reference_belongs_to_one_content_and_one_party(
    transport: SignedClient, town: Town
) -> None:
    first = paid(town.bench, town.card, "ride", BUS, WEDNESDAY, 1, BUS_FARE)
    other = paid(town.bench, town.card, "ride", BUS, WEDNESDAY + minutes(1), 2, BUS_FARE)
    done = upload(transport, [first], role="transit", party_id="pty_a")
    again = {"reference": "one", "taps": [said(other)]}
    mine = {"role": "transit", "party_id": "pty_a"}
    assert refused(transport.post("/v1/tap-uploads", again, key="k2", **mine)) == (
        409,
        "tap_upload_conflict",
    )
    theirs = {"role": "transit", "party_id": "pty_b"}
    assert transport.post("/v1/tap-uploads", again, key="k3", **theirs).status_code == 201
    where = f"/v1/tap-uploads/{done['id']}"
    assert transport.get(where, **mine).json["accepted"] == 1
    assert refused(transport.get(where, **theirs)) == (404, "tap_upload_not_found")
    assert len(transport.get("/v1/tap-uploads", **mine).json["data"]) == 1
    assert len(transport.get("/v1/tap-uploads", role="agency").json["data"]) == 2


@db
@pytest.mark.parametrize("decision", ["accept", "refuse"])
def test_a_late_tap_waits_until_somebody_decides(
    transport: SignedClient, town: Town, decision: str
) -> None:
    late = paid(town.bench, town.card, "ride", BUS, WEDNESDAY, 1, BUS_FARE)
    town.bench.at(WEDNESDAY + dt.timedelta(hours=25))
    done = upload(transport, [late])
    assert (done["pending"], town.balance()) == (1, 10_000)
    [line] = transport.get(f"/v1/tap-uploads/{done['id']}/taps?result=pending").json["data"]
    assert codes(transport, upload(transport, [late], "again")["id"]) == ["DUPLICATE"]
    where = f"/v1/taps/{line['tap_id']}/release"
    told = transport.post(where, {"decision": decision}, key="one", role="agency")
    assert told.status_code == 200, told.text
    chip_now = transport.get(path(town)).json
    if decision == "accept":
        assert (told.json["result"], told.json["code"]) == ("accepted", "OK")
        assert town.balance() == chip_now["balance_fen"] == 10_000 - BUS_FARE
    else:
        assert (told.json["result"], told.json["code"]) == ("rejected", "TOO_OLD")
        assert town.balance() == chip_now["balance_fen"] == 10_000
    twice = transport.post(where, {"decision": decision}, key="two", role="agency")
    assert refused(twice) == (409, "tap_not_pending")
    none = transport.post("/v1/taps/tap_" + "0" * 26 + "/release", {"decision": decision}, key="x")
    assert none.status_code == 404


# ---------------------------------------------------------------- gates


@db
def test_a_new_key_takes_over_and_the_old_one_stays_good_for_before(
    transport: SignedClient, town: Town
) -> None:
    with town.bench.entered(), store.read() as tx:
        from services.transport.store import terminals

        bus = terminals.by_number(tx, [BUS])[BUS]
    before = paid(town.bench, town.card, "ride", BUS, WEDNESDAY, 1, BUS_FARE)
    town.bench.at(WEDNESDAY + minutes(30))
    issued = transport.post(f"/v1/terminals/{bus.id}/keys", key="new").json
    assert (issued["version"], issued["terminal_number"]) == (2, BUS)
    assert bytes.fromhex(issued["key"]) == signing.terminal_key("demo", BUS, 2)
    after = paid(town.bench, town.card, "ride", BUS, WEDNESDAY + minutes(40), 2, BUS_FARE)
    early = paid(town.bench, town.card, "ride", BUS, WEDNESDAY + minutes(10), 3, BUS_FARE)
    town.bench.at(WEDNESDAY + minutes(60))
    done = upload(transport, [before, after, signed(after, 2), signed(early, 2)])
    assert codes(transport, done["id"]) == ["OK", "SIGNATURE_WRONG", "OK", "SIGNATURE_WRONG"]
    none = "/v1/terminals/trm_" + "0" * 26 + "/keys"
    assert transport.post(none, key="none").status_code == 404


@db
def test_a_terminal_without_a_key_has_signed_nothing(transport: SignedClient, bench: Any) -> None:
    town = Town(bench)
    ride = paid(bench, town.card, "ride", BUS, WEDNESDAY, 1, BUS_FARE)
    code = signed(replace(ride, medium="electronic_code", reference="a.b.c", terminal_sequence=2))
    done = upload(transport, [ride, code])
    assert codes(transport, done["id"]) == ["SIGNATURE_WRONG", "SIGNATURE_WRONG"]


@db
def test_a_gate_loads_the_list_and_says_so(transport: SignedClient, town: Town) -> None:
    listing = {"medium": "transit_card", "reference": town.card.number, "reason": "fraud"}
    assert transport.post("/v1/hot-list", listing, key="on").json["number"] == 1
    again = transport.post("/v1/hot-list", listing, key="on2")
    assert refused(again) == (409, "hot_listed_already")
    assert transport.get("/v1/gate-time").json["hot_list_number"] == 1
    part = transport.get("/v1/hot-list?after=0").json
    assert [(each["number"], each["action"]) for each in part["data"]] == [(1, "added")]
    assert transport.get("/v1/hot-list?after=1").json["data"] == []

    def load(number: int, terminal: str = FIRST) -> Any:
        return transport.post("/v1/hot-list/loads", {"terminal_number": terminal, "number": number})

    assert refused(load(0)) == (409, "hot_list_behind")
    assert refused(load(2)) == (422, "hot_list_number_ahead")
    assert load(1, "000000000000").status_code == 404
    assert load(1).json["good_until"] == "2026-04-02T00:00:00+08:00"  # noon and 720 minutes
    assert transport.post("/v1/hot-list/remove", listing, key="off").json["action"] == "removed"
    assert refused(transport.post("/v1/hot-list/remove", listing, key="off2")) == (
        409,
        "not_hot_listed",
    )


@db
def test_terminals_are_told_no_holder(transport: SignedClient, town: Town) -> None:
    with town.bench.entered(), store.write() as tx:
        hot_list.add(tx, "electronic_code", "psn_somebody", "debt")
        hot_list.add(tx, PURSE, town.card.number, "debt")
    told = [each["reference"] for each in transport.get("/v1/hot-list").json["data"]]
    assert told[0].startswith("hlr_") and told[1] == town.card.number


@db
def test_limits_say_how_far_they_can_be_trusted(transport: SignedClient, town: Town) -> None:
    told = transport.get("/v1/gate-settings?region_code=510100").json
    statuses = {one["name"]: one["source_status"] for one in told["limits"]}
    assert statuses["offline.single"] == "assumed"
    assert statuses["acceptance.listed_within"] == "secondary"
    demo = transport.get("/v1/gate-settings?region_code=990100").json
    assert {one["source_status"] for one in demo["limits"]} == {"invented"}
    assert refused(transport.get("/v1/gate-settings?region_code=120000")) == (
        404,
        "region_without_transit",
    )


@db
def test_a_city_comes_onto_the_list_and_goes_off_it(transport: SignedClient, town: Town) -> None:
    def state(day: str, region: str = "510100") -> str:
        found = transport.get(f"/v1/card-acceptances?region_code={region}&on={day}").json["data"]
        return next(str(one["state"]) for one in found if one["transit_issuer_id"] == "IC-NC")

    assert [state(f"2026-{day}") for day in ("03-19", "03-20", "04-18", "04-19")] == [
        "not_yet",
        "spreading",
        "spreading",
        "everywhere",
    ]
    off = {"transit_issuer_id": "IC-NC", "since": "2026-03-20", "until": "2026-06-30"}
    assert transport.post("/v1/card-acceptances", off, role="agency").status_code == 200
    assert [state(f"2026-{day}") for day in ("06-30", "07-01", "07-07", "07-08")] == [
        "everywhere",
        "fading",
        "fading",
        "dropped",
    ]
    wrong = off | {"until": "2026-03-19"}
    assert refused(transport.post("/v1/card-acceptances", wrong)) == (422, "listing_days_wrong")
    nobody = off | {"transit_issuer_id": "IC-XX"}
    assert transport.post("/v1/card-acceptances", nobody).status_code == 404
