"""pacs.009: what one region's bank is asked to pay for a month, as an institution's transfer.

The end-to-end id is the notice's: it goes with the money through every part, report and return.
The day of settlement is the clearing calendar's, apart from when the message was made.
"""

from dataclasses import dataclass
from datetime import date, datetime

from services.settlement.domain.iso20022.xml import (
    CLEARING,
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

ROOT = "FICdtTrf"


@dataclass(frozen=True, slots=True)
class Transfer:
    """One payment of a region to another.

    end_to_end_id: the notice; transaction_id: the serial that the payer's bank quotes
    remittance: what it is for, lines of at most 140 characters
    """

    end_to_end_id: str
    transaction_id: str
    amount: Money
    settle_on: date
    payer: str
    payee: str
    remittance: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Payment:
    """The whole message."""

    message_id: str
    created_at: datetime
    transfers: tuple[Transfer, ...]

    @property
    def total(self) -> Money:
        return sum_money(each.amount for each in self.transfers)


def write(payment: Payment) -> bytes:
    """The message's bytes: the same payment gives the same."""
    header = E(
        "GrpHdr",
        E("MsgId", payment.message_id),
        E("CreDtTm", instant(payment.created_at)),
        E("NbOfTxs", str(len(payment.transfers))),
        E("CtrlSum", payment.total.plain()),
        E("SttlmInf", E("SttlmMtd", CLEARING)),
    )
    return written(PACS_009, E(ROOT, header, *map(_transfer, payment.transfers)))


def _transfer(each: Transfer) -> Element:
    return E(
        "CdtTrfTxInf",
        E(
            "PmtId",
            E("InstrId", each.transaction_id),
            E("EndToEndId", each.end_to_end_id),
            E("TxId", each.transaction_id),
        ),
        amount("IntrBkSttlmAmt", each.amount),
        E("IntrBkSttlmDt", each.settle_on.isoformat()),
        institution("Dbtr", each.payer),
        institution("Cdtr", each.payee),
        E("RmtInf", *(E("Ustrd", line) for line in each.remittance)) if each.remittance else None,
    )


def read(content: bytes) -> Payment:
    """The payment that a message holds; MessageFault where it is not in order."""
    root = parsed(content, PACS_009, ROOT)
    header = root.one("GrpHdr")
    transfers = tuple(map(_read_transfer, root.all("CdtTrfTxInf")))
    found = Payment(header.one("MsgId").text, header.one("CreDtTm").instant(), transfers)
    check_group(header, len(transfers), found.total)
    return found


def _read_transfer(node: Node) -> Transfer:
    remittance = node.maybe("RmtInf")
    return Transfer(
        end_to_end_id=node.one("PmtId", "EndToEndId").text,
        transaction_id=node.one("PmtId", "TxId").text,
        amount=node.one("IntrBkSttlmAmt").amount(),
        settle_on=node.one("IntrBkSttlmDt").date(),
        payer=region_of(node.one("Dbtr")) or "",
        payee=region_of(node.one("Cdtr")) or "",
        remittance=tuple(line.text for line in remittance.all("Ustrd")) if remittance else (),
    )
