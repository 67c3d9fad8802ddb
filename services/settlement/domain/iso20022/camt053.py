"""camt.053: a day at a region's bank: what it held, every movement, what it held then.

The bank's serial stands in `AcctSvcrRef`, the notice that a payer quoted in `EndToEndId`. The
balances are the bank's word: what the region has is a credit.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from services.settlement.domain import bank_messages
from services.settlement.domain.bank_messages import Credit, MessageFault, Report, each_once
from services.settlement.domain.iso20022.xml import (
    CAMT_053,
    NOT_PROVIDED,
    E,
    Element,
    Node,
    amount,
    instant,
    institution,
    parsed,
    region_of,
    written,
)
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import at

ROOT: Final = "BkToCstmrStmt"
CREDIT, DEBIT = "CRDT", "DBIT"
OPENING, CLOSING = "OPBD", "CLBD"
BOOKED: Final = "BOOK"
ISSUER: Final = "ssc-simulator"
_ZERO: Final = Money.zero()


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement of money. `amount`: above zero came in, below went out.

    reference: the journal that booked it; kind: that journal's; serial: the bank's own
    end_to_end_id: the notice that was quoted; other: the region at the other end, if it is one
    """

    reference: str
    amount: Money
    booked_at: datetime
    kind: str
    serial: str | None = None
    end_to_end_id: str | None = None
    other: str | None = None


@dataclass(frozen=True, slots=True)
class DayReport:
    """The whole message: one account on one day."""

    message_id: str
    created_at: datetime
    region: str
    account: str
    day: date
    opening: Money
    entries: tuple[Entry, ...]

    @property
    def closing(self) -> Money:
        return self.opening + sum_money(each.amount for each in self.entries)


def write(report: DayReport) -> bytes:
    """The message's bytes: the same day gives the same."""
    created = E("CreDtTm", instant(report.created_at))
    start = at(report.day, time(0))
    end = start + timedelta(days=1, seconds=-1)
    owner = E("Ownr", E("Id", E("OrgId", E("Othr", E("Id", report.region)))))
    account = E("Acct", E("Id", E("Othr", E("Id", report.account))), E("Ccy", "CNY"), owner)
    statement = E(
        "Stmt",
        E("Id", report.message_id),
        E("CreDtTm", instant(report.created_at)),
        E("FrToDt", E("FrDtTm", instant(start)), E("ToDtTm", instant(end))),
        account,
        _balance(OPENING, report.opening, report.day),
        _balance(CLOSING, report.closing, report.day),
        _summary(report),
        *map(_entry, report.entries),
    )
    header = E("GrpHdr", E("MsgId", report.message_id), created)
    return written(CAMT_053, E(ROOT, header, statement))


def _direction(signed: Money) -> Element:
    return E("CdtDbtInd", DEBIT if signed < _ZERO else CREDIT)


def _unsigned(signed: Money) -> Money:
    return -signed if signed < _ZERO else signed


def _balance(code: str, signed: Money, day: date) -> Element:
    return E(
        "Bal",
        E("Tp", E("CdOrPrtry", E("Cd", code))),
        amount("Amt", _unsigned(signed)),
        _direction(signed),
        E("Dt", E("Dt", day.isoformat())),
    )


def _summary(report: DayReport) -> Element:
    came = [each.amount for each in report.entries if each.amount > _ZERO]
    went = [-each.amount for each in report.entries if each.amount < _ZERO]
    net = sum_money(came) - sum_money(went)
    return E(
        "TxsSummry",
        E(
            "TtlNtries",
            E("NbOfNtries", str(len(report.entries))),
            E("Sum", sum_money([*came, *went]).plain()),
            E("TtlNetNtry", E("Amt", _unsigned(net).plain()), _direction(net)),
        ),
        _total("TtlCdtNtries", came),
        _total("TtlDbtNtries", went),
    )


def _total(name: str, amounts: list[Money]) -> Element:
    return E(name, E("NbOfNtries", str(len(amounts))), E("Sum", sum_money(amounts).plain()))


def _entry(each: Entry) -> Element:
    return E(
        "Ntry",
        E("NtryRef", each.reference),
        amount("Amt", _unsigned(each.amount)),
        _direction(each.amount),
        E("Sts", E("Cd", BOOKED)),
        E("BookgDt", E("DtTm", instant(each.booked_at))),
        each.serial and E("AcctSvcrRef", each.serial),
        E("BkTxCd", E("Prtry", E("Cd", each.kind), E("Issr", ISSUER))),
        _details(each) if each.serial else None,
    )


def _details(each: Entry) -> Element:
    """Of money between regions: the references, and who is at the other end."""
    side = "Cdtr" if each.amount < _ZERO else "Dbtr"
    refs = E(
        "Refs",
        each.serial and E("AcctSvcrRef", each.serial),
        E("EndToEndId", each.end_to_end_id or NOT_PROVIDED),
    )
    parties = each.other and E("RltdPties", E(side, institution("Agt", each.other)))
    details = E("TxDtls", refs, amount("Amt", _unsigned(each.amount)), parties or None)
    return E("NtryDtls", details)


# ---- reading


