"""The road, end to end, in every topology: amounts to the fen, effects read back elsewhere.

Expected amounts are worked out by hand, from the figures of the policy files:

Chengdu, employee, level 3: deductible 800.00, 85 %, pool cap 450,000.00, large-amount fund
90 % above it; other temporary treatment -20 points. Chongqing, the same: 880.00, 85 %.
Demo City: 800.00, 80 %.
"""

from collections.abc import Iterator
from datetime import date

import pytest

from scenarios import bill, road
from scenarios.client import Client, LostAnswer, Refused
from scenarios.road import APRIL, CHENGDU, CHONGQING, DEMO_CITY, NATION, Travelled
from sscsim.demo_people import CHEN_YU, LIN_XIAO, ZHOU_MING
from tests.journeys.conftest import EMBEDDED, IN_PROCESS, IN_PROCESS_PG
from tests.support.topologies import Topology

FEW = pytest.mark.topologies(IN_PROCESS, IN_PROCESS_PG, EMBEDDED)
"""What the full topology would only show once more, and slowly."""


@pytest.fixture(scope="module")
def world(simulator: Topology) -> Iterator[Client]:
    with simulator.world() as client:
        yield client


@pytest.fixture(scope="module")
def travelled(world: Client) -> Travelled:
    """The whole road, once for all tests of a topology that only look."""
    return road.the_road(world)


def fen(yuan: str) -> int:
    return int(yuan.replace(",", "").replace(".", ""))


# ---- amounts

SPLITS = {
    # 12,345.67 = 345.67 outside + 200.00 first self-pay + 11,800.00 in scope, wherever the
    # treatment is. Base 11,800.00 - 800.00 = 11,000.00; 85 % of it.
    "Chengdu in Chongqing": {
        "total_fen": "12,345.67",
        "own_pay_fen": "345.67",
        "over_limit_fen": "0.00",
        "preself_fen": "200.00",
        "in_scope_fen": "11,800.00",
        "deductible_fen": "800.00",
        "fund_pay_fen": "9,350.00",
        "person_part_fen": "2,995.67",
        "account_pay_fen": "300.00",
        "cash_pay_fen": "2,695.67",
        "clearing_amount_fen": "9,650.00",
    },
    # 11,800.00 - 880.00 = 10,920.00; 85 % is 9,282.00. Account 500.00.
    "Chongqing in Chengdu": {
        "deductible_fen": "880.00",
        "fund_pay_fen": "9,282.00",
        "person_part_fen": "3,063.67",
        "account_pay_fen": "500.00",
        "cash_pay_fen": "2,563.67",
        "clearing_amount_fen": "9,782.00",
    },
    # 524,329.41 - 800.00 = 523,529.41; 85 % is 444,999.9985, half up 445,000.00.
    "fills the pool at home": {
        "fund_pay_fen": "445,000.00",
        "person_part_fen": "79,329.41",
        "clearing_amount_fen": "445,000.00",
    },
    # 5,000.00 are left in the pool, for 5,882.35 of the base; 90 % of the other 5,117.65 is
    # 4,605.885, half up 4,605.89.
    "over the cap": {
        "fund_pay_fen": "9,605.89",
        "person_part_fen": "2,739.78",
        "clearing_amount_fen": "9,605.89",
    },
    # 85 % less 20 points: 65 % of 11,000.00. Account 300.00.
    "temporary filing": {
        "fund_pay_fen": "7,150.00",
        "person_part_fen": "5,195.67",
        "account_pay_fen": "300.00",
        "clearing_amount_fen": "7,450.00",
    },
    # Demo City, level 3: 800.00 and 80 %: 8,800.00. Account 1,000.00.
    "Demo City": {
        "deductible_fen": "800.00",
        "fund_pay_fen": "8,800.00",
        "person_part_fen": "3,545.67",
        "account_pay_fen": "1,000.00",
        "cash_pay_fen": "2,545.67",
    },
}


@pytest.mark.parametrize("name", SPLITS)
def test_amounts_come_out_to_the_fen(travelled: Travelled, name: str) -> None:
    settlement = travelled.settlements[name]
    got = {field: settlement[field] for field in SPLITS[name]}
    assert got == {field: fen(yuan) for field, yuan in SPLITS[name].items()}


def test_the_cap_is_shared_by_pool_and_large_amount_fund(travelled: Travelled) -> None:
    funds = travelled.settlements["over the cap"]["funds"]
    assert (funds["hifp"], funds["hifob"]) == (fen("5,000.00"), fen("4,605.89"))


