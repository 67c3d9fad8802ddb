"""The laws of what happens without network; each looks for a counterexample."""

from typing import Any

from services.transport.store import laws_offline as laws
from sscsim.db import Tx
from sscsim.kernel.problems import Text
from sscsim.web import invariant

Counterexample = dict[str, Any] | None


@invariant(
    "transit.hot_list",
    Text(zh="黑名单编号连续，无重复增删", en="The hot list has no gaps and says nothing twice"),
)
def the_hot_list_has_no_gaps(tx: Tx) -> Counterexample:
    return laws.gap_in_hot_list(tx) or laws.listed_twice(tx)


@invariant(
    "transit.chips",
    Text(
        zh="脱机交易恰入账一次，或仍未上传，或已退回",
        en="What a chip did is one tap that stands, or waits still, or is back on the chip",
    ),
)
def chips_are_settled_once(tx: Tx) -> Counterexample:
    return (
        laws.chip_off_its_tap(tx)
        or laws.taken_twice(tx)
        or laws.counter_behind(tx)
        or laws.total_off(tx)
    )


@invariant(
    "transit.uploads",
    Text(
        zh="上传的计数等于其逐笔结果",
        en="An upload counts what came of its taps, each of which is on record",
    ),
)
def uploads_count_their_lines(tx: Tx) -> Counterexample:
    return laws.upload_off_lines(tx) or laws.line_off_its_tap(tx)


OFFLINE_CHECKS = [the_hot_list_has_no_gaps, chips_are_settled_once, uploads_count_their_lines]
