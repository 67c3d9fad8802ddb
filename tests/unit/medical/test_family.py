"""Family sharing: who may be authorised, which account pays, and that it is given back there."""

from typing import Any

import pytest

from services.medical.store import store
from services.medical.store.tables import family_payments
from sscsim.demo_people import CHEN_YU, LIN_XIAO, SUN_LEI, WANG_GUILAN, ZHOU_MING, DemoPerson
from sscsim.kernel.money import Money
from tests.unit.medical.conftest import Hospital
from tests.unit.medical.test_parallel import all_at_once, until_settled

pytestmark = pytest.mark.db
IN_DEMO_CITY = "H99010000003"
LIN, ZHOU, CHEN, WANG = (
    one.person_id("demo") for one in (LIN_XIAO, ZHOU_MING, CHEN_YU, WANG_GUILAN)
)


def authorise(hospital: Hospital, owner: str, member: str, **more: Any) -> Any:
    body = {"member_person_id": member, **more}
    return hospital.client.post(f"/v1/personal-accounts/{owner}/sharers", body)


def opened(
    hospital: Hospital, owner: str, member: str, relation: str = "spouse", **more: Any
) -> dict[str, Any]:
    hospital.people.family[owner, member] = relation
    answer = authorise(hospital, owner, member, **more)
    assert answer.status_code == 201, answer.json
    return answer.json  # type: ignore[no-any-return]


def stay(hospital: Hospital, person: DemoPerson = CHEN_YU) -> str:
    return hospital.stay(person=person, institution=IN_DEMO_CITY)


def balances(hospital: Hospital, *people: str) -> list[int]:
    return [hospital.get(f"/v1/personal-accounts/{one}")["balance_fen"] for one in people]


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def test_own_account_then_family_then_cash_and_back_to_exactly_those(hospital: Hospital) -> None:
    alone = hospital.settled(stay(hospital), "alone")
    assert alone["own_account_pay_fen"] == 100_000
    assert "family_accounts" not in alone
    assert hospital.reverse(alone["id"], "alone-back").status_code == 201
    by_wang = opened(hospital, WANG, CHEN, "child", limit_per_year_fen=15_000)
    made = hospital.settled(stay(hospital), "with")
    assert made["own_account_pay_fen"] == 100_000
    assert made["family_account_pay_fen"] == 15_000
    assert made["family_accounts"] == [
        {"person_id": WANG, "sharer_id": by_wang["id"], "amount_fen": 15_000}
    ]
    assert made["cash_pay_fen"] == alone["cash_pay_fen"] - 15_000
    assert made["clearing_amount_fen"] == alone["clearing_amount_fen"] + 15_000
    packs = {one["pack"] for one in made["policy_origin"]["packs"]}
    assert "medical/990100/personal_account" in packs
    assert balances(hospital, CHEN, WANG) == [0, 5_000]
    [newest, _] = hospital.get(f"/v1/personal-accounts/{WANG}/journals")["data"]
    assert (newest["kind"], newest["refers_to"]) == ("settlement", made["id"])
    # the year's limit is used up; what is taken back may be used again
    again = hospital.settled(stay(hospital), "more")
    assert again["account_pay_fen"] == 0
    hospital.reverse(again["id"], "r1")
    back = hospital.reverse(made["id"], "r2").json
    assert back["family_accounts"] == [
        {"person_id": WANG, "sharer_id": by_wang["id"], "amount_fen": -15_000}
    ]
    assert balances(hospital, CHEN, WANG) == [100_000, 20_000]
    once_more = hospital.settled(stay(hospital), "again")
    assert once_more["family_account_pay_fen"] == 15_000
    assert hospital.broken_laws() == {}


def test_several_accounts_pay_in_the_order_in_which_they_were_opened(hospital: Hospital) -> None:
    for owner in (ZHOU, WANG, LIN):
        opened(hospital, owner, CHEN)
    visit = stay(hospital)
    before = hospital.client.post(f"/v1/visits/{visit}/pre-settle", {}).json
    made = hospital.settled(visit)
    assert before["family_accounts"] == made["family_accounts"]
    # Chongqing's and Chengdu's figures let money go to another province, and Demo City's do
    paid = [(one["person_id"], one["amount_fen"]) for one in made["family_accounts"]]
    whole = [(ZHOU, 50_000), (WANG, 20_000), (LIN, 30_000)]
    left = made["person_part_fen"] - made["own_account_pay_fen"]
    assert left > 100_000
    assert paid == whole
    moved = {
        (body["region"], body["amount_fen"])
        for body in hospital.messages("/internal/v1/account-credits")
        if body["credit_id"].startswith("acb_")
    }
    assert moved == {
        ("500000", -50_000),
        ("990100", 50_000),
        ("510100", -30_000),
        ("990100", 30_000),
    }
    rules = [step["rule"] for step in hospital.get(
        f"/v1/settlements/{made['id']}?expand=explanation")["explanation"]["steps"]]  # fmt: skip
    assert rules[-3:] == ["account.family.1", "account.family.2", "account.family.3"]
    assert hospital.broken_laws() == {}