@pytest.mark.parametrize("name", SPLITS)
def test_parts_make_the_whole_and_so_do_the_steps(
    world: Client, travelled: Travelled, name: str
) -> None:
    shown = world.get(
        f"/v1/settlements/{travelled.settlements[name]['id']}", {"expand": "explanation"}
    )
    scope = ("own_pay_fen", "over_limit_fen", "preself_fen", "in_scope_fen")
    assert sum(shown[part] for part in scope) == shown["total_fen"]
    shares = ("fund_pay_fen", "hospital_part_fen", "account_pay_fen", "cash_pay_fen")
    assert sum(shown[share] for share in shares) == shown["total_fen"]
    explanation = shown["explanation"]
    assert explanation["sums_to_total"]
    given = sum(step["result_fen"] for step in explanation["steps"] if "share" in step)
    assert given == shown["total_fen"]
    assert all(
        source["status"] for step in explanation["steps"] for source in step.get("sources", [])
    )
    assert shown["policy_origin"]["packs"]


# ---- read back elsewhere


def test_what_was_settled_is_in_the_accumulators_and_on_the_account(
    world: Client, travelled: Travelled
) -> None:
    settlement = travelled.settlements["Chengdu in Chongqing"]
    (year,) = world.get("/v1/accumulators", {"person_id": settlement["person_id"]})["data"]
    assert (year["stays"], year["pool_used_fen"]) == (1, fen("9,350.00"))
    account = world.get(f"/v1/personal-accounts/{settlement['person_id']}")
    assert account["balance_fen"] == 0
    journal = world.get(f"/v1/personal-accounts/{settlement['person_id']}/journals")["data"]
    assert journal[0]["refers_to"] == settlement["id"]


def test_the_settlement_service_knows_the_claim_and_why_it_is_in_april(
    world: Client, travelled: Travelled
) -> None:
    settlement = travelled.settlements["Chengdu in Chongqing"]
    claim = world.get(f"/v1/claims/{settlement['claim_id']}")
    assert claim["settlement_id"] == settlement["id"]
    assert (claim["clearing_fen"], claim["status"]) == (fen("9,650.00"), "paid")
    membership = world.get(f"/v1/claims/{claim['id']}/cycle")
    assert (membership["rule"], membership["cycle"]["month"]) == ("in_window", APRIL)


def test_a_reversal_at_home_gives_everything_back(world: Client, travelled: Travelled) -> None:
    taken, back = (travelled.settlements[n] for n in ("again", "taken back at home"))
    assert back["clearing_amount_fen"] == -taken["clearing_amount_fen"]
    account = world.get(f"/v1/personal-accounts/{taken['person_id']}")
    assert account["balance_fen"] == 0  # as the first stay left it


def test_a_reversal_gives_everything_back(world: Client, travelled: Travelled) -> None:
    taken, back = (travelled.settlements[n] for n in ("to be taken back", "taken back"))
    assert back["reverses"] == taken["id"]
    for field in ("total_fen", "fund_pay_fen", "cash_pay_fen", "clearing_amount_fen"):
        assert back[field] == -taken[field]
    assert world.get(f"/v1/settlements/{taken['id']}")["status"] == "reversed"
    assert world.get(f"/v1/visits/{taken['visit_id']}")["status"] == "open"
    (year,) = world.get("/v1/accumulators", {"person_id": taken["person_id"]})["data"]
    assert (year["stays"], year["pool_used_fen"]) == (1, fen("9,282.00"))
    claim = world.get(f"/v1/claims/{taken['claim_id']}")
    assert claim["status"] == "reversed" and "cycle_id" not in claim


def test_an_audit_takes_from_the_hospital_and_not_from_the_patient(
    world: Client, travelled: Travelled
) -> None:
    settlement = travelled.settlements["temporary filing"]
    claim = world.get(f"/v1/claims/{settlement['claim_id']}")
    assert (claim["clearing_fen"], claim["due_fen"]) == (fen("7,450.00"), fen("7,300.00"))
    assert [taken["amount_fen"] for taken in claim["deductions"]] == [fen("150.00")]
    shown = world.get(f"/v1/settlements/{settlement['id']}")
    assert shown["cash_pay_fen"] == settlement["cash_pay_fen"]


# ---- clearing


def test_april_is_closed_and_the_laws_hold(world: Client, travelled: Travelled) -> None:
    assert travelled.cycle["status"] == "closed"
    assert world.get("/sandbox/v1/dead-jobs")["data"] == []
    laws = road.invariants(world)
    assert laws["holds"], [law for law in laws["checks"] if not law["holds"]]
    assert laws["in_transit"] == 0 and laws["missing"] == []
    assert len({law["id"] for law in laws["checks"]}) >= 20


