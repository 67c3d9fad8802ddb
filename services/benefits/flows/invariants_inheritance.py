"""The laws of inherited accounts."""

from services.benefits.store import laws_inheritance
from sscsim.kernel.problems import Text
from sscsim.web.invariants import Invariant, invariant

CHECKS: tuple[Invariant, ...] = (
    invariant(
        "benefits.inheritance_shares",
        Text("各继承份额之和等于账户余额", "The heirs' shares are all that was left"),
    )(laws_inheritance.shares_off_balance),
    invariant(
        "benefits.inheritance_estates",
        Text("待继承账户与继承记录一致", "An account waits for heirs as its inheritance does"),
    )(laws_inheritance.estate_off_inheritance),
)
