"""Generated visits of every region through the real flows: identities, laws, and taking back.

The identities E1 to E14 of the hospital interface, as far as they speak of our amounts, and P1,
P2, P3, P6 and P8 of the invariants. Regions come from the policy folders and kinds of visit from
the vocabulary: whoever adds one is walked over, too.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask, Response, jsonify, request
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.medical import create_app
from services.medical.domain import vocabulary
from services.medical.domain.kinds import KINDS, Kind
from sscsim import peers, policy
from sscsim.kernel import explain
from sscsim.kernel.ids.resource import resource_id
from sscsim.kernel.money import half_up
from tests.support.bench import Bench
from tests.unit.medical.conftest import Exchange, Hospital, People

pytestmark = pytest.mark.db

EXAMPLES = 4 if settings().max_examples < 100 else 150
"""A world each: fewer than of pure laws, more with --long."""

HOMES = tuple(
    sorted(folder.name for folder in (policy.SERVICES / "medical/policy").iterdir()
           if folder.name.isdigit())
)  # fmt: skip
ACCOUNT_FEN = 20_000


@dataclass(frozen=True, slots=True)
class Someone:
    """A person as the card service knows them, made up from where and how they are insured."""

    region: str
    insurance: str
    category: str

    def person_id(self, seed: str = "demo") -> str:
        return resource_id("psn", seed, "anyone", self.region, self.insurance, self.category)


EVERYBODY = {
    one.person_id(): one
    for one in (
        Someone(region, insurance, category)
        for region in HOMES
        for insurance in vocabulary.INSURANCE_KINDS
        for category in vocabulary.CATEGORIES
    )
}


def card() -> Flask:
    """The card service: who is insured where."""
    app = Flask("card")

    def coverage() -> Response:
        someone = EVERYBODY[request.get_json()["person_id"]]
        return jsonify(
            home_region_code=someone.region, category=someone.category, person={"sex": "female"}
        )

    app.post("/internal/v1/coverage")(coverage)
    return app


lines = st.lists(
    st.fixed_dictionaries(
        {
            "item_class": st.sampled_from(vocabulary.ITEM_CLASSES),
            "quantity": st.integers(1, 9) | st.sampled_from(["0.5", "2.25", "3.3333"]),
            "unit_price_fen": st.integers(1, 3_000_000),
            "first_self_pay_bp": st.integers(0, 100).map(lambda percent: percent * 100),
        },
        optional={"limit_price_fen": st.integers(0, 2_000_000)},
    ),
    min_size=1,
    max_size=4,
)
visits = st.fixed_dictionaries(
    {
        "who": st.sampled_from(sorted(EVERYBODY)),
        "care": st.none() | st.sampled_from(HOMES),  # None: at home
        "kind": st.sampled_from(vocabulary.VISIT_KINDS),
        "level": st.sampled_from(vocabulary.LEVELS),
        "days_ago": st.integers(0, 300),
        "length": st.integers(0, 20),
        "use_account": st.booleans(),
        "lines": lines,
    }
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("settle"), visits),
        st.tuples(st.just("undo"), st.sampled_from(("reverse", "correct"))),
    ),
    min_size=1,
    max_size=8,
)


@dataclass
class Walk:
    """One generated history of a world; every answer is looked at."""

    hospital: Hospital
    undoable: list[tuple[dict[str, Any], str, Any]] = field(default_factory=list)
    number: int = 0

    def settle(self, asked: Mapping[str, Any]) -> None:
        someone = EVERYBODY[asked["who"]]
        visit = self._opened(someone, asked)
        if visit is None:
            return
        before = self._moved(someone)
        self.number += 1
        key = f"key-{self.number}"
        answer = self.hospital.settle(visit["id"], key, use_account=asked["use_account"])
        if answer.status_code != 201:
            # the region has no rule for such a visit, or the visit lacks what its kind needs
            refused = (answer.status_code, answer.json["effect"])
            assert refused == (422, "none"), answer.json
            assert self._moved(someone) == before
            return
        settled = answer.json
        self._check(settled, visit, before, someone, asked)
        self.undoable.append((settled, key, (someone, before)))

    def _opened(self, someone: Someone, asked: Mapping[str, Any]) -> dict[str, Any] | None:
        """The charged visit; None where such a visit isn't had as it stands."""
        admitted = self.hospital.bench.now.date() - timedelta(days=asked["days_ago"])
        discharged = min(admitted + timedelta(days=asked["length"]), date(2026, 4, 1))
        body = {
            "person_id": someone.person_id(),
            "institution_id": self._institution(
                asked["care"] or someone.region, asked["level"], KINDS[asked["kind"]].place
            ),
            "kind": asked["kind"],
            "insurance_kind": someone.insurance,
            "admission_date": admitted.isoformat(),
            "is_emergency": True,  # needs no filing
        }
        kind = KINDS[asked["kind"]]
        if kind.is_stay:
            body["discharge_date"] = discharged.isoformat()
        if kind.names_delivery:
            body["delivery"] = vocabulary.DELIVERIES[0]
        opened = self.hospital.client.post("/v1/visits", body)
        if opened.status_code != 201:
            assert opened.status_code == 422, opened.json
            return None
        path = f"/v1/visits/{opened.json['id']}/fee-lines"
        charged = self.hospital.client.post(path, {"fee_lines": asked["lines"]})
        if charged.status_code != 201:
            assert charged.status_code == 422, charged.json  # a pharmacy sells items only
            return None
        return dict(charged.json["visit"])

    def _institution(self, region: str, level: str, place: str) -> str:
        if place == vocabulary.PHARMACY:
            level = vocabulary.LEVELS[0]
        code = f"{place[0].upper()}{region}{vocabulary.LEVELS.index(level):05d}"
        made = resource_id("ins", "demo", "medical", code)
        body = {"institution_code": code, "name": code, "level": level, "region_code": region}
        answer = self.hospital.client.post("/v1/institutions", body, role="owner")
        assert answer.status_code in (201, 409), answer.json
        return made

    def _moved(self, someone: Someone) -> Any:
        """Everything that a settlement of this person moves."""
        person = someone.person_id()
        years = self.hospital.get(f"/v1/accumulators?person_id={person}")["data"]
        parts = {
            (year["insurance_year"], year["insurance_kind"]): tuple(
                value for name, value in sorted(year.items())
                if name.endswith("_fen") or name == "stays"
            )
            for year in years
        }  # fmt: skip
        return self._balance(person), {year: part for year, part in parts.items() if any(part)}

    def _balance(self, person: str) -> int:
        found = self.hospital.client.get(f"/v1/personal-accounts/{person}")
        return int(found.json["balance_fen"]) if found.status_code == 200 else 0

    # ---- what a settlement has to fulfil

    def _check(
        self,
        settled: Mapping[str, Any],
        visit: Mapping[str, Any],
        before: Any,
        someone: Someone,
        asked: Mapping[str, Any],
    ) -> None:
        sums_hold(settled)
        policy_chain_holds(settled, KINDS[asked["kind"]])
        self._lines_come_to_the_bill(settled, visit)
        self._account_follows(settled, before[0], someone, asked["use_account"])
        told = self.hospital.get(f"/v1/settlements/{settled['id']}/explanation")
        assert explain.faults(told) == []
        if not KINDS[asked["kind"]].names_delivery:
            the_ratio_made_the_pools_part(settled, told)
        self._settled_lines_stay(visit)

    def _lines_come_to_the_bill(self, settled: Mapping[str, Any], visit: Mapping[str, Any]) -> None:
        """E7, E8: each line sums, and the lines are the settlement's four parts."""
        found = self.hospital.get(f"/v1/visits/{visit['id']}/fee-lines?limit=200")["data"]
        parts = ("own_pay_fen", "over_limit_fen", "preself_fen", "in_scope_fen")
        for line in found:
            assert line["amount_fen"] == sum(line[part] for part in parts)
            share, inside = line["first_self_pay_bp"], line["amount_fen"] - line["over_limit_fen"]
            if line["item_class"] != "C":
                assert line["preself_fen"] == half_up(Fraction(inside * share, 10_000))
        assert {part: sum(line[part] for line in found) for part in parts} == {
            part: settled[part] for part in parts
        }

    def _account_follows(
        self, settled: Mapping[str, Any], held: int, someone: Someone, use_account: bool
    ) -> None:
        """E10, P2: the balance falls by the own account's part, and never below zero."""
        left = self._balance(someone.person_id())
        assert left == held - settled["own_account_pay_fen"]
        assert left >= 0
        if not use_account:
            assert settled["account_pay_fen"] == 0

    def _settled_lines_stay(self, visit: Mapping[str, Any]) -> None:
        """E14."""
        withdrawn = self.hospital.client.post(f"/v1/visits/{visit['id']}/fee-lines/withdraw", {})
        assert (withdrawn.status_code, withdrawn.json["code"]) == (409, "visit_not_open")

    # ---- and what taking it back has to

    def undo(self, how: str) -> None:
        """P8, E11: the newest is taken back, and everything is as it was before it."""
        if not self.undoable:
            return
        settled, key, (someone, before) = self.undoable.pop()
        if how == "reverse":
            answer = self.hospital.reverse(settled["id"], f"back:{key}")
            assert answer.status_code == 201, answer.json
            reversal_negates(answer.json, settled)
        else:
            asked = {"operation": "createSettlement", "idempotency_key": key}
            answer = self.hospital.client.post("/v1/corrections", asked, key=f"fix:{key}")
            assert answer.json["outcome"] == "undone", answer.json
        assert self._moved(someone) == before
        now = self.hospital.get(f"/v1/settlements/{settled['id']}")
        assert now["status"] == ("reversed" if how == "reverse" else "corrected")
        assert now["cash_pay_fen"] == settled["cash_pay_fen"], "history is not edited"
        again = self.hospital.settle(settled["visit_id"], f"again:{key}")
        assert again.json["total_fen"] == settled["total_fen"]
        taken = self.hospital.reverse(again.json["id"], f"back-again:{key}")
        assert taken.status_code == 201
        assert self._moved(someone) == before


