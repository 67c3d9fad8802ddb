"""The files of a month: what a statement is made of, and what both sides of a payment are told.

A statement's file (清算明细文件) has one record for each claim of the statement; they sum to the
statement's lines. A notice's file (付款通知书, 收款通知书) has the statement lines that its amount
comes from, with the sign that they have in the direction in which it is paid. The form is that
of `control_file`; the same file as JSON says the same, with the same control record.

    CLR_202604_510100_500000_v1.csv
    NOTICE_202604_payment_510100_500000_0123456789ABCDEFGHJK.csv
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.settlement.domain.amounts import Split
from services.settlement.domain.chart import FUNDS
from services.settlement.domain.statements import Line, PartyLine, Statement
from sscsim.kernel.control_file import (
    Control,
    FileFault,
    Form,
    read,
    stream,
    whole_fen,
)
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA

VERSION: Final = "1"
FORMATS: Final = ("json", "csv")

STATEMENT: Final = Form(
    columns=(
        "claim_id",
        "settlement_id",
        "insurance_kind",
        "is_prior_year",
        "rule",
        "institution_id",
        "person_id",
        "settled_at",
        "takes_back_claim_id",
        *(f"{fund}_fen" for fund in FUNDS),
        "account_pay_fen",
        "deducted_fen",
        "total_fen",
    ),
    summed="total_fen",
    unique="claim_id",
)
NOTICE: Final = Form(
    columns=(
        "statement_id",
        "payer_region_code",
        "payee_region_code",
        "insurance_kind",
        "is_prior_year",
        "claims",
        "total_fen",
    ),
    summed="total_fen",
)
_FLAG: Final = {True: "1", False: "0"}

Record = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class About:
    """What a file is about, which its first record says, by name."""

    mark: str
    values: Mapping[str, str]

    @property
    def head(self) -> Record:
        return (self.mark, VERSION, *self.values.values())


# ---- statements


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim as it stands in a version of a statement.

    rule: why it is cleared in this month; empty where a store of earlier times didn't note it
    takes_back: the claim that this one reverses, takes a part of, or prices again
    split: by fund and account, deductions taken off; deducted: what those were
    """

    claim_id: str
    settlement_id: str
    insurance: str
    is_prior_year: bool
    rule: str
    institution_id: str
    person_id: str
    settled_at: datetime
    takes_back: str | None
    split: Split
    deducted: Money

    def record(self) -> Record:
        return (
            self.claim_id,
            self.settlement_id,
            self.insurance,
            _FLAG[self.is_prior_year],
            self.rule,
            self.institution_id,
            self.person_id,
            self.settled_at.astimezone(CHINA).isoformat(),
            self.takes_back or "",
            *(str(part.fen) for part in self.split.funds.values()),
            str(self.split.account.fen),
            str(self.deducted.fen),
            str(self.split.clearing.fen),
        )


def about_statement(month: str, version: int, payer: str, payee: str) -> About:
    return About(
        "CLR",
        {
            "month": month,
            "payer_region_code": payer,
            "payee_region_code": payee,
            "statement_version": str(version),
        },
    )


def statement_name(month: str, version: int, payer: str, payee: str) -> str:
    return f"CLR_{month.replace('-', '')}_{payer}_{payee}_v{version}"


def read_statement(content: bytes, about: About) -> list[ClaimLine]:
    """The claims of a statement's file; FileFault where it is not in order."""
    return [_claim(number, row) for number, row in read(STATEMENT, about.head, content)]


