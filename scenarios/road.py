"""The road: stays across regions, settled, taken back, cleared and paid, as single steps.

The story, the journeys, the kill tests and the benchmarks all walk it. Every key and every
date is fixed, so that two worlds with one seed end up with the same bytes.

A step may lose its answer, or the simulator may die in it: `again_and_again` repeats a
call under its key until there is an answer.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, TypeVar

from scenarios.bill import WORKED_EXAMPLE, Line
from scenarios.client import Answer, Client, LostAnswer, Refused, TookTooLong, canonical
from sscsim import clock
from sscsim.demo_people import CHEN_YU, LIN_XIAO, ZHOU_MING, DemoPerson

CHENGDU, CHONGQING, DEMO_CITY = "510100", "500000", "990100"
NATION = "100000"
EMPLOYEE = "employee_basic_medical"

ADMITTED, DISCHARGED = date(2026, 3, 25), date(2026, 4, 1)
APRIL = "2026-04"

LOSE_THE_ANSWER = "fault=drop_response, phase=after"

FULL_POOL: tuple[Line, ...] = ({"item_class": "A", "quantity": 1, "unit_price_fen": 52_432_941},)
"""A stay in Chengdu that uses 445,000.00 of a pool of 450,000.00."""

DEDUCTED_FEN = 15_000

Json = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patient:
    """A person with a card, as the API shows them."""

    person: Json
    card: Json

    @property
    def id(self) -> str:
        return str(self.person["id"])


# ---- people and places


def known(client: Client, someone: DemoPerson) -> Patient:
    """A person of the preset `demo`."""
    found = client.post(
        "/v1/persons/search", {"social_security_number": someone.social_security_number}
    )["data"]
    cards = client.get("/v1/cards", {"person_id": found[0]["id"]})["data"]
    return Patient(found[0], cards[0])


def insured(
    client: Client, key: str, name: str, birth_date: date, region: str, account_fen: int = 0
) -> Patient:
    """A new person, insured as an employee, with a card that is good and perhaps money.

    `key` tells this one from others.
    """
    person = client.post(
        "/v1/persons",
        {
            "name": name,
            "sex": "female",
            "birth_date": birth_date.isoformat(),
            "region_code": region,
        },
        key=f"person:{key}",
    )
    client.post(
        f"/v1/persons/{person['id']}/enrolments",
        {"insurance_kind": EMPLOYEE, "region_code": region, "from_date": "2020-01-01"},
        key=f"enrolment:{key}",
    )
    card = client.post("/v1/cards", {"person_id": person["id"]}, key=f"card:{key}")
    card = client.post(f"/v1/cards/{card['id']}/enable", key=f"enable:{key}")
    if account_fen:
        client.post(
            f"/v1/personal-accounts/{person['id']}/credits",
            {"amount_fen": account_fen},
            key=f"credit:{key}",
        )
    return Patient(person, card)


def filed(client: Client, patient: Patient, care_region: str, kind: str, **more: str) -> Json:
    """A filing for treatment away from home (备案); `more`: further fields."""
    made: Json = client.post(
        "/v1/filings",
        {"person_id": patient.id, "care_region_code": care_region, "kind": kind, **more},
        key=f"filing:{patient.id}:{kind}",
    )
    return made


def hospital(client: Client, region: str, level: str = "level_3") -> Json:
    found: Json = client.get("/v1/institutions", {"region_code": region, "level": level})["data"][0]
    return found


def acting_as_hospital(owner: Client, region: str) -> Client:
    """A client of the party that a hospital of this region is in this world."""
    return acting_as(owner, "hospital", region)


def acting_as(owner: Client, role: str, region: str = "", name: str = "") -> Client:
    """A client of the region's party in this role, made when it is first asked for; one that
    belongs to no region has a name."""
    name = name or f"{role} {region}"
    parties = owner.every("/sandbox/v1/parties")
    if not any(party["name"] == name for party in parties):
        made = {"name": name, "role": role, **({"region_code": region} if region else {})}
        owner.post("/sandbox/v1/parties", made)
    return owner.again(act_as=name)


# ---- a stay


def admitted(
    at: Client,
    patient: Patient,
    institution: Json,
    lines: Sequence[Line] = WORKED_EXAMPLE,
    key: str = "",
    admission: date = ADMITTED,
    discharge: date = DISCHARGED,
) -> Json:
    """A visit by the card that was shown, with all its fee lines; not yet settled."""
    key = key or f"{patient.id}:{institution['id']}:{admission}"
    visit = at.post(
        "/v1/visits",
        {
            "institution_id": institution["id"],
            "card_id": patient.card["id"],
            "insurance_kind": EMPLOYEE,
            "admission_date": admission.isoformat(),
            "discharge_date": discharge.isoformat(),
        },
        key=f"visit:{key}",
    )
    charged: Json = at.post(
        f"/v1/visits/{visit['id']}/fee-lines",
        {"fee_lines": [dict(line) for line in lines]},
        key=f"lines:{key}",
    )
    return dict(charged["visit"])


def settled(at: Client, visit: Json, key: str = "") -> Json:
    """The settlement of a visit."""
    made: Json = at.post(
        "/v1/settlements", {"visit_id": visit["id"]}, key=key or f"settle:{visit['id']}"
    )
    return made


@dataclass(frozen=True, slots=True)
class Recovered:
    """A settlement whose first answer was lost: what the second call with its key said."""

    lost: LostAnswer
    answer: Answer

    @property
    def settlement(self) -> Json:
        return dict(self.answer.body)


def settled_with_the_answer_lost(at: Client, visit: Json, key: str = "") -> Recovered:
    """Settle, lose the answer on purpose, and ask again with the same key."""
    key, body = key or f"settle:{visit['id']}", {"visit_id": visit["id"]}
    try:
        at.call("POST", "/v1/settlements", body, key=key, simulate=LOSE_THE_ANSWER)
    except LostAnswer as lost:
        return Recovered(lost, at.call("POST", "/v1/settlements", body, key=key))
    raise AssertionError("the answer was to be lost on purpose, and came all the same")


def taken_back(at: Client, settlement: Json, key: str = "") -> Json:
    """The reversal of a settlement (冲正)."""
    made: Json = at.post(
        f"/v1/settlements/{settlement['id']}/reverse", key=key or f"reverse:{settlement['id']}"
    )
    return made


def deducted(client: Client, claim_id: str, amount_fen: int, key: str = "") -> Json:
    """An audit takes money off a claim before its month is signed (审核扣款)."""
    made: Json = client.post(
        f"/v1/claims/{claim_id}/deduct",
        {"amount_fen": amount_fen, "reason": "超限定支付范围用药"},
        key=key or f"deduct:{claim_id}",
    )
    return made


def refused(client: Client, path: str, body: Any = None, key: str = "") -> Json:
    """The problem that a call ends with; AssertionError when it doesn't."""
    try:
        client.post(path, body, key=key or path)
    except Refused as problem:
        return problem.problem
    raise AssertionError(f"POST {path} was to be refused, and wasn't")


