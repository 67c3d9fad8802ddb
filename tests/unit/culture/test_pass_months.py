"""Months of a pass: shared out by weighted visits, across two provinces, and told to venues."""

from typing import Any

import pytest

from services.culture.flows import laws_passes as laws
from services.culture.flows import pass_months
from services.culture.store.tables_passes import (
    pass_month_shares,
    pass_slices,
    travel_passes,
)
from services.culture.store.tables_passes import (
    pass_months as months_table,
)
from services.culture.store.tables_venues import (
    venue_admissions,
    venue_reservations,
    venue_slots,
)
from sscsim.demo_people import CHEN_YU, HE_JING, SEED
from sscsim.kernel.money import Money
from tests.support.culture import PIN, Town, moment, venue_id

pytestmark = pytest.mark.db


def month_of(town: Town, product: str, month: str = "2026-04") -> Any:
    [found] = town.get(f"/v1/pass-revenue-months?product_code={product}&month={month}")["data"]
    return found


def shares_of(town: Town, month: Any) -> dict[str, int]:
    listed = town.get(f"/v1/pass-revenue-months/{month['id']}/shares")["data"]
    return {each["venue_code"]: each["amount_fen"] for each in listed}


def test_two_provinces_share_a_month(town: Town) -> None:
    guest, host = town.person("440100"), town.person("460200")
    for who in (guest, host):
        assert town.get(town.active(who, "hainan_guangdong"))["price_fen"] == 29_900
    assert town.reasons("HN-V01", guest) == []
    assert town.reasons("GD-V01", guest) == []
    assert town.reasons("HN-V04", host) == []
    town.run_due(moment("2026-05-05 03:00"))
    listed = town.get("/v1/pass-revenue-months?product_code=hainan_guangdong")["data"]
    by_issuer = {each["issuer_region_code"]: each for each in listed}
    # 254.15 of each pass for its 365 days; April has 30: 25415 x 30 / 365 = 2088.9 -> 20.89
    assert {each["pool_fen"] for each in listed} == {2_089}
    of_guangdong = shares_of(town, by_issuer["440000"])
    # the guest's two visits, 150.00 : 145.00; 2089 x 15000 / 29500 = 1062.2 and 1026.8
    assert of_guangdong == {"GD-V01": 1_062, "HN-V01": 1_027}
    assert shares_of(town, by_issuer["460000"]) == {"HN-V04": 2_089}
    [claim] = town.settlement.get("/v1/claims?kind=travel_pass").json["data"]
    assert (claim["payee_party"], claim["clearing_fen"]) == ("HN-V01", 1_027)
    path = f"/v1/venues/{venue_id('HN-V01')}/statements"
    [line] = town.get(path)["data"]
    assert (line["amount_fen"], line["visits"], line["weight"]) == (1_027, 1, 14_500)
    assert line["claim_id"] == claim["id"]
    assert line["issuer_region_code"] == "440000"
    assert town.get(f"{path}?month=2026-05")["data"] == []
    assert town.books()["payable.venue:HN-V04"] == -2_089
    town.holds()


def test_each_visit_alike_and_nobody_anywhere(town: Town) -> None:
    """The season card counts visits; in the second month nobody goes anywhere."""
    town.sold(CHEN_YU, "demo_season")
    town.sold(HE_JING, "demo_season")
    for who in (CHEN_YU, HE_JING):
        assert town.reasons("DM-V01", who) == []
    assert town.reserve("DM-V02", "2026-04-01").status_code == 201
    assert town.reasons("DM-V02") == []
    town.run_due(moment("2026-06-03 03:00"))
    april, may = month_of(town, "demo_season"), month_of(town, "demo_season", "2026-05")
    # 60.00 for 91 days: 30 of them are 19.78 and 31 are 20.44 (19.780, 20.440, 19.780), of each
    assert (april["pool_fen"], may["pool_fen"]) == (3_956, 4_088)
    assert (april["visits"], april["breakage_fen"]) == (3, 0)
    assert shares_of(town, april) == {"DM-V01": 2_637, "DM-V02": 1_319}
    assert (may["visits"], may["breakage_fen"]) == (0, 4_088)
    assert town.books()["breakage"] == -4_088
    town.holds()


def test_a_free_museum_weighs_nothing(town: Town) -> None:
    town.active()
    assert town.reserve("DM-V02", "2026-04-01").status_code == 201
    assert town.reasons("DM-V02") == []
    town.run_due(moment("2026-05-03 03:00"))
    april = month_of(town, "demo_year")
    assert april["breakage_fen"] == april["pool_fen"] == 699
    assert shares_of(town, april) == {"DM-V02": 0}
    town.holds()


def test_what_is_told_after_the_month_was_closed_counts_in_the_next(town: Town) -> None:
    town.active()
    town.run_due(moment("2026-05-03 03:00"))
    # an upload may come a day late; here the world's clock stands on the day of closing
    record = {
        "gate_no": "G9",
        "sequence": 1,
        "arrived_at": "2026-04-30T12:00:00+08:00",
        "credential": {"card_id": CHEN_YU.card_id(SEED)},
        "decision": "let_in",
        "face": "match",
    }
    body = {"venue_id": venue_id("DM-V03"), "records": [record]}
    [late] = town.done("/v1/venue-admissions/uploads", body)["data"]
    assert late["result"] == "exception"
    with town.bench.entered(role="system"), pass_months.store.write() as tx:
        month = pass_months.Month.parse("2026-04")
        assert str(pass_months.counting_month(tx, "demo_year", "990100", month)) == "2026-05"


