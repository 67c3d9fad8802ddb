"""What four kinds of clients expect of us, written with the consumer side of pact-python.

`write(folder)` makes one pact file a consumer. Ids come from provider states: a consumer knows
neither our persons nor our cards, only the sentence that says in which state they are.
"""

from pathlib import Path
from typing import Any

from pact import Pact, generate, match

PROVIDER = "ssc-simulator"
JSON, PROBLEM = "application/json", "application/problem+json"
_DAY = r"\d{4}-\d{2}-\d{2}"


def given(name: str, example: Any) -> Any:
    """A value that the provider state returns; the example is used by the consumer's own tests."""
    return match.like(example, generator=generate.provider_state("${" + name + "}"))


def path(template: str, example: str) -> Any:
    """A path with ids of the provider state in it, as `/v1/cards/${card_id}`."""
    shown = template.replace(template[template.index("${") : template.index("}") + 1], example)
    return match.like(shown, generator=generate.provider_state(template))


def pact_of(consumer: str) -> Pact:
    return Pact(consumer, PROVIDER).with_specification("V4")


def problem(code: str, status: int) -> dict[str, Any]:
    """The shape of a refusal: what a client decides by is exact, texts may change."""
    return {
        "type": "/problems/" + code.replace("_", "-"),
        "code": code,
        "status": status,
        "effect": "none",
        "retryable": False,
        "title": match.str("A title"),
        "detail": match.str("What happened"),
    }


def hospital() -> Pact:
    """Verifies cards, settles, gets refusals that it can act on."""
    pact = pact_of("hospital")
    (
        pact.upon_receiving("a card that is shown at the counter")
        .given("a card is active", region_code="500000")
        .with_request("POST", "/v1/verifications")
        .with_body({"card_id": given("card_id", "card_1"), "name": given("name", "李安")}, JSON)
        .will_respond_with(201)
        .with_body({"object": "verification", "result": "accepted", "reasons": []}, JSON)
    )
    (
        pact.upon_receiving("a card that is lost")
        .given("a card is lost")
        .with_request("POST", "/v1/verifications")
        .with_body({"card_id": given("card_id", "card_1")}, JSON)
        .will_respond_with(201)
        .with_body({"result": "refused", "reasons": [{"code": "card_formally_lost"}]}, JSON)
    )
    (
        pact.upon_receiving("the settlement of a bill of ten thousand yuan")
        .given("a visit of {total_fen} fen waits to be settled", total_fen=1_000_000)
        .with_request("POST", "/v1/settlements")
        .with_header("Idempotency-Key", "bill-1")
        .with_body({"visit_id": given("visit_id", "vis_1")}, JSON)
        .will_respond_with(201)
        .with_body(
            {
                "object": "settlement",
                "status": "settled",
                "total_fen": 1_000_000,
                "fund_pay_fen": 736_000,
                "cash_pay_fen": 264_000,
                "settled_at": match.regex("2026-04-01T09:00:00+08:00", regex=_DAY + "T.*"),
            },
            JSON,
        )
    )
    (
        pact.upon_receiving("a bill that is settled twice")
        .given("a settlement of 1000000 fen is completed")
        .with_request("POST", "/v1/settlements")
        .with_header("Idempotency-Key", "bill-2")
        .with_body({"visit_id": given("visit_id", "vis_1")}, JSON)
        .will_respond_with(409)
        .with_body(problem("visit_not_open", 409), PROBLEM)
    )
    (
        pact.upon_receiving("a bill while the home province is silent")
        .given("a home province does not answer")
        .with_request("POST", "/v1/settlements")
        .with_header("Idempotency-Key", "bill-3")
        .with_body({"visit_id": given("visit_id", "vis_1")}, JSON)
        .will_respond_with(504)
        .with_body(
            problem("home_region_no_answer", 504) | {"effect": "unknown", "retryable": True},
            PROBLEM,
        )
    )
    (
        pact.upon_receiving("a settlement that was taken back")
        .given("a settlement is reversed")
        .with_request("GET", path("/v1/settlements/${settlement_id}", "stl_1"))
        .will_respond_with(200)
        .with_body({"status": "reversed", "reversed_by": match.str("stl_2")}, JSON)
    )
    return pact


