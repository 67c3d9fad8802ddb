"""What the tests of the kinds of visit do over and over."""

from typing import Any

from services.medical.store import store, tables, tables_kinds
from sscsim.demo_people import SEED, DemoPerson
from sscsim.kernel.ids.resource import resource_id
from tests.unit.medical.conftest import Hospital

DEMO_LEVEL_2, DEMO_LEVEL_3 = "H99010000002", "H99010000003"
DEMO_PHARMACY = "P99010000000"
CHENGDU_LEVEL_3, CHENGDU_PHARMACY = "H51010000003", "P51010000000"
CEFUROXIME = "XJ01DCX990A001030199003"
"""A drug of class A, with a limit of 15.60."""


def institution(code: str) -> str:
    return resource_id("ins", SEED, "medical", code)


def visit_of(
    person: DemoPerson, kind: str, where: str = DEMO_LEVEL_3, **more: Any
) -> dict[str, Any]:
    """The body of an admission on 30 March 2026."""
    return {
        "person_id": person.person_id(SEED),
        "institution_id": institution(where),
        "insurance_kind": person.insurance_kind,
        "kind": kind,
        "admission_date": "2026-03-30",
        **more,
    }


def charged(hospital: Hospital, body: dict[str, Any], yuan: int) -> str:
    """A visit with one line of class A; its id."""
    made = hospital.client.post("/v1/visits", body)
    assert made.status_code == 201, made.json
    visit_id: str = made.json["id"]
    line = {"item_class": "A", "quantity": 1, "unit_price_fen": yuan * 100}
    hospital.charge(visit_id, [line])
    return visit_id


def refused(hospital: Hospital, path: str, body: Any, **more: Any) -> tuple[int, str]:
    """What a call that must do nothing is told; nothing was written by it."""
    before = written(hospital)
    answer = hospital.client.post(path, body, **more)
    assert answer.json.get("effect") == "none", answer.json
    assert written(hospital) == before
    return answer.status_code, answer.json["code"]


def written(hospital: Hospital) -> list[int]:
    """How many rows each table has that a visit could touch."""
    kept = (
        tables.visits,
        tables.fee_lines,
        tables.settlements,
        tables.insured_settlements,
        tables_kinds.disease_registrations,
        tables_kinds.work_injury_recognitions,
    )
    with hospital.bench.entered(role="system"), store.read() as tx:
        return [len(tx.all(table.select())) for table in kept]


def year_of(hospital: Hospital, person: DemoPerson, **chosen: str) -> dict[str, Any]:
    """The one accumulator of a person's years that the filters leave."""
    filters = "".join(f"&{name}={value}" for name, value in chosen.items())
    [year] = hospital.get(f"/v1/accumulators?person_id={person.person_id(SEED)}{filters}")["data"]
    return dict(year)


def nothing_used(year: dict[str, Any]) -> bool:
    amounts = [value for name, value in year.items() if name.endswith("_fen")]
    diseases = [one[name] for one in year["diseases"] for name in one if name.endswith("_fen")]
    return year["stays"] == 0 and not any((*amounts, *diseases))
