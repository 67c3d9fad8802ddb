"""The pages and the internal doors."""

from typing import Any

import pytest
import sqlalchemy as sa

from services.settlement import create_app
from services.settlement.api.views import AGREEMENT_ID
from services.settlement.store import claims, store, tables
from sscsim.kernel.ids.resource import resource_id
from tests.support.bench import SignedClient
from tests.support.settlement import (
    CHENGDU,
    CHONGQING,
    EMPLOYEE,
    HOSPITAL,
    Road,
    settlement_id,
)

pytestmark = pytest.mark.db
PERSON = resource_id("psn", "demo", "card", "1")
NO_FUNDS = dict.fromkeys(("hifp", "hifob", "hifmi", "cvlserv", "maf", "oth"), 0)


@pytest.fixture
def http(road: Road) -> SignedClient:
    return road.bench.client(create_app())


def post(http: SignedClient, path: str, body: Any) -> Any:
    return http.post(f"/internal/v1/{path}", body, role="service")


def accounts(http: SignedClient, region: str = CHENGDU) -> dict[str, int]:
    shown = http.get(f"/v1/books/{region}/accounts").json
    return {a["account"]: a["balance_fen"] for a in shown["accounts"] if a["balance_fen"]}


def local(number: int, **more: Any) -> dict[str, Any]:
    body = {
        "settlement_id": settlement_id(number),
        "kind": "settle",
        "region": CHENGDU,
        "institution_id": HOSPITAL,
        "person_id": PERSON,
        "insurance": EMPLOYEE,
        "funds": {**NO_FUNDS, "hifp": 1000},
        "account_pay_fen": 200,
    }
    return body | more


# ---- agreements


def test_the_seed_has_agreements_in_both_directions(http: SignedClient):
    listed = http.get("/v1/agreements?limit=200").json["data"]
    pairs = {(a["home_region_code"], a["care_region_code"]) for a in listed}
    assert len(pairs) == 12
    assert {(b, a) for a, b in pairs} == pairs
    for pair in ((CHENGDU, CHONGQING), ("460100", "440100"), ("990100", "460100")):
        assert pair in pairs
    schemes = {a["home_region_code"]: a.get("scheme") for a in listed if "99" not in str(a)}
    assert schemes[CHENGDU] == "chuan-yu"
    shown = http.get(f"/v1/agreements/{AGREEMENT_ID}").json
    assert (shown["home_region_code"], shown["effective_from_date"]) == (CHENGDU, "2023-01-01")
    assert "effective_to_date" not in shown
    filtered = http.get(f"/v1/agreements?home_region_code={CHENGDU}&care_region_code=990100").json
    assert len(filtered["data"]) == 1


def test_an_agreement_opens_a_direction(http: SignedClient, road: Road):
    asked = {
        "home_region_code": CHENGDU,
        "care_region_code": "440100",
        "effective_from_date": "2026-04-01",
        "effective_to_date": "2026-04-30",
    }
    made = http.post("/v1/agreements", asked, role="agency", region="510000")
    assert made.status_code == 201, made.json
    assert made.headers["Location"] == f"/v1/agreements/{made.json['id']}"
    assert road.ask(1, care="440100")["status"] == "answered"
    again = http.post("/v1/agreements", asked | {"effective_from_date": "2026-04-30"})
    assert (again.status_code, again.json["code"]) == (409, "agreement_exists")
    later = {**asked, "effective_from_date": "2026-05-01"}
    del later["effective_to_date"]
    assert http.post("/v1/agreements", later).status_code == 201


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"home_region_code": "510000"}, "/home_region_code"),
        ({"care_region_code": "123456"}, "/care_region_code"),
        ({"care_region_code": CHENGDU}, "/care_region_code"),
        ({"effective_to_date": "2026-03-31"}, "/effective_to_date"),
    ],
)
def test_an_agreement_must_make_sense(http: SignedClient, change: dict[str, str], pointer: str):
    asked = {
        "home_region_code": CHENGDU,
        "care_region_code": "440100",
        "effective_from_date": "2026-04-01",
    }
    refused = http.post("/v1/agreements", asked | change)
    assert (refused.status_code, refused.json["code"]) == (422, "agreement_invalid")
    assert refused.json["errors"][0]["pointer"] == pointer


