"""What the benefits service tells of annuity accounts."""

from services.benefits.domain.annuities import account
from sscsim.event_types import FEN, REGION, declare, ident, word
from sscsim.kernel.problems import Text

_ANNUITY = {
    "id": ident("ann"),
    "person_id": ident("psn"),
    "kind": word(*account.KINDS),
    "region_code": REGION,
    "balance_fen": FEN,
    "status": word(*account.STATUSES),
}


def _annuity(name: str, zh: str, en: str) -> None:
    declare("benefits", f"annuity_account.{name}", Text(zh, en), _ANNUITY)


_annuity("opened", "年金账户已建立", "An annuity account was opened")
_annuity("booked", "年金账户已入账", "Something was paid into it")
_annuity("claimed", "年金领取方式已确定", "How it is drawn was fixed")
_annuity("paid_out", "年金已支付一期", "A part of it was paid out")
_annuity("emptied", "年金账户已领完", "All of it is paid out")