def read(content: bytes) -> DayReport:
    """What a report of our own form holds; MessageFault where it is not in order."""
    root = parsed(content, CAMT_053, ROOT)
    statement = root.one("Stmt")
    entries = [_read(node) for node in statement.all("Ntry")]
    found = DayReport(
        message_id=root.one("GrpHdr", "MsgId").text,
        created_at=root.one("GrpHdr", "CreDtTm").instant(),
        region=_owner(statement),
        account=statement.one("Acct", "Id", "Othr", "Id").text,
        day=statement.one("FrToDt", "FrDtTm").instant().date(),
        opening=_balance_said(statement, OPENING),
        entries=tuple(entries),
    )
    _check(statement, [each.amount for each in found.entries])
    return found


def _owner(statement: Node) -> str:
    named = statement.one("Acct", "Ownr", "Id", "OrgId", "Othr", "Id")
    return bank_messages.region(named.path, named.text)


def _signed(node: Node, money: Money) -> Money:
    side = node.one("CdtDbtInd")
    if side.text not in (CREDIT, DEBIT):
        raise MessageFault(side.path, "direction", "须为 CRDT 或 DBIT", "is not CRDT or DBIT")
    return money if side.text == CREDIT else -money


def _balance_said(statement: Node, code: str) -> Money:
    for each in statement.all("Bal"):
        if each.said("Tp", "CdOrPrtry", "Cd") == code:
            return _signed(each, each.one("Amt").amount())
    raise MessageFault(f"{statement.path}/Bal", "missing", f"缺少 {code}", f"{code} is missing")


def _read(node: Node) -> Entry:
    details = _only_details(node)
    money = _signed(node, node.one("Amt").amount())
    side = "Cdtr" if money < _ZERO else "Dbtr"
    other = details.maybe("RltdPties", side, "Agt") if details else None
    end_to_end_id = details.said("Refs", "EndToEndId") if details else None
    return Entry(
        reference=node.said("NtryRef") or "",
        amount=money,
        booked_at=node.one("BookgDt", "DtTm").instant(),
        kind=node.one("BkTxCd", "Prtry", "Cd").text,
        serial=node.said("AcctSvcrRef"),
        end_to_end_id=None if end_to_end_id == NOT_PROVIDED else end_to_end_id,
        other=region_of(other) if other else None,
    )


def _only_details(node: Node) -> Node | None:
    """The details of an entry; MessageFault where it stands for several payments."""
    details = [each for group in node.all("NtryDtls") for each in group.all("TxDtls")]
    if len(details) > 1:
        raise MessageFault(
            node.path, "batch", "一条记录只能是一笔付款", "stands for more than one payment"
        )
    return details[0] if details else None


def _check(statement: Node, amounts: list[Money]) -> None:
    """Count and sum of the summary, and that the entries lead from opening to closing."""
    summary = statement.one("TxsSummry", "TtlNtries")
    count, total = summary.one("NbOfNtries"), summary.one("Sum")
    if count.count() != len(amounts):
        said = f"says {count.text}; there are {len(amounts)}"
        raise MessageFault(count.path, "count", "笔数不符", said)
    turnover = sum_money(_unsigned(each) for each in amounts)
    if total.sum() != turnover:
        said = f"says {total.text}; the sum is {turnover.plain()}"
        raise MessageFault(total.path, "sum", "合计不符", said)
    moved = _balance_said(statement, CLOSING) - _balance_said(statement, OPENING)
    if moved != sum_money(amounts):
        raise MessageFault(
            f"{statement.path}/Bal",
            "balance",
            "期初余额加发生额不等于期末余额",
            "the entries don't lead from the opening to the closing balance",
        )


# ---- one that a bank sends


def taken(content: bytes) -> Report:
    """The money from regions that a bank reports; MessageFault for what is not in order.

    Debits, and credits that no region paid, are passed over: they are not the clearing's.
    """
    root = parsed(content, CAMT_053, ROOT)
    statement = root.one("Stmt")
    entries = list(statement.all("Ntry"))
    if len(entries) > bank_messages.MAX_ENTRIES:
        most = bank_messages.MAX_ENTRIES
        raise MessageFault(statement.path, "too_long", "记录过多", f"has more than {most} entries")
    found = [(node, _booked(node)) for node in entries]
    _check(statement, [money for _, money in found])
    credits = [made for node, money in found if (made := _credit(node, money)) is not None]
    each_once(credits)
    named = root.one("GrpHdr", "MsgId")
    identified = bank_messages.message_id(named.path, named.text)
    return Report(identified, _owner(statement), tuple(credits), skipped=len(found) - len(credits))


def _booked(node: Node) -> Money:
    status = node.one("Sts", "Cd")
    if status.text != BOOKED or node.said("RvslInd") in ("true", "1"):
        raise MessageFault(node.path, "not_booked", "不是已入账记录", "is not a booked entry")
    money = node.one("Amt").amount()
    bank_messages.positive(node.path, money)
    return _signed(node, money)


def _credit(node: Node, money: Money) -> Credit | None:
    details = _only_details(node)
    payer = details.maybe("RltdPties", "Dbtr", "Agt") if details else None
    code = region_of(payer) if payer else None
    if money < _ZERO or details is None or code is None:
        return None
    quoted = details.said("Refs", "EndToEndId")
    notice_id = None if quoted in (None, NOT_PROVIDED) else quoted
    serial = node.one("AcctSvcrRef").text
    return bank_messages.credit(node.path, serial, code, money, notice_id)
