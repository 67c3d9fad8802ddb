"""The events of transit cards, purses, grants and passes."""

from typing import Any

from services.transport.domain.card import KINDS, STATUSES
from services.transport.domain.grants import STATUSES_GRANTED
from sscsim.event_types import DATE, FEN, INSTANT, TEXT, declare, ident, word
from sscsim.kernel.problems import Text

_CARD = {
    "id": ident("tca"),
    "issuer_id": TEXT,
    "person_id?": ident("psn"),
    "status": word(*STATUSES),
    "balance_fen": FEN,
}


def _card(what: str, zh: str, en: str, **more: Any) -> None:
    declare("transport", f"transit_card.{what}", Text(zh=zh, en=en), {**_CARD, **more})


_card("issued", "交通卡已发", "A transit card was issued", kind=word(*KINDS))
_card(
    "topped_up",
    "电子钱包已充值",
    "A purse was topped up",
    top_up_id=ident("ptu"),
    amount_fen=FEN,
)
_card(
    "top_up_failed",
    "充值未成功",
    "A top-up failed: the bank took nothing",
    top_up_id=ident("ptu"),
    reason=TEXT,
)
_card(
    "loss_reported",
    "交通卡已挂失",
    "A transit card was reported lost",
    carried_until=INSTANT,
)
_card("loss_released", "交通卡已解挂", "A lost transit card was found again")
_card(
    "replaced",
    "交通卡已补",
    "A lost transit card was replaced",
    replacement_id=ident("tca"),
)
_card(
    "balance_moved",
    "原卡余额已转入",
    "The balance of a lost card came over to the one that replaced it",
    from_id=ident("tca"),
    amount_fen=FEN,
)
_card("extended", "交通卡已延期", "A transit card was extended", usable_until=DATE)
_card(
    "refunded",
    "交通卡已退",
    "A transit card was given back, and its money paid out",
    paid_fen=FEN,
    deposit_fen=FEN,
)

_GRANT = {
    "id": ident("cgr"),
    "person_id": ident("psn"),
    "status": word(*STATUSES_GRANTED),
}
declare(
    "transport",
    "concession_grant.granted",
    Text(zh="优待资格已认定", en="A concession was granted"),
    _GRANT,
)
declare(
    "transport",
    "concession_grant.withdrawn",
    Text(zh="优待资格已取消", en="A concession was withdrawn"),
    _GRANT,
)
declare(
    "transport",
    "transit_pass.sold",
    Text(zh="乘车票已售", en="A pass was sold onto a transit card"),
    {
        "id": ident("tps"),
        "transit_card_id": ident("tca"),
        "fare_system_id": TEXT,
        "price_fen": FEN,
    },
)
