"""A world with the people of the demo; the card service and the exchange are made by hand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from flask import Flask, Response, g, jsonify, request

from services.medical import create_app as medical_app
from sscsim import peers, world
from sscsim.demo_people import DEMO_PEOPLE, LIN_XIAO, DemoPerson
from sscsim.kernel.ids.resource import resource_id
from tests.support.bench import Bench, SignedClient

CLAIM = "clm_" + "0" * 26


@dataclass
class People:
    """What the card service tells us, about the people of the demo."""

    seed: str
    stretches: list[dict[str, Any]] = field(default_factory=list)
    """How people were insured, where a test says so; else as the demo has it."""
    family: dict[tuple[str, str], str] = field(default_factory=dict)
    """What the second is to the first."""
    codes: dict[str, DemoPerson] = field(default_factory=dict)
    """Codes that are good for one scan, by what they say."""
    lose: int = 0
    swallow: int = 0
    """So many answers to payments are lost after the effect, so many questions before it."""
    refuse: str | None = None
    """The code of the problem with which payments and refunds are refused."""
    paid: dict[str, int] = field(default_factory=dict)
    refunded: list[str] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)
    return_code: str = "00"
    """What the bank behind the card says to money that is paid in."""
    paid_in: dict[str, int] = field(default_factory=dict)

    def app(self) -> Flask:
        app = Flask("card")
        app.post("/internal/v1/insurance-stretches")(self.insured)
        app.post("/internal/v1/bank-credits")(self.pay_in)
        app.post("/internal/v1/family-links")(self.related)
        app.post("/internal/v1/code-scans")(self.scan)
        app.post("/internal/v1/code-payments")(self.pay)
        app.post("/internal/v1/code-payments/query")(self.query)
        app.post("/internal/v1/code-payments/refund")(self.refund)
        app.post("/internal/v1/coverage")(self.coverage)
        app.post("/internal/v1/verifications")(self.verification)
        return app

    def coverage(self) -> Response:
        asked = request.get_json()
        on = date.fromisoformat(asked["on"])
        for someone in DEMO_PEOPLE:
            in_time = someone.enrolled_from <= on <= (someone.enrolled_to or on)
            if (
                someone.person_id(self.seed) == asked["person_id"]
                and asked["insurance_kind"] in (someone.insurance_kind, *someone.also_insured)
                and in_time
            ):
                return jsonify(
                    {
                        "home_region_code": someone.region_code,
                        "category": someone.category,
                        "person": {"sex": someone.sex},
                    }
                )
        return _problem({"status": 422, "code": "not_insured", "effect": "none", "title": "t",
                         "detail": "Not insured on that day.", "type": "/problems/not-insured",
                         "retryable": False})  # fmt: skip

    def pay_in(self) -> Response:
        asked = request.get_json()
        if self.return_code == "00":
            self.paid_in[asked["event"]] = asked["amount_fen"]
        return jsonify({"return_code": self.return_code})

    def scan(self) -> Response:
        asked = request.get_json()
        holder = self.codes.pop(asked["text"], None)
        if holder is None:
            return _refused("code_used")
        told = {"person_id": holder.person_id(self.seed), "card_id": holder.card_id(self.seed)}
        return jsonify(told)

    def pay(self) -> Response:
        asked = request.get_json()
        if self.swallow:
            self.swallow -= 1
            return Response("", 504)
        if self.refuse is not None:
            return _refused(self.refuse)
        if asked["event"] in self.closed:
            return _refused("code_payment_closed")
        if asked["event"] not in self.paid:
            if self.codes.pop(asked["text"], None) is None:
                return _refused("code_used")
            self.paid[asked["event"]] = asked["amount_fen"]
        if self.lose:
            self.lose -= 1
            return Response("", 504)
        return jsonify({"id": self._payment_id(asked["event"])})

    def query(self) -> Response:
        event = request.get_json()["event"]
        if event in self.paid:
            return jsonify({"found": True, "payment_id": self._payment_id(event)})
        self.closed.add(event)
        return jsonify({"found": False})

    def refund(self) -> Response:
        if self.refuse is not None:
            return _refused(self.refuse)
        self.refunded.append(request.get_json()["payment_id"])
        return jsonify({})

    def _payment_id(self, event: str) -> str:
        return resource_id("cpy", self.seed, "card", event)

    def related(self) -> Response:
        asked = request.get_json()
        of = {one.person_id(self.seed): one for one in DEMO_PEOPLE}
        told = {"relative_regions": [of[asked["relative_id"]].region_code]}
        relation = self.family.get((asked["person_id"], asked["relative_id"]))
        return jsonify(told | ({"relation": relation} if relation else {}))

    def insured(self) -> Response:
        asked = request.get_json()
        told = self.stretches or [
            {
                "person_id": someone.person_id(self.seed),
                "region_code": someone.region_code,
                "category": someone.category,
                "from_date": someone.enrolled_from.isoformat(),
                **({"to_date": str(someone.enrolled_to)} if someone.enrolled_to else {}),
            }
            for someone in DEMO_PEOPLE
            if someone.insurance_kind == asked["insurance_kind"]
        ]
        return jsonify({"data": [s for s in told if s["person_id"] in asked["person_ids"]]})

    def verification(self) -> Response:
        shown = request.get_json()["card_id"]
        for someone in DEMO_PEOPLE:
            if someone.card_id(self.seed) == shown and someone.card_enabled:
                holder = someone.person_id(self.seed)
                return jsonify({"result": "accepted", "reasons": [], "person_id": holder})
        reason = {"code": "card_not_enabled", "message": "The card has not been enabled yet."}
        return jsonify({"result": "refused", "reasons": [reason]})


def carried(question: dict[str, Any]) -> dict[str, Any]:
    """What of a question reaches the insured side; what agreements look at stays behind."""
    return {name: question[name] for name in question.keys() - {"care_kind", "bill_fen"}}


@dataclass
class Exchange:
    """What the settlement service does for us, without its books.

    `lose`: the next so many answers are lost on the way back, after the effect. `swallow`: the
    next so many questions never arrive. `before`: what happens while the question is on its way.
    """

    lose: int = 0
    swallow: int = 0
    refuse: dict[str, Any] | None = None
    before: Callable[[str], None] | None = None
    known: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)

    def app(self) -> Flask:
        app = Flask("settlement")
        app.before_request(self._enter)
        app.teardown_request(self._leave)
        app.post("/internal/v1/exchanges")(self.exchange)
        app.post("/internal/v1/exchanges/query")(self.query)
        app.post("/internal/v1/exchanges/cancel")(self.cancel)
        return app

    def _enter(self) -> None:
        token = request.headers[world.CONTEXT_HEADER]
        at = world.unsign(token, "settlement", request.method, request.path)
        g.token = world.enter(at)

    def _leave(self, _error: Any) -> None:
        world.leave(g.token)

    def exchange(self) -> Response:
        body = request.get_json()
        self.asked.append(body)
        if self.before is not None:
            self.before(body["exchange_id"])
        if self.swallow:
            self.swallow -= 1
            return Response("", 504)
        if self.refuse is not None:
            return _problem(self.refuse)
        try:
            result = peers.call(
                "medical", "POST", "/internal/v1/insured-settlements", carried(body)
            )
        except peers.Refused as refusal:
            return _problem({**refusal.problem, "status": refusal.status})
        self.known[body["exchange_id"]] = result
        if self.lose:
            self.lose -= 1
            return Response("", 504)
        return jsonify(self._answered(body["exchange_id"]))

    def query(self) -> Response:
        asked = request.get_json()["exchange_id"]
        if asked in self.known:
            return jsonify(self._answered(asked))
        return jsonify({"exchange_id": asked, "status": "absent"})

    def cancel(self) -> Response:
        asked = request.get_json()["exchange_id"]
        if asked in self.known:
            return jsonify(self._answered(asked))
        peers.call(
            "medical", "POST", "/internal/v1/insured-settlements/cancel", {"exchange_id": asked}
        )
        return jsonify({"exchange_id": asked, "status": "cancelled"})

    def _answered(self, exchange_id: str) -> dict[str, Any]:
        return {
            "exchange_id": exchange_id,
            "status": "answered",
            "claim_id": CLAIM,
            "result": self.known[exchange_id],
        }


def _refused(code: str) -> Response:
    return _problem({"status": 409, "code": code, "effect": "none", "title": "t", "detail": code,
                     "type": "/problems/x", "retryable": False})  # fmt: skip


def _problem(document: dict[str, Any]) -> Response:
    made = jsonify(document)
    made.status_code = document["status"]
    made.content_type = "application/problem+json"
    return made


@dataclass
class Hospital:
    """A hospital's HIS: admits, charges and settles over HTTP, as the README would."""

    bench: Bench
    client: SignedClient
    exchange: Exchange
    people: People

    def admit(
        self,
        person: DemoPerson = LIN_XIAO,
        institution: str = "H50000000003",
        admission_date: str = "2026-03-25",
        discharge_date: str | None = "2026-04-01",
        **more: Any,
    ) -> dict[str, Any]:
        body = {
            "person_id": person.person_id(self.bench.seed),
            "institution_id": resource_id("ins", self.bench.seed, "medical", institution),
            "insurance_kind": person.insurance_kind,
            "admission_date": admission_date,
            **more,
        }
        if discharge_date is not None:
            body["discharge_date"] = discharge_date
        answer = self.client.post("/v1/visits", body)
        assert answer.status_code == 201, answer.json
        return answer.json  # type: ignore[no-any-return]

    def charge(self, visit_id: str, lines: list[dict[str, Any]] | None = None) -> dict[str, Any]:
        answer = self.client.post(
            f"/v1/visits/{visit_id}/fee-lines", {"fee_lines": lines or WORKED_EXAMPLE}
        )
        assert answer.status_code == 201, answer.json
        return answer.json  # type: ignore[no-any-return]

    def stay(self, **more: Any) -> str:
        """An admitted and charged stay; its id."""
        visit_id: str = self.admit(**more)["id"]
        self.charge(visit_id)
        return visit_id

    def settle(self, visit_id: str, key: str = "key-1", **more: Any) -> Any:
        return self.client.post("/v1/settlements", {"visit_id": visit_id, **more}, key=key)

    def settled(self, visit_id: str, key: str = "key-1", **more: Any) -> dict[str, Any]:
        answer = self.settle(visit_id, key, **more)
        assert answer.status_code == 201, answer.json
        return answer.json  # type: ignore[no-any-return]

    def reverse(self, settlement_id: str, key: str = "back-1") -> Any:
        return self.client.post(f"/v1/settlements/{settlement_id}/reverse", key=key)

    def get(self, path: str) -> Any:
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.json
        return answer.json

    def messages(self, path: str) -> list[dict[str, Any]]:
        """What waits in the outbox for this path, in order."""
        found = self.client.get("/internal/v1/invariants", role="service").json["outbox"]
        return [message["body"] for message in found if message["path"] == path]

    def broken_laws(self) -> dict[str, Any]:
        """The invariants that don't hold, with their counterexamples."""
        found = self.client.get("/internal/v1/invariants", role="service").json
        return {law["id"]: law["counterexample"] for law in found["checks"] if not law["holds"]}


WORKED_EXAMPLE = [
    {"item_class": "A", "quantity": 1, "unit_price_fen": 1_000_000, "first_self_pay_bp": 0},
    {"item_class": "B", "quantity": "2.5", "unit_price_fen": 80_000, "first_self_pay_bp": 1000},
    {"item_class": "C", "quantity": 1, "unit_price_fen": 34_567},
]
"""The bill of 12,345.67 yuan."""


@pytest.fixture
def hospital(demo_bench: Bench) -> Iterator[Hospital]:
    medical, exchange = medical_app(), Exchange()
    people = People(demo_bench.seed)
    peers.use_local({"card": people.app(), "medical": medical, "settlement": exchange.app()})
    yield Hospital(demo_bench, demo_bench.client(medical), exchange, people)
