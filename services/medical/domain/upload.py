"""A record that an institution uploaded (上传信息): kept as sent, revision after revision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sscsim.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Record:
    """What a message says of one record. `business_key` names it among those of its number; the
    other keys are those by which it is asked for, each where the record says it."""

    infno: str
    business_key: str
    visit_number: str | None
    visit_id: str | None
    person_id: str | None
    settlement_id: str | None
    record_number: str | None
    application_number: str | None
    amount: Money | None
    state: str | None
    fault_count: int | None
    is_withdrawn: bool
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """One revision of a record; the newest counts."""

    id: str
    institution_code: str
    infno: str
    business_key: str
    revision: int
    visit_number: str | None
    visit_id: str | None
    person_id: str | None
    settlement_id: str | None
    record_number: str | None
    application_number: str | None
    amount: Money | None
    state: str | None
    fault_count: int | None
    is_withdrawn: bool
    msgid: str
    content: Mapping[str, Any]
    version: int
    created_at: datetime
    updated_at: datetime
