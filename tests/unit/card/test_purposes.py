"""Verification by purpose, place and form of card, and what the holder sees of it."""

from datetime import date

import pytest

from services.card import terms
from services.card.domain.verification import FORM_OF, PURPOSES, is_offered
from sscsim import policy
from sscsim.demo_people import CHEN_YU, LIN_XIAO
from sscsim.kernel import regions

CARD = {"card_id": LIN_XIAO.card_id("demo")}
LIN = LIN_XIAO.person_id("demo")
FORMS = ("physical", *FORM_OF.values())


def reasons(desk, body, **at):
    return [each["code"] for each in desk.post("/v1/verifications", body, **at)["reasons"]]


@pytest.mark.parametrize(
    ("mode", "cities", "rank", "offered"),
    [
        ("everywhere", None, None, True),
        ("nowhere", None, 0, False),
        ("listed", 70, 69, True),
        ("listed", 70, 70, False),
        ("listed", 70, None, False),
        ("listed", None, 0, False),
    ],
)
def test_a_city_is_reached_or_not(mode, cities, rank, offered):
    assert is_offered(mode, cities, rank) is offered


def test_every_function_has_figures_with_a_source_and_every_city_a_rank():
    [table] = policy.joint("card", "capabilities")
    for purpose in PURPOSES:
        for form in FORMS:
            leaf = table.leaves[f"{purpose}.{form}"]
            assert all(dated.source.title for dated in leaf.values)
            if any(dated.value == "listed" for dated in leaf.values):
                assert f"{purpose}.{form}_cities" in table.leaves
    assert set(terms.rollout()) == {city.code for city in regions.cities()}


@pytest.mark.db
def test_a_function_is_offered_by_form_place_and_day(demo_desk):
    desk = demo_desk
    assert reasons(desk, {**CARD, "purpose": "medical"}) == []
    far = {"place_region_code": "659000" if regions.is_pooling_area("659000") else "654300"}
    assert reasons(desk, {**CARD, "purpose": "medical", **far}) == []
    assert reasons(desk, {**CARD, "purpose": "hotel"}) == []
    assert reasons(desk, {**CARD, "purpose": "hotel", **far}) == ["not_offered_here"]
    number = {"social_security_number": LIN_XIAO.social_security_number, "name": "林晓"}
    shown = desk.post("/v1/verifications", {**number, "purpose": "government_counter"})
    assert (shown["result"], shown["form"]) == ("accepted", "identity")
    assert (shown["credential"], shown["compared"]) == ("social_security_number", ["name"])
    assert reasons(desk, {**number, "purpose": "medical"}) == ["not_offered_here"]
    assert reasons(desk, {**number, "name": "林小小", "purpose": "hotel"}) == ["name_differs"]
    nobody = {"social_security_number": CHEN_YU.social_security_number[:-1] + "0"}
    assert desk.refused("/v1/verifications", nobody) == "identity_number_invalid"
    desk.bench.at(desk.bench.now.replace(year=2012))
    assert reasons(desk, {**CARD, "purpose": "transit"}) == ["not_offered_here"]


@pytest.mark.db
def test_a_password_is_compared_and_counts(demo_desk):
    desk = demo_desk
    asked = {**CARD, "password": "000001"}
    bare = desk.active_card(desk.person(), password=None)
    assert reasons(desk, {"card_id": bare, "password": "471592"}) == ["password_not_set"]
    right = desk.post("/v1/verifications", {**CARD, "password": "471592"})
    assert (right["result"], right["password_checked"]) == ("accepted", True)
    for _ in range(5):
        assert reasons(desk, asked) == ["password_wrong"]
    assert reasons(desk, asked) == ["card_locked", "password_wrong"]
    assert reasons(desk, {**CARD, "password": "471592"}) == ["card_locked"]


@pytest.mark.db
def test_a_temporary_card_is_good_in_its_own_area_only(desk):
    person = desk.person()
    desk.apply(person)
    card = desk.post(f"/v1/persons/{person}/temporary-cards")
    asked = {"card_id": card["id"], "purpose": "medical"}
    assert reasons(desk, asked) == []
    assert reasons(desk, {**asked, "place_region_code": "500000"}) == ["card_not_valid_here"]
    desk.advance(days=61)
    assert "card_expired" in reasons(desk, asked)


