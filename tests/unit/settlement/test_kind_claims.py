"""The doors for claims of any kind: what they refuse and why, and that twice is once."""

from typing import Any

import pytest
import sqlalchemy as sa

from services.settlement import create_app
from services.settlement.store import store
from services.settlement.store.tables import claims
from services.settlement.store.tables_books import journals
from tests.support.bench import SignedClient
from tests.support.clearing import Desk
from tests.support.settlement import CHENGDU, CHONGQING, Road, settlement_id

pytestmark = pytest.mark.db
NOW = "2026-04-01T09:00:00+08:00"
GUANGZHOU, HAIKOU, MIANYANG, NANJING = "440100", "460100", "510700", "320100"
PENSION = {
    "event": "ptr_1",
    "kind": "pension_transfer",
    "payer_region": CHENGDU,
    "payee_region": CHONGQING,
    "amount_fen": 500,
    "occurred_at": NOW,
}
RIDE = PENSION | {"event": "ride_1", "kind": "transit", "payer_party": "cd", "payee_party": "cq"}
SHARES = {
    "event": "pass_3",
    "month": "2026-03",
    "issuer_region": HAIKOU,
    "amount_fen": 100,
    "visits": [{"venue": "gz-tower", "region": GUANGZHOU, "visits": 1}],
}


@pytest.fixture
def http(road: Road) -> SignedClient:
    return road.bench.client(create_app())


def told(http: SignedClient, body: dict[str, Any], door: str = "claims") -> Any:
    return http.post(f"/internal/v1/{door}", body, role="service")


def kept(road: Road) -> tuple[int, int]:
    with road.bench.entered(role="system"), store.read() as tx:
        return tuple(
            tx.scalar(sa.select(sa.func.count()).select_from(table)) for table in (claims, journals)
        )


FAULTY: list[tuple[dict[str, Any], str, str]] = [
    (PENSION | {"amount_fen": 0}, "/amount_fen", "not_positive"),
    (PENSION | {"amount_fen": -1}, "/amount_fen", "not_positive"),
    (RIDE | {"amount_fen": 0, "refers_to": "x"}, "/amount_fen", "not_positive"),
    (PENSION | {"payee_region": "123456"}, "/payee_region", "unknown_region"),
    (PENSION | {"payer_region": "510000"}, "/payer_region", "unknown_region"),
    (PENSION | {"payee_region": CHENGDU}, "/payee_region", "same_region"),
    (PENSION | {"payer_party": "cd"}, "/payer_party", "unexpected"),
    (PENSION | {"purpose": "ride"}, "/purpose", "unknown_purpose"),
    (PENSION | {"occurred_at": "2026-04-01T09:00:01+08:00"}, "/occurred_at", "in_future"),
    (PENSION | {"fee_fen": 1}, "/fee_fen", "unexpected"),
    (RIDE | {"fee_fen": -1}, "/fee_fen", "other_sign"),
    (RIDE | {"payee_party": "cd"}, "/payee_party", "same_party"),
    ({k: v for k, v in RIDE.items() if k != "payee_party"}, "/payee_party", "required"),
]


def test_what_is_wrong_with_a_claim_is_said_and_changes_nothing(http: SignedClient, road: Road):
    for body, pointer, code in FAULTY:
        refused = told(http, body)
        assert refused.status_code == 422, body
        assert refused.json["code"] == "claim_invalid"
        [error] = refused.json["errors"]
        assert (error["pointer"], error["code"]) == (pointer, code), body
        assert refused.json["effect"] == "none"
    assert kept(road) == (0, 0)


def test_a_pass_is_no_claim_to_be_posted(http: SignedClient, road: Road):
    assert told(http, RIDE | {"kind": "travel_pass"}).status_code == 400
    assert told(http, RIDE | {"kind": "inpatient"}).status_code == 400
    assert kept(road) == (0, 0)


def test_what_no_agreement_covers_is_refused_with_the_reason(
    http: SignedClient, road: Road, desk: Desk
):
    def refused(**more: Any) -> str:
        answer = told(http, PENSION | more)
        assert answer.status_code == 422
        return answer.json["code"]

    assert refused(payee_region=NANJING) == "agreement_missing"
    assert refused(payer_region=GUANGZHOU, payee_region=HAIKOU) == "agreement_kind_not_covered"
    assert refused(payee_region=MIANYANG) == "agreement_kind_not_covered", "inside a province"
    long_ago = "2022-12-31T12:00:00+08:00"
    assert refused(occurred_at=long_ago) == "agreement_not_in_force"
    desk.post(
        "cooperations",
        {
            "cooperation_code": "small",
            "name": "小额",
            "member_region_codes": ["510000", "320000"],
            "business_kinds": ["pension_transfer"],
            "claim_limit_fen": 499,
            "effective_from_date": "2026-01-01",
        },
    )
    assert refused(payee_region=NANJING) == "agreement_limit_exceeded"
    assert kept(road) == (0, 0)
    assert told(http, PENSION | {"payee_region": NANJING, "amount_fen": 499}).status_code == 200


