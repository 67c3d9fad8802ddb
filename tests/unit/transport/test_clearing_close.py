"""A day of rides is closed, split, booked and claimed: to the fen, and once."""

import pytest

from services.transport.domain.clearing import ACCEPTED, CLEARED, CLOSED, PENDING, REJECTED
from services.transport.domain.journeys import ACCOUNT
from services.transport.flows.clearing import claim
from services.transport.problems_clearing import BatchNothingRejected
from tests.support.bench import Bench
from tests.support.transit_clearing import (
    CD_METRO,
    CQ_RAIL,
    GZ_METRO,
    IC_CD,
    IC_CQ,
    IC_NJ,
    IC_SH,
    NJ_METRO,
    SH_METRO,
    Clearing,
)

pytestmark = pytest.mark.db


@pytest.fixture
def city(bench: Bench) -> Clearing:
    return Clearing(bench)


def parts(city: Clearing, operator: str, day: str = "2026-04-01") -> dict[str, tuple[object, ...]]:
    _, found = city.batch(operator, day)
    return {
        f"{one.issuer_id}/{one.payer}": (one.count, one.amount.fen, one.fee.fen, one.status)
        for one in found
    }


def test_a_day_is_closed_half_an_hour_after_it_ends(city: Clearing) -> None:
    """Rides of Chengdu's card: 3 of 2.00, the fee of 0.5 % is 0.03; the city pays a day later."""
    city.charge(CD_METRO, IC_CD, 200, many=3)
    city.advance("2026-04-02T04:29:59")
    assert city.ran == []
    city.advance("2026-04-02T04:30:00")
    assert [name for name, _ in city.ran] == ["transport.batch_close"]
    batch, _ = city.batch(CD_METRO)
    assert (batch.number, batch.count, batch.amount.fen, batch.status) == (1, 3, 600, CLEARED)
    assert parts(city, CD_METRO) == {"IC-CD/purse": (3, 600, 3, ACCEPTED)}
    assert city.accounts(IC_CD) == {
        "float.card": 600,
        "interchange.fee": -3,
        f"payable.acquirer:{CD_METRO}": -597,
    }
    assert city.accounts(CD_METRO) == {
        "fare.revenue": -600,
        "interchange.fee": 3,
        f"receivable.issuer:{IC_CD}": 597,
    }
    city.advance("2026-04-03T09:00:00")
    assert city.accounts(CD_METRO) == {"bank": 597, "fare.revenue": -600, "interchange.fee": 3}
    assert city.accounts(IC_CD) == {"bank": -597, "float.card": 600, "interchange.fee": -3}
    assert city.broken() == {}


def test_a_charge_before_four_is_of_the_day_before(city: Clearing) -> None:
    city.charge(CD_METRO, IC_CD, 200)
    city.advance("2026-04-02T03:59:59")
    city.charge(CD_METRO, IC_CD, 300)
    city.advance("2026-04-02T04:00:00")
    city.charge(CD_METRO, IC_CD, 400)
    city.advance("2026-04-03T04:30:00")
    assert parts(city, CD_METRO)["IC-CD/purse"][:2] == (2, 500)
    assert parts(city, CD_METRO, "2026-04-02")["IC-CD/purse"][:2] == (1, 400)
    assert city.batch(CD_METRO, "2026-04-02")[0].number == 2
    assert city.broken() == {}


def test_a_chongqing_card_in_chengdu_and_back_is_claimed_and_paid(city: Clearing) -> None:
    """Each operator claims its day: 10.00 less 1 % and 5.00 less 1 %; cleared by settlement."""
    city.charge(CD_METRO, IC_CQ, 500, many=2)
    city.charge(CQ_RAIL, IC_CD, 500)
    city.advance("2026-04-02T04:30:00")
    assert parts(city, CD_METRO) == {"IC-CQ/purse": (2, 1000, 10, ACCEPTED)}
    batch, [part] = city.batch(CD_METRO)
    assert batch.status == CLEARED
    assert part.claim_id is not None
    assert city.accounts(IC_CQ)[f"payable.acquirer:{CD_METRO}"] == -990
    assert city.accounts(CD_METRO)[f"receivable.issuer:{IC_CQ}"] == 990
    city.advance("2026-04-20T00:00:00")
    assert city.accounts(CD_METRO) == {"bank": 990, "fare.revenue": -1000, "interchange.fee": 10}
    assert city.accounts(CQ_RAIL) == {"bank": 495, "fare.revenue": -500, "interchange.fee": 5}
    assert city.accounts(IC_CQ) == {"bank": -990, "float.card": 1000, "interchange.fee": -10}
    assert city.broken() == {}


def test_cards_of_the_yangtze_delta_ride_in_each_others_cities(city: Clearing) -> None:
    city.charge(SH_METRO, IC_NJ, 700)
    city.charge(NJ_METRO, IC_SH, 300, many=2)
    city.advance("2026-04-20T00:00:00")
    assert city.accounts(SH_METRO)["bank"] == 693
    assert city.accounts(NJ_METRO)["bank"] == 594
    assert city.accounts(IC_SH)["bank"] == -594
    assert city.accounts(IC_NJ)["bank"] == -693
    assert city.broken() == {}


def test_what_no_agreement_covers_is_rejected_and_nothing_is_booked(city: Clearing) -> None:
    """Guangzhou and Chengdu have no agreement: the purse paid, and its book says so not yet."""
    city.charge(GZ_METRO, IC_CD, 400)
    city.charge(GZ_METRO, "IC-GZ", 200)
    city.advance("2026-04-02T04:30:00")
    batch, found = city.batch(GZ_METRO)
    assert batch.status == CLOSED
    assert {one.issuer_id: (one.status, one.code) for one in found} == {
        IC_CD: (REJECTED, "agreement_missing"),
        "IC-GZ": (ACCEPTED, None),
    }
    assert city.accounts(IC_CD) == {}
    assert city.broken() == {}


