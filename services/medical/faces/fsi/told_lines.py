"""A fee line as 5204 and 5205 tell it: as it was split, and what its message said besides."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from services.medical.faces.fsi import words
from services.medical.faces.fsi.charged_lines import charge_type
from services.medical.flows.interface.queries import Line
from services.medical.store import catalogue
from sscsim.clock import SHANGHAI
from sscsim.kernel.money import Money

UNCODED = "uncoded"
UNLIMITED = Decimal(999999)
"""定价上限金额 where there is no limit, as it was recorded."""
NOT_KNOWN = "无"
"""In a field that must not be empty and that neither side knows."""
_SAID = (
    *("rx_drord_no", "sin_dos_dscr", "used_frqu_dscr", "prd_days", "medc_way_dscr"),
    *("bilg_dept_codg", "bilg_dept_name", "bilg_dr_codg", "bilg_dr_name"),
    *("acord_dept_codg", "acord_dept_name", "orders_dr_code", "orders_dr_name"),
    *("lmt_used_flag", "hosp_prep_flag", "hosp_appr_flag", "tcmdrug_used_way"),
    *("prodplac_type", "bas_medn_flag", "hi_nego_drug_flag", "chld_medc_flag", "etip_flag"),
    *("etip_hosp_code", "dscg_tkdrug_flag", "list_sp_item_flag", "matn_fee_flag"),
    *("drt_reim_flag", "memo", "prodname", "spec"),
)
"""Told again as it was sent; empty where it wasn't."""


def moment(said: Any, otherwise: date) -> datetime | date:
    """A time as a message said it, kept as JSON; or the day that is known without."""
    if isinstance(said, datetime):
        return said
    if isinstance(said, str) and said:
        found = datetime.fromisoformat(said)
        return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)
    return datetime.combine(otherwise, time(), SHANGHAI)


def described(line: Line) -> dict[str, Any]:
    """What both numbers tell of it."""
    charged, numbered = line.charged, line.numbered
    given: Mapping[str, Any] = line.registered.given if line.registered else {}
    code = str(given.get("med_list_codg") or charged.item_code or NOT_KNOWN)
    name = charged.item_name or NOT_KNOWN
    item = catalogue.items().get(charged.item_code or "")
    return {
        **{field: given.get(field) for field in _SAID},
        "feedetl_sn": line.registered.line_number if line.registered else charged.id,
        "rx_drord_no": given.get("rx_drord_no") or given.get("rxno") or given.get("drord_no"),
        "med_type": numbered.registered.med_type
        if numbered.registered
        else numbered.visit.of_kind.med_type,
        "fee_ocur_time": moment(
            given.get("fee_ocur_time"), charged.charged_on or numbered.visit.admission_date
        ),
        "pric": charged.unit_price,
        "chrgitm_lv": words.code("chrgitm_lv", charged.item_class),
        "hilist_code": charged.item_code or code,
        "hilist_name": name,
        "list_type": words.code("list_type", UNCODED if item is None else item.kind),
        "med_list_codg": code,
        "medins_list_codg": given.get("medins_list_codg") or code,
        "medins_list_name": given.get("medins_list_name") or name,
        "med_chrgitm_type": given.get("med_chrgitm_type") or charge_type(item),
        "spec": given.get("spec") or NOT_KNOWN,
        "dosform_name": given.get("dosform_name") or NOT_KNOWN,
    }


def split(line: Line, sign: int) -> dict[str, Any]:
    """Its amounts; of a reversal they, and the quantity, are negative."""
    charged = line.charged
    limit = charged.limit_price

    def of(amount: Money) -> Money:
        return Money(sign * amount.fen)

    return {
        "cnt": sign * charged.quantity,
        "det_item_fee_sumamt": of(charged.amount),
        "pric_uplmt_amt": UNLIMITED if limit is None else limit,
        "selfpay_prop": Decimal(charged.first_self_pay_bp) / 10_000,
        "fulamt_ownpay_amt": of(charged.own_pay),
        "overlmt_amt": of(charged.over_limit),
        "preselfpay_amt": of(charged.preself),
        "inscp_scp_amt": of(charged.in_scope),
    }