@pytest.mark.db
def test_the_holder_sees_every_use(demo_desk):
    desk = demo_desk
    hospital = {"role": "hospital", "region": "500000", "party_id": "pty_hospital"}
    desk.post("/v1/verifications", {**CARD, "purpose": "medical"}, **hospital)
    number = {"social_security_number": LIN_XIAO.social_security_number, "purpose": "benefit"}
    desk.post("/v1/verifications", number, role="agency")
    latest, first = desk.get(f"/v1/persons/{LIN}/uses")["data"]
    assert (first["purpose"], first["asked_as"], first["asked_by"]) == (
        "medical",
        "hospital",
        "pty_hospital",
    )
    assert first["place_region_code"] == "500000"
    assert (latest["purpose"], latest["form"], latest["asked_as"]) == (
        "benefit",
        "identity",
        "agency",
    )
    assert LIN_XIAO.social_security_number not in str(latest)


@pytest.mark.db
def test_a_code_is_verified_once_by_whom_it_concerns(demo_desk):
    desk = demo_desk
    desk.post("/v1/electronic-card-channels", {"channel_no": "CH-1", "name": "示范政务"})
    wish = {
        "channel_no": "CH-1",
        "sign_no": "SN-1",
        "name": "林晓",
        "social_security_number": LIN_XIAO.social_security_number,
        "password": "471592",
        "face": "match",
    }
    mine = desk.post("/v1/electronic-cards", wish)

    def shown():
        return desk.post("/v1/codes", {"electronic_card_id": mine["id"]})["text"]

    asked = {"electronic_code": shown(), "purpose": "medical"}
    hospital = {"role": "hospital", "region": "510100"}
    library = {"role": "library", "region": "510100"}
    assert desk.refused("/v1/verifications", asked, **library) == "scene_not_allowed"
    good = desk.post("/v1/verifications", asked, **hospital)
    assert (good["result"], good["form"], good["person_id"]) == ("accepted", "electronic", LIN)
    assert reasons(desk, asked, **hospital) == ["code_not_valid"]
    late = {"electronic_code": shown(), "purpose": "medical"}
    desk.advance(seconds=61)
    assert reasons(desk, late, **hospital) == ["code_not_valid"]
    elsewhere = {"electronic_code": shown(), "purpose": "medical", "place_region_code": "654300"}
    assert reasons(desk, elsewhere, role="hospital") == ["not_offered_here"]
    desk.post(f"/v1/cards/{CARD['card_id']}/report-loss", {})
    waiting = desk.tried("POST", "/v1/codes", {"electronic_card_id": mine["id"]})
    assert waiting.json["code"] == "electronic_card_suspended"


@pytest.mark.db
def test_what_a_city_offers_can_be_read_with_its_sources(demo_desk):
    def offered(region, on="2026-04-01"):
        found = demo_desk.get(f"/v1/capabilities?region_code={region}&on={on}")["data"]
        return {(each["purpose"], each["form"]): each for each in found}

    here = offered("510100")
    assert len(here) == len(PURPOSES) * len(FORMS)
    medical = here["medical", "electronic"]
    assert (medical["offered"], medical["cities"], medical["city_assumed"]) == (True, 70, True)
    assert medical["source_status"] == "secondary"
    assert not here["medical", "physical"]["city_assumed"]
    assert not offered("654300")["medical", "electronic"]["offered"]
    assert not offered("510100", "2022-12-31")["medical", "electronic"]["offered"]
    assert offered("510100", "2023-06-01")["benefit", "physical"]["cities"] == 200
    bad = demo_desk.tried("GET", "/v1/capabilities?region_code=510000")
    assert bad.json["code"] == "not_a_pooling_area"


@pytest.mark.parametrize(
    ("purpose", "form", "day", "cities"),
    [
        ("medical", "physical", "2023-03-01", 338),  # everywhere, and the invented city
        ("medical", "electronic", "2022-12-31", 0),
        ("medical", "electronic", "2023-03-01", 70),
        ("benefit", "physical", "2023-03-01", 200),
        ("benefit", "physical", "2023-08-01", 307),
        ("benefit", "physical", "2024-12-01", 337),
        ("transit", "physical", "2023-08-01", 248),
        ("transit", "physical", "2026-01-01", 330),
        ("library", "physical", "2023-08-01", 200),
        ("admission", "electronic", "2023-08-01", 200),
        ("library", "physical", "2017-01-01", 0),
    ],
)
def test_so_many_cities_offer_it_as_the_sources_say(purpose, form, day, cities):
    ranks = terms.rollout()
    reach = terms.reach("510100", purpose, form, date.fromisoformat(day))
    offering = [city for city, rank in ranks.items() if is_offered(reach.mode, reach.cities, rank)]
    assert len(offering) == cities
    assert len(ranks) == 338