def test_jobs_ran_in_order_each_once(travelled: Travelled) -> None:
    ran = travelled.operation["result"]["jobs_run"]
    assert [job["due_at"] for job in ran] == sorted(job["due_at"] for job in ran)
    assert {(job["status"], job["attempts"]) for job in ran} == {("done", 1)}
    assert len({(job["name"], job["key"]) for job in ran}) == len(ran)
    told = [job["name"] for job in ran if job["name"].startswith("settlement.")]
    assert list(dict.fromkeys(told)) == [
        "settlement.day_close",
        "settlement.recon_daily",
        "settlement.recon_overdue",
        "settlement.cycle_freeze",
        "settlement.provider_pay",
        "settlement.cycle_generate",
        "settlement.cycle_sign",
        "settlement.cycle_notify",
        "settlement.cycle_pay",
        "settlement.cycle_close",
    ]


def test_both_directions_are_cleared_and_nets_sum_to_zero(
    world: Client, travelled: Travelled
) -> None:
    made = world.get(f"/v1/clearing-cycles/{travelled.cycle['id']}/statements")
    owed = {
        (each["payer_region_code"], each["payee_region_code"]): each["total_fen"]
        for each in made["statements"]
    }
    # 9,650.00 + 9,605.89 + 7,450.00 - 150.00 of the audit one way; 9,782.00 the other.
    assert owed == {
        (CHENGDU, CHONGQING): fen("26,555.89"),
        (CHONGQING, CHENGDU): fen("9,782.00"),
    }
    assert all(len(each["signatures"]) == 2 and each["payment"] for each in made["statements"])
    nets = {each["region_code"]: each["net_fen"] for each in made["positions"]}
    assert nets == {CHONGQING: fen("16,773.89"), CHENGDU: -fen("16,773.89")}


def test_the_books_are_empty_of_debts_in_the_end(world: Client, travelled: Travelled) -> None:
    assert travelled.cycle["status"] == "closed"
    for region in (CHENGDU, CHONGQING, NATION):
        book = world.get(f"/v1/books/{region}/accounts")
        assert book["debit_fen"] == book["credit_fen"] > 0
        for account in book["accounts"]:
            group = account["account"].partition(":")[0]
            if group in ("payable.region", "receivable.region", "clr.from", "clr.to"):
                assert account["balance_fen"] == 0, (region, account)


def test_a_stay_at_home_makes_no_claim(world: Client, travelled: Travelled) -> None:
    settlement = travelled.settlements["Demo City"]
    assert "claim_id" not in settlement and settlement["treatment"] == "home"
    book = world.get(f"/v1/books/{DEMO_CITY}/accounts")
    balances = {account["account"]: account["balance_fen"] for account in book["accounts"]}
    assert balances["benefit.hifp.310"] == fen("8,800.00")


# ---- on the way


def test_a_lost_answer_is_recovered_by_its_key(simulator: Topology) -> None:
    with simulator.world() as owner:
        at = road.acting_as_hospital(owner, CHONGQING)
        patient = road.known(owner, LIN_XIAO)
        visit = road.admitted(at, patient, road.hospital(owner, CHONGQING))
        recovered = road.settled_with_the_answer_lost(at, visit, key="once")
        assert recovered.answer.replayed and recovered.answer.status == 201
        assert len(owner.get("/v1/settlements", {"visit_id": visit["id"]})["data"]) == 1
        assert owner.get(f"/v1/personal-accounts/{patient.id}")["balance_fen"] == 0
        # Lost before the effect: the same call again is the first one that counts.
        with pytest.raises(LostAnswer):
            at.call(
                "POST",
                f"/v1/settlements/{recovered.settlement['id']}/reverse",
                key="back",
                simulate="fault=drop_response, phase=before",
            )
        assert owner.get(f"/v1/visits/{visit['id']}")["status"] == "settled"
        back = at.call("POST", f"/v1/settlements/{recovered.settlement['id']}/reverse", key="back")
        assert not back.replayed
        assert owner.get(f"/v1/personal-accounts/{patient.id}")["balance_fen"] == fen("300.00")


@FEW
def test_pre_settling_changes_nothing_and_says_the_same(simulator: Topology) -> None:
    with simulator.world() as owner:
        patient = road.known(owner, ZHOU_MING)
        visit = road.admitted(owner, patient, road.hospital(owner, CHENGDU))
        before = road.export(owner)
        said = owner.post(f"/v1/visits/{visit['id']}/pre-settle", {})
        assert road.export(owner) == before
        settlement = road.settled(owner, visit)
        for field in ("fund_pay_fen", "account_pay_fen", "cash_pay_fen", "clearing_amount_fen"):
            assert said[field] == settlement[field]


