"""Invented populations: exact, valid, repeatable; loaded in chunks on both databases."""

import hashlib
from collections import Counter
from datetime import date, timedelta

import pytest

from services.card import create_app, tasks
from services.card.domain import population as domain
from services.card.domain.household import INVERSE
from services.card.flows.bank.invariants import CHECKS as BANK_CHECKS
from services.card.flows.invariants import CHECKS
from services.card.store import store
from sscsim.kernel.ids import card_identification, card_number, identity, pan
from tests.support.card_desk import Desk

DAY = date(2026, 4, 1)
REGIONS = ["510100", "500000", "441900", "990100"]


def made(number=3_000, seed="s", regions=REGIONS):
    return list(domain.people(seed, number, regions, DAY))


def test_every_number_is_valid_and_nobodys_twice():
    people = made(8_000)
    for each in people:
        number = identity.validate(each.social_security_number)
        assert identity.sex(number) == each.sex
        assert identity.birth_date(number).isoformat() == each.birth_date
        assert card_number.is_valid(each.card_number)
        assert each.account_number is None or pan.is_valid(each.account_number)
        code = domain.identification_code(each.region_code, each.chip_serial, b"k")
        assert card_identification.is_valid(code, key=b"k")
    numbers = {each.social_security_number for each in people}
    assert len(numbers) == 8_000
    assert len({(each.region_code, each.card_number) for each in people}) == 8_000
    accounts = [each.account_number for each in people if each.account_number]
    assert len(set(accounts)) == len(accounts)


@pytest.mark.parametrize("number", [1, 3, 999, 1_000, 1_001, 4_003])
def test_counts_are_exact_and_shared_out(number):
    people = made(number)
    assert len(people) == number
    regions = Counter(each.region_code for each in people)
    assert max(regions.values()) - min(regions.values(), default=0) <= 1 or number < 4
    assert sum(part.people for part in domain.plan(number, REGIONS)) == number


def test_the_same_seed_gives_the_same_people_on_every_machine():
    text = "\n".join(map(str, made(500)))
    assert text == "\n".join(map(str, made(500)))
    assert text != "\n".join(map(str, made(500, seed="other")))
    # pinned: a change here is a change to everybody's populations
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == "d6ab809f31fcc950"


def test_all_states_and_migrants_are_among_them():
    people = made(8_000)
    states = Counter(each.card_status for each in people)
    assert set(states) == {status for status, _ in domain.CARD_SHARES}
    assert Counter(each.level for each in people).keys() == {None, 1, 2}
    assert all(each.account_number for each in people if each.level == 2)
    moved = [each for each in people if each.residence_region_code]
    assert 0.03 < len(moved) / len(people) < 0.15
    assert any(each.insured_region_code == each.residence_region_code for each in moved)
    assert any(each.insured_region_code == each.region_code for each in moved)
    assert {each.channels for each in people if each.level} == {1, 2, 3}
    assert not any(each.channels for each in people if each.level is None)
    money = [each.balance_fen for each in people if each.account_number]
    assert 0.1 < money.count(0) / len(money) < 0.2
    assert not any(each.balance_fen for each in people if each.account_number is None)
    together = {each.household: each.linked for each in people if each.relation != "head"}
    assert 0.35 < sum(together.values()) / len(together) < 0.55
    heads = Counter(each.household for each in people if each.region_code == "510100")
    assert 2 < sum(heads.values()) / len(heads) < 4


def test_a_chunk_of_the_plan_is_found_by_how_many_stand():
    parts = list(domain.plan(2_500, ["510100", "500000"]))
    made_so_far = 0
    for part in parts:
        assert domain.part_at(2_500, ["510100", "500000"], made_so_far) == part
        made_so_far += part.people
    assert domain.part_at(2_500, ["510100", "500000"], made_so_far) is None


# ---- loaded


def grown(api, bench, people, seed="s", regions=("510100", "500000")):
    body = {"people": people, "regions": list(regions), "seed": seed}
    answer = api.post("/internal/v1/populations", body, role="service")
    assert answer.status_code == 202, answer.text
    population = answer.json
    while population["status"] == "running":
        with bench.entered(role="system"):
            tasks.grow_population(f"{population['id']}/{population['made']}")
        path = f"/internal/v1/populations/{population['id']}"
        population = api.get(path, role="service").json
    return population


@pytest.mark.db
def test_a_world_is_filled_chunk_by_chunk(demo_bench):
    api = demo_bench.client(create_app())
    before = demo_bench.world()
    done = grown(api, demo_bench, 2_100)
    assert (done["people"], done["made"]) == (2_100, 2_100)
    with demo_bench.entered():
        tables = store.export()
    assert len(tables["persons"]) == 2_107
    with demo_bench.entered(), store.read() as tx:
        assert {law.look(tx) for law in (*CHECKS, *BANK_CHECKS)} == {None}
    # a repeated job changes nothing, and a second population goes on where the first ended
    with demo_bench.entered(role="system"):
        tasks.grow_population(f"{done['id']}/0")
    assert grown(api, demo_bench, 300)["made"] == 300
    with demo_bench.entered():
        people = store.export()["persons"]
    assert len({row["social_security_number"] for row in people}) == 2_407
    assert demo_bench.world().now == before.now


