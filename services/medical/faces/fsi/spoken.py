"""What several transactions of a stay read alike: fields as they are kept, certificates, extras."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from services.medical.faces.fsi import codes, refusals, words
from services.medical.faces.fsi.refusals import FsiRefused
from services.medical.faces.fsi.transactions import Call
from services.medical.flows import person_information
from services.medical.flows.interface.stated import Diagnosed
from services.medical.flows.person_information import Information
from services.medical.problems_people import CredentialRefused
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Problem

ELECTRONIC, IDENTITY, CARD = "01", "02", "03"
"""就诊凭证类型: 医保电子凭证, 居民身份证, 社会保障卡."""
YES = "1"
WESTERN = "1"
"""诊断类别: 西医诊断; the others are 中医."""
NOT_KEPT = frozenset({"psn_no", "mdtrt_id", "mdtrt_cert_no", "card_sn"})
"""Who and which visit it is stands elsewhere; what was shown is a secret."""


def kept(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a node as values of JSON, as a query gives them back."""
    return {name: _plain(value) for name, value in asked.items() if name not in NOT_KEPT}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else value


def money(amount: Decimal) -> Money:
    """An amount that has two decimals at most, as the tables say."""
    return Money(int(amount.scaleb(2)))


def same_visit(rows: Iterable[Mapping[str, Any]], node: str) -> tuple[str, str]:
    """The visit and the person that all items of a list are about."""
    items = list(rows)
    first = (items[0]["mdtrt_id"], items[0]["psn_no"])
    for ordinal, row in enumerate(items):
        for name, said in zip(("mdtrt_id", "psn_no"), first, strict=True):
            if row[name] != said:
                where = f"{node}[{ordinal}].{name}"
                raise refusals.message(f"一个报文只能是同一次就诊的，{name}不一致", where)
    return first


def check_persons(psn_no: str, mdtrt_id: str | None, rows: Iterable[Mapping[str, Any]]) -> None:
    """The diagnoses are those of the person and the visit that the message is about."""
    for ordinal, row in enumerate(rows):
        if row["psn_no"] != psn_no:
            where = f"diseinfo[{ordinal}].psn_no"
            raise refusals.message("诊断的人员编号与就诊信息不一致", where)
        if mdtrt_id is not None and row["mdtrt_id"] != mdtrt_id:
            where = f"diseinfo[{ordinal}].mdtrt_id"
            raise refusals.message("诊断的就诊ID与就诊信息不一致", where)


def diagnoses(rows: Iterable[Mapping[str, Any]]) -> list[Diagnosed]:
    """The rows of diseinfo in the order of their numbers, each of which stands once."""
    found: dict[int, Diagnosed] = {}
    for ordinal, row in enumerate(rows):
        number = int(row["diag_srt_no"])
        if number in found:
            where = f"diseinfo[{ordinal}].diag_srt_no"
            raise refusals.message(f"诊断排序号{number}重复", where)
        found[number] = Diagnosed(
            number,
            row["diag_code"],
            codes.same(row["maindiag_flag"], YES),
            codes.same(row["diag_type"], WESTERN),
            kept(row),
        )
    return [found[number] for number in sorted(found)]


def insurance_kind(call: Call, asked: Mapping[str, Any], node: str) -> str:
    """Our insurance of a code of insutype."""
    found = words.word("insutype", asked["insutype"])
    if found is None:
        where = f"{node}.insutype"
        raise refusals.message(f"险种类型{asked['insutype']}在本模拟平台未提供", where)
    return found


def delivery(asked: Mapping[str, Any]) -> str | None:
    """How the child was born, if 生育类别 says so; others say nothing of it."""
    said = asked.get("matn_type")
    found = words.word("matn_type", said) if said else None
    return found.split("/")[0] if found else None


# ---- who it is


def shown(call: Call, asked: Mapping[str, Any], node: str) -> Information:
    """The person of `psn_no`, whose certificate it must be where one is shown."""
    number, kind = asked.get("mdtrt_cert_no"), asked["mdtrt_cert_type"]
    found = person_information.of(asked["psn_no"])
    if number:
        holder = _holder(call, kind, number, asked.get("card_sn"), node)
        if holder != found.person_id:
            raise FsiRefused(refusals.BUSINESS, "就诊凭证不是该人员的", f"{node}.mdtrt_cert_no")
    said = {"certno": found.social_security_number, "psn_name": found.name}
    for name, known in said.items():
        if asked.get(name) and asked[name].upper() != known:
            raise FsiRefused(refusals.BUSINESS, f"{name}与人员信息不符", f"{node}.{name}")
    return found


def _holder(call: Call, kind: str, number: str, card_sn: str | None, node: str) -> str:
    try:
        if codes.same(kind, ELECTRONIC):
            return person_information.by_code(call.institution, number).person_id
        if codes.same(kind, CARD):
            return person_information.by_card(
                call.institution, number, card_sn, None, None
            ).person_id
        if codes.same(kind, IDENTITY):
            return person_information.by_number(call.institution, number, None).person_id
    except CredentialRefused as refusal:
        if {"card_unknown", "holder_unknown"}.intersection(refusal.reasons):
            where = f"{node}.mdtrt_cert_no"
            raise FsiRefused(refusals.QUERY, "未查询到人员基本信息", where) from None
        raise
    raise refusals.message(f"就诊凭证类型{kind}在本模拟平台未提供", f"{node}.mdtrt_cert_type")


# ---- exp_content


def extras(asked: Mapping[str, Any], node: str, *, strict: bool) -> Mapping[str, str]:
    """What exp_content says (MDTRT_GRP_TYPE, TRUM_FLAG, …): a text of JSON.

    Of a visit at home it may be anything (`strict` no); across regions it must be an object.
    """
    text = asked.get("exp_content") or ""
    try:
        found = json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, dict):
        return {str(name).upper(): str(value) for name, value in found.items()}
    if strict:
        raise refusals.message("exp_content应为JSON对象", f"{node}.exp_content")
    return {}


# ---- refusals


@contextmanager
def places(names: Mapping[str, str]) -> Iterator[None]:
    """Faults that our flows find in what was read are told with the names of the message.

    `names`: how the beginning and the parts of our pointers are called there.
    """
    try:
        yield
    except Problem as problem:
        body = problem.body("zh-CN")
        errors = body.get("errors", ())
        if problem.effect != "none" or not any(error.get("pointer") for error in errors):
            raise
        said = [str(body.get("detail") or problem.code)]
        said += [
            f"{_place(str(error.get('pointer', '')), names)} {error['message']}" for error in errors
        ]
        raise FsiRefused(refusals.BUSINESS, "；".join(said), problem.code) from None


def _place(pointer: str, names: Mapping[str, str]) -> str:
    """`/fee_lines/0/item_code` as `feedetail[0].med_list_codg`."""
    made = ""
    for part in pointer.strip("/").split("/"):
        made += f"[{part}]" if part.isdigit() else f".{names.get(part, part)}"
    return made.lstrip(".")