def test_the_same_event_is_the_same_claim_and_other_content_a_conflict(
    http: SignedClient, road: Road
):
    first = told(http, RIDE | {"fee_fen": 3, "item_count": 2}).json
    assert first["period"] == "2026-04-01"
    assert first["rule"] == "in_window"
    once = kept(road)
    assert told(http, RIDE | {"fee_fen": 3, "item_count": 2}).json == first
    for other in ({"amount_fen": 501}, {"payee_party": "cx"}, {"fee_fen": 4}, {"item_count": 3}):
        conflict = told(http, RIDE | {"fee_fen": 3, "item_count": 2} | other)
        assert (conflict.status_code, conflict.json["code"]) == (409, "claim_conflict")
    assert kept(road) == once
    back = {"event": "back_1", "original": "ride_1", "occurred_at": NOW}
    taken = told(http, back, "claims/take-back").json
    assert taken["clearing_fen"] == -500
    assert told(http, back, "claims/take-back").json == taken
    other = told(http, back | {"original": "ride_2"}, "claims/take-back")
    assert other.json["code"] == "claim_conflict"
    assert told(http, RIDE | {"event": "back_1"}).json["code"] == "claim_conflict"
    assert road.broken() == {}


def test_what_is_no_claim_of_such_a_kind_is_not_taken_back(http: SignedClient, road: Road):
    road.settle(1)
    for original in ("ride_9", settlement_id(1)):
        back = {"event": "back_1", "original": original, "occurred_at": NOW}
        assert told(http, back, "claims/take-back").json["code"] == "claim_not_reversible"
    late = {"event": "b", "original": "x", "occurred_at": "2027-01-01T00:00:00+08:00"}
    assert told(http, late, "claims/take-back").json["errors"][0]["pointer"] == "/occurred_at"


def test_a_correction_is_of_its_claim(http: SignedClient, road: Road):
    told(http, RIDE)
    less = RIDE | {"event": "less", "amount_fen": -100, "refers_to": "ride_1"}
    for other in ({"payer_party": "xx"}, {"payer_region": MIANYANG}):
        assert told(http, less | other).json["code"] == "claim_does_not_refer"
    unknown = told(http, less | {"refers_to": "nothing"})
    assert (unknown.status_code, unknown.json["code"]) == (409, "claim_not_reversible")
    assert told(http, less).json["clearing_fen"] == -100


def test_a_month_of_a_pass_is_shared_out_once(http: SignedClient, road: Road):
    first = told(http, SHARES, "pass-shares").json
    [share] = first["shares"]
    assert (share["venue"], share["amount_fen"]) == ("gz-tower", 100)
    assert share["claim_id"].startswith("clm_")
    once = kept(road)
    assert told(http, SHARES, "pass-shares").json == first
    conflict = told(http, SHARES | {"amount_fen": 101}, "pass-shares")
    assert (conflict.status_code, conflict.json["code"]) == (409, "pass_month_conflict")
    assert kept(road) == once


def test_a_month_of_a_pass_is_refused_as_a_whole(http: SignedClient, road: Road):
    """Also what one venue of many lacks: an agreement."""
    venues = SHARES["visits"]
    elsewhere = [*venues, {"venue": "nj-wall", "region": NANJING, "visits": 5}]
    refused = told(http, SHARES | {"visits": elsewhere}, "pass-shares")
    assert refused.json["code"] == "agreement_missing"
    wrong = {
        "/visits": {"visits": venues * 2},
        "/visits/0/region": {"visits": [venues[0] | {"region": "999999"}]},
        "/issuer_region": {"issuer_region": "440000"},
        "/month": {"month": "2026-04"},
    }
    for pointer, more in wrong.items():
        answer = told(http, SHARES | more, "pass-shares")
        assert answer.json["code"] == "claim_invalid"
        assert answer.json["errors"][0]["pointer"] == pointer
    assert kept(road) == (0, 0)


def test_nobody_but_a_service_comes_in_by_these_doors(http: SignedClient):
    for role in ("owner", "agency", "transit"):
        assert http.post("/internal/v1/claims", RIDE, role=role).status_code in (401, 403, 404)


def test_lists_tell_kinds_apart(http: SignedClient, road: Road, desk: Desk):
    road.settle(1)
    told(http, RIDE)
    told(http, PENSION)
    found = {kind: desk.get(f"claims?kind={kind}")["data"] for kind in ("medical", "transit")}
    assert [c.get("kind") for c in found["medical"]] == [None]
    assert "settlement_id" in found["medical"][0]
    [ride] = found["transit"]
    assert (ride["event"], ride["payer_party"], ride["payee_party"]) == ("ride_1", "cd", "cq")
    assert "settlement_id" not in ride
    assert len(desk.get("claims")["data"]) == 3
    cycles = {c.get("kind"): c.get("period") for c in desk.get("clearing-cycles")["data"]}
    assert cycles == {None: None, "transit": "2026-04-01", "pension_transfer": "2026-Q2"}
    assert [c["month"] for c in desk.get("clearing-cycles?period=2026-Q2")["data"]] == ["2026-06"]
    assert http.get("/v1/clearing-cycles?period=2026-Q5").status_code == 400