def sums_hold(settled: Mapping[str, Any]) -> None:
    """E1 to E4, E9, P1, P2."""
    s = settled
    assert s["total_fen"] == s["fund_pay_fen"] + s["person_part_fen"] + s["hospital_part_fen"]
    assert s["fund_pay_fen"] == sum(s["funds"].values())
    assert s["person_part_fen"] == s["account_pay_fen"] + s["cash_pay_fen"]
    assert s["account_pay_fen"] == s["own_account_pay_fen"] + s["family_account_pay_fen"]
    outside = s["own_pay_fen"] + s["over_limit_fen"] + s["preself_fen"]
    assert s["total_fen"] == outside + s["in_scope_fen"]
    assert s["clearing_amount_fen"] == s["fund_pay_fen"] + s["account_pay_fen"]
    assert min(value for name, value in s.items() if name.endswith("_fen")) >= 0
    assert min(s["funds"].values()) >= 0


def policy_chain_holds(settled: Mapping[str, Any], kind: Kind) -> None:
    """E5, P3: what is in scope is the deductible, the funds' and the person's. The quota of a
    delivery is paid before any deductible."""
    s = settled
    assert s["deductible_fen"] <= s["in_scope_fen"]
    if not kind.names_delivery:
        assert s["funds"]["hifp"] + s["funds"]["hifob"] <= s["in_scope_fen"] - s["deductible_fen"]
        assert s["fund_pay_fen"] <= s["in_scope_fen"] + s["preself_fen"]


