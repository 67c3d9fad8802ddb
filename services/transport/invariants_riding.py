"""The laws of journeys; each looks for a counterexample."""

from typing import Any

from services.transport.store import laws_riding as laws
from sscsim.db import Tx
from sscsim.kernel.problems import Text
from sscsim.web import invariant

Counterexample = dict[str, Any] | None


@invariant(
    "transit.one_open",
    Text(zh="每个乘车介质至多一个未结束行程", en="A rider has one open journey at most"),
)
def one_journey_is_open(tx: Tx) -> Counterexample:
    return laws.open_without_rider(tx)


@invariant(
    "transit.charged_once",
    Text(zh="行程票价等于其收费之和", en="What a journey costs is the sum of its charges"),
)
def journeys_are_charged_once(tx: Tx) -> Counterexample:
    return laws.fare_off_charges(tx)


@invariant(
    "transit.by_its_rule",
    Text(zh="实付等于票价加另收减优惠", en="No journey costs more than its rule says"),
)
def journeys_cost_what_their_rule_says(tx: Tx) -> Counterexample:
    return laws.above_its_rule(tx)


@invariant(
    "transit.taps",
    Text(zh="每次有效刷卡属于一个行程", en="Each tap that stands is part of one journey"),
)
def taps_are_of_journeys(tx: Tx) -> Counterexample:
    return laws.tap_off_journey(tx)


@invariant(
    "transit.purse_charges",
    Text(
        zh="钱包付的乘车费恰有一笔同额明细",
        en="What a purse paid for a journey is one entry of the purse",
    ),
)
def purse_charges_are_entries(tx: Tx) -> Counterexample:
    return laws.charge_off_purse(tx)


@invariant(
    "transit.authorised",
    Text(zh="授权结果与收费状态一致", en="A charge stands as its acquirer said"),
)
def charges_stand_as_authorised(tx: Tx) -> Counterexample:
    return laws.authorised_off_charge(tx)


RIDING_CHECKS = (
    one_journey_is_open,
    journeys_are_charged_once,
    journeys_cost_what_their_rule_says,
    taps_are_of_journeys,
    purse_charges_are_entries,
    charges_stand_as_authorised,
)
