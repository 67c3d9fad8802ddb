"""What employers pay by their injuries, and projects that prevent them: the year, its limit."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from services.benefits.flows import injury_rates, payments
from services.benefits.flows.invariants import CHECKS
from services.benefits.store import store, tables_insurance
from services.benefits.store.tables import benefit_payments
from services.benefits.store.tables_injury_fund import injury_rates as rates
from services.benefits.store.tables_injury_fund import prevention_parts as parts
from services.benefits.store.tables_injury_fund import prevention_projects as projects
from sscsim.demo_people import CHEN_YU
from sscsim.kernel.money import Money
from tests.support.insurance import CODE, JOBS, Insured
from tests.unit.benefits.conftest import Counter
from tests.unit.benefits.test_laws_injury import _recognised

pytestmark = pytest.mark.db
JOBS[injury_rates.ASSESS] = injury_rates.assess
PROJECT = {
    "region_code": "990100",
    "applicant_kind": "association",
    "applicant_credit_code": CODE,
    "applicant_name": "示范建筑业协会",
    "kind": "training",
    "title": "高处作业安全培训",
    "parts": [
        {"milestone": "教材", "amount_fen": 100},
        {"milestone": "培训", "amount_fen": 150},
    ],
}
m, b = tables_insurance.contribution_months, benefit_payments
PLANTED: dict[str, list[Any]] = {
    "benefits.injury_rates": [
        rates.update().values(industry_class=1, step="low_2"),
        rates.update().values(contributed=Money(0)),
        rates.update().values(spent=Money(1)),
        rates.update().values(from_month="2020-01"),
        rates.update().values(rate_millionths=1),
    ],
    "benefits.prevention_paid": [
        projects.update().values(accepted=Money(1)),
        projects.update().values(amount=Money(1)),
        parts.update().where(parts.c.status == "accepted").values(payment_id="bpy_0"),
        parts.update().where(parts.c.status == "planned").values(payment_id="bpy_0"),
        parts.update().where(parts.c.status == "planned").values(status="void"),
        b.update().where(b.c.fund == "work_injury").values(amount=Money(1)),
    ],
}


@pytest.fixture
def insured(counter: Counter) -> Insured:
    found = Insured(counter)
    found.registered()
    return found


def _paid(insured: Insured) -> None:
    for charge in insured.charges(status="due") + insured.charges(status="overdue"):
        answer = insured.counter.post(f"/v1/contribution-charges/{charge['id']}/pay")
        assert answer.status_code == 200, answer.json


def _a_year_later(insured: Insured) -> None:
    """Arrears of two months are paid this year; the next one has begun."""
    insured.enrol(insured.staff(CHEN_YU, back=2))
    _paid(insured)
    this_year = insured.counter.bench.now.year
    insured.run(370 - insured.counter.bench.now.timetuple().tm_yday)
    assert insured.counter.bench.now.year == this_year + 1


def _rates(insured: Insured) -> Any:
    return insured.counter.get(f"/v1/injury-rates?credit_code={CODE}")["data"]


def test_a_year_without_injuries_lowers_the_rate_from_july(insured: Insured) -> None:
    _a_year_later(insured)
    [rate] = _rates(insured)
    year = insured.counter.bench.now.year
    assert (rate["step"], rate["from_month"]) == ("low_2", f"{year}-07")
    assert (rate["spent_fen"], rate["injuries"], rate["staff"]) == (0, 0, 1)
    # class 2 pays 0.4 %; a half of it
    assert rate["rate_millionths"] == 2000
    assert rate["contributed_fen"] > 0
    insured.run(240)
    priced = _priced(insured)
    # 6000.00: 24.00 at 0.4 %, 12.00 at 0.2 %
    assert (priced[f"{year}-06"], priced[f"{year}-07"]) == (2400, 1200)
    assert [law.id for law in CHECKS if _red(insured.counter, law)] == []


def _priced(insured: Insured) -> dict[str, int]:
    with insured.counter.bench.entered(), store.read() as tx:
        found = tx.all(m.select().where(m.c.kind == "work_injury"))
    return {row.month: row.employer.fen for row in found}


def _red(counter: Counter, law: Any) -> Any:
    with counter.bench.entered(), store.read() as tx:
        return law.look(tx)


def test_an_injury_among_few_raises_it_and_the_year_is_assessed_once(insured: Insured) -> None:
    day = insured.counter.bench.now.date() - timedelta(days=9)
    _recognised(insured.counter, day.isoformat())
    _a_year_later(insured)
    [rate] = _rates(insured)
    # one of one was hurt; the employer's own class is 2
    assert (rate["step"], rate["rate_millionths"], rate["injuries"]) == ("high_1", 4800, 1)
    with insured.counter.bench.entered(role="system"):
        injury_rates.assess(f"990100:{insured.counter.bench.now.year}")
    assert len(_rates(insured)) == 1


def test_an_employer_that_contributed_nothing_keeps_its_class(insured: Insured) -> None:
    insured.run(370 - insured.counter.bench.now.timetuple().tm_yday)
    [rate] = _rates(insured)
    assert (rate["step"], rate["rate_millionths"], rate["staff"]) == ("class", 4000, 0)


@pytest.fixture
def granted(insured: Insured) -> Iterator[Insured]:
    """Something was collected in the year before; a project is approved, its first part paid."""
    _a_year_later(insured)
    made = _applied(insured)
    _act(insured, made, "review", {"outcome": "approved"})
    _act(insured, made, "accept-part", {"evidence": "验收一"})
    yield insured


def _applied(insured: Insured, **more: Any) -> Any:
    answer = insured.counter.post("/v1/prevention-projects", {**PROJECT, **more})
    assert answer.status_code == 201, answer.json
    return answer.json


def _act(insured: Insured, project: Any, verb: str, body: Any) -> Any:
    answer = insured.counter.post(f"/v1/prevention-projects/{project['id']}/{verb}", body)
    assert answer.status_code == 200, answer.json
    return answer.json


def _refused(insured: Insured, path: str, body: Any) -> str:
    before = insured.counter.written()
    answer = insured.counter.post(path, body)
    assert answer.status_code >= 400
    after = insured.counter.written()
    same = [name for name in before if name != "idempotency_keys" and before[name] != after[name]]
    assert same == []
    return str(answer.json["code"])


def test_a_project_is_paid_by_parts_within_the_limit(granted: Insured) -> None:
    [project] = granted.counter.get("/v1/prevention-projects")["data"]
    assert (project["status"], project["accepted_fen"]) == ("approved", 100)
    path = f"/v1/prevention-projects/{project['id']}"
    _act(granted, project, "accept-part", {"evidence": "验收二"})
    assert granted.counter.get(path)["status"] == "done"
    listed = granted.counter.get(f"{path}/parts")["data"]
    assert [each["status"] for each in listed] == ["accepted", "accepted"]
    for each in listed:
        with granted.counter.bench.entered(role="system"):
            payments.pay_out(each["benefit_payment_id"])
        paid = granted.counter.get(f"/v1/benefit-payments/{each['benefit_payment_id']}")
        assert (paid["status"], paid["amount_fen"]) == ("paid", each["amount_fen"])
    assert _refused(granted, f"{path}/accept-part", {"evidence": "验收三"}) == (
        "service_record_state"
    )


def test_the_limit_of_the_year_holds_and_what_was_stopped_is_free(granted: Insured) -> None:
    [first] = granted.counter.get("/v1/prevention-projects")["data"]
    [line] = first["explanation"]["steps"]
    limit = line["result_fen"]
    rest = limit - 250
    big = [{"milestone": "一", "amount_fen": 1}, {"milestone": "二", "amount_fen": rest}]
    second = _applied(granted, parts=big)
    path = f"/v1/prevention-projects/{second['id']}/review"
    assert _refused(granted, path, {"outcome": "approved"}) == "prevention_ceiling"
    _act(granted, first, "stop", {"reason": "未按协议开展"})
    assert _act(granted, second, "review", {"outcome": "approved"})["status"] == "approved"
    third = _applied(granted)
    assert _act(granted, third, "review", {"outcome": "refused", "reason": "与年度重点不符"})[
        "status"
    ] == ("refused")


def test_parts_are_few_and_little_is_paid_ahead(insured: Insured) -> None:
    path = "/v1/prevention-projects"
    ahead = [{"milestone": "一", "amount_fen": 401}, {"milestone": "二", "amount_fen": 599}]
    assert _refused(insured, path, {**PROJECT, "parts": ahead}) == "prevention_too_much_ahead"
    many = [{"milestone": "期", "amount_fen": 100}] * 4
    assert _refused(insured, path, {**PROJECT, "parts": many}) == "prevention_too_many_parts"
    for wrong in ({"parts": []}, {"kind": "feast"}, {"parts": [{"milestone": "期"}]}):
        assert _refused(insured, path, {**PROJECT, **wrong}) == "invalid_request"


def test_the_laws_hold_and_turn_red(granted: Insured) -> None:
    laws = {law.id: law for law in CHECKS}
    assert [law.id for law in CHECKS if _red(granted.counter, law)] == []
    for name, planted in PLANTED.items():
        for number, corrupt in enumerate(planted):
            found = granted.counter.with_corruption(corrupt, laws[name])
            assert found, f"{name}: corruption {number} is not seen"
