"""What the benefits service tells of inherited accounts."""

from services.benefits.domain import inheritance
from sscsim.event_types import REGION, declare, ident, word
from sscsim.kernel.problems import Text

_INHERITANCE = {
    "id": ident("inh"),
    "person_id": ident("psn"),
    "account_kind": word(*inheritance.ACCOUNT_KINDS),
    "region_code": REGION,
    "status": word(*inheritance.STATUSES),
}


def _inheritance(name: str, zh: str, en: str) -> None:
    declare("benefits", f"account_inheritance.{name}", Text(zh, en), _INHERITANCE)


_inheritance("opened", "账户余额待继承", "What is left in an account waits for heirs")
_inheritance("divided", "账户余额已分配", "It was divided among the heirs")
_inheritance("paid", "继承款已全部支付", "All heirs were paid")
