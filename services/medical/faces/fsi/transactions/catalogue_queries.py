"""1304, 1312, 1316, 1318 and 1319: our catalogue as it counts in a region on a day, by pages.

The two catalogues of the specification, the medical (医疗目录) and the insured (医保目录), are one
here: an item has the same code in both.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from services.medical.domain.catalogue import CLASS, LIMIT, SHARE
from services.medical.domain.catalogue_version import changed
from services.medical.domain.vocabulary import EMPLOYEE, RESIDENT
from services.medical.faces.fsi import filters, words
from services.medical.faces.fsi.catalogue_rows import INVALID, VALID
from services.medical.faces.fsi.charged_lines import charge_type
from services.medical.faces.fsi.layout import TOP
from services.medical.faces.fsi.paging import page_of
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows.catalogue import ShownItem
from services.medical.flows.interface import hilist as flow
from services.medical.flows.interface import mapping

LIMITED_LEVELS = ("level_1", "level_2", "level_3")
"""Whose price limits are told. The first code is for level one and below, and so tells the
higher of the two that we know."""
ANY_COMPOUND = "1"
"""限复方使用类型: no drug of ours is only good in a compound."""
IN_USE = "1"
"""医保目录使用类别 and 医保目录超限处理方式 are coded without a list; this code is ours."""
FIRST_SELF_PAY = "10"


@answers("1304")
def ethnic_drugs(call: Call) -> dict[str, Any]:
    """民族药品: our catalogue has none, so no page has rows."""
    return {TOP: page_of([], call.input["data"])}


@answers("1312")
def insured_items(call: Call) -> dict[str, Any]:
    """Items with what they count as; those that have ended are invalid."""
    asked = call.input["data"]
    region, day = filters.region(call, asked), filters.day(asked)
    found = [_item(shown, region, day) for shown in flow.known(region, day)]
    equal = (
        *("hilist_code", "wubi", "pinyin", "med_chrgitm_type", "chrgitm_lv", "lmt_used_flag"),
        *("list_type", "med_use_flag", "matn_used_flag", "hilist_use_type", "lmt_cpnd_type"),
        "vali_flag",
    )
    return {TOP: page_of(filters.fitting(found, asked, equal, ("hilist_name",)), asked)}


def _common(shown: ShownItem, region: str, day: date, decides: str, mark: str) -> dict[str, Any]:
    """What every row has: since when it is so, and when something last changed."""
    item = shown.item
    since = {because.decides: because.since for because in shown.found.because}
    return {
        "insu_admdvs": region,
        "begndate": since.get(decides, item.since),
        "enddate": item.until,
        "vali_flag": VALID if item.is_valid(day) else INVALID,
        "rid": f"{item.code}{region}{mark}",
        "updt_time": changed(item, day, region),
        "crte_time": item.since,
    }


def _item(shown: ShownItem, region: str, day: date) -> dict[str, Any]:
    item = shown.item
    return _common(shown, region, day, CLASS, "") | {
        "hilist_code": item.code,
        "hilist_name": item.zh,
        "med_chrgitm_type": charge_type(item),
        "chrgitm_lv": words.code("chrgitm_lv", shown.found.item_class),
        "lmt_used_flag": "1" if item.is_restricted else "0",
        "list_type": words.code("list_type", item.kind),
        "med_use_flag": "1",
        "matn_used_flag": "0" if item.sex == "male" else "1",
        "hilist_use_type": IN_USE,
        "lmt_cpnd_type": ANY_COMPOUND,
    }


@answers("1316")
def matches(call: Call) -> dict[str, Any]:
    """Which item of the insured catalogue one of the medical catalogue is: here always itself.

    With an institution's own number only what that is mapped to (目录对照) on the day.
    """
    asked = call.input["data"]
    region, day = filters.region(call, asked), filters.day(asked)
    found = [
        _common(shown, region, day, CLASS, "")
        | {
            "med_list_codg": shown.item.code,
            "hilist_code": shown.item.code,
            "list_type": words.code("list_type", shown.item.kind),
            "begndate": shown.item.since,
        }
        for shown in flow.known(region, day)
    ]
    number = asked.get("medins_list_codg")
    if number is not None:
        meant = mapping.meant(call.institution, number, day)
        found = [row for row in found if row["med_list_codg"] == meant]
    equal = ("hilist_code", "list_type", "vali_flag")
    return {TOP: page_of(filters.fitting(found, asked, equal), asked)}


@answers("1318")
def price_limits(call: Call) -> dict[str, Any]:
    """The price limits of a region by level of hospital, of items in force on the day."""
    asked = call.input["data"]
    region, day = filters.region(call, asked), filters.day(asked)
    found = [row for shown in flow.known(region, day) for row in _limits(shown, region, day)]
    equal = (
        *("hilist_code", "hilist_lmtpric_type", "overlmt_dspo_way", "vali_flag", "rid"),
        *("tabname", "poolarea_no"),
    )
    return {TOP: page_of(filters.fitting(found, asked, equal), asked)}


def _limits(shown: ShownItem, region: str, day: date) -> Iterator[dict[str, Any]]:
    for level in LIMITED_LEVELS:
        limit = shown.found.limits.get(level)
        if limit is not None:
            code = words.code("hilist_lmtpric_type", level)
            yield _common(shown, region, day, LIMIT, f"L{code}") | {
                "hilist_code": shown.item.code,
                "hilist_lmtpric_type": code,
                "overlmt_dspo_way": IN_USE,
                "hilist_pric_uplmt_amt": limit,
            }


@answers("1319")
def first_self_pays(call: Call) -> dict[str, Any]:
    """The share that is paid first (先自付比例), the same for employees and residents.

    An item has no row where its region has no figure for it.
    """
    asked = call.input["data"]
    region, day = filters.region(call, asked), filters.day(asked)
    found = [row for shown in flow.known(region, day) for row in _shares(shown, region, day)]
    equal = (
        *("hilist_code", "selfpay_prop_psn_type", "selfpay_prop_type", "vali_flag", "rid"),
        *("tabname", "poolarea_no"),
    )
    return {TOP: page_of(filters.fitting(found, asked, equal), asked)}


def _shares(shown: ShownItem, region: str, day: date) -> Iterator[dict[str, Any]]:
    if shown.share is None:
        return
    for insurance in (EMPLOYEE, RESIDENT):
        code = words.code("selfpay_prop_psn_type", insurance)
        yield _common(shown, region, day, SHARE, f"S{code}") | {
            "hilist_code": shown.item.code,
            "selfpay_prop_psn_type": code,
            "selfpay_prop_type": FIRST_SELF_PAY,
            "selfpay_prop": _decimal(shown.share),
        }


def _decimal(share: Fraction) -> Decimal:
    return round(Decimal(share.numerator) / share.denominator, 4)