def test_an_agency_acts_for_its_own_region(http: SignedClient, road: Road):
    asked = {
        "home_region_code": CHENGDU,
        "care_region_code": "440100",
        "effective_from_date": "2026-04-01",
    }
    for at in ({"role": "agency", "region": CHONGQING}, {"role": "hospital"}):
        assert http.post("/v1/agreements", asked, **at).status_code == 403
    claim_id = road.settle(1)
    body = {"amount_fen": 1, "reason": "x"}
    path = f"/v1/claims/{claim_id}/deduct"
    assert http.post(path, body, key="k", role="agency", region=CHENGDU).status_code == 403


# ---- advances


def test_an_advance_is_placed_and_returned(http: SignedClient, road: Road):
    asked = {"home_region_code": CHENGDU, "care_region_code": CHONGQING, "amount_fen": 5_000}
    made = http.post("/v1/advances", asked, key="a1", role="agency", region=CHENGDU)
    assert made.status_code == 201, made.json
    assert accounts(http) == {"advance.paid:500000": 5_000, "bank.treasury": -5_000}
    assert accounts(http, CHONGQING) == {"advance.recv:510100": -5_000, "bank.treasury": 5_000}
    again = http.post("/v1/advances", asked, key="a1", role="agency", region=CHENGDU)
    assert (again.json, again.headers["Idempotent-Replayed"]) == (made.json, "true")
    journal = http.get(f"/v1/journals/{made.json['journal_id']}").json
    assert (journal["kind"], len(journal["postings"])) == ("L0", 2)

    back = asked | {"direction": "returned", "amount_fen": 5_001}
    refused = http.post("/v1/advances", back, key="a2")
    assert (refused.status_code, refused.json["code"]) == (422, "advance_not_returnable")
    assert "50.00" in refused.json["detail"]
    assert http.post("/v1/advances", back | {"amount_fen": 5_000}, key="a3").status_code == 201
    assert accounts(http) == accounts(http, CHONGQING) == {}
    listed = http.get(f"/v1/advances?home_region_code={CHENGDU}").json["data"]
    assert [a["direction"] for a in listed] == ["returned", "placed"]
    assert http.get(f"/v1/advances/{listed[0]['id']}").json == listed[0]
    assert road.broken() == {}