@pytest.mark.db
def test_relatives_moves_channels_and_money_stand_as_if_they_had_come_one_by_one(demo_bench):
    api = demo_bench.client(create_app())
    grown(api, demo_bench, 1_500)
    with demo_bench.entered():
        tables = store.export()
    links = {
        (row["person_id"], row["relative_id"]): row["relation"] for row in tables["family_links"]
    }
    assert len(links) > 300
    for (person, relative), relation in links.items():
        assert links[relative, person] == INVERSE[relation]
    moves = Counter(row["card_id"] for row in tables["card_moves"])
    for card in tables["cards"]:
        if card["id"] in moves:
            plain = card["status"] == "active"
            assert moves[card["id"]] == (1 if plain else 2)
    assert {row["move"] for row in tables["card_moves"]} == {
        "enable", "report_temporary_loss", "report_loss", "lock", "cancel",
    }  # fmt: skip
    channels = Counter(row["electronic_card_id"] for row in tables["electronic_card_links"])
    assert set(channels) == {row["id"] for row in tables["electronic_cards"]}
    # the books of the regions are told once a chunk, however many accounts it has
    told = [row["body"] for row in tables["outbox"] if "population/" in row["key"]]
    assert [message["region"] for message in told] == ["500000", "510100"]
    for message in told:
        mine = [row for row in tables["bank_accounts"] if row["region_code"] == message["region"]]
        opening = 50_000 if message["region"] == "500000" else 0  # of the preset's own account
        assert sum(row["balance"] for row in mine) == message["amount_fen"] + opening


@pytest.mark.db
def test_cards_of_a_population_expire_in_their_order(bench):
    api = bench.client(create_app())
    grown(api, bench, 1_000, regions=("510100",))
    desk = Desk(bench)
    cards = desk.get("/v1/cards?limit=200")["data"]
    assert {card["validity"] for card in cards} <= {"valid", "renewable", "expired"}
    with bench.entered(role="system"), store.read() as tx:
        jobs = tx.all(store.common.jobs.select().where(store.common.jobs.c.status == "due"))
    names = Counter(job.name for job in jobs)
    assert names["card.open_renewals"] == 1
    assert names["card.expire_cards"] <= 1
    desk.advance(days=120)
    today = bench.now.date().isoformat()
    opens = (bench.now.date() + timedelta(days=60)).isoformat()
    with bench.entered():
        rows = [row for row in store.export()["cards"] if row["status"] != "cancelled"]
    assert {row["expired_at"] is not None for row in rows} == {True, False}
    for row in rows:
        assert (row["expired_at"] is not None) == (row["valid_to_date"] < today)
        assert (row["renewal_opened_at"] is not None) == (row["valid_to_date"] <= opens)


@pytest.mark.db
def test_people_of_a_population_are_like_any_other(demo_bench):
    api = demo_bench.client(create_app())
    grown(api, demo_bench, 400)
    page = api.get("/v1/cards?status=active&limit=200").json["data"]
    card = next(card for card in page if card["issue_date"] > "2017-01-01")
    answer = api.post("/v1/verifications", {"card_id": card["id"]}).json
    assert answer["result"] == "accepted"
    electronic = api.get("/v1/electronic-cards?status=active").json["data"]
    usable = next(each for each in electronic if each["usable"] and each["level"] == 2)
    shown = api.post("/v1/codes", {"electronic_card_id": usable["id"]}).json
    body = {"text": shown["text"], "scene": "library"}
    assert api.post("/v1/code-scans", body, role="library").status_code == 201
    body = {"old_password": domain.PASSWORD, "new_password": "264830"}
    changed = api.post(f"/v1/electronic-cards/{usable['id']}/change-password", body)
    assert changed.status_code == 200


@pytest.mark.db
def test_who_is_there_already_keeps_their_number(demo_bench):
    api = demo_bench.client(create_app())
    someone = next(domain.people("s", 10, ["510100"], DAY))
    registered = api.post(
        "/v1/persons",
        {
            "name": "李安",
            "sex": someone.sex,
            "birth_date": someone.birth_date,
            "region_code": "510100",
            "social_security_number": someone.social_security_number,
        },
    )
    assert registered.status_code == 201, registered.text
    assert grown(api, demo_bench, 10, regions=["510100"])["made"] == 10
    with demo_bench.entered():
        assert len(store.export()["persons"]) == 18


@pytest.mark.db
def test_one_population_at_a_time_and_of_pooling_areas(bench):
    api = bench.client(create_app())
    body = {"people": 10, "regions": ["510100"], "seed": "s"}
    assert api.post("/internal/v1/populations", body, role="service").status_code == 202
    second = api.post("/internal/v1/populations", body, role="service")
    assert second.json["code"] == "population_running"
    bad = {**body, "regions": ["510000"]}
    refused = api.post("/internal/v1/populations", bad, role="service")
    assert refused.json["code"] == "not_a_pooling_area"
    assert api.post("/internal/v1/populations", body).status_code == 403