def _claim(number: int, row: Mapping[str, str]) -> ClaimLine:
    if row["is_prior_year"] not in ("0", "1"):
        raise FileFault(number, "is_prior_year", "须为 0 或 1", "is_prior_year must be 0 or 1")
    try:
        settled_at = datetime.fromisoformat(row["settled_at"])
    except ValueError:
        raise FileFault(number, "settled_at", "时间格式错误", "settled_at is no instant") from None
    funds = {fund: Money(whole_fen(row[f"{fund}_fen"], number)) for fund in FUNDS}
    split = Split.of(funds, Money(whole_fen(row["account_pay_fen"], number)))
    if split.clearing.fen != int(row["total_fen"]):
        raise FileFault(number, "total", "各项之和不等于合计", "the parts are not its total")
    return ClaimLine(
        claim_id=row["claim_id"],
        settlement_id=row["settlement_id"],
        insurance=row["insurance_kind"],
        is_prior_year=row["is_prior_year"] == "1",
        rule=row["rule"],
        institution_id=row["institution_id"],
        person_id=row["person_id"],
        settled_at=settled_at,
        takes_back=row["takes_back_claim_id"] or None,
        split=split,
        deducted=Money(whole_fen(row["deducted_fen"], number)),
    )


# ---- notices


@dataclass(frozen=True, slots=True)
class NoticeTold:
    """A notice as one of the two sides is told. kind: payment or receipt."""

    id: str
    kind: str
    payer: str
    payee: str
    amount: Money
    bank_serial: str
    issued_at: datetime


def about_notice(month: str, told: NoticeTold, pay_by: str) -> About:
    return About(
        "NOTICE",
        {
            "month": month,
            "notice_id": told.id,
            "kind": told.kind,
            "payer_region_code": told.payer,
            "payee_region_code": told.payee,
            "bank_serial": told.bank_serial,
            "issued_at": told.issued_at.astimezone(CHINA).isoformat(),
            "pay_by_date": pay_by,
        },
    )


def notice_name(month: str, told: NoticeTold) -> str:
    region, other = (told.payer, told.payee) if told.kind == "payment" else (told.payee, told.payer)
    plain = month.replace("-", "")
    return f"NOTICE_{plain}_{told.kind}_{region}_{other}_{told.bank_serial}"


def notice_records(
    told: NoticeTold, statements: Iterable[tuple[str, Statement]]
) -> Iterator[Record]:
    """The statement lines behind a notice; what goes the other way has the other sign.

    Of claims that are no medical bills, what they are for stands where the insurance does.
    """
    for statement_id, each in statements:
        along = each.payer == told.payer or each.payee == told.payee
        every: list[Line | PartyLine] = sorted(each.lines, key=lambda line: line.key)
        for line in every:
            total = line.total if along else -line.total
            yield (
                statement_id,
                each.payer,
                each.payee,
                line.insurance if isinstance(line, Line) else line.purpose,
                _FLAG[line.is_prior_year],
                str(line.claims),
                str(total.fen),
            )


# ---- the same in two forms


def as_csv(form: Form, about: About, records: Iterable[Record]) -> Iterator[bytes]:
    yield from stream(form, about.head, records)


def as_json(form: Form, about: About, records: Iterable[Record]) -> Iterator[bytes]:
    """What the CSV says, with its control record: the hash is that of the CSV's lines."""
    waiting: list[Record] = []

    def passing() -> Iterator[Record]:
        for record in records:
            waiting.append(record)
            yield record

    lines = stream(form, about.head, passing())
    head = {"form": f"{about.mark}/{VERSION}", **about.values}
    yield b'{"file":' + _text(head) + b',"lines":['
    between = b""
    while True:
        try:
            next(lines)
        except StopIteration as end:
            yield b'],"trailer":' + _text(_trailer(end.value)) + b"}\n"
            return
        for record in waiting:
            yield between + _text(shown(form, record))
            between = b","
        waiting.clear()


def shown(form: Form, record: Record) -> dict[str, str | int | bool]:
    """A record as JSON shows it: amounts and counts are numbers, flags are booleans."""
    return {
        name: _typed(name, value) for name, value in zip(form.columns, record, strict=True) if value
    }


def _typed(name: str, value: str) -> str | int | bool:
    if name.startswith("is_"):
        return value == "1"
    return int(value) if name.endswith("_fen") or name == "claims" else value


def _trailer(control: Control) -> dict[str, str | int]:
    return {"count": control.count, "sum_fen": control.sum_fen, "sha256": control.sha256}


def _text(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


WRITERS: Final = {"csv": as_csv, "json": as_json}
