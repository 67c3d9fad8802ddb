"""The events of this service; those of cards have a module of their own."""

from services.transport import events_cards, events_clearing
from services.transport.domain.hot_list import REASONS
from services.transport.domain.taps import MEDIA, RESULTS
from sscsim.event_types import COUNT, DATE, FEN, REGION, TEXT, declare, ident, word
from sscsim.kernel.problems import Text

__all__ = ["events_cards", "events_clearing"]

declare(
    "transport",
    "transport_policy.loaded",
    Text(zh="票价政策已载入", en="Fares of a region were loaded into this world"),
    {"region_code": REGION, "digest": TEXT},
)

for _name, _zh, _en in (
    ("entered", "已进站", "A journey has begun"),
    ("completed", "行程已完成", "A journey has ended and was charged"),
    ("incomplete", "行程不完整", "A journey that lacks a tap was charged by rule"),
    ("adjusted", "行程已更正", "A journey doesn't stand any more as it had ended"),
):
    declare(
        "transport",
        f"transit_journey.{_name}",
        Text(zh=_zh, en=_en),
        {"id": TEXT, "status": TEXT, "fare_system_id": TEXT, "fare_fen": FEN},
    )
for _name, _zh, _en in (
    ("paid", "乘车费已付", "What was owed or asked for a ride was paid"),
    ("owed", "乘车费欠付", "A payer lacked the money for a ride"),
):
    declare(
        "transport",
        f"transit_charge.{_name}",
        Text(zh=_zh, en=_en),
        {"id": TEXT, "journey_id": TEXT, "amount_fen": FEN},
    )
declare(
    "transport",
    "terminal.registered",
    Text(zh="终端已登记", en="A terminal was put into service"),
    {"id": TEXT, "number": TEXT, "kind": TEXT},
)
for _name, _zh, _en in (
    ("blocked", "终端已停用", "A terminal was taken out of service"),
    ("unblocked", "终端已恢复", "A terminal was put into service again"),
):
    declare(
        "transport",
        f"terminal.{_name}",
        Text(zh=_zh, en=_en),
        {"id": TEXT, "number": TEXT},
    )
declare(
    "transport",
    "transit_tap.rejected",
    Text(zh="刷卡被拒绝", en="A tap was rejected"),
    {"id": TEXT, "code": TEXT, "terminal_number": TEXT},
)
_LISTED = {
    "id": ident("hle"),
    "number": COUNT,
    "medium": word(*MEDIA),
    "reason": word(*REASONS),
}
declare("transport", "hot_list.added", Text(zh="列入黑名单", en="A medium was hot-listed"), _LISTED)
declare(
    "transport",
    "hot_list.removed",
    Text(zh="移出黑名单", en="A medium was taken off the hot list"),
    _LISTED,
)
declare(
    "transport",
    "tap_upload.decided",
    Text(zh="脱机交易上传已处理", en="All taps of an upload are decided"),
    {
        "id": ident("tup"),
        "reference": TEXT,
        "count": COUNT,
        **dict.fromkeys(RESULTS, COUNT),
    },
)
declare(
    "transport",
    "terminal_key.issued",
    Text(zh="终端密钥已签发", en="A terminal has a new key"),
    {"id": ident("tky"), "terminal_id": ident("trm"), "version": COUNT},
)
declare(
    "transport",
    "transit_issuer.listed",
    Text(zh="发卡城市名录已更新", en="Where an issuer's cards are taken has changed"),
    {"id": TEXT, "since": DATE, "until?": DATE},
)
declare(
    "transport",
    "transit_tap.released",
    Text(zh="待处理交易已处理", en="A tap that waited was decided"),
    {"id": TEXT, "result": TEXT, "code": TEXT},
)