def transit_app() -> Pact:
    """Scans codes at gates."""
    pact = pact_of("transit app")
    (
        pact.upon_receiving("a code at a gate")
        .given("a code is shown", scene="transit")
        .with_request("POST", "/v1/code-scans")
        .with_body({"text": given("text", "eyJ.e30.x"), "scene": "transit"}, JSON)
        .will_respond_with(201)
        .with_body({"object": "code_scan", "scene": "transit", "pseudonym": match.str("p")}, JSON)
    )
    (
        pact.upon_receiving("a code that was scanned before")
        .given("a code was scanned")
        .with_request("POST", "/v1/code-scans")
        .with_body({"text": given("text", "eyJ.e30.x"), "scene": "transit"}, JSON)
        .will_respond_with(409)
        .with_body(problem("code_used", 409), PROBLEM)
    )
    (
        pact.upon_receiving("an electronic card whose holder lost the physical one")
        .given("an electronic card is suspended because its card is lost")
        .with_request("GET", path("/v1/electronic-cards/${electronic_card_id}", "ecd_1"))
        .will_respond_with(200)
        .with_body({"usable": False, "suspended_because": match.str("card_formally_lost")}, JSON)
    )
    return pact


def bank() -> Pact:
    """Keeps accounts."""
    pact = pact_of("bank")
    (
        pact.upon_receiving("a withdrawal")
        .given("a bank account holds {amount_fen} fen", amount_fen=50_000)
        .with_request("POST", path("/v1/bank-accounts/${account_id}/debits", "bka_1"))
        .with_header("Idempotency-Key", "debit-1")
        .with_body({"amount_fen": 20_000, "password": given("bank_password", "830264")}, JSON)
        .will_respond_with(201)
        .with_body({"kind": "debit", "amount_fen": 20_000, "balance_after_fen": 30_000}, JSON)
    )
    (
        pact.upon_receiving("a withdrawal from a dormant account")
        .given("an account is dormant")
        .with_request("POST", path("/v1/bank-accounts/${account_id}/debits", "bka_1"))
        .with_header("Idempotency-Key", "debit-2")
        .with_body({"amount_fen": 1_000, "password": "830264"}, JSON)
        .will_respond_with(409)
        .with_body(problem("bank_account_not_usable", 409), PROBLEM)
    )
    (
        pact.upon_receiving("the capture of money that is reserved")
        .given("money is reserved on a bank account", held_fen=2_000)
        .with_request("POST", path("/v1/bank-holds/${hold_id}/capture", "bkh_1"))
        .with_header("Idempotency-Key", "capture-1")
        .with_body({"amount_fen": 1_500}, JSON)
        .will_respond_with(200)
        .with_body({"object": "bank_hold", "status": "captured"}, JSON)
    )
    return pact


def hr_app() -> Pact:
    """Follows persons and their insurance; one call needs two states at once."""
    pact = pact_of("HR app")
    (
        pact.upon_receiving("where somebody is insured")
        .given("a person is insured in 510100")
        .with_request("GET", path("/v1/persons/${person_id}/enrolments", "psn_1"))
        .will_respond_with(200)
        .with_body(
            {
                "object": "list",
                "data": [
                    {
                        "region_code": "510100",
                        "insurance_kind": "employee_basic_medical",
                        "from_date": match.regex("2015-01-01", regex=_DAY),
                    }
                ],
                "has_more": False,
            },
            JSON,
        )
    )
    (
        pact.upon_receiving("somebody who left the job")
        .given("a person's insurance has ended", to_date="2026-02-28")
        .with_request("GET", path("/v1/enrolments/${enrolment_id}", "enr_1"))
        .will_respond_with(200)
        .with_body({"to_date": "2026-02-28"}, JSON)
    )
    (
        pact.upon_receiving("a clearing month beside a person who has died")
        .given("a clearing cycle is frozen")
        .given("a person has died")
        .with_request("GET", path("/v1/persons/${person_id}", "psn_1"))
        .will_respond_with(200)
        .with_body({"living_state": "deceased"}, JSON)
    )
    return pact


CONSUMERS = (hospital, transit_app, bank, hr_app)


def write(folder: Path) -> list[Path]:
    """One pact file a consumer."""
    for consumer in CONSUMERS:
        consumer().write_file(folder, overwrite=True)
    return sorted(folder.glob("*.json"))