def test_a_refused_month_is_shared_when_there_is_an_agreement(town: Town) -> None:
    guest = town.person("440100")
    town.active(guest, "hainan_guangdong")
    assert town.reasons("HN-V01", guest) == []
    [known] = [
        each
        for each in town.settlement.get("/v1/cooperations").json["data"]
        if each["cooperation_code"] == "yue-qiong"
    ]
    ended = town.settlement.post(f"/v1/cooperations/{known['id']}/suspend", key="off")
    assert ended.status_code < 300, ended.json
    town.run_due(moment("2026-05-05 03:00"))
    april = month_of(town, "hainan_guangdong")
    assert april["status"] == "refused"
    assert april["refusal_code"].startswith("agreement_")
    path = f"/v1/pass-revenue-months/{april['id']}"
    assert town.done(f"{path}/share", role="agency")["status"] == "refused"
    town.settlement.post(
        "/v1/cooperations",
        {
            "cooperation_code": "again",
            "name": "再次",
            "member_region_codes": ["440000", "460000"],
            "business_kinds": ["travel_pass"],
            "effective_from_date": "2026-01-01",
        },
        key="again",
    )
    assert town.done(f"{path}/share", role="agency")["status"] == "shared"
    assert shares_of(town, april) == {"HN-V01": 2_089}
    assert town.refused(f"{path}/share", role="agency") == "pass_month_state"
    town.holds()


# ---- laws


@pytest.fixture
def busy(town: Town) -> Town:
    """A town in which each law has something to look at."""
    town.account(20_000, HE_JING)
    path = town.sold(HE_JING, "demo_season", pay_by="card_account")
    town.done(f"{path}/pay", {"password": PIN})
    town.active()
    assert town.reasons("DM-V03") == []
    assert town.reserve("DM-V02", "2026-04-02").status_code == 201
    assert town.reasons("DM-V01", HE_JING) == []
    town.run_due(moment("2026-05-04 12:00"))
    town.holds()
    return town


PLANTED = [
    (venue_slots.update().values(taken=0), "venues.places"),
    (venue_reservations.update().values(companions=5), "venues.places"),
    (venue_reservations.update().values(status="cancelled"), "venues.places"),
    (venue_admissions.update().values(companions=4), "venues.places"),
    (travel_passes.update().values(valid_to=moment("2026-03-31 00:00").date()),
     "travel_passes.limits"),
    (travel_passes.update().values(valid_from=None), "travel_passes.limits"),
    (venue_admissions.update().values(venue_code="GD-V01"), "travel_passes.limits"),
    (travel_passes.update().values(price=Money(1)), "travel_passes.money"),
    (pass_slices.delete().where(pass_slices.c.month == "2026-06"), "travel_passes.money"),
    (travel_passes.update().where(travel_passes.c.pay_by == "cash").values(status="sold"),
     "travel_passes.money"),
    (travel_passes.update().values(payment_reference=None), "travel_passes.paid"),
    (travel_passes.update().values(pay_by="card_account", payment_reference="bke_1"),
     "travel_passes.paid"),
    (travel_passes.update().values(pay_by="card_account", status="due"), "travel_passes.paid"),
    (months_table.update().values(pool=Money(5)), "pass_months.shares"),
    (months_table.update().values(breakage=Money(5)), "pass_months.shares"),
    (pass_month_shares.update().values(amount=Money(1)), "pass_months.shares"),
    (pass_slices.update().where(pass_slices.c.month == "2026-04").values(amount=Money(1)),
     "pass_months.shares"),
    (pass_month_shares.update().values(visits=7), "pass_months.visits"),
    (venue_admissions.update().values(month=None), "pass_months.visits"),
    (venue_admissions.update().values(month="2026-03"), "pass_months.visits"),
]  # fmt: skip


def test_the_laws_hold_and_turn_red(busy: Town) -> None:
    by_id = {law.id: law for law in laws.CHECKS}
    for corruption, law in PLANTED:
        assert busy.with_corruption(corruption, by_id[law]), corruption
    busy.holds()


def test_a_pass_used_twice_a_day_is_found(busy: Town) -> None:
    with busy.bench.entered(), pass_months.store.read() as tx:
        rows = tx.all(
            venue_admissions.select().where(venue_admissions.c.travel_pass_id.is_not(None))
        )
    row = {name: value for name, value in rows[0]._mapping.items() if name != "seq"}
    doubled = venue_admissions.insert().values(**{**row, "id": "vad_x", "sequence": 999})
    by_id = {law.id: law for law in laws.CHECKS}
    found = busy.with_corruption(doubled, by_id["travel_passes.limits"])
    assert found["reason"] == "spot_day_limit"


def test_every_law_has_its_corruption() -> None:
    assert {law for _, law in PLANTED} == {law.id for law in laws.CHECKS}
