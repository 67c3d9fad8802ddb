"""How each item's insurance moves: what a kind of insurance brings to the steps of a transfer.

An item that moves another insurance adds a line to `WAYS`, and nothing to the steps.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from services.benefits.domain.transfer.record import InsuranceTransfer
from services.benefits.flows.transfers import conversion, institution, sums, unemployment
from services.benefits.flows.transfers.leaving import Leaving
from sscsim.db import Tx


@dataclass(frozen=True, slots=True)
class Way:
    """leaving: what leaves the old area, by its records of today; the person's insurance is held,
    and without months nothing leaves. take_out: after the months have left, whatever else the old
    area keeps. put_in: after the months have come, the same in the new area. Each in the
    transaction of its step. claim: the kind of claim, where regions clear by the period; fund:
    whose money else goes from treasury to treasury, as `settlement` names it."""

    leaving: Callable[[Tx, InsuranceTransfer, Any], Leaving]
    take_out: Callable[[Tx, InsuranceTransfer, Leaving], None] = sums.take_out
    put_in: Callable[[Tx, InsuranceTransfer], None] = sums.put_in
    claim: str = "pension_transfer"
    fund: str = "pension"


WAYS: Final[Mapping[str, Way]] = {
    "HRSS-060": Way(sums.leaving),
    "HRSS-061": Way(institution.leaving, institution.take_out, institution.put_in),
    "HRSS-062": Way(conversion.leaving),
    "HRSS-064": Way(unemployment.leaving, put_in=unemployment.put_in, fund="unemployment"),
}
"""By the item that moves it."""
