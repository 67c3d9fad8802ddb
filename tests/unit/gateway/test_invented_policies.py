"""Any city takes part in a world that asks for it."""

import pytest

from tests.unit.gateway.conftest import Caller
from tests.unit.gateway.test_door import assert_problem

pytestmark = pytest.mark.db

SHIJIAZHUANG = "130100"
PATH = f"/sandbox/v1/policies/medical/{SHIJIAZHUANG}"


def listed(caller: Caller, path: str) -> list[dict]:
    return caller.get(path).json["data"]


def test_a_city_gets_figures_institutions_and_staff_and_again_nothing(caller: Caller) -> None:
    assert caller.get(PATH).status_code == 404
    made = caller.post(f"{PATH}/invent", {})
    assert made.status_code == 200, made.json
    assert (made.json["object"], made.json["agreements_made"]) == ("invented_policy", [])
    assert [one["institution_code"] for one in made.json["institutions"]] == [
        "P13010000000", "P13010000001",
        "H13010000000", "H13010000001", "H13010000002", "H13010000003",
    ]  # fmt: skip
    level_3 = made.json["institutions"][-1]
    assert (level_3["level"], level_3["name"]) == ("level_3", "石家庄市示范三级医院")
    assert listed(caller, f"/v1/institutions/{level_3['id']}/departments")
    assert listed(caller, f"/v1/institutions/{level_3['id']}/doctors")
    figures = caller.get(PATH).json
    assert (figures["origin"], figures["digest"]) == ("world", made.json["policy"]["digest"])
    assert "invented" in figures["pack"]
    again = caller.post(f"{PATH}/invent", {})
    assert again.json == made.json
    assert len(listed(caller, f"/v1/institutions?region_code={SHIJIAZHUANG}")) == 6


def test_agreements_with_everybody_who_has_figures_in_both_directions(caller: Caller) -> None:
    made = caller.post(f"{PATH}/invent", {"agreements": True}).json
    assert len(made["agreements_made"]) == 2 * 9
    for side in ("home", "care"):
        found = listed(caller, f"/v1/agreements?{side}_region_code={SHIJIAZHUANG}")
        assert len(found) == 9
    assert caller.post(f"{PATH}/invent", {"agreements": True}).json["agreements_made"] == []
    other = caller.post("/sandbox/v1/policies/medical/130200/invent", {"agreements": True}).json
    assert len(other["agreements_made"]) == 2 * 10


@pytest.mark.parametrize(
    ("region", "status", "code"),
    [
        ("130000", 422, "policy_region_not_a_city"),
        ("130102", 422, "policy_region_not_a_city"),
        ("510100", 409, "policy_region_has_figures"),
        ("990100", 409, "policy_region_has_figures"),
    ],
)
def test_no_province_and_nothing_over_figures_that_are_known(
    caller: Caller, region: str, status: int, code: str
) -> None:
    before = listed(caller, "/v1/institutions?limit=200")
    answer = caller.post(f"/sandbox/v1/policies/medical/{region}/invent", {"agreements": True})
    assert_problem(answer, status, code)
    assert answer.json["effect"] == "none"
    assert listed(caller, "/v1/institutions?limit=200") == before
    assert listed(caller, f"/v1/agreements?home_region_code={region}&care_region_code=130100") == []


def test_ones_own_pack_is_not_replaced(caller: Caller) -> None:
    known = caller.get("/sandbox/v1/policies/medical/990100").json["pack"]
    own = known.replace('"990100"', f'"{SHIJIAZHUANG}"')
    assert caller.put(PATH, {"pack": own}).status_code == 200
    assert_problem(caller.post(f"{PATH}/invent", {}), 409, "policy_region_has_figures")
    assert caller.get(PATH).json["pack"] == own
