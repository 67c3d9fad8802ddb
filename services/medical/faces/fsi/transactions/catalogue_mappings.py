"""3301 目录对照上传, 3302 目录对照撤销 and 1317, which reads them back."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from services.medical.domain.mapping import CatalogueMapping, NewMapping
from services.medical.faces.fsi import filters, refusals, words
from services.medical.faces.fsi.layout import TOP
from services.medical.faces.fsi.paging import page_of
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows.interface import mapping as flow

GIVEN = ("aprvno", "dosform", "exct_cont", "item_cont", "prcunt", "spec", "pacspec", "memo")
"""What 3301 says besides, and 1317 gives back."""


@answers("3301")
def upload(call: Call) -> None:
    """Keep mappings of the institution's own numbers, all or none of those in a message."""
    said = [_said(call, row, f"data[{n}]") for n, row in enumerate(call.input["data"])]
    call.answer_as(lambda _: None)
    flow.upload(call.institution, said)


def _said(call: Call, row: Mapping[str, Any], place: str) -> tuple[NewMapping, str]:
    kind = words.word("list_type", row["list_type"])
    if kind is None:
        raise refusals.message(
            f"目录类别{row['list_type']}的目录在本模拟平台未提供", f"{place}.list_type"
        )
    new = NewMapping(
        medins_list_codg=row["fixmedins_hilist_id"],
        name=row["fixmedins_hilist_name"],
        list_type=words.code("list_type", kind),
        med_list_codg=row["med_list_codg"],
        from_date=row["begndate"],
        to_date=row["enddate"],
        given={name: row[name] for name in GIVEN if row.get(name)},
    )
    return new, kind


@answers("3302")
def withdraw(call: Call) -> None:
    """Withdraw mappings: what they meant until then stays known."""
    said = []
    for n, row in enumerate(call.input["data"]):
        if row["fixmedins_code"] != call.institution.institution_code:
            where = f"data[{n}].fixmedins_code"
            raise refusals.FsiRefused(refusals.BUSINESS, "医药机构编号不是本机构", where)
        said.append((row["fixmedins_hilist_id"], row["list_type"], row["med_list_codg"]))
    call.answer_as(lambda _: None)
    flow.withdraw(call.institution, said)


@answers("1317")
def mappings(call: Call) -> dict[str, Any]:
    """The institution's mappings; one that was withdrawn is invalid (有效标志 0)."""
    asked = call.input["data"]
    code = asked.get("fixmedins_code")
    if code not in (None, call.institution.institution_code):
        raise refusals.FsiRefused(
            refusals.BUSINESS, "只能查询本机构的目录对照", "data.fixmedins_code"
        )
    region = filters.region(call, asked)
    found = list(_rows(flow.every(call.institution), region, asked.get("query_date")))
    equal = ("medins_list_codg", "list_type", "med_list_codg", "vali_flag")
    return {TOP: page_of(filters.fitting(found, asked, equal, ("medins_list_name",)), asked)}


def _rows(found: list[CatalogueMapping], region: str, on: date | None) -> Iterator[dict[str, Any]]:
    for one in found:
        if on is not None and not (one.is_live and one.covers(on)):
            continue
        updated = one.created_at if one.withdrawn_at is None else one.withdrawn_at
        yield {
            **{name: one.given.get(name) for name in GIVEN},
            "fixmedins_code": one.institution_code,
            "medins_list_codg": one.medins_list_codg,
            "medins_list_name": one.name,
            "insu_admdvs": region,
            "list_type": one.list_type,
            "med_list_codg": one.med_list_codg,
            "begndate": one.from_date,
            "enddate": one.to_date,
            "vali_flag": "1" if one.is_live else "0",
            "rid": one.id,
            "updt_time": updated,
            "crte_time": one.created_at,
            "crte_optins_no": one.institution_code,
        }
