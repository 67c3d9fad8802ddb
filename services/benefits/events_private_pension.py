"""What the benefits service tells of private pensions."""

from services.benefits.domain.private_pension import account, contribution
from sscsim.event_types import COUNT, FEN, REGION, TEXT, declare, ident, word
from sscsim.kernel.problems import Text

_PENSION = {
    "id": ident("ppa"),
    "person_id": ident("psn"),
    "region_code": REGION,
    "status": word(*account.STATUSES),
}


def _pension(name: str, zh: str, en: str, **more: object) -> None:
    declare("benefits", f"private_pension.{name}", Text(zh, en), {**_PENSION, **more})  # type: ignore[dict-item]


_pension("opened", "个人养老金账户已开立", "A private pension was opened", bank_code=TEXT)
_pension("bank_changed", "个人养老金已变更开户银行", "Its bank was changed", bank_code=TEXT)
_pension("payout_started", "开始领取个人养老金", "It is drawn from now on")
_pension("paid_out", "个人养老金已支付一期", "A part of it was paid out", number=COUNT)
_pension("closed", "个人养老金已领完", "All of it is paid out")

declare(
    "benefits",
    "private_pension_contribution.changed",
    Text("个人养老金缴费状态变更", "A contribution to a private pension is in another state"),
    {
        "id": ident("ppc"),
        "person_id": ident("psn"),
        "amount_fen": FEN,
        "status": word(*contribution.STATUSES),
    },
)
declare(
    "benefits",
    "private_pension_holding.changed",
    Text("个人养老金持仓变更", "A product of a private pension was bought or sold"),
    {"id": ident("pph"), "person_id": ident("psn"), "product_code": TEXT, "left_fen": FEN},
)
