"""What a message said of a visit, a fee line or a settlement, beside what all faces share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class RegisteredVisit:
    """`mdtrt_id` (就诊ID) is that of the first of the visits which one number stands for; `ordinal`
    counts them. `charge_batch` (收费批次号): whose lines are on it; None before there are any.
    `given`: fields of messages by name, as JSON values, the newest of each."""

    visit_id: str
    mdtrt_id: str
    ordinal: int
    charge_batch: str | None
    med_type: str
    visit_number: str  # the institution's own (ipt_otp_no)
    certificate_type: str
    given: Mapping[str, Any]
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class RegisteredLine:
    """`line_number` (费用明细流水号) is the institution's own; no two lines that count have one."""

    fee_line_id: str
    visit_id: str
    mdtrt_id: str
    line_number: str
    charge_batch: str
    given: Mapping[str, Any]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class RegisteredSettlement:
    """`msgid` of the message that asked for it, which is its medins_setl_id (医药机构结算ID)."""

    settlement_id: str
    infno: str
    msgid: str
    charge_batch: str
    given: Mapping[str, Any]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """A message and its answer, as JSON texts; `answer` None: none was given yet."""

    institution_code: str
    msgid: str
    infno: str
    party_id: str
    visit_id: str | None
    settlement_id: str | None
    sent: str
    answer: str | None
    is_good: bool | None
    began_at: datetime
    answered_at: datetime | None
    repeats: int = 0
