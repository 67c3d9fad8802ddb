"""Ways to transit cards, top-ups, grants and passes in the states that an operation needs."""

from collections.abc import Callable
from typing import Any

from tests.contract.towns import LEFT_OUT, once, town
from tests.support import money_transit_cards as made

Values = dict[str, Any]


def _card(fen: int = 0) -> Values:
    return {"transit_card_id": made.id_of(made.issued(town(), fen))}


@once
def _a_card() -> Values:
    return _card(1_000)


def _lost() -> Values:
    return {"transit_card_id": made.id_of(made.lost(town()))}


def _fresh() -> Values:
    return _card()


def _issuing() -> Values:
    return {"body": {**made.issuing(town()), "kind": "normal"}}


def _topping_up() -> Values:
    cash = {"way": made.CASH, "amount_fen": 1_000, "password": LEFT_OUT}
    return {**_card(), "body": cash}


def _replacing() -> Values:
    return {**_lost(), "body": {"card_id": LEFT_OUT}}


def _refunding() -> Values:
    return {**_card(1_000), "body": {"place": "company"}}


@once
def _a_top_up() -> Values:
    return {"top_up_id": made.topped_up(town())}


def _granting() -> Values:
    return {"body": {**made.granting(town()), "terms": LEFT_OUT}}


def _granted() -> Values:
    return {"concession_grant_id": town().post(made.GRANTS, made.granting(town()))["id"]}


@once
def _a_grant() -> Values:
    return _granted()


def _buying() -> Values:
    return {"body": {**made.buying(town()), "holder": LEFT_OUT, "from_date": LEFT_OUT}}


@once
def _a_pass() -> Values:
    return {"transit_pass_id": town().post(made.PASSES, made.buying(town()))["id"]}


WAYS: dict[str, Callable[[], Values]] = {
    "buyTransitPass": _buying,
    "createConcessionGrant": _granting,
    "extendTransitCard": _fresh,
    "getConcessionGrant": _a_grant,
    "getPurseTopUp": _a_top_up,
    "getTransitCard": _a_card,
    "getTransitPass": _a_pass,
    "issueTransitCard": _issuing,
    "listPurseEntries": _a_card,
    "listPurseTopUps": _a_card,
    "refundTransitCard": _refunding,
    "releaseTransitCardLoss": _lost,
    "replaceTransitCard": _replacing,
    "reportTransitCardLoss": _fresh,
    "topUpPurse": _topping_up,
    "withdrawConcessionGrant": _granted,
}
"""By operation."""