# ---- time


def advanced(client: Client, **target: str) -> Json:
    """Move the clock (`by="P1M"` or `to="…"`); the finished operation."""
    started = client.call("POST", "/sandbox/v1/clock/advance", target)
    state = client.finished(started)
    if state["status"] != "succeeded":
        raise AssertionError(f"the clock did not arrive: {state}")
    return state


def cycle_of(client: Client, month: str = APRIL) -> Json:
    found: Json = client.get("/v1/clearing-cycles", {"month": month})["data"][0]
    return found


def day_of(client: Client, region: str, day: date = DISCHARGED) -> Json:
    """The region's day, whole: how it was reconciled."""
    path = "/v1/daily-reconciliations"
    asked = {"region_code": region, "date": day.isoformat()}
    [found] = client.get(path, asked)["data"]
    whole: Json = client.get(f"{path}/{found['id']}")
    return whole


def differences_of(client: Client, region: str) -> list[Json]:
    """In what the sides differ about the day on which the road begins."""
    path = f"/v1/daily-reconciliations/{day_of(client, region)['id']}/differences"
    return client.every(path)


def closed_cycle(client: Client, month: str = APRIL) -> tuple[Json, Json]:
    """Move the clock to the day on which the month is closed; the operation and the cycle."""
    due = {step["step"]: step["due_at"] for step in cycle_of(client, month)["steps"]}
    operation = advanced(client, to=due["close"])
    return operation, cycle_of(client, month)


# ---- what stands at the end


def invariants(client: Client) -> Json:
    found: Json = client.get("/sandbox/v1/invariants")
    return found


def calm(client: Client, patience_s: float = 60.0) -> Json:
    """Wait until nothing is on its way between the services; the invariants as they are then."""
    deadline = clock.monotonic() + patience_s
    while (laws := invariants(client))["in_transit"]:
        if clock.monotonic() > deadline:
            raise TookTooLong(f"something is still on its way after {patience_s:.0f} s")
        time.sleep(0.05)
    return laws


def export(client: Client) -> bytes:
    """The whole world as canonical bytes."""
    return canonical(client.get("/sandbox/v1/canonical-export"))


