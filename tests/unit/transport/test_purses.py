"""Posting onto purses: many at once, each once, and never below the floor."""

from datetime import date

import pytest

from services.transport import problems_cards as problems
from services.transport import terms_purse
from services.transport.domain.card import LOAD, PURCHASE, NewEntry, TransitCard
from services.transport.flows import purses
from services.transport.flows.cards import known
from services.transport.store import cards, grants, issuers, seed, store
from sscsim.db import PageQuery
from sscsim.demo_people import CHEN_YU, HE_JING, LIN_XIAO, ZHAO_XIAOMAN
from sscsim.kernel.money import Money
from tests.support.bench import BIRTH, Bench

pytestmark = pytest.mark.db


@pytest.fixture
def demo(bench: Bench) -> Bench:
    bench.preset = "demo"
    return bench


def of(someone: object) -> TransitCard:
    with store.read() as tx:
        return known.found(tx, seed.card_of(tx, someone))  # type: ignore[arg-type]


def entry(
    card: TransitCard, event: str, yuan: str, kind: str = PURCHASE, **more: object
) -> NewEntry:
    return NewEntry(card.id, kind, event, Money.yuan(yuan), BIRTH, **more)  # type: ignore[arg-type]


def test_a_new_world_has_cards_with_money(demo: Bench) -> None:
    with demo.entered():
        card = of(CHEN_YU)
        assert (card.issuer_id, card.balance, card.status) == (
            "IC-DEMO",
            Money.yuan("50"),
            "active",
        )
        with store.read() as tx:
            assert [each.kind for each in cards.entries_of(tx, card.id)] == ["load"]
            assert cards.by_number(tx, [card.number, "0" * 19]) == {card.number: card}
            asked = [each.person_id("demo") for each in (ZHAO_XIAOMAN, HE_JING, CHEN_YU)]
            assert grants.of(tx, asked, "510100", date(2026, 4, 1)) == {
                asked[0]: {"pupil"},
                asked[1]: {"disabled"},
            }


def test_movements_of_several_cards_are_posted_in_order_and_once(demo: Bench) -> None:
    with demo.entered():
        one, two = of(CHEN_YU), of(LIN_XIAO)
        new = [
            entry(one, "a", "-2.00"),
            entry(two, "b", "-3.50", card_sequence=7),
            entry(one, "c", "10.00", LOAD),
            entry(one, "d", "-1.00"),
        ]
        with store.write() as tx:
            posted = purses.post(tx, new)
        assert [(each.event, each.ordinal, each.balance.plain()) for each in posted] == [
            ("a", 2, "48.00"),
            ("b", 2, "96.50"),
            ("c", 3, "58.00"),
            ("d", 4, "57.00"),
        ]
        assert [each.card_sequence for each in posted] == [1, 7, None, 2]
        with store.write() as tx:
            assert purses.post(tx, [new[3], new[0]]) == [posted[3], posted[0]]
        assert (of(CHEN_YU).balance, of(CHEN_YU).sequence, of(CHEN_YU).loads) == (
            Money.yuan("57.00"),
            2,
            2,
        )
        assert of(LIN_XIAO).sequence == 7


def test_one_ride_may_go_below_zero_and_nothing_falls_below_the_floor(demo: Bench) -> None:
    with demo.entered():
        card = of(CHEN_YU)
        new = [
            entry(card, "most", "-49.00"),
            entry(card, "last", "-6.00"),  # to -5.00, the overdraft of Demo City
            entry(card, "none", "-0.01"),
        ]
        with store.write() as tx:
            assert purses.affordable(tx, new) == {"most", "last"}
        with pytest.raises(problems.PurseTooLow), store.write() as tx:
            purses.post(tx, new)
        assert of(CHEN_YU) == card
        with store.write() as tx:
            purses.post(tx, new[:2])
            assert purses.affordable(tx, new) == {"most", "last"}
        assert of(CHEN_YU).balance == Money.yuan("-5.00")


def test_a_city_without_overdraft_goes_to_zero(demo: Bench) -> None:
    with demo.entered():
        card = of(LIN_XIAO)
        with store.write() as tx:
            new = [entry(card, "x", "-100.01"), entry(card, "y", "-100.00")]
            assert purses.affordable(tx, new) == {"y"}


def test_an_issuer_is_known_by_number_region_and_city_code() -> None:
    for issuer in issuers.issuers().values():
        assert issuers.of_number(issuer.prefix + "0" * 11) is issuer
        assert issuers.by_region()[issuer.region] is issuer
        assert issuers.by_city_code()[issuer.city_code] is issuer
    assert issuers.of_number("0" * 19) is None


def test_a_newly_listed_city_is_accepted_elsewhere_from_its_day() -> None:
    nanchong = issuers.issuers()["IC-NC"]
    assert not nanchong.is_accepted("990100", date(2026, 3, 19))
    assert nanchong.is_accepted("990100", date(2026, 3, 20))
    assert nanchong.is_accepted("511300", date(2026, 3, 19))


def test_seeded_cards_are_as_the_figures_have_them(demo: Bench) -> None:
    with demo.entered(), store.read() as tx:
        seeded = cards.page(tx, PageQuery(limit=200, cursor=None, filters=""), {}).items
    assert len(seeded) == 7
    for card in seeded:
        rules = terms_purse.purse(card.region_code, BIRTH.date())
        deposit = rules.deposit.value if card.is_anonymous and rules.deposit else Money.zero()
        assert (card.overdraft, card.deposit) == (rules.overdraft.value, deposit)
        assert card.balance <= rules.ceiling.value
        assert issuers.of_number(card.number) == issuers.by_region()[card.region_code]
