"""Filling in a form by card at a government counter (窗口刷卡填表).

The card is read, and what the records know of the holder goes into the typed fields of the
item's form, so that nobody writes it by hand. Which field takes what stands here; a field that
says something of the case, not of the person, is left open. Only what the form asks for is
given, only with the holder's word, and what was given to whom is kept by name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from services.benefits.domain.cards.card_file import CardFile
from services.benefits.domain.form import Form, Input

Known = Callable[["Records"], Any]


@dataclass(frozen=True, slots=True)
class Records:
    """What is on record of the person who stands at the counter.

    card_id: the card that was read; job_seeker: their registration in force, as plain data
    """

    file: CardFile
    card_id: str | None = None
    job_seeker: Mapping[str, Any] = field(default_factory=dict)

    def person(self, name: str) -> Any:
        return self.file.person.get(name)

    @property
    def account(self) -> Any:
        """The account behind the card that was read, else behind the one the person has."""
        held = self.card_id
        if held is None:
            standing = self.file.standing()
            held = standing.id if standing else None
        return self.file.account_of(held) if held is not None else None


@dataclass(frozen=True, slots=True)
class Source:
    """Where the value of a field comes from; `record`: the name of it for the log."""

    record: str
    value: Known


def _account(name: str) -> Known:
    return lambda records: getattr(records.account, name, None)


def _person(name: str) -> Known:
    return lambda records: records.person(name)


def _seeker(name: str) -> Known:
    return lambda records: records.job_seeker.get(name)


SOURCES: Mapping[str, Source] = {
    "contact_phone": Source("person.contact_phone", _person("contact_phone")),
    "delivery_address": Source("person.contact_address", _person("contact_address")),
    "region_code": Source(
        "person.residence",
        lambda found: found.person("residence_region_code") or found.person("region_code"),
    ),
    "hukou_region_code": Source("person.region", _person("region_code")),
    "account_id": Source("bank_account.id", _account("id")),
    "bank_code": Source("bank_account.bank_code", _account("bank_code")),
    "reserved_phone": Source("bank_account.reserved_phone", _account("reserved_phone")),
    "identity_document": Source("person.number", lambda _: "resident_card"),
    "education": Source("job_seeker.education", _seeker("education")),
    "occupation_wanted": Source("job_seeker.occupation_wanted", _seeker("occupation_wanted")),
    "skill_level": Source("job_seeker.skill_level", _seeker("skill_level")),
    "job_kind": Source("job_seeker.job_kind", _seeker("job_kind")),
    **{
        name: Source("person.number", _person("social_security_number"))
        for name in ("worker_number", "person_number", "subject_number", "intern_number")
    },
}
"""By the name of the field: what the person, the card and the records say of it."""

TAKES: Final = ("text", "phone", "region", "id", "identity_number", "enum")


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as far as records fill it in.

    values: by field; given: field -> record it was read from; left_open: what is asked besides
    """

    values: Mapping[str, Any]
    given: Mapping[str, str]
    left_open: tuple[str, ...]


def filled(form: Form, records: Records) -> Filled:
    """The fields that records know, and the ones that are left for the holder."""
    values: dict[str, Any] = {}
    given: dict[str, str] = {}
    for each in form:
        source = SOURCES.get(each.name)
        if source is None or each.type not in TAKES:
            continue
        value = source.value(records)
        if value is not None and _fits(each, value):
            values[each.name] = value
            given[each.name] = source.record
    left = tuple(each.name for each in form if each.name not in values and each.type != "document")
    return Filled(values, given, left)


def _fits(one: Input, value: Any) -> bool:
    """A word that the form doesn't know, or a text that is too long for it, is left out."""
    if one.type == "enum":
        return value in one.choices
    if one.type == "id":
        return str(value).startswith(f"{one.prefix}_")
    return one.most is None or len(str(value)) <= one.most


@dataclass(frozen=True, slots=True)
class FormFilling:
    """What was given, kept: names of fields and of records, and to whom; no value.

    given: field -> record; party_id: the counter that was given it
    """

    id: str
    item_code: str
    person_id: str
    card_id: str | None
    verification_id: str
    region_code: str
    party_id: str
    given: Mapping[str, str]
    left_open: list[str]
    version: int
    created_at: datetime
    updated_at: datetime


def plain_seeker(found: Any) -> dict[str, Any]:
    """A registration of a job-seeker as fields of forms."""
    names = ("education", "occupation_wanted", "skill_level", "job_kind")
    return {name: getattr(found, name) for name in names} if found is not None else {}