# ---- repeated until it is answered


def again_and_again(step: Callable[[], T], patience_s: float = 90.0) -> T:
    """The step's answer, however often it is lost or "not yet". Keys make that safe."""
    deadline = clock.monotonic() + patience_s
    while True:
        try:
            return step()
        except LostAnswer:
            if clock.monotonic() > deadline:
                raise
        except Refused as refused:
            if not refused.problem.get("retryable") or clock.monotonic() > deadline:
                raise
        time.sleep(0.1)


# ---- the whole road

Walk = Callable[[Callable[[], Any]], Any]
"""How each step that writes is taken; a test may have it repeated or interrupted."""


def straight(step: Callable[[], Any]) -> Any:
    return step()


@dataclass
class Travelled:
    """Every settlement on the road by its name, and the cycle at the end."""

    settlements: dict[str, Json] = field(default_factory=dict)
    operation: Json = field(default_factory=dict)
    cycle: Json = field(default_factory=dict)


class _Traveller:
    """One way along the road: a hospital's party in each region, and what came of it."""

    def __init__(self, owner: Client, walk: Walk) -> None:
        self.owner, self.walk, self.travelled = owner, walk, Travelled()
        self.at: dict[str, Client] = {}
        self.places: dict[str, Json] = {}

    def __enter__(self) -> "_Traveller":
        for region in (CHENGDU, CHONGQING, DEMO_CITY):
            self.at[region] = self.walk(partial(acting_as_hospital, self.owner, region))
            self.places[region] = self.walk(partial(hospital, self.owner, region))
        return self

    def __exit__(self, *_: object) -> None:
        for client in self.at.values():
            client.close()

    def known(self, someone: DemoPerson) -> Patient:
        found: Patient = self.walk(lambda: known(self.owner, someone))
        return found

    def insured(self, key: str, name: str, birth_date: date, account_fen: int = 0) -> Patient:
        """A new person of Chengdu."""
        made: Patient = self.walk(
            lambda: insured(self.owner, key, name, birth_date, CHENGDU, account_fen)
        )
        return made

    def filed(self, patient: Patient, kind: str) -> None:
        """A filing for Chongqing."""
        self.walk(lambda: filed(self.owner, patient, CHONGQING, kind))

    def stay(
        self, name: str, patient: Patient, region: str, lines: Sequence[Line] = WORKED_EXAMPLE
    ) -> Json:
        at, place = self.at[region], self.places[region]
        visit = self.walk(lambda: admitted(at, patient, place, lines, key=name))
        made: Json = self.walk(lambda: settled(at, visit, key=f"settle:{name}"))
        self.travelled.settlements[name] = made
        return made

    def take_back(self, name: str, settlement: Json) -> None:
        at = self.at[settlement["care_region_code"]]
        self.travelled.settlements[name] = self.walk(
            lambda: taken_back(at, settlement, key=f"reverse:{name}")
        )


def stays(owner: Client, walk: Walk = straight) -> Travelled:
    """All stays of the road: two are taken back, and an audit takes 150.00 off one claim."""
    with _Traveller(owner, walk) as on:
        lin_xiao, zhou_ming, chen_yu = map(on.known, (LIN_XIAO, ZHOU_MING, CHEN_YU))
        on.stay("Chengdu in Chongqing", lin_xiao, CHONGQING)
        on.stay("Chongqing in Chengdu", zhou_ming, CHENGDU)

        full = on.insured("full", "何满", date(1970, 8, 8))
        on.filed(full, "long_term")
        on.stay("fills the pool at home", full, CHENGDU, FULL_POOL)
        on.stay("over the cap", full, CHONGQING)

        guest = on.insured("guest", "于途", date(1992, 2, 29), account_fen=30_000)
        on.filed(guest, "other_temporary")
        audited = on.stay("temporary filing", guest, CHONGQING)
        on.walk(lambda: deducted(owner, audited["claim_id"], DEDUCTED_FEN))

        on.stay("Demo City", chen_yu, DEMO_CITY)
        on.take_back("taken back at home", on.stay("again", chen_yu, DEMO_CITY))
        second = on.stay("to be taken back", zhou_ming, CHENGDU, FULL_POOL)
        on.take_back("taken back", second)
        return on.travelled


def the_road(owner: Client, walk: Walk = straight) -> Travelled:
    """All stays, and April cleared and closed."""
    travelled = stays(owner, walk)
    walk(lambda: calm(owner))
    travelled.operation, travelled.cycle = closed_cycle(owner)
    return travelled
