"""What several transactions of a stay read alike: fields as they are kept, persons, diagnoses."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from services.medical.faces.fsi import codes, refusals, shown, words
from services.medical.faces.fsi.refusals import FsiRefused
from services.medical.faces.fsi.transactions import Call
from services.medical.flows import person_information
from services.medical.flows.interface.stated import Diagnosed
from services.medical.flows.person_information import Information
from sscsim.kernel.problems import Problem

YES = "1"
WESTERN = "1"
"""诊断类别: 西医诊断; the others are 中医."""
NOT_KEPT = frozenset({"psn_no", "mdtrt_id", "mdtrt_cert_no", "card_sn", "exp_content"})
"""Who and which visit it is stands elsewhere; what was shown is a secret; the extension is kept as
the object that it is."""


def kept(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a node as values of JSON, as a query gives them back."""
    return {
        name: _plain(value)
        for name, value in asked.items()
        if value not in (None, "") and name not in NOT_KEPT
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else value


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


def insurance_kind(asked: Mapping[str, Any], node: str) -> str:
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


def person(call: Call, asked: Mapping[str, Any], node: str) -> Information:
    """The person of `psn_no`, whose certificate it must be where one is shown."""
    if asked.get("mdtrt_cert_no"):
        return shown.of_number(call.institution, asked, node)
    found = person_information.of(asked["psn_no"])
    shown.check_said(found, asked, node)
    return found


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
        said = [str(body.get("detail") or problem.code).rstrip("。")]
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
