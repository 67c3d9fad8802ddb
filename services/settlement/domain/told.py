"""What another service tells of a claim that is no medical bill, and what is wrong with it."""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from services.settlement.domain.kinds import BUSINESS
from sscsim.kernel.money import Money
from sscsim.kernel.problems import FieldError, Text


@dataclass(frozen=True, slots=True)
class Told:
    """A claim as its claimant tells it.

    event: the claimant's id of what happened; the same again is the same claim
    payer_region, payee_region: the regions that clear it; the parties stand behind them
    amount: what the payer's side owes; below zero only where it corrects an earlier claim
    subject: whom or what it is about, by the claimant's id
    fee: of a ride, what the issuer keeps of the fare beside `amount`
    items: how many single things, as rides of a batch, it stands for
    refers_to: the event of the claim that this one corrects
    """

    event: str
    kind: str
    payer_region: str
    payee_region: str
    amount: Money
    occurred_at: datetime
    subject: str = ""
    purpose: str | None = None
    payer_party: str = ""
    payee_party: str = ""
    fee: Money | None = None
    items: int | None = None
    refers_to: str | None = None

    @property
    def reason(self) -> str:
        """What it is for: what its kind is usually for, unless it says."""
        return self.purpose or BUSINESS[self.kind].purposes[0]

    @property
    def size(self) -> Money:
        """The amount, whichever way it goes: what the limit of an agreement is about."""
        return -self.amount if self.amount < Money.zero() else self.amount

    @property
    def fingerprint(self) -> str:
        """Tells one content from another under the same event."""
        said = sorted((name, str(value)) for name, value in asdict(self).items())
        return hashlib.sha256(repr(said).encode()).hexdigest()


_REQUIRED = Text(zh="必填", en="is required")
_SURPLUS = Text(zh="此类业务不应出现", en="is not told with this kind")
_SAME = Text(zh="付款方与收款方不能相同", en="the payee is the payer")


def faults(told: Told, now: datetime) -> Iterator[FieldError]:
    """Everything that is wrong with it by itself, whatever agreements say."""
    kind = BUSINESS[told.kind]
    yield from _of_amounts(told)
    if told.payer_region == told.payee_region:
        yield FieldError("same_region", _SAME, pointer="/payee_region")
    for name in ("payer_party", "payee_party"):
        party = getattr(told, name)
        if bool(party) != kind.has_parties:
            said, code = (_SURPLUS, "unexpected") if party else (_REQUIRED, "required")
            yield FieldError(code, said, pointer=f"/{name}")
    if told.payer_party and told.payer_party == told.payee_party:
        yield FieldError("same_party", _SAME, pointer="/payee_party")
    if told.reason not in kind.purposes:
        yield FieldError("unknown_purpose", _SURPLUS, pointer="/purpose")
    if told.occurred_at > now:
        said = Text(zh="不能晚于现在", en="is later than now")
        yield FieldError("in_future", said, pointer="/occurred_at")


def _of_amounts(told: Told) -> Iterator[FieldError]:
    zero, is_correction = Money.zero(), told.refers_to is not None
    if not told.amount or (told.amount < zero and not is_correction):
        said = Text(zh="须大于零；更正可小于零", en="is above zero; below only in a correction")
        yield FieldError("not_positive", said, pointer="/amount_fen")
    if told.fee is None:
        return
    if told.kind != "transit":
        yield FieldError("unexpected", _SURPLUS, pointer="/fee_fen")
    elif told.fee and (told.fee < zero) != (told.amount < zero):
        said = Text(zh="与金额方向不同", en="goes another way than the amount")
        yield FieldError("other_sign", said, pointer="/fee_fen")
