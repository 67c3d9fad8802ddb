"""Venues: slots that are never oversold, no-shows, tickets, gates with and without network."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from sscsim import clock, failpoints
from sscsim.demo_people import CHEN_YU, HE_JING, LIN_XIAO, SEED, SUN_LEI, WANG_GUILAN, ZHAO_XIAOMAN
from tests.support.culture import Town, moment, venue_id

pytestmark = pytest.mark.db
DAY = "2026-04-02"


class Died(BaseException):
    """The process is gone; no handler of errors sees it."""


@pytest.fixture
def dies(monkeypatch: pytest.MonkeyPatch) -> Any:
    named: list[str] = []

    def hears(name: str) -> None:
        if name in named:
            named.remove(name)
            raise Died(name)

    monkeypatch.setattr(failpoints, "ear", hears)
    return named


def booked(town: Town, *args: Any, **more: Any) -> str:
    answer = town.reserve(*args, **more)
    assert answer.status_code == 201, answer.json
    return f"/v1/venue-reservations/{answer.json['id']}"


def against(town: Town, *args: Any, **more: Any) -> list[str]:
    answer = town.reserve(*args, **more)
    assert (answer.status_code, answer.json["code"]) == (422, "venue_reservation_refused")
    return [each["code"] for each in answer.json["errors"]]


# ---- slots and reservations


def test_a_slot_is_not_oversold(town: Town) -> None:
    booked(town, "DM-V01", DAY, companions=1)
    assert [each["left"] for each in town.slots("DM-V01", DAY)] == [1, 3]
    before = town.written()
    assert against(town, "DM-V01", DAY, of=HE_JING, companions=1) == ["slot_full"]
    assert town.written() == before
    booked(town, "DM-V01", DAY, of=HE_JING)
    assert [each["left"] for each in town.slots("DM-V01", DAY)] == [0, 3]
    town.holds()


def test_two_at_once_don_t_share_the_last_place(town: Town) -> None:
    booked(town, "DM-V02", DAY)
    people = [HE_JING, WANG_GUILAN, LIN_XIAO]

    def reserve(who: Any) -> int:
        return int(town.reserve("DM-V02", DAY, of=who).status_code)

    with ThreadPoolExecutor(3) as pool:
        found = sorted(pool.map(reserve, people))
    assert found == [201, 422, 422]
    town.holds()


def test_every_reason_against_a_reservation_is_said(town: Town) -> None:
    booked(town, "DM-V02", DAY)
    assert against(town, "DM-V02", DAY, 2) == ["has_one_that_day"]
    assert against(town, "DM-V02", "2026-04-05") == ["not_bookable_yet"]
    town.at("2026-04-01 11:00")
    assert against(town, "DM-V02", "2026-04-01", 1, HE_JING) == ["slot_over"]
    missing = town.reserve("DM-V02", DAY, 3).json
    assert missing["code"] == "venue_slot_not_found"
    assert town.reserve("DM-V03", DAY).json["code"] == "venue_slot_not_found"


def test_places_come_back_in_time_and_not_later(town: Town) -> None:
    path = booked(town, "DM-V02", DAY)
    town.at("2026-04-02 08:31")
    assert town.refused(f"{path}/cancel") == "venue_cancel_late"
    town.at("2026-04-02 08:30")
    assert town.done(f"{path}/cancel")["status"] == "cancelled"
    assert town.refused(f"{path}/cancel") == "venue_reservation_state"
    assert town.slots("DM-V02", DAY)[0]["left"] == 2
    town.holds()


def test_no_shows_block_for_a_while(town: Town) -> None:
    for day in ("2026-04-02", "2026-04-03"):  # a museum takes two
        path = booked(town, "DM-V02", day)
        town.run_due(moment(f"{day} 11:00"))
        assert town.get(path)["status"] == "no_show"
    assert against(town, "DM-V02", "2026-04-04") == ["blocked_after_no_shows"]
    town.run_due(moment("2026-05-03 12:00"))
    assert against(town, "DM-V02", "2026-05-04") == ["blocked_after_no_shows"]
    town.run_due(moment("2026-05-04 08:00"))
    booked(town, "DM-V02", "2026-05-04")
    town.run_due(moment("2026-05-04 12:00"))
    booked(town, "DM-V02", "2026-05-05")  # one no-show since the block: not yet again
    town.holds()


def test_a_slot_closes_once_wherever_it_dies(town: Town, dies: list[str]) -> None:
    path = booked(town, "DM-V02", DAY)
    dies.append("culture.close_slot.before_commit")
    with pytest.raises(Died):
        town.run_due(moment(f"{DAY} 11:00"))
    assert town.get(path)["status"] == "booked"
    town.run_due(moment(f"{DAY} 11:00"))
    assert town.get(path)["status"] == "no_show"
    town.holds()


# ---- tickets


@pytest.mark.parametrize(
    ("who", "fen", "grade"),
    [
        (ZHAO_XIAOMAN, 4_000, "local"),
        (WANG_GUILAN, 2_500, "senior"),
        (CHEN_YU, 4_000, "local"),
        (LIN_XIAO, 5_000, "list_price"),
        (SUN_LEI, 5_000, "list_price"),
    ],
)
def test_a_ticket_is_the_least_that_is_due(town: Town, who: Any, fen: int, grade: str) -> None:
    body = {"venue_id": venue_id("DM-V01"), "person_id": who.person_id(SEED)}
    made = town.done("/v1/venue-quotes", body)
    assert (made["price_fen"], made["grade"]) == (fen, grade)
    assert made["explanation"]["totals"]["ticket_fen"] == fen
    assert made["policy_origin"]["status"] in ("assumed", "official")


def test_a_scheme_gives_the_local_price_across_provinces(town: Town) -> None:
    guest = town.person("440100")
    body = {"venue_id": venue_id("HN-V02"), "person_id": guest.person_id(SEED)}
    made = town.done("/v1/venue-quotes", body)
    assert (made["price_fen"], made["grade"]) == (3_000, "same_city")
    assert "yue-qiong" in made["explanation"]["steps"][0]["text"]


# ---- gates


def test_a_gate_knows_its_own_numbers(town: Town) -> None:
    first = town.arrives("DM-V03", sequence=7)
    assert first["result"] == "admitted"
    assert first["price_fen"] == 2_400, "30.00 at the local price"
    before = town.written()["venue_admissions"]
    again = town.arrives("DM-V03", sequence=7)
    assert again == first
    assert town.written()["venue_admissions"] == before
    late = {"arrived_at": "2026-04-01T08:00:00+08:00", "decision": "let_in"}
    record = {"gate_no": "G1", "sequence": 7, "credential": {"card_id": "card_" + "0" * 26}}
    body = {"venue_id": venue_id("DM-V03"), "records": [{**record, **late}]}
    assert town.refused("/v1/venue-admissions/uploads", body) == "gate_record_conflict"


def test_a_reservation_is_needed_and_used(town: Town) -> None:
    assert town.reasons("DM-V02") == ["reservation_missing"]
    path = booked(town, "DM-V02", "2026-04-01")
    said = town.arrives("DM-V02")
    assert said["reservation_id"] == path.rpartition("/")[2]
    assert town.get(path)["status"] == "used"
    assert town.reasons("DM-V02") == ["reservation_missing"], "it was used"
    town.at("2026-04-01 13:30")
    assert town.reasons("DM-V02") == ["out_of_hours"]
    town.holds()


def test_who_walks_in_takes_a_place(town: Town) -> None:
    for who in (CHEN_YU, HE_JING):
        assert town.reasons("DM-V01", who) == []
    assert town.slots("DM-V01", "2026-04-01")[0]["left"] == 1
    assert town.reasons("DM-V01", LIN_XIAO, companions=1) == ["slot_full"]
    assert town.reasons("DM-V01", LIN_XIAO) == []
    assert town.reasons("DM-V01", WANG_GUILAN) == ["slot_full"]
    town.holds()


def test_more_children_than_reserved_take_what_is_left(town: Town) -> None:
    booked(town, "DM-V01", "2026-04-01", companions=1)
    assert town.reasons("DM-V01", companions=3) == ["slot_full"]
    assert town.reasons("DM-V01", companions=2) == []
    assert town.slots("DM-V01", "2026-04-01")[0]["left"] == 0
    town.holds()


def test_a_bad_card_is_a_reason(town: Town) -> None:
    said = town.arrives("DM-V03", SUN_LEI)
    assert (said["result"], said["card_reasons"]) == ("refused", ["card_not_enabled"])
    unknown = town.arrives("DM-V03", credential={"card_number": "12"})
    assert unknown["card_reasons"] == ["card_number_invalid"]
    assert [each["code"] for each in unknown["reasons"]] == ["card_refused"]
    assert "person_id" not in unknown
    nothing = town.arrives("DM-V03", credential={})
    assert nothing["card_reasons"] == ["one_credential_needed"]


def test_a_closed_venue_lets_nobody_in(town: Town) -> None:
    path = f"/v1/venues/{venue_id('DM-V03')}"
    changed = town.client.call(
        "PATCH", path, {"status": "closed"}, headers={"If-Match": "*"}, role="agency"
    )
    assert changed.json["status"] == "closed"
    assert town.reasons("DM-V03") == ["venue_closed"]


# ---- a pass at the gate


def test_limits_of_a_pass_hold_at_the_gate(town: Town) -> None:
    town.active()
    assert town.reasons("DM-V03") == []
    assert town.reasons("DM-V03") == ["spot_day_limit"]
    for day in ("2026-04-02", "2026-04-03"):
        town.at(f"{day} 09:00")
        assert town.reasons("DM-V03") == []
    town.at("2026-04-04 09:00")
    assert town.reasons("DM-V03") == ["spot_year_limit"]
    assert town.reasons("DM-V04") == []
    assert town.reasons("DM-V05") == ["choice_used_up"]
    assert town.reasons("CQ-V01", entry="pass") == ["venue_not_covered"]
    assert town.reasons("DM-V01", face=None) == ["face_not_shown"]
    assert town.reasons("DM-V01", companions=3) == ["slot_full", "too_many_companions"]
    town.run_due(moment("2026-10-01 09:00"))
    assert town.reasons("DM-V01") == ["blackout_day"]
    assert town.reasons("DM-V01", entry="ticket") == []
    assert town.reasons("DM-V01", HE_JING, entry="pass") == ["pass_missing"]
    town.holds()


def test_classes_of_spots_are_counted_together_and_each(town: Town) -> None:
    """Four uses of hot springs in all, two of each theme park; a day apart, as a spot is once a
    day, and no spot more than three times."""
    town.active()
    for day in (1, 2):
        town.at(f"2026-04-0{day} 10:00")
        assert town.reasons("DM-V04") == []
    town.at("2026-04-03 10:00")
    assert town.reasons("DM-V04") == ["class_limit"]
    town.holds()


def test_children_come_along_below_an_age(town: Town) -> None:
    town.active()
    assert town.reasons("DM-V03", companions=1, companion_ages=[6]) == ["companion_too_old"]
    both = ["too_many_companions", "companion_too_old"]
    assert town.reasons("DM-V03", companions=3, companion_ages=[6, 0, 0]) == both
    said = {"venue_id": venue_id("DM-V03"), "gate_no": "G1", "sequence": 900, "face": "match"}
    said |= {"credential": {"card_id": CHEN_YU.card_id(SEED)}, "companions": 2}
    refused = town.post("/v1/venue-admissions", {**said, "companion_ages": [3]})
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/companion_ages")
    assert town.reasons("DM-V03", companions=2, companion_ages=[5, 5]) == []
    # without a pass nobody's age is asked
    later = {"companions": 1, "companion_ages": [30], "entry": "ticket"}
    assert town.reasons("DM-V03", HE_JING, **later) == []
    town.holds()


def test_a_strange_face_is_misuse_and_cancels(town: Town) -> None:
    path = town.active()
    assert town.reasons("DM-V03", face="mismatch") == ["face_mismatch"]
    assert town.get(path)["mismatches"] == 1
    assert town.reasons("DM-V03", face="mismatch") == ["face_mismatch", "pass_cancelled"]
    shown = town.get(path)
    assert (shown["status"], shown["end_reason"]) == ("cancelled", "misuse")
    assert town.reasons("DM-V03", entry="pass") == ["pass_missing"]
    assert town.arrives("DM-V03")["entry"] == "ticket"
    town.run_due(moment("2027-05-01 12:00"))
    assert town.get(path)["status"] == "cancelled"
    town.holds()


def test_a_code_of_the_electronic_card_opens_a_gate_once(town: Town) -> None:
    channel = {"channel_no": "CH-1", "name": "示范政务"}
    town.card.post("/v1/electronic-card-channels", channel, key="channel")
    signing = {
        "channel_no": "CH-1",
        "sign_no": "SN-1",
        "name": CHEN_YU.name,
        "social_security_number": CHEN_YU.social_security_number,
        "password": "471592",
        "face": "match",
    }
    signed = town.card.post("/v1/electronic-cards", signing, key="sign").json
    shown = {"electronic_card_id": signed["id"], "scene": "admission"}
    code = town.card.post("/v1/codes", shown, key="code").json["text"]
    venue = f"/v1/venues/{venue_id('DM-V03')}"
    assert town.get(venue)["region_code"] == "990100"
    first = town.arrives("DM-V03", credential={"electronic_code": code}, sequence=90)
    assert first["result"] == "admitted"
    again = town.arrives("DM-V03", credential={"electronic_code": code}, sequence=91)
    assert again["card_reasons"] == ["code_not_valid"]


# ---- without network


def told(sequence: int, at: str, of: Any = CHEN_YU, **more: Any) -> dict[str, Any]:
    return {
        "gate_no": "G9",
        "sequence": sequence,
        "arrived_at": clock.shown(moment(at)),
        "credential": {"card_id": of.card_id(SEED)},
        "decision": "let_in",
        "face": "match",
        **more,
    }


def uploaded(town: Town, code: str, *records: dict[str, Any], **at: Any) -> list[tuple[str, Any]]:
    body = {"venue_id": venue_id(code), "records": list(records)}
    found = town.done("/v1/venue-admissions/uploads", body, **at)["data"]
    return [(each["result"], [r["code"] for r in each["reasons"]]) for each in found]


def test_what_a_gate_decided_alone_is_told_later(town: Town) -> None:
    town.active()
    town.at("2026-04-02 08:00")
    records = [
        told(1, "2026-04-01 10:00"),
        told(2, "2026-04-01 11:00"),
        told(3, "2026-04-01 07:00"),
        told(4, "2026-04-01 12:30", decision="turned_away"),
        told(5, "2026-04-02 07:30", face="mismatch"),
    ]
    found = uploaded(town, "DM-V03", *records)
    assert found == [
        ("admitted", []),
        ("exception", ["spot_day_limit"]),
        ("exception", ["spot_day_limit", "uploaded_too_late"]),
        ("refused", ["spot_day_limit"]),
        ("exception", ["face_mismatch"]),
    ]
    before = town.written()["venue_admissions"]
    assert uploaded(town, "DM-V03", *records) == found, "each is known once"
    assert town.written()["venue_admissions"] == before
    future = {"venue_id": venue_id("DM-V03"), "records": [told(6, "2026-04-02 08:01")]}
    assert town.refused("/v1/venue-admissions/uploads", future) == "gate_record_in_future"
    turned = told(7, "2026-04-02 07:45", decision="turned_away")
    assert uploaded(town, "DM-V03", turned) == [("refused", ["turned_away_offline"])]
    town.holds()


def test_an_upload_takes_no_place_that_isn_t_there(town: Town) -> None:
    for who in (CHEN_YU, HE_JING, LIN_XIAO):
        assert town.reasons("DM-V01", who) == []
    town.at("2026-04-01 13:00")
    found = uploaded(town, "DM-V01", told(1, "2026-04-01 10:00", WANG_GUILAN))
    assert found == [("exception", ["slot_full"])]
    assert town.slots("DM-V01", "2026-04-01")[0]["taken"] == 3
    town.holds()


@pytest.mark.parametrize(
    "point", ["culture.admission.before_commit", "culture.admission_upload.before_commit"]
)
def test_a_gate_that_dies_lets_in_once(town: Town, dies: list[str], point: str) -> None:
    town.active()
    online = point == "culture.admission.before_commit"
    if not online:
        town.at("2026-04-01 13:00")

    def act() -> Any:
        if online:
            return town.arrives("DM-V01", sequence=3)["result"]
        return uploaded(town, "DM-V01", told(3, "2026-04-01 10:00"), told(4, "2026-04-01 11:00"))

    dies.append(point)
    with pytest.raises(Died):
        act()
    assert act() in ("admitted", [("admitted", []), ("exception", ["spot_day_limit"])])
    assert town.slots("DM-V01", "2026-04-01")[0]["taken"] == 1
    town.holds()


@pytest.mark.parametrize(
    "point", ["culture.reservation.before_commit", "culture.reservation_cancel.before_commit"]
)
def test_a_place_is_taken_and_given_back_once(town: Town, dies: list[str], point: str) -> None:
    def walk() -> str:
        mine = f"/v1/venue-reservations?person_id={CHEN_YU.person_id(SEED)}"
        known = town.get(mine)["data"]
        path = f"/v1/venue-reservations/{known[0]['id']}" if known else booked(town, "DM-V02", DAY)
        return str(town.done(f"{path}/cancel")["status"])

    dies.append(point)
    with pytest.raises(Died):
        walk()
    assert walk() == "cancelled"
    assert town.slots("DM-V02", DAY)[0]["taken"] == 0
    town.holds()


# ---- who may, and what is there


def test_a_venue_of_ones_own(town: Town) -> None:
    body = {
        "code": "DM-X1",
        "name_zh": "示范城植物园",
        "name_en": "Demo City Garden",
        "kind": "park",
        "region_code": "990100",
        "list_price_fen": 2_000,
        "sessions": [{"opens": "09:00", "closes": "24:00", "quota": 1}],
    }
    made = town.done("/v1/venues", body, 201, role="agency", region="990100")
    assert made["sessions"] == [{"opens": "09:00", "closes": "24:00", "quota": 1}]
    assert town.refused("/v1/venues", body) == "venue_code_taken"
    again = {**body, "code": "DM-X2"}
    assert town.refused("/v1/venues", again | {"region_code": "460000"}) == "venue_region_unknown"
    two = [{"opens": "09:00", "closes": "12:00", "quota": 1}, *body["sessions"]]
    assert town.refused("/v1/venues", again | {"sessions": two}) == "venue_sessions_wrong"
    elsewhere = {"role": "agency", "region": "460100"}
    assert town.refused("/v1/venues", again, **elsewhere) == "region_not_allowed"
    gate = {"venue_id": made["id"], "gate_no": "G1", "sequence": 1}
    gate["credential"] = {"card_id": CHEN_YU.card_id(SEED)}
    assert town.refused("/v1/venue-admissions", gate, **elsewhere) == "region_not_allowed"
    assert town.refused("/v1/venue-admissions", gate, role="holder") == "role_not_allowed"
    assert town.done("/v1/venue-admissions", gate, 201)["price_fen"] == 1_000


def test_lists_are_filtered(town: Town) -> None:
    assert len(town.get("/v1/venues?limit=200")["data"]) == 27
    museums = town.get("/v1/venues?kind=museum&region_code=990100")["data"]
    assert [each["code"] for each in museums] == ["DM-V02"]
    town.reasons("DM-V03")
    town.reasons("DM-V03", SUN_LEI)
    refused = town.get("/v1/venue-admissions?result=refused")["data"]
    assert [each["person_id"] for each in refused] == [SUN_LEI.person_id(SEED)]
    [mine] = town.get(f"/v1/venue-admissions?person_id={CHEN_YU.person_id(SEED)}")["data"]
    assert town.get(f"/v1/venue-admissions/{mine['id']}") == mine
    for path in ("venues/ven", "venue-reservations/vrv", "venue-admissions/vad"):
        answer = town.client.get(f"/v1/{path}_{'0' * 26}")
        assert answer.status_code == 404
