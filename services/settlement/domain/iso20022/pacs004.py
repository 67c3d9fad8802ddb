"""pacs.004: money that came in and matched nothing goes back, by a new message.

It refers to the original payment, whose ids it repeats and doesn't change: the message if the
payment quoted a notice, the end-to-end id, and the serial under which the money came in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.settlement.domain.bank_messages import (
    NOTICE_ID,
    GoingBack,
    MessageFault,
    Return,
    each_once,
    message_id,
    positive,
    region,
    serial,
)
from services.settlement.domain.iso20022.xml import (
    CLEARING,
    NOT_PROVIDED,
    PACS_004,
    PACS_009,
    E,
    Element,
    Node,
    amount,
    check_group,
    instant,
    institution,
    parsed,
    region_of,
    written,
)
from sscsim.kernel.money import Money, sum_money

ROOT: Final = "PmtRtr"

REASONS: Final[Mapping[str, str]] = {"wrong_amount": "AM09", "wrong_region": "BE05"}
"""A finding of ours -> the return reason of the external code list that comes nearest."""
NARRATIVE: Final = "NARR"
"""The reason stands in words."""


@dataclass(frozen=True, slots=True)
class Returned:
    """One payment on its way back.

    return_id: this return's own id; original_message_id: the payment's message, if it is known
    payer: who paid it, and gets it back; payee: who sends it back
    """

    return_id: str
    original_message_id: str | None
    original_end_to_end_id: str | None
    original_serial: str
    amount: Money
    settle_on: date
    payer: str
    payee: str
    finding: str


@dataclass(frozen=True, slots=True)
class PaymentReturn:
    """The whole message."""

    message_id: str
    created_at: datetime
    payments: tuple[Returned, ...]

    @property
    def total(self) -> Money:
        return sum_money(each.amount for each in self.payments)


def write(back: PaymentReturn) -> bytes:
    """The message's bytes: the same return gives the same."""
    header = E(
        "GrpHdr",
        E("MsgId", back.message_id),
        E("CreDtTm", instant(back.created_at)),
        E("NbOfTxs", str(len(back.payments))),
        E("CtrlSum", back.total.plain()),
        E("SttlmInf", E("SttlmMtd", CLEARING)),
    )
    return written(PACS_004, E(ROOT, header, *map(_returned, back.payments)))


def _returned(each: Returned) -> Element:
    return E(
        "TxInf",
        E("RtrId", each.return_id),
        E(
            "OrgnlGrpInf",
            E("OrgnlMsgId", each.original_message_id or NOT_PROVIDED),
            E("OrgnlMsgNmId", PACS_009),
        ),
        E("OrgnlEndToEndId", each.original_end_to_end_id or NOT_PROVIDED),
        E("OrgnlTxId", each.original_serial),
        amount("OrgnlIntrBkSttlmAmt", each.amount),
        amount("RtrdIntrBkSttlmAmt", each.amount),
        E("IntrBkSttlmDt", each.settle_on.isoformat()),
        institution("InstgAgt", each.payee),
        institution("InstdAgt", each.payer),
        E(
            "RtrRsnInf",
            E("Rsn", E("Cd", REASONS.get(each.finding, NARRATIVE))),
            E("AddtlInf", each.finding),
        ),
    )


def read(content: bytes) -> PaymentReturn:
    """What a message of our own form holds; MessageFault where it is not in order."""
    root = parsed(content, PACS_004, ROOT)
    header = root.one("GrpHdr")
    payments = tuple(map(_read, root.all("TxInf")))
    found = PaymentReturn(header.one("MsgId").text, header.one("CreDtTm").instant(), payments)
    check_group(header, len(payments), found.total)
    return found


def _read(node: Node) -> Returned:
    return Returned(
        return_id=node.one("RtrId").text,
        original_message_id=_given(node.said("OrgnlGrpInf", "OrgnlMsgId")),
        original_end_to_end_id=_given(node.said("OrgnlEndToEndId")),
        original_serial=node.one("OrgnlTxId").text,
        amount=node.one("RtrdIntrBkSttlmAmt").amount(),
        settle_on=node.one("IntrBkSttlmDt").date(),
        payer=region_of(node.one("InstdAgt")) or "",
        payee=region_of(node.one("InstgAgt")) or "",
        finding=node.one("RtrRsnInf", "AddtlInf").text,
    )


def _given(said: str | None) -> str | None:
    return None if said == NOT_PROVIDED else said


# ---- one that a bank sends


def taken(content: bytes) -> Return:
    """The payments that a region's bank sends back; MessageFault for what is not in order.

    All of them are of one region (`InstgAgt`); each is named by the serial under which it
    came in (`OrgnlTxId`), and has a reason.
    """
    root = parsed(content, PACS_004, ROOT)
    header = root.one("GrpHdr")
    found = list(root.all("TxInf"))
    if not found:
        raise MessageFault(f"{root.path}/TxInf", "missing", "缺少", "is missing")
    payments = tuple(map(_going_back, found))
    senders = {_sender(node) for node in found}
    if len(senders) > 1:
        where = f"{found[-1].path}/InstgAgt"
        raise MessageFault(where, "region", "须为同一地区", "is not one region's all through")
    check_group(header, len(payments), sum_money(each.amount for each in payments))
    each_once(payments)
    named = header.one("MsgId")
    return Return(message_id(named.path, named.text), senders.pop(), payments)


def _sender(node: Node) -> str:
    agent = node.one("InstgAgt")
    return region(agent.path, region_of(agent) or "")


def _going_back(node: Node) -> GoingBack:
    named, paid = node.one("OrgnlTxId"), node.one("RtrdIntrBkSttlmAmt")
    positive(paid.path, paid.amount())
    notice_id = _given(node.said("OrgnlEndToEndId"))
    if notice_id is not None and not NOTICE_ID.fullmatch(notice_id):
        where = f"{node.path}/OrgnlEndToEndId"
        raise MessageFault(where, "notice_id", "不是通知书编号", "is not the id of a notice")
    reason = node.one("RtrRsnInf", "Rsn")
    said = reason.said("Cd") or reason.said("Prtry")
    if said is None:
        raise MessageFault(reason.path, "reason", "缺少退回原因", "gives no reason")
    return GoingBack(node.path, serial(named.path, named.text), paid.amount(), said, notice_id)
