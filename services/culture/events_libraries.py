"""What the libraries tell of their changes."""

from sscsim.event_types import COUNT, DATE, FEN, FLAG, TEXT, WORDS, declare
from sscsim.kernel.problems import Text

_READER = {"id": TEXT, "library_id": TEXT}
_LOAN = {"id": TEXT, "reader_id": TEXT}
_COPY_OF_LOAN = {**_LOAN, "copy_id": TEXT}
_AT = {**_LOAN, "library_id": TEXT}
_HOLD = {"id": TEXT, "reader_id": TEXT, "title_id": TEXT}
_FEE = {"id": TEXT, "reader_id": TEXT, "amount_fen": FEN}

for _type, _zh, _en, _says in (
    (
        "reader.registered",
        "读者已办证",
        "Somebody became a reader of a network",
        {**_READER, "network_id": TEXT, "carrier": TEXT, "deposit_due_fen": FEN},
    ),
    ("reader.left", "读者已退证", "A reader left a network", {"id": TEXT, "network_id": TEXT}),
    (
        "reader.blocked",
        "读者已停借",
        "A library lets a reader borrow nothing",
        {**_READER, "reason": TEXT, "is_card_retained": FLAG},
    ),
    ("reader.unblocked", "读者已恢复借阅", "A reader may borrow again", _READER),
    ("reader_deposit.paid", "读者押金已交", "A deposit was left", {**_READER, "amount_fen": FEN}),
    (
        "reader_deposit.refunded",
        "读者押金已退",
        "A deposit goes back, less what was owed",
        {**_READER, "amount_fen": FEN, "fine_fen": FEN},
    ),
    (
        "reader_refund.paid",
        "押金退款已付",
        "A refunded deposit reached the reader",
        {"id": TEXT, "amount_fen": FEN},
    ),
    (
        "reader_refund.returned",
        "押金退款被银行退回",
        "The bank sent a refunded deposit back",
        {"id": TEXT, "amount_fen": FEN},
    ),
    (
        "reader_points.given",
        "读者违约积分已记",
        "A late return cost points",
        {**_READER, "points": COUNT},
    ),
    (
        "reader_fee.charged",
        "读者费用已产生",
        "A reader owes a library something",
        {**_FEE, "library_id": TEXT, "kind": TEXT},
    ),
    (
        "reader_fee.paid",
        "读者费用已缴",
        "A fee, or a part of it, was paid",
        {**_FEE, "payment_id": TEXT},
    ),
    ("reader_fee.waived", "读者费用已减免", "A fee, or a part of it, was given up", _FEE),
    ("title.added", "书目已编", "A title was taken into the catalogue", {"id": TEXT, "isbn": TEXT}),
    (
        "copy.added",
        "馆藏已入藏",
        "A library has another copy",
        {"id": TEXT, "title_id": TEXT, "library_id": TEXT, "barcode": TEXT},
    ),
    (
        "copy.changed",
        "馆藏状态已变",
        "A library said something of a copy on its shelves",
        {"id": TEXT, "status": TEXT},
    ),
    (
        "copy.described",
        "馆藏附注已变",
        "A library noted something of a copy",
        {"id": TEXT, "properties": TEXT},
    ),
    (
        "copy.floated",
        "馆藏已流动",
        "A returned copy stays at another library",
        {"id": TEXT, "from_id": TEXT, "to_id": TEXT},
    ),
    (
        "copy.sent",
        "馆藏已发出",
        "A copy set out for another library",
        {"id": TEXT, "copy_id": TEXT, "from_id": TEXT, "to_id": TEXT, "hold_id?": TEXT},
    ),
    (
        "copy.arrived",
        "馆藏已到达",
        "A copy arrived at another library",
        {"id": TEXT, "copy_id": TEXT, "to_id": TEXT},
    ),
    (
        "loan.created",
        "图书已借出",
        "A copy was lent",
        {**_COPY_OF_LOAN, "library_id": TEXT, "due_on": DATE},
    ),
    (
        "loan.renewed",
        "图书已续借",
        "A loan was renewed",
        {**_LOAN, "due_on": DATE, "renewals": COUNT},
    ),
    (
        "loan.due_date_set",
        "应还日期已改",
        "A library named another last day by hand",
        {**_LOAN, "due_on": DATE, "reason": TEXT},
    ),
    (
        "loan.exception_recorded",
        "脱机借还有例外",
        "A machine did by itself what the rules don't allow",
        {**_AT, "reasons": WORDS},
    ),
    ("loan.cancelled", "借出已撤销", "A copy that was just lent never left", _AT),
    (
        "loan.return_cancelled",
        "还书已撤销",
        "A copy that was just taken back is with the reader again",
        {**_AT, "loan_id": TEXT},
    ),
    ("loan.recalled", "图书已召回", "A loan was called back", {**_LOAN, "due_on": DATE}),
    ("loan.overdue", "图书已逾期", "The last day of a loan is over", {**_LOAN, "due_on": DATE}),
    (
        "loan.returned",
        "图书已归还",
        "A copy was taken back",
        {**_COPY_OF_LOAN, "library_id": TEXT},
    ),
    ("loan.lost", "图书已遗失", "What was lent is lost", _COPY_OF_LOAN),
    (
        "loan.claimed_returned",
        "读者声称已还",
        "A reader says that it is back already",
        _COPY_OF_LOAN,
    ),
    ("loan.claim_rejected", "声称已还未获认可", "It was not found: on loan as before", _LOAN),
    ("hold.placed", "预约已登记", "A reader waits for a title", {**_HOLD, "library_id": TEXT}),
    (
        "hold.ready",
        "预约图书已到馆",
        "A copy is kept for a reader",
        {**_COPY_OF_LOAN, "library_id": TEXT, "expires_on": DATE},
    ),
    (
        "hold.pickup_changed",
        "预约取书地点已改",
        "A reader fetches what they wait for elsewhere",
        {**_HOLD, "library_id": TEXT},
    ),
    ("hold.cancelled", "预约已取消", "A reader waits no longer", _HOLD),
    ("hold.expired", "预约已过期", "A copy that was kept wasn't fetched", _HOLD),
    *(
        (f"library_terminal.{verb}", zh, en, {"id": TEXT, "library_id": TEXT, "login": TEXT})
        for verb, zh, en in (
            ("added", "自助设备已设立", "A library has another self-service machine"),
            ("changed", "自助设备设置已变", "How a machine is spoken to was changed"),
            ("password_rotated", "自助设备密码已更换", "A machine has another password"),
            ("closed", "自助设备已停用", "A machine logs in no more"),
        )
    ),
):
    declare("culture", _type, Text(zh=_zh, en=_en), _says)