@pytest.mark.parametrize(
    ("advance", "level"),
    [(965_000 * 10 // 7, "yellow"), (965_000 * 10 // 7 + 1, None), (965_000, "red")],
)
def test_a_month_that_uses_up_an_advance_is_told(
    http: SignedClient, road: Road, advance: int, level: str | None
):
    asked = {"home_region_code": CHENGDU, "care_region_code": CHONGQING, "amount_fen": advance}
    assert http.post("/v1/advances", asked, key="a").status_code == 201
    road.settle(1)
    road.advance("2026-05-26T00:00:00")
    events = http.get("/internal/v1/events", role="service").json
    told = [event["data"]["level"] for event in events if event["type"] == "advance.alerted"]
    assert told == ([level] if level else [])


def test_an_advance_needs_a_key_and_an_agreement(http: SignedClient):
    asked = {"home_region_code": "110000", "care_region_code": CHONGQING, "amount_fen": 1}
    assert http.post("/v1/advances", asked).json["code"] == "idempotency_key_missing"
    assert http.post("/v1/advances", asked, key="a").json["code"] == "agreement_missing"


# ---- books of one region


def test_local_settlements_are_booked_once_and_taken_back_once(http: SignedClient, road: Road):
    for _ in range(2):
        assert post(http, "local-settlements", local(1)).status_code == 204
    assert accounts(http) == {
        "acct.person": 200,
        "benefit.hifp.310": 1000,
        f"payable.provider:{HOSPITAL}": -1200,
    }
    back = local(2, kind="reverse", original=settlement_id(1))
    for _ in range(2):
        assert post(http, "local-settlements", back).status_code == 204
    assert accounts(http) == {}
    twice = post(http, "local-settlements", back | {"settlement_id": settlement_id(3)})
    assert twice.json["code"] == "claim_not_reversible"
    nothing = local(4, funds=NO_FUNDS, account_pay_fen=0)
    assert post(http, "local-settlements", nothing).status_code == 204
    unknown = local(5, kind="reverse", original=settlement_id(4))
    assert post(http, "local-settlements", unknown).status_code == 204
    assert road.broken() == {}


def test_account_money_has_a_control_account(http: SignedClient, road: Road):
    credit = {"credit_id": "acj_1", "region": CHENGDU, "amount_fen": 30_000}
    for _ in range(2):
        assert post(http, "account-credits", credit).status_code == 204
    assert accounts(http) == {"acct.person": -30_000, "bank.treasury": 30_000}
    assert road.figures() == {"acct.person:510100": 30_000}
    road.settle(1)
    assert road.figures() == {"acct.person:510100": 0}


def test_deposits_on_cards_have_a_control_account_of_their_own(http: SignedClient, road: Road):
    paid = {"event": "bke_1", "region": CHENGDU, "amount_fen": 30_000}
    for _ in range(2):
        assert post(http, "card-deposits", paid).status_code == 204
    taken = {"event": "crf_1/1:510100", "region": CHENGDU, "amount_fen": -10_000}
    assert post(http, "card-deposits", taken).status_code == 204
    assert accounts(http) == {"acct.card": -20_000, "bank.cards": 20_000}
    assert road.figures() == {"acct.card:510100": 20_000}
    assert road.broken() == {}


def test_a_manual_claim_is_owed_to_the_person_and_paid_once(http: SignedClient, road: Road):
    claim = {"claim_id": resource_id("mcl", "demo", "medical", "1"), "region": CHENGDU}
    owed = {**claim, "insurance": EMPLOYEE, "funds": {**NO_FUNDS, "hifp": 1000}}
    for _ in range(2):
        assert post(http, "manual-claims", owed).status_code == 204
    assert accounts(http) == {"benefit.hifp.310": 1000, "payable.person": -1000}
    paid = {**claim, "amount_fen": 1000}
    for _ in range(2):
        assert post(http, "manual-claims/paid", paid).status_code == 204
    assert accounts(http) == {"bank.treasury": -1000, "benefit.hifp.310": 1000}
    assert road.broken() == {}


# ---- pages


def test_the_exchange_door(http: SignedClient, road: Road):
    body = {
        "exchange_id": settlement_id(1),
        "kind": "settle",
        "home_region": CHENGDU,
        "care_region": CHONGQING,
        "institution_id": HOSPITAL,
        "request": {},
    }
    answered = post(http, "exchanges", body).json
    assert answered["status"] == "answered"
    assert answered["result"]["funds"]["hifp"] == 935_000
    mention = {"exchange_id": settlement_id(1)}
    assert post(http, "exchanges/query", mention).json == answered
    assert post(http, "exchanges/cancel", mention).json == answered
    booked = post(http, "claims/care-side", mention | {"claim_id": answered["claim_id"]})
    assert booked.status_code == 204
    assert http.post("/internal/v1/exchanges", body, role="owner").status_code == 403
    road.insured.refuse = {"status": 409, "code": "not_covered", "title": "x", "effect": "none"}
    refused = post(http, "exchanges", body | {"exchange_id": settlement_id(2)})
    assert (refused.status_code, refused.json["code"]) == (409, "not_covered")
    assert refused.content_type == "application/problem+json"


def test_claims_are_listed_by_every_filter(http: SignedClient, road: Road):
    one = road.settle(1)
    two = road.settle(2, CHONGQING, CHENGDU)
    back = road.reverse(3, original=2, home=CHONGQING, care=CHENGDU)

    def listed(query: str) -> list[str]:
        return [claim["id"] for claim in http.get(f"/v1/claims?{query}").json["data"]]

    assert listed("") == [back, two, one]
    assert listed(f"home_region_code={CHENGDU}") == [one]
    assert listed(f"care_region_code={CHENGDU}&status=reversed") == [back, two]
    assert listed("status=settled") == [one]
    assert listed("status=paid") == []
    assert listed(f"settlement_id={settlement_id(2)}") == [two]
    [cycle] = http.get("/v1/clearing-cycles").json["data"]
    assert listed(f"cycle_id={cycle['id']}") == [one]
    first = http.get("/v1/claims?limit=2").json
    rest = http.get(f"/v1/claims?limit=2&cursor={first['next_cursor']}").json
    assert [c["id"] for c in first["data"] + rest["data"]] == [back, two, one]
    assert listed(f"home_region_code={CHENGDU}&status=settled") == [one]
    road.advance("2026-05-22T00:00:00")
    assert listed("status=clearing") == [one]


def test_a_claim_and_its_month(http: SignedClient, road: Road):
    claim_id = road.settle(1)
    shown = http.get(f"/v1/claims/{claim_id}").json
    assert shown["funds_fen"] == {"hifp": 935_000}
    assert (shown["account_pay_fen"], shown["clearing_fen"], shown["due_fen"]) == (
        30_000,
        965_000,
        965_000,
    )
    month = http.get(f"/v1/claims/{claim_id}/cycle").json
    assert (month["rule"], month["cycle"]["month"]) == ("in_window", "2026-04")
    assert month["frozen_from"] == "2026-05-21T00:00:00+08:00"
    assert month["rule_text"] == ("Settled in this month and recorded before the month was frozen.")
    cycle = http.get(f"/v1/clearing-cycles/{shown['cycle_id']}").json
    assert cycle["policy"]["status"] == "assumed"
    assert cycle["steps"][0]["step"] == "freeze"
    assert "declared_fen" not in cycle


@pytest.mark.parametrize(("fen", "status"), [(0, 400), (935_000, 200), (935_001, 422), (-1, 400)])
def test_a_deduction_takes_fund_money_only(http: SignedClient, road: Road, fen: int, status: int):
    claim_id = road.settle(1)
    body = {"amount_fen": fen, "reason": "x"}
    answer = http.post(f"/v1/claims/{claim_id}/deduct", body, key="k", role="agency")
    assert answer.status_code == status, answer.json
    if status == 422:
        assert answer.json["code"] == "deduction_too_large"
        assert answer.json["errors"][0]["pointer"] == "/amount_fen"
    assert road.broken() == {}


def test_a_deduction_is_repeated_by_key_not_in_the_books(http: SignedClient, road: Road):
    claim_id = road.settle(1)
    body = {"amount_fen": 100, "reason": "x"}
    for _ in range(2):
        answer = http.post(f"/v1/claims/{claim_id}/deduct", body, key="k", role="agency")
        assert answer.json["deducted_fen"] == 100
    more = http.post(f"/v1/claims/{claim_id}/deduct", body, key="l", role="agency").json
    assert (more["deducted_fen"], len(more["deductions"])) == (200, 2)
    assert http.post(f"/v1/claims/{claim_id}/deduct", body).json["code"] == (
        "idempotency_key_missing"
    )


def test_books_and_journals(http: SignedClient, road: Road):
    claim_id = road.settle(1)
    books = http.get("/v1/books").json["books"]
    assert [(b["region_code"], b["debit_fen"] == b["credit_fen"]) for b in books] == [
        (CHONGQING, True),
        (CHENGDU, True),
    ]
    assert books[1]["name"] == "Chengdu"
    province = http.get("/v1/books/510000/accounts").json
    assert province["accounts"] == http.get(f"/v1/books/{CHENGDU}/accounts").json["accounts"]
    assert http.get("/v1/books/123456/accounts").json["code"] == "book_not_found"
    assert http.get("/v1/books/110000/accounts").json["accounts"] == []
    care, home = http.get(f"/v1/journals?claim_id={claim_id}&kind=L1").json["data"]
    assert [p["region_code"] for p in home["postings"]] == [CHENGDU, CHENGDU]
    assert http.get(f"/v1/journals?region_code={CHONGQING}").json["data"] == [care]
    assert http.get(f"/v1/journals/{home['id']}").json == home
    road.reverse(2, original=1)
    assert "reversed_by_journal_id" in http.get(f"/v1/journals/{home['id']}").json
    assert http.get("/v1/journals?region_code=100000").json["data"] == []


@pytest.mark.parametrize(
    "path",
    [
        "agreements/agr_{}",
        "exchanges/exc_{}",
        "claims/clm_{}",
        "claims/clm_{}/cycle",
        "clearing-cycles/cyc_{}",
        "clearing-cycles/cyc_{}/statements",
        "journals/jnl_{}",
        "advances/adv_{}",
    ],
)
def test_what_is_not_there_is_a_404_with_a_code(http: SignedClient, path: str):
    answer = http.get("/v1/" + path.format("0" * 26))
    assert answer.status_code == 404
    assert answer.json["code"].endswith("_not_found")


def test_the_signed_bytes_are_those_shown(http: SignedClient, road: Road):
    road.settle(1)
    road.advance("2026-06-30T00:00:00")
    [cycle] = http.get("/v1/clearing-cycles?month=2026-04").json["data"]
    shown = http.get(f"/v1/clearing-cycles/{cycle['id']}/statements").json
    [statement] = shown["statements"]
    assert [s["region_code"] for s in statement["signatures"]] == [CHONGQING, CHENGDU]
    assert statement["payment"]["amount_fen"] == statement["total_fen"] == 965_000
    assert statement["lines"][0]["account_pay_fen"] == 30_000


def test_the_internal_invariants_and_export(http: SignedClient, road: Road):
    road.settle(1)
    found = http.get("/internal/v1/invariants", role="service").json
    assert {check["id"] for check in found["checks"]} == {
        "P9", "P10", "P11", "P12", "P13", "P14", "P17", "P18", "P19", "P21", "P22", "P23",
        "P24", "claims.booked", "claims.kinds", "claims.pass_shares", "claims.pension",
        "claims.sides", "clearing.doubted", "clearing.lines",
        "ledger.advances", "ledger.balances", "ledger.chain",
        "settlement.application_paid_once", "settlement.audit_within_local",
        "settlement.claim_in_daily_file", "settlement.daily_file_of_claims",
        "settlement.daily_file_sum", "settlement.daily_open_count",
        "settlement.bank_message_is_receipts",
    }  # fmt: skip
    assert all(check["holds"] for check in found["checks"])
    export = http.get("/internal/v1/export", role="service").json
    assert {"claims", "journals", "postings", "cycles", "jobs"} <= set(export)


# ---- the month is closed from an index


def test_closing_a_month_reads_covering_indexes_and_sorts_nothing(road: Road):
    road.settle(1)
    with road.bench.entered(role="system"), store.read() as tx:
        if tx.conn.dialect.name != "sqlite":
            pytest.skip("the plan is SQLite's")
        seen: list[str] = []

        def remember(conn: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
            seen.append(statement)

        sa.event.listen(tx.conn, "before_cursor_execute", remember)
        claims.summed(tx, "cyc_1")
        claims.due_to_providers(tx, "cyc_1", CHONGQING)
        sa.event.remove(tx.conn, "before_cursor_execute", remember)
        plans = [
            " ".join(
                row[3]
                for row in tx.conn.exec_driver_sql(
                    "EXPLAIN QUERY PLAN " + statement, tuple("x" * statement.count("?"))
                )
            )
            for statement in seen
            if "FROM claims" in statement
        ]
    assert len(plans) == 2
    for plan in plans:
        assert "COVERING INDEX ix_claims" in plan, plan
        assert "TEMP B-TREE" not in plan, plan


def test_freezing_signing_and_paying_write_no_claim(road: Road):
    road.settle(1)
    before = _claims(road)
    road.advance("2026-07-01T00:00:00")
    assert _claims(road) == before


def _claims(road: Road) -> list[Any]:
    with road.bench.entered(role="system"), store.read() as tx:
        return list(tx.all(sa.select(tables.claims)))