def test_a_rejected_part_is_presented_again_once_there_is_an_agreement(city: Clearing) -> None:
    city.charge(GZ_METRO, IC_CD, 400)
    city.advance("2026-04-02T04:30:00")
    batch, _ = city.batch(GZ_METRO)
    agree(city)
    with city.bench.entered(role="transit", region="440100"):
        assert claim.represent(batch.id).status == CLOSED
    assert [one.status for one in city.batch(GZ_METRO)[1]] == [PENDING]
    city.advance("2026-04-02T05:00:00")
    batch, [part] = city.batch(GZ_METRO)
    assert (batch.status, part.status, part.attempt) == (CLEARED, ACCEPTED, 2)
    assert city.accounts(GZ_METRO)[f"receivable.issuer:{IC_CD}"] == 396
    with city.bench.entered(role="transit", region="440100"), pytest.raises(BatchNothingRejected):
        claim.represent(batch.id)
    assert city.broken() == {}


def agree(city: Clearing) -> None:
    """Guangdong and Sichuan come to an agreement on rides."""
    from services.settlement import create_app

    body = {
        "cooperation_code": "gd-sc",
        "name": "粤川",
        "member_region_codes": ["440000", "510000"],
        "business_kinds": ["transit"],
        "effective_from_date": "2026-01-01",
    }
    made = city.bench.client(create_app()).post("/v1/cooperations", body, key="k")
    assert made.status_code == 201, made.json


def test_more_given_back_than_taken_corrects_an_earlier_claim(city: Clearing) -> None:
    """A day of corrections alone: the claim goes the other way and refers to yesterday's."""
    city.charge(CD_METRO, IC_CQ, 500)
    city.advance("2026-04-02T09:00:00")
    city.charge(CD_METRO, IC_CQ, -200)
    city.advance("2026-04-03T04:30:00")
    _, [part] = city.batch(CD_METRO, "2026-04-02")
    assert (part.amount.fen, part.fee.fen, part.status) == (-200, -2, ACCEPTED)
    assert city.accounts(CD_METRO)[f"receivable.issuer:{IC_CQ}"] == 297
    assert city.accounts(IC_CQ)["float.card"] == 300
    city.advance("2026-04-20T00:00:00")
    assert city.accounts(CD_METRO)["bank"] == 297
    assert city.broken() == {}


def test_a_correction_without_any_claim_to_correct_is_rejected(city: Clearing) -> None:
    city.charge(CD_METRO, IC_CQ, -200)
    city.advance("2026-04-02T04:30:00")
    _, [part] = city.batch(CD_METRO)
    assert (part.status, part.code) == (REJECTED, "NOTHING_TO_CORRECT")
    assert city.broken() == {}


def test_charges_that_cancel_each_other_owe_nothing(city: Clearing) -> None:
    city.charge(CD_METRO, IC_CQ, 200)
    city.charge(CD_METRO, IC_CQ, -200)
    city.advance("2026-04-02T04:30:00")
    batch, [part] = city.batch(CD_METRO)
    assert (batch.status, part.count, part.status) == (CLEARED, 2, ACCEPTED)
    assert city.accounts(CD_METRO) == {}


def test_a_ride_by_account_is_owed_by_no_purse(city: Clearing) -> None:
    city.charge(CD_METRO, "bank_1", 200, payer=ACCOUNT, status="requested")
    city.charge(CD_METRO, IC_CD, 300)
    city.advance("2026-04-02T04:30:00")
    assert city.accounts(CD_METRO)["receivable.rider"] == 200
    assert city.accounts(CD_METRO)["fare.revenue"] == -500
    assert city.broken() == {}


def test_regions_owe_the_concessions_of_their_rules(city: Clearing) -> None:
    city.charge(CD_METRO, IC_CD, 100, subsidy=100, region="510100")
    city.charge(CD_METRO, IC_CQ, 0, subsidy=200, region="510100")
    city.charge(CD_METRO, IC_CD, 200)
    city.advance("2026-04-02T04:30:00")
    assert city.accounts(CD_METRO)["concession.subsidy:510100"] == 300
    assert city.accounts(CD_METRO)["fare.revenue"] == -600
    assert city.broken() == {}


def test_an_account_that_has_paid_owes_nothing(city: Clearing) -> None:
    """T4 as the day is closed, T5 when the bank paid: whichever comes first."""
    from dataclasses import replace

    from services.transport.domain.journeys import OWED, TAKEN
    from services.transport.store import books, charges, store
    from services.transport.store.tables_riding import transit_charges

    city.charge(CD_METRO, "bank_1", 200, payer=ACCOUNT, many=2)
    with city.bench.entered(role="system"), store.write() as tx:
        ids = [row.id for row in tx.all(transit_charges.select())]
        charges.stand(tx, ids, OWED)
    city.advance("2026-04-02T04:30:00")
    assert city.accounts(CD_METRO) == {"fare.revenue": -400, "receivable.rider": 400}
    with city.bench.entered(role="system"), store.write() as tx:
        charges.stand(tx, ids[:1], TAKEN)
        one = charges.find(tx, ids[0])
        assert one is not None
        books.ride_paid(tx, one)
        books.ride_paid(tx, replace(one, payer="purse", id="tch_none"))
    city.advance("2026-04-02T09:00:00")
    found = city.accounts(CD_METRO)
    assert found == {"bank": 200, "fare.revenue": -400, "receivable.rider": 200}
    assert city.broken() == {}
