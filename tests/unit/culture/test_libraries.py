"""Libraries, networks and their rules as they are shown; the seed; own house rules."""

import pytest

from services.culture.domain import titles
from services.culture.flows import policies
from services.culture.problems import PackRefused
from services.culture.store import catalogue, store
from sscsim import policy
from tests.support.bench import Bench
from tests.unit.culture.conftest import Desk

pytestmark = pytest.mark.db


def rules(shown, name: str = "rules"):
    return {each["rule"]: each for each in shown[name]}


def test_a_library_shows_its_rules_with_their_sources(desk: Desk) -> None:
    shown = desk.get("/v1/libraries/scpl")
    found = rules(shown)
    assert found["items"]["value_number"] == 8
    assert found["overdue_a_day"]["value_fen"] == 20
    assert found["overdue_cap"]["value_fen"] == 3000
    assert found["renewal_from"]["value_text"] == "day_of_renewal"
    assert found["carriers"]["value_words"][0] == "social_security_card"
    assert found["items"]["source_status"] == "secondary"
    assert rules(shown, "common_rules")["renew_overdue"]["value_flag"] is False
    kids = rules(desk.get("/v1/libraries/cqkl"))
    assert kids["tiers.c.deposit"]["value_fen"] == 20000
    assert desk.get("/v1/libraries/scpl?on=2017-01-01")["rules"] == []
    assert desk.client.get("/v1/libraries/nowhere").json["code"] == "library_not_found"


def test_lists_of_libraries_and_networks(desk: Desk) -> None:
    chengdu = desk.get("/v1/libraries?region_code=510100")["data"]
    assert [each["id"] for each in chengdu] == ["scpl", "cdpl"]
    page = desk.get("/v1/libraries?limit=5")
    ids = [each["id"] for each in page["data"]]
    while page["has_more"]:
        page = desk.get(f"/v1/libraries?limit=5&cursor={page['next_cursor']}")
        ids += [each["id"] for each in page["data"]]
    assert ids == list(catalogue.libraries())
    network = desk.get("/v1/library-networks/cy")
    assert network["library_ids"] == ["scpl", "cdpl", "cql", "cqkl", "bzey"]
    assert rules(network)["items"]["value_number"] == 10
    assert rules(network)["floats"]["source_status"] == "secondary"
    assert len(desk.get("/v1/library-networks?limit=200")["data"]) == len(catalogue.networks())
    assert desk.client.get("/v1/library-networks/xx").json["code"] == "library_network_not_found"


def test_every_library_has_rules_for_today(desk: Desk) -> None:
    for shown in desk.get("/v1/libraries?limit=200")["data"]:
        assert shown["rules"], shown["id"]
    for shown in desk.get("/v1/library-networks?limit=200")["data"]:
        assert shown["rules"], shown["id"]


def test_the_numbers_of_a_new_world_are_valid_and_its_seeds(desk: Desk) -> None:
    with desk.bench.entered():
        kept = store.export()
    assert len(kept["library_titles"]) == 120
    assert all(titles.is_isbn(row["isbn"]) for row in kept["library_titles"])
    assert all(titles.is_barcode(row["barcode"]) for row in kept["library_copies"])
    owners = {row["owner_id"] for row in kept["library_copies"]}
    assert owners == set(catalogue.libraries())
    assert {row["medium"] for row in kept["library_copies"]} == {"book", "periodical", "av"}
    assert desk.broken() == {}
    other, twin = Bench(preset="demo", seed="other").make(), Bench(preset="demo").make()
    with twin.entered():
        assert store.export()["library_copies"] == kept["library_copies"]
    with other.entered():
        assert store.export()["library_titles"] != kept["library_titles"]
    twin.drop()
    other.drop()


def test_a_world_has_house_rules_of_its_own(desk: Desk) -> None:
    text = policy.builtin_text("culture", "990100") or ""
    with desk.bench.entered():
        policies.put(
            "990100", text.replace('{value: "20", source: demo}', '{value: "3", source: demo}')
        )
    assert rules(desk.get("/v1/libraries/demo_central"))["loan_days"]["value_number"] == 3
    described = desk.client.get("/internal/v1/policies/990100", role="service").json
    assert described["origin"] == "world"
    builtin = desk.client.get("/internal/v1/policies/510100", role="service").json
    assert builtin["origin"] == "builtin"
    missing = desk.client.get("/internal/v1/policies/620100", role="service")
    assert missing.json["code"] == "culture_policy_not_found"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("penalty:", "penalties:"),
        ("overdue_a_day:", "overdue_cap_of_none:"),
        ('{value: "5", source: demo}', '{value: "five", source: demo}'),
    ],
)
def test_house_rules_that_nobody_could_lend_by_are_refused(desk: Desk, old: str, new: str) -> None:
    text = policy.builtin_text("culture", "990100") or ""
    with desk.bench.entered(), pytest.raises(PackRefused):
        policies.put("990100", text.replace(old, new))


def test_a_house_that_fines_says_how_much(desk: Desk) -> None:
    text = (
        "title: Of one library\nregion: \"990100\"\nscheme: library\nversion: \"1\"\n"
        "last_checked: 2026-03-01\nhouses:\n  demo_central:\n"
        "    items: {unit: count, values: {2020-01-01: {value: \"1\", source: own}}}\n"
        "    loan_days: {unit: days, values: {2020-01-01: {value: \"1\", source: own}}}\n"
        "    penalty: {unit: word, values: {2020-01-01: {value: WORD, source: own}}}\n"
        "    deposit_local: {unit: yuan, values: {2020-01-01: {value: \"0.00\", source: own}}}\n"
        "sources: {own: {title: Own, status: invented}}\n"
    )  # fmt: skip
    for word in ("fine", "points"):
        with desk.bench.entered(), pytest.raises(PackRefused):
            policies.put("990100", text.replace("WORD", word))
    with desk.bench.entered():
        policies.put("990100", text.replace("WORD", "none"))
    assert desk.get("/v1/libraries/demo_branch")["rules"] == []
