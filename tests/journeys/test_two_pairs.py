"""Chengdu with Chongqing and Haikou with Guangzhou: both directions, stays and outpatient visits,
one month, cleared to the end. And cities that take part by invented figures.

Expected amounts are worked out by hand, from the figures of the policy files.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from scenarios import road
from scenarios.client import Client
from scenarios.road import APRIL, CHENGDU, CHONGQING, NATION, Patient
from sscsim.demo_people import LIN_XIAO, ZHOU_MING
from tests.journeys.conftest import FULL, IN_PROCESS
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies(IN_PROCESS, FULL)
IN_ONE_PROCESS = pytest.mark.topologies(IN_PROCESS)
HAIKOU, GUANGZHOU, SHIJIAZHUANG = "460100", "440100", "130100"
STAY, VISIT = "inpatient", "outpatient"
THOUSAND = ({"item_class": "A", "quantity": 1, "unit_price_fen": 100_000},)


def fen(yuan: str) -> int:
    return int(yuan.replace(",", "").replace(".", ""))


FUND_PAY = {
    # The bill of 12,345.67 has 11,800.00 in scope. Level 3, filed as long-term: as at home.
    (CHENGDU, CHONGQING, STAY): "9,350.00",  # (11,800.00 - 800.00) x 85 %
    (CHONGQING, CHENGDU, STAY): "9,282.00",  # (11,800.00 - 880.00) x 85 %
    (HAIKOU, GUANGZHOU, STAY): "9,520.00",  # (11,800.00 - 600.00) x 85 %
    (GUANGZHOU, HAIKOU, STAY): "8,640.00",  # (11,800.00 - 1,000.00) x 80 %
    # 1,000.00 of class A.
    (CHENGDU, CHONGQING, VISIT): "400.00",  # (1,000.00 - 200.00) x 50 %
    (CHONGQING, CHENGDU, VISIT): "400.00",  # (1,000.00 - 200.00) x 50 %
    (HAIKOU, GUANGZHOU, VISIT): "450.00",  # (1,000.00 - 100.00) x 50 %
    (GUANGZHOU, HAIKOU, VISIT): "650.00",  # no deductible; 65 %
}
OWED = {
    (CHENGDU, CHONGQING): "9,750.00",
    (CHONGQING, CHENGDU): "9,682.00",
    (HAIKOU, GUANGZHOU): "9,970.00",
    (GUANGZHOU, HAIKOU): "9,290.00",
}
NETS = {CHONGQING: "68.00", CHENGDU: "-68.00", GUANGZHOU: "680.00", HAIKOU: "-680.00"}


def seen(at: Client, patient: Patient, institution: Any) -> Any:
    """An outpatient visit of 1,000.00, not yet settled."""
    visit = at.post(
        "/v1/visits",
        {
            "institution_id": institution["id"],
            "card_id": patient.card["id"],
            "insurance_kind": road.EMPLOYEE,
            "kind": VISIT,
            "admission_date": "2026-04-01",
        },
        key=f"visit:{patient.id}",
    )
    at.post(f"/v1/visits/{visit['id']}/fee-lines", {"fee_lines": list(THOUSAND)})
    return visit


@dataclass
class Month:
    owner: Client
    settlements: dict[tuple[str, str, str], Any]
    cycle: Any


@pytest.fixture(scope="module")
def month(simulator: Topology) -> Iterator[Month]:
    """The eight settlements, and April closed."""
    with simulator.world() as owner:
        made = {}
        for home, care in OWED:
            at = road.acting_as_hospital(owner, care)
            place = road.hospital(owner, care)
            patient = road.insured(owner, f"{home}", "江宁", date(1975, 5, 5), home)
            road.filed(owner, patient, care, "long_term")
            stay = road.admitted(at, patient, place)
            made[home, care, STAY] = road.settled(at, stay)
            made[home, care, VISIT] = road.settled(at, seen(at, patient, place))
        _, cycle = road.closed_cycle(owner)
        yield Month(owner, made, cycle)


def test_amounts_come_out_to_the_fen(month: Month) -> None:
    got = {way: settlement["fund_pay_fen"] for way, settlement in month.settlements.items()}
    assert got == {way: fen(yuan) for way, yuan in FUND_PAY.items()}
    assert {settlement["treatment"] for settlement in month.settlements.values()} == {"long_term"}


def test_all_of_it_is_cleared_and_the_nets_sum_to_zero(month: Month) -> None:
    assert month.cycle["status"] == "closed"
    made = month.owner.get(f"/v1/clearing-cycles/{month.cycle['id']}/statements")
    owed = {
        (each["payer_region_code"], each["payee_region_code"]): each["total_fen"]
        for each in made["statements"]
    }
    assert owed == {pair: fen(yuan) for pair, yuan in OWED.items()}
    nets = {each["region_code"]: each["net_fen"] for each in made["positions"]}
    assert nets == {region: fen(yuan) for region, yuan in NETS.items()}


def test_every_claim_is_paid_and_no_debt_is_left(month: Month) -> None:
    for settlement in month.settlements.values():
        claim = month.owner.get(f"/v1/claims/{settlement['claim_id']}")
        assert (claim["status"], claim["clearing_fen"]) == ("paid", settlement["fund_pay_fen"])
        assert month.owner.get(f"/v1/claims/{claim['id']}/cycle")["cycle"]["month"] == APRIL
    for region in (*NETS, NATION):
        book = month.owner.get(f"/v1/books/{region}/accounts")
        owed = [a for a in book["accounts"] if a["account"].startswith(("payable.", "receivable."))]
        assert owed or region == NATION
        assert {account["balance_fen"] for account in owed} <= {0}


def test_the_laws_hold(month: Month) -> None:
    assert month.owner.get("/sandbox/v1/dead-jobs")["data"] == []
    laws = road.invariants(month.owner)
    assert laws["holds"], [law for law in laws["checks"] if not law["holds"]]
    assert laws["in_transit"] == 0


@IN_ONE_PROCESS
def test_who_is_recognised_at_home_is_paid_more_away(simulator: Topology) -> None:
    with simulator.world() as owner:
        for someone, kind in ((LIN_XIAO, "destitute"), (ZHOU_MING, "civil_servant")):
            person = road.known(owner, someone).id
            body = {
                "kind": kind,
                "region_code": someone.region_code,
                "from_date": "2026-04-01",
            }
            owner.post(f"/v1/persons/{person}/entitlements", body)
        paid = {}
        for someone, care in ((LIN_XIAO, CHONGQING), (ZHOU_MING, CHENGDU)):
            patient = road.known(owner, someone)
            at = road.acting_as_hospital(owner, care)
            visit = road.admitted(at, patient, road.hospital(owner, care))
            paid[someone] = road.settled(at, visit)
        # 11,800.00 - 9,350.00 of the pool: all of it. 545.67 lies outside the scope or before it.
        assert paid[LIN_XIAO]["funds"]["maf"] == fen("2,450.00")
        assert paid[LIN_XIAO]["person_part_fen"] == fen("545.67")
        # 11,800.00 - 9,282.00 = 2,518.00, half of it.
        assert paid[ZHOU_MING]["funds"]["cvlserv"] == fen("1,259.00")
        assert paid[ZHOU_MING]["funds"]["maf"] == 0
        assert road.closed_cycle(owner)[1]["status"] == "closed"
        assert road.invariants(owner)["holds"]


def test_a_city_with_invented_figures_treats_and_insures(simulator: Topology) -> None:
    """Shijiazhuang, which nobody has figures for, in both directions to settled claims."""
    with simulator.world() as owner:
        path = f"/sandbox/v1/policies/medical/{SHIJIAZHUANG}/invent"
        owner.post(path, {"agreements": True})
        lin = road.known(owner, LIN_XIAO)
        road.filed(owner, lin, SHIJIAZHUANG, "long_term")
        at = road.acting_as_hospital(owner, SHIJIAZHUANG)
        there = road.settled(at, road.admitted(at, lin, road.hospital(owner, SHIJIAZHUANG)))
        # Chengdu's figures decide; the catalogue's default is not asked for.
        assert there["fund_pay_fen"] == fen("9,350.00")
        mine = road.insured(owner, "mine", "石磊", date(1980, 1, 1), SHIJIAZHUANG)
        road.filed(owner, mine, CHENGDU, "other_temporary")
        at = road.acting_as_hospital(owner, CHENGDU)
        here = road.settled(at, road.admitted(at, mine, road.hospital(owner, CHENGDU)))
        # Its pack: level 3, 600.00 and 84 %, 20 points less unless referred: 11,200.00 x 64 %.
        assert here["fund_pay_fen"] == fen("7,168.00")
        assert here["policy_origin"]["status"] == "invented"
        [pack] = here["policy_origin"]["packs"]
        assert pack["pack"] == f"medical/{SHIJIAZHUANG}/employee_inpatient"
        assert (pack["version"], pack["origin"]) == ("invented-1", "world")
        road.calm(owner)
        assert road.closed_cycle(owner)[1]["status"] == "closed"
        for settlement in (there, here):
            assert owner.get(f"/v1/claims/{settlement['claim_id']}")["status"] == "paid"
        assert road.invariants(owner)["holds"]