def test_across_regions_the_result_names_the_accounts(hospital: Hospital) -> None:
    opened(hospital, ZHOU, LIN)
    made = hospital.settled(hospital.stay())
    # the worked example: 2,995.67 is the person's, 300.00 of it from the own account
    assert (made["own_account_pay_fen"], made["family_account_pay_fen"]) == (30_000, 50_000)
    assert made["clearing_amount_fen"] == 935_000 + 80_000
    assert hospital.reverse(made["id"]).status_code == 201
    assert balances(hospital, LIN, ZHOU) == [30_000, 50_000]
    assert hospital.broken_laws() == {}


def test_who_may_be_authorised(hospital: Hospital) -> None:
    assert refusal(authorise(hospital, CHEN, WANG)) == (422, "sharer_not_family")
    hospital.people.family[CHEN, WANG] = "sibling"
    assert refusal(authorise(hospital, CHEN, WANG)) == (422, "sharer_not_family")
    itself = authorise(hospital, CHEN, CHEN)
    assert refusal(itself) == (422, "sharer_is_owner")
    assert itself.json["errors"][0]["pointer"] == "/member_person_id"
    nobody = SUN_LEI.person_id("demo")
    assert refusal(authorise(hospital, nobody, WANG)) == (404, "personal_account_not_found")
    hospital.people.family[CHEN, WANG] = "parent"
    dates = authorise(hospital, CHEN, WANG, start_date="2026-05-02", end_date="2026-05-01")
    assert refusal(dates) == (422, "sharer_dates_wrong")
    made = opened(hospital, CHEN, WANG, "parent", end_date="2026-04-30")
    assert (made["relation"], made["status"]) == ("parent", "active")
    overlapping = authorise(hospital, CHEN, WANG, start_date="2026-04-30")
    assert refusal(overlapping) == (409, "sharer_exists")
    later = opened(hospital, CHEN, WANG, "parent", start_date="2026-05-01")
    assert later["status"] == "pending"
    listed = hospital.get(f"/v1/personal-accounts/{CHEN}/sharers")["data"]
    assert listed == [later, made]


def test_regions_that_do_not_share_say_so(hospital: Hospital) -> None:
    builtin = hospital.client.get("/internal/v1/policies/990100", role="service").json["pack"]
    ours = builtin.replace("2024-01-01: {value: true, source: demo}",
                           "2024-01-01: {value: false, source: demo}")  # fmt: skip
    loaded = hospital.client.call(
        "PUT", "/internal/v1/policies/990100", {"pack": ours}, role="service"
    )
    assert loaded.status_code == 200, loaded.json
    hospital.people.family |= {(ZHOU, CHEN): "spouse", (CHEN, WANG): "parent"}
    for owner, member in ((ZHOU, CHEN), (CHEN, WANG)):
        refused = authorise(hospital, owner, member)
        assert refusal(refused) == (422, "family_sharing_not_allowed")


def test_an_authorisation_that_was_taken_back_pays_no_more(hospital: Hospital) -> None:
    made = opened(hospital, WANG, CHEN)
    path = f"/v1/personal-accounts/{WANG}/sharers/{made['id']}/end"
    ended = hospital.client.post(path).json
    assert ended["status"] == "ended"
    assert refusal(hospital.client.post(path)) == (409, "sharer_ended")
    other = f"/v1/personal-accounts/{CHEN}/sharers/{made['id']}/end"
    assert refusal(hospital.client.post(other)) == (404, "sharer_not_found")
    assert "family_accounts" not in hospital.settled(stay(hospital))
    assert opened(hospital, WANG, CHEN)["status"] == "active"


def test_two_who_share_both_ways_settle_at_once(hospital: Hospital) -> None:
    opened(hospital, WANG, CHEN)
    opened(hospital, CHEN, WANG)
    stays = [stay(hospital, one) for one in (CHEN_YU, WANG_GUILAN) for _ in range(3)]
    made = all_at_once(
        [lambda visit=visit: until_settled(hospital, visit, visit) for visit in stays]
    )
    assert {one["status"] for one in made} == {"settled"}
    assert sum(one["account_pay_fen"] for one in made) == 120_000
    assert balances(hospital, CHEN, WANG) == [0, 0]
    assert hospital.broken_laws() == {}


def test_planted_corruptions_are_found(hospital: Hospital) -> None:
    opened(hospital, WANG, CHEN, limit_per_year_fen=15_000)
    hospital.settled(stay(hospital))
    with hospital.bench.entered(), store.write() as tx:
        tx.execute(family_payments.update().values(amount=Money(15_001)))
    assert set(hospital.broken_laws()) == {
        "medical.family_entries",
        "medical.family_parts",
        "medical.family_limit",
    }