@FEW
def test_a_reversal_after_clearing_is_a_negative_line_in_a_later_month(
    simulator: Topology,
) -> None:
    with simulator.world() as owner:
        at = road.acting_as_hospital(owner, CHONGQING)
        patient = road.known(owner, LIN_XIAO)
        settlement = road.settled(at, road.admitted(at, patient, road.hospital(owner, CHONGQING)))
        road.closed_cycle(owner)
        back = road.taken_back(at, settlement)
        claim = owner.get(f"/v1/claims/{back['claim_id']}")
        assert (claim["clearing_fen"], claim["rule"]) == (-fen("9,650.00"), "adjustment")
        month = owner.get(f"/v1/claims/{claim['id']}/cycle")["cycle"]["month"]
        assert month > APRIL
        _, cycle = road.closed_cycle(owner, month)
        assert cycle["status"] == "closed"
        assert road.invariants(owner)["holds"]
        for region in (CHENGDU, CHONGQING):
            book = owner.get(f"/v1/books/{region}/accounts")
            owed = [
                a for a in book["accounts"] if a["account"].startswith(("payable.region", "rec"))
            ]
            assert {account["balance_fen"] for account in owed} == {0}


@pytest.mark.topologies(IN_PROCESS, IN_PROCESS_PG)
@pytest.mark.parametrize(
    ("key", "body", "code"),
    [
        ("a", {"visit_id": "vis_00000000000000000000000000"}, "visit_not_found"),
        ("a", {"visit_id": "vis_00000000000000000000000000", "tip_fen": 1}, "unknown_field"),
        (None, {"visit_id": "vis_00000000000000000000000000"}, "idempotency_key_missing"),
    ],
)
def test_a_refusal_changes_nothing(
    simulator: Topology, key: str | None, body: dict[str, object], code: str
) -> None:
    with simulator.world() as owner:
        before = road.export(owner)
        with pytest.raises(Refused) as refusal:
            owner.call("POST", "/v1/settlements", body, key=key)
        assert (refusal.value.code, refusal.value.problem["effect"]) == (code, "none")
        assert road.export(owner) == before


@FEW
def test_ones_own_figures_decide_in_ones_own_world(simulator: Topology) -> None:
    """A pack that is loaded into a world changes what the next stay comes to, there only."""
    with simulator.world() as owner, simulator.world() as other:
        known = owner.get(f"/sandbox/v1/policies/medical/{DEMO_CITY}")["pack"]
        assert 'value: "80"' in known
        pack = known.replace('value: "80"', 'value: "70"')
        owner.call("PUT", f"/sandbox/v1/policies/medical/{DEMO_CITY}", {"pack": pack})
        paid = {}
        for world in (owner, other):
            patient = road.known(world, CHEN_YU)
            visit = road.admitted(world, patient, road.hospital(world, DEMO_CITY))
            settlement = road.settled(world, visit)
            paid[world] = settlement["fund_pay_fen"]
        assert paid[owner] == fen("7,700.00") and paid[other] == fen("8,800.00")


def test_the_worked_example_is_the_bill_of_the_story() -> None:
    assert bill.total(list(bill.WORKED_EXAMPLE)) == fen("12,345.67")


@FEW
def test_a_region_that_nobody_knew_is_figures_and_an_agreement(simulator: Topology) -> None:
    """Shenzhen has no figures here; with a pack of its own and an agreement it settles."""
    shenzhen = "440300"
    with simulator.world() as owner:
        patient = road.insured(owner, "new", "江宁", date(1975, 5, 5), shenzhen)
        place = {"institution_code": "H44030000001", "name": "示范医院", "level": "level_3"}
        refers = owner.post("/v1/institutions", {**place, "region_code": shenzhen})
        road.filed(owner, patient, CHONGQING, "referral", referring_institution_id=refers["id"])
        visit = road.admitted(owner, patient, road.hospital(owner, CHONGQING))
        with pytest.raises(Refused) as refusal:
            road.settled(owner, visit, key="too early")
        assert (refusal.value.status, refusal.value.code) == (422, "agreement_missing")
        owner.post(
            "/v1/agreements",
            {
                "home_region_code": shenzhen,
                "care_region_code": CHONGQING,
                "effective_from_date": "2026-01-01",
            },
        )
        with pytest.raises(Refused) as refusal:
            road.settled(owner, visit, key="still too early")
        assert (refusal.value.status, refusal.value.code) == (422, "policy_missing")
        pack = owner.get(f"/sandbox/v1/policies/medical/{DEMO_CITY}")["pack"]
        owner.call(
            "PUT",
            f"/sandbox/v1/policies/medical/{shenzhen}",
            {"pack": pack.replace(DEMO_CITY, shenzhen)},
        )
        settlement = road.settled(owner, visit)
        # Demo City's figures: 80 % of 11,000.00, times 0.90 for a referral.
        assert settlement["fund_pay_fen"] == fen("7,920.00")
        assert settlement["policy_origin"]["packs"][0]["origin"] == "world"
        assert road.closed_cycle(owner)[1]["status"] == "closed"
        assert road.invariants(owner)["holds"]
