"""The laws of purses; each looks for a counterexample."""

from typing import Any

from services.transport.store import laws_cards as laws
from sscsim.db import Tx
from sscsim.kernel.problems import Text
from sscsim.web import invariant

Counterexample = dict[str, Any] | None


@invariant(
    "transit.purses",
    Text(zh="钱包余额等于其全部明细之和", en="A purse is the sum of its entries, one by one"),
)
def purses_are_entries(tx: Tx) -> Counterexample:
    return laws.purse_off_entries(tx) or laws.entry_off_the_one_before(tx)


@invariant(
    "transit.floor",
    Text(zh="钱包余额不低于透支额", en="No purse was ever below what its chip allows"),
)
def purses_keep_their_floor(tx: Tx) -> Counterexample:
    return laws.below_floor(tx)


@invariant(
    "transit.deposits",
    Text(zh="卡押金等于其收退之和", en="A deposit is what was taken, less what was given back"),
)
def deposits_are_entries(tx: Tx) -> Counterexample:
    return laws.deposit_off_entries(tx)


@invariant(
    "transit.top_ups",
    Text(zh="每笔成功充值恰入账一次", en="A top-up that was paid is on the purse once, else never"),
)
def top_ups_are_loaded_once(tx: Tx) -> Counterexample:
    return laws.top_up_off_entry(tx)


@invariant(
    "transit.moved",
    Text(zh="原卡转出等于新卡转入", en="What left a lost card came to the one that replaced it"),
)
def what_leaves_arrives(tx: Tx) -> Counterexample:
    return laws.moved_off_arrived(tx)


@invariant(
    "transit.refunded",
    Text(zh="已退的卡除事后退款外没有余额", en="A card given back holds what came since at most"),
)
def refunded_cards_are_empty(tx: Tx) -> Counterexample:
    return laws.refunded_with_money(tx)


@invariant(
    "transit.passes",
    Text(zh="每张乘车票恰付一次", en="A pass was paid once, by its price"),
)
def passes_are_paid_once(tx: Tx) -> Counterexample:
    return laws.pass_off_entry(tx)


@invariant(
    "transit.one_purse",
    Text(zh="一张社保卡上至多一个在用钱包", en="One purse at most is in use on a card"),
)
def one_purse_a_card(tx: Tx) -> Counterexample:
    return laws.two_on_one_card(tx)


CARD_CHECKS = (
    purses_are_entries,
    purses_keep_their_floor,
    deposits_are_entries,
    top_ups_are_loaded_once,
    what_leaves_arrives,
    refunded_cards_are_empty,
    passes_are_paid_once,
    one_purse_a_card,
)