def the_ratio_made_the_pools_part(settled: Mapping[str, Any], told: Mapping[str, Any]) -> None:
    """E6: below the cap the pool pays base times ratio, rounded once."""
    steps = {step["rule"]: step for step in told["steps"]}
    if "ratio" not in steps or "pool.over" in steps:
        return
    ratio = Fraction(steps["ratio"]["result_bp"], 10_000)
    whole = half_up((settled["in_scope_fen"] - settled["deductible_fen"]) * ratio)
    assert settled["funds"]["hifp"] <= whole
    if not any("over" in rule for rule in steps):
        assert settled["funds"]["hifp"] == whole


def reversal_negates(back: Mapping[str, Any], settled: Mapping[str, Any]) -> None:
    """E11: each amount is negative, and the visit is the same."""
    assert (back["visit_id"], back["reverses"]) == (settled["visit_id"], settled["id"])
    for name in (name for name in settled if name.endswith("_fen")):
        assert back[name] == -settled[name], name
    assert back["funds"] == {fund: -fen for fund, fen in settled["funds"].items()}


@contextmanager
def hospital(homes: tuple[str, ...] = HOMES) -> Iterator[Hospital]:
    """A world in which employees of these regions have some money in their accounts."""
    bench = Bench(preset="demo").make()
    try:
        app, exchange = create_app(), Exchange()
        peers.use_local({"card": card(), "medical": app, "settlement": exchange.app()})
        made = Hospital(bench, bench.client(app), exchange, People(bench.seed))
        for person, someone in EVERYBODY.items():
            if someone.insurance == vocabulary.EMPLOYEE and someone.region in homes:
                body = {"amount_fen": ACCOUNT_FEN}
                path = f"/v1/personal-accounts/{person}/credits"
                assert made.client.post(path, body, key=person, role="owner").status_code == 201
        yield made
    finally:
        bench.drop()


@pytest.mark.usefixtures("sqlite")
@settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps)
def test_every_visit_of_every_region_keeps_the_identities(walk: list[Any]) -> None:
    """Each example has a world of its own in the fixture's data folder."""
    with hospital() as made:
        walked = Walk(made)
        for name, asked in walk:
            getattr(walked, name)(asked)
        assert made.broken_laws() == {}


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize("home", HOMES)
def test_one_visit_of_each_kind_in_each_region(home: str) -> None:
    """What the generator may draw is had at least once: settled, looked at, taken back."""
    bill = [{"item_class": "A", "quantity": 1, "unit_price_fen": 900_000, "first_self_pay_bp": 0}]
    with hospital((home,)) as made:
        walked = Walk(made)
        for person, someone in sorted(EVERYBODY.items()):
            if (someone.region, someone.category) != (home, vocabulary.ACTIVE):
                continue
            for kind in vocabulary.VISIT_KINDS:
                asked = {
                    "who": person,
                    "care": None if kind != vocabulary.INPATIENT else HOMES[-1],
                    "kind": kind,
                    "level": "level_3",
                    "days_ago": 10,
                    "length": 5,
                    "use_account": True,
                    "lines": bill,
                }
                walked.settle(asked)
        assert len(walked.undoable) >= 2
        while walked.undoable:
            walked.undo("reverse" if len(walked.undoable) % 2 else "correct")
        assert made.broken_laws() == {}
