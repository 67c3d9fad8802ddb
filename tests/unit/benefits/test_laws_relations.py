"""The laws of files, wages and dues hold on records that were made, and turn red when spoiled."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from services.benefits.flows import arbitration_cases
from services.benefits.flows.invariants import CHECKS
from services.benefits.store import store, tables_files, tables_labour, tables_wages
from sscsim.demo_people import CHEN_YU, LIN_XIAO
from sscsim.kernel.money import Money
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db

EMPLOYER = "91990100MA0000001G"
f, t = tables_files.personnel_files, tables_files.file_transfers
p, s, w = tables_wages.wage_projects, tables_wages.wage_sheets, tables_wages.wage_lines
d = tables_labour.labour_dues

PLANTED: dict[str, list[Any]] = {
    "benefits.file_one_place": [
        f.update().values(status="shelved"),
        t.update().values(status="cancelled"),
    ],
    "benefits.wage_account": [
        p.update().values(deposited=Money(1)),
        p.update().values(sent=Money(1)),
        s.update().values(total=Money(1)),
        w.update().values(amount=Money(1)),
    ],
    "benefits.dues_paid": [
        d.update().values(amount=Money(1)),
        d.update().values(payment_id=None),
        d.update().values(status="owed"),
    ],
}


@pytest.fixture
def busy(counter: Counter) -> Iterator[Counter]:
    """A file that is asked for, a sheet that is sent, a due that is being paid."""
    letter = {
        "from_region_code": "500000",
        "from_agency": "重庆示范人才中心",
        "to_region_code": "990100",
        "to_agency": "示范人才中心",
        "reason": "new_work",
    }
    counter.applied("HRSS-075", letter, LIN_XIAO, region_code="990100")
    _a_sheet(counter)
    _a_due(counter)
    yield counter


def _a_sheet(counter: Counter) -> None:
    said = {
        "project_number": "XM-1",
        "name": "示范工程",
        "region_code": "990100",
        "contractor_credit_code": EMPLOYER,
    }
    project = f"/v1/wage-projects/{counter.post('/v1/wage-projects', said).json['id']}"
    counter.post(f"{project}/deposits", {"amount_fen": 900})
    number = CHEN_YU.social_security_number
    worker = {"social_security_number": number, "name": CHEN_YU.name}
    assert counter.post(f"{project}/workers", worker).status_code == 201
    form = {
        "project_number": "XM-1",
        "project_name": "示范工程",
        "wage_month": counter.bench.now.strftime("%Y-%m"),
        "sheet": [{"social_security_number": number, "days_worked": 20, "wage_fen": 700}],
        "signed_sheet": {"title": "工资表", "sha256": "ab" * 32},
    }
    body = {"item_code": "HRSS-082", "region_code": "990100", "inputs": form}
    made = counter.post("/v1/service-applications", body)
    assert made.json["status"] == "effective", made.json


def _a_due(counter: Counter) -> None:
    """An award that nobody sued over, on its way to the card."""
    today = counter.bench.now.date()
    claim = {"claim": "wages", "amount_fen": 500, "facts": "两个月的工资没有支付给本人。"}
    form = {
        "respondent_credit_code": EMPLOYER,
        "respondent_name": "示范餐饮",
        "arisen_on_date": (today - timedelta(days=9)).isoformat(),
        "was_mediated": False,
        "claims": [claim],
        "contact_phone": "19900000001",
    }
    made = counter.applied("HRSS-080", form, CHEN_YU, region_code="990100")
    path = f"/v1/arbitration-cases/{made['result']['arbitration_case_id']}"
    for verb, body in (
        ("serve", {"hearing_on": (today + timedelta(days=3)).isoformat()}),
        ("hear", None),
        ("award", {"award": [{"claim": "wages", "amount_fen": 400}]}),
    ):
        assert counter.post(f"{path}/{verb}", body).status_code == 200
    counter.bench.at(counter.bench.now + timedelta(days=16))
    with counter.bench.entered(role="system"):
        arbitration_cases.become_final(made["result"]["arbitration_case_id"])
    due = counter.client.get(path).json["due_id"]
    paying = counter.post(f"/v1/labour-dues/{due}/pay")
    assert (paying.json["status"], paying.json["amount_fen"]) == ("paying", 400), paying.json


def test_the_laws_hold_and_turn_red(busy: Counter) -> None:
    laws = {law.id: law for law in CHECKS}
    with busy.bench.entered(), store.read() as tx:
        assert {name: found for name in PLANTED if (found := laws[name].look(tx))} == {}
    for name, planted in PLANTED.items():
        for number, corrupt in enumerate(planted):
            assert busy.with_corruption(corrupt, laws[name]), (
                f"{name}: corruption {number} is not seen"
            )
