"""3203, 3204 and 2172 to 2176: a month is declared by message, and is the application of REST."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from services.medical.store import store, tables, tables_reconciliation
from sscsim import clock, control
from sscsim.demo_people import CHEN_YU, LIN_XIAO, ZHAO_XIAOMAN
from tests.unit.medical.conftest import Hospital
from tests.unit.medical.desk import DEMO_PHARMACY
from tests.unit.medical.fsi.conftest import HOSPITAL, His
from tests.unit.medical.test_pharmacy import PHARMACIST, WRITTEN, sold

pytestmark = pytest.mark.db

MAY = datetime(2026, 5, 3, 10, 0, tzinfo=clock.SHANGHAI)
AGENCY = {"role": "agency", "region": "990100"}
APRIL = {"clr_type": "21", "clr_way": "1", "setlym": "202604",
         "begndate": "2026-04-01", "enddate": "2026-04-30"}  # fmt: skip
Bill = dict[str, Any]


class Clerk:
    """A hospital that settles over REST and declares by message."""

    def __init__(self, hospital: Hospital) -> None:
        self.hospital, self.his = hospital, His(hospital.client)

    def stay(self, key: str, **more: Any) -> Bill:
        asked = {"person": CHEN_YU, "institution": HOSPITAL, **more}
        return self.hospital.settled(self.hospital.stay(**asked), key)

    def in_may(self) -> "Clerk":
        self.hospital.bench.at(MAY)
        return self

    def declare(self, *bills: Bill, **more: Any) -> str:
        answer = self.his.ask("3203", {"data": {**APRIL, **figures(*bills), **more}})
        assert answer["infcode"] == 0, answer["err_msg"]
        return str(answer["output"]["result"]["clr_appy_evt_id"])

    def refused(self, *bills: Bill, **more: Any) -> str:
        return self.his.refusal("3203", {"data": {**APRIL, **figures(*bills), **more}})

    def applications(self) -> list[dict[str, Any]]:
        found = self.hospital.get("/v1/payment-applications")["data"]
        return sorted(found, key=lambda one: str(one["insurance_kind"]))

    def rows(self, infno: str, given: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
        answer = self.his.ask(infno, given, **more)
        assert answer["infcode"] == 0, answer["err_msg"]
        return answer["output"]["data"]  # type: ignore[no-any-return]


@pytest.fixture
def clerk(hospital: Hospital) -> Iterator[Clerk]:
    yield Clerk(hospital)
    control.close()


def figures(*bills: Bill) -> dict[str, Any]:
    """What an institution declares: medfee = cash + account + applied funds."""
    names = {
        "medfee_sumamt": "total_fen",
        "med_sumfee": "total_fen",
        "fund_appy_sum": "fund_pay_fen",
        "cash_payamt": "cash_pay_fen",
        "acct_pay": "account_pay_fen",
    }
    sums = {ours: Decimal(sum(one[of] for one in bills)) / 100 for ours, of in names.items()}
    assert sums["med_sumfee"] == sums["cash_payamt"] + sums["acct_pay"] + sums["fund_appy_sum"]
    return {name: f"{amount:.2f}" for name, amount in sums.items()} | {"psntime": len(bills)}


def written(clerk: Clerk) -> int:
    with clerk.hospital.bench.entered(role="system"), store.read() as tx:
        return len(tx.all(tables_reconciliation.payment_applications.select()))


# ---- declaring


def test_a_declared_month_is_a_submitted_application(clerk: Clerk) -> None:
    first, second = clerk.stay("a"), clerk.stay("b")
    back = clerk.hospital.reverse(second["id"]).json
    event = clerk.in_may().declare(first, second, back)
    [made] = clerk.applications()
    assert (made["id"], made["event_id"], made["status"]) == (event, event, "submitted")
    assert (made["count"], made["total_fen"]) == (3, first["total_fen"])
    moves = clerk.hospital.get(f"/v1/payment-applications/{event}/moves")["data"]
    assert [one["move"] for one in moves] == ["submit", "create"]
    accepted = clerk.hospital.client.post(
        f"/v1/payment-applications/{event}/accept", key="accept", **AGENCY
    )
    assert accepted.json["status"] == "accepted"
    refusal = clerk.his.refusal("3204", {"data": {"clr_appy_evt_id": event}})
    assert refusal.endswith("[payment_application_state]")
    assert clerk.hospital.broken_laws() == {}


def test_each_insurance_has_an_application_and_they_are_withdrawn_together(clerk: Clerk) -> None:
    assert ZHAO_XIAOMAN.insurance_kind != CHEN_YU.insurance_kind
    employee, resident = clerk.stay("a"), clerk.stay("b", person=ZHAO_XIAOMAN)
    event = clerk.in_may().declare(employee, resident)
    made = clerk.applications()
    assert [one["count"] for one in made] == [1, 1]
    assert {one["event_id"] for one in made} == {event}
    found = clerk.rows("2172", {"setlym": "202604"})
    assert [(one["insutype"], one["clr_stas"]) for one in found] == [("310", "10"), ("390", "10")]
    assert {one["clr_appy_evt_id"] for one in found} == {event}
    assert clerk.his.ask("3204", {"data": {"clr_appy_evt_id": event}})["output"] is None
    assert {one["status"] for one in clerk.applications()} == {"withdrawn"}
    assert clerk.rows("2172", {"setlym": "202604"}) == []
    assert clerk.declare(employee, resident) != event
    assert clerk.hospital.broken_laws() == {}


def test_work_injuries_are_no_medical_insurances(clerk: Clerk) -> None:
    """They have no insurance code here; their own agency is applied to over REST."""
    bill = clerk.stay("a")
    injury = dict(bill) | {"insurance_kind": "work_injury"}
    with clerk.hospital.bench.entered(role="system"), store.write() as tx:
        mine = tables.settlements.c.id == bill["id"]
        tx.execute(tables.settlements.update().where(mine).values(insurance_kind="work_injury"))
    assert clerk.in_may().refused(injury).endswith("[payment_application_nothing_to_apply]")
    body = {"institution_id": bill["institution_id"], "from_date": "2026-04-01",
            "to_date": "2026-04-30", "visit_kind": "inpatient",
            "totals": {"total_fen": 0, "fund_pay_fen": 0, "account_pay_fen": 0, "count": 0},
            }  # fmt: skip
    assert clerk.hospital.client.post("/v1/reconciliations", body).json["status"] == "equal"


def test_what_is_declared_otherwise_is_refused_with_the_centres_figures(clerk: Clerk) -> None:
    first = clerk.stay("a")
    clerk.in_may()
    refusal = clerk.refused(first, psntime=2, acct_pay="0.01")
    assert "有 2 项申报数据与中心不符" in refusal
    assert "data.psntime 中心为 1" in refusal
    due = f"{Decimal(first['account_pay_fen']) / 100:.2f}"
    assert f"data.acct_pay 中心为 {due}" in refusal
    assert refusal.endswith("[payment_application_declared_otherwise]")
    wrong = f"{Decimal(first['total_fen'] + 1) / 100:.2f}"
    assert "data.medfee_sumamt" in clerk.refused(first, medfee_sumamt=wrong)
    assert "data.med_sumfee" in clerk.refused(first, med_sumfee=wrong)
    assert written(clerk) == 0
    assert clerk.declare(first)


def test_a_month_is_declared_when_it_is_over_and_once(clerk: Clerk) -> None:
    first = clerk.stay("a")
    assert clerk.refused(first).endswith("[payment_application_month_not_over]")
    clerk.in_may().declare(first)
    assert clerk.refused(first).endswith("[payment_application_exists]")
    assert clerk.refused(clr_type="11").endswith("[payment_application_nothing_to_apply]")
    assert written(clerk) == 1


def test_a_reconciliation_of_every_insurance_that_differs_bars_the_month(clerk: Clerk) -> None:
    first = clerk.stay("a")
    body = {"institution_id": first["institution_id"], "from_date": "2026-04-01",
            "to_date": "2026-04-01", "visit_kind": "inpatient",
            "totals": {"total_fen": 1, "fund_pay_fen": 0, "account_pay_fen": 0, "count": 1},
            }  # fmt: skip
    assert clerk.hospital.client.post("/v1/reconciliations", body).json["status"] == "unequal"
    refusal = clerk.in_may().refused(first)
    assert refusal.endswith("[payment_application_reconciliation_open]")


def test_a_repeated_declaration_is_one(clerk: Clerk) -> None:
    first = clerk.stay("a")
    clerk.in_may()
    message = clerk.his.message("3203", {"data": {**APRIL, **figures(first)}})
    one, other = clerk.his.post(message), clerk.his.post(message)
    assert one.data == other.data and written(clerk) == 1


REFUSED = [
    ({"setlym": "2026-4"}, "格式错误，应为yyyyMM[data.setlym]"),
    ({"setlym": "202613"}, "格式错误，应为yyyyMM[data.setlym]"),
    ({"begndate": "2026-04-02"}, "begndate应为清算年月的2026-04-01[data.begndate]"),
    ({"enddate": "2026-05-01"}, "enddate应为清算年月的2026-04-30[data.enddate]"),
    ({"clr_type": "99968"}, "清算类别99968不单独申报"),
    ({"clr_type": "15"}, "清算类别15在本模拟平台未提供"),
    ({"clr_way": "4"}, "清算方式4在本模拟平台未提供[data.clr_way]"),
    ({"psntime": "1.5"}, "psntime"),
]


@pytest.mark.parametrize(("more", "says"), REFUSED, ids=[says for _, says in REFUSED])
def test_declarations_that_make_no_sense_are_refused(
    clerk: Clerk, more: dict[str, Any], says: str
) -> None:
    assert says in clerk.in_may().refused(**more)
    assert written(clerk) == 0


def test_nobody_withdraws_what_another_applied_for(clerk: Clerk) -> None:
    first = clerk.stay("a")
    event = clerk.in_may().declare(first)
    asked = {"data": {"clr_appy_evt_id": event}}
    other = clerk.his.refusal("3204", asked, fixmedins_code="H99010000002")
    assert other.endswith("[payment_application_not_found]")
    unknown = {"data": {"clr_appy_evt_id": "pap_" + "0" * 26}}
    assert clerk.his.refusal("3204", unknown).endswith("[payment_application_not_found]")
    assert [one["status"] for one in clerk.applications()] == ["submitted"]


def test_an_application_made_over_rest_is_withdrawn_by_message(clerk: Clerk) -> None:
    first = clerk.stay("a")
    clerk.in_may()
    body = {"institution_id": first["institution_id"], "month": "2026-04",
            "insurance_kind": first["insurance_kind"], "visit_kind": "inpatient"}  # fmt: skip
    made = clerk.hospital.client.post("/v1/payment-applications", body, key="rest").json
    assert clerk.rows("2172", {"setlym": "202604"})[0]["clr_appy_evt_id"] == made["id"]
    assert clerk.his.ask("3204", {"data": {"clr_appy_evt_id": made["id"]}})["infcode"] == 0
    assert clerk.applications()[0]["status"] == "withdrawn"


# ---- asking


def test_a_month_is_shown_in_sums_bills_and_funds(clerk: Clerk) -> None:
    first, across = clerk.stay("a"), clerk.stay("b", person=LIN_XIAO, is_emergency=True)
    back = clerk.hospital.reverse(first["id"]).json
    bills = (first, back, across)
    event = clerk.in_may().declare(*bills)
    [summary] = clerk.rows("2172", {"setlym": "202604", "clr_type": "21", "insutype": "310"})
    assert (summary["clr_psntime"], summary["begndate"]) == (3, "2026-04-01")
    declared = figures(*bills)
    for name in ("medfee_sumamt", "fund_appy_sum", "cash_payamt", "acct_pay"):
        assert summary[name] == float(declared[name])
    assert summary["dfr_amt"] == summary["fund_appy_sum"] + summary["acct_pay"]
    assert clerk.rows("2172", {"setlym": "202604", "insutype": "390"}) == []
    asked = {"fee_clr_id": summary["fee_clr_id"]}
    found = clerk.rows("2173", asked)
    assert {(one["setl_id"], one["refd_setl_flag"]) for one in found} == {
        (first["id"], "0"), (back["id"], "1"), (across["id"], "0"),
    }  # fmt: skip
    by_id = {one["setl_id"]: one for one in found}
    assert by_id[across["id"]]["insuplc_admdvs"] == "510100"
    assert by_id[back["id"]]["medfee_sumamt"] == -by_id[first["id"]]["medfee_sumamt"]
    pages = [clerk.rows("2173", {**asked, "page_num": n, "page_size": 2}) for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [2, 1, 0]
    assert pages[0] + pages[1] == found
    funds = clerk.rows("2174", asked)
    assert {one["fund_pay_type"] for one in funds} == {"310100", "310200"}
    total = sum(one["fund_appy_sum"] for one in funds)
    assert total == summary["fund_appy_sum"] + summary["acct_pay"]
    other = clerk.his.refusal("2173", asked, fixmedins_code="H99010000002")
    assert other.endswith("[payment_application_not_found]")
    assert event == summary["clr_appy_evt_id"]


def test_a_pharmacy_sees_its_days_bill_by_bill_and_in_sums(clerk: Clerk) -> None:
    hospital = clerk.hospital
    visit = sold(hospital, 50, prescription=WRITTEN)
    first = hospital.client.post("/v1/settlements", {"visit_id": visit["id"]}, key="one",
                                 **PHARMACIST).json  # fmt: skip
    path = f"/v1/settlements/{first['id']}/reverse"
    back = hospital.client.post(path, key="back", **PHARMACIST).json
    days = {"begndate": "2026-04-01", "enddate": "2026-04-01"}
    at = {"fixmedins_code": DEMO_PHARMACY}
    # 500.00, of which 100.00 deductible; 75 % of 400.00 from the pool, the rest from the account
    found = clerk.rows("2175", days, **at)
    assert [(one["setl_id"], one["medfee_sumamt"], one["fund_pay_sumamt"]) for one in found] == [
        (first["id"], 500.0, 300.0), (back["id"], -500.0, -300.0),
    ]  # fmt: skip
    assert found[0]["acct_pay"] == 200.0
    [summed] = clerk.rows("2176", days, **at)
    assert (summed["setl_cnt"], summed["refd_cnt"], summed["medfee_sumamt"]) == (1, 1, 0.0)
    assert clerk.rows("2175", {**days, "page_num": 2, "page_size": 1}, **at) == found[1:]
    for infno in ("2175", "2176"):
        assert "限定点零售药店" in clerk.his.refusal(infno, days)
        wrong = {**days, "enddate": "2026-04-02"}
        assert clerk.his.refusal(infno, wrong, **at).endswith("[reconciliation_period_wrong]")
