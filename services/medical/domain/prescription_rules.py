"""What a prescription and a sale for it must be: pure checks, each naming node and field."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from services.medical.domain.catalogue import DRUG, Disease, Item
from services.medical.domain.vocabulary import OUTPATIENT
from services.medical.problems_prescriptions import PrescriptionRefused

Rows = Sequence[Mapping[str, Any]]
ONLINE_CONSULTATION = "02"
CONSULTATIONS = ("01", ONLINE_CONSULTATION)
"""bizTypeCode: 定点医疗机构就诊, 互联网医院问诊."""
YES = "1"
_FEN = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Figures:
    """Days and hours, all whole; `store/prescription_figures.py` has them."""

    valid_days: int
    supply_days: int
    long_supply_days: int
    authorisation_hours: int


def check_head(data: Mapping[str, Any], now: datetime, figures: Figures) -> datetime:
    """Until when it is good. PrescriptionRefused for a time or a kind that can't be."""
    if data["bizTypeCode"] not in CONSULTATIONS:
        raise PrescriptionRefused("data.bizTypeCode", "须为01或02", "must be 01 or 02")
    if data["bizTypeCode"] == ONLINE_CONSULTATION and not data.get("authNo"):
        raise PrescriptionRefused(
            "data.authNo", "互联网医院问诊时必填", "is needed of an online consultation"
        )
    prescribed, days = data["prscTime"], data["valiDays"]
    if prescribed > now:
        raise PrescriptionRefused("data.prscTime", "晚于当前时间", "is in the future")
    if not 1 <= days <= figures.valid_days or days != int(days):
        raise PrescriptionRefused(
            "data.valiDays",
            f"须为1至{figures.valid_days}天",
            f"must be 1 to {figures.valid_days} days",
        )
    until: datetime = prescribed + timedelta(days=int(days))
    if data["valiEndTime"] != until:
        raise PrescriptionRefused(
            "data.valiEndTime",
            "应为开方时间加有效天数",
            "must be the time of prescribing and the days it is good",
        )
    if until <= now:
        raise PrescriptionRefused("data.valiEndTime", "已过有效期", "is over already")
    return until


def check_drugs(
    drugs: Rows,
    items: Mapping[str, Item],
    now: datetime,
    level: str,
    sex: str | None,
    most_days: int,
) -> None:
    """Drugs of the catalogue that are in force that day, fit for the person and the hospital."""
    for number, drug in enumerate(drugs):
        place = f"rxdrugdetail[{number}]"
        code = drug["medListCodg"]
        item = items.get(code)
        if item is None or item.kind != DRUG:
            raise PrescriptionRefused(
                f"{place}.medListCodg", f"{code} 不是目录中的药品", f"{code} is no drug"
            )
        if not item.is_valid(now.date()):
            raise PrescriptionRefused(
                f"{place}.medListCodg", f"{code} 当日无效", f"{code} is not in force that day"
            )
        against = item.refused_for(level, sex, OUTPATIENT)
        if against is not None:
            raise PrescriptionRefused(
                f"{place}.medListCodg",
                f"{code} 限制使用（{against}）",
                f"{code} is of restricted use ({against})",
            )
        _check_amount(drug, place, most_days)


def _check_amount(drug: Mapping[str, Any], place: str, most_days: int) -> None:
    if drug["drugCnt"] <= 0:
        raise PrescriptionRefused(f"{place}.drugCnt", "须大于0", "must be more than 0")
    if not 0 < drug["medcDays"] <= most_days:
        raise PrescriptionRefused(
            f"{place}.medcDays",
            f"须大于0且不超过{most_days}天",
            f"must be more than 0 and {most_days} days at most",
        )
    if drug["medcEndtime"] < drug["medcBegntime"]:
        raise PrescriptionRefused(f"{place}.medcEndtime", "早于用药开始时间", "is before the begin")


def check_diagnoses(
    rows: Rows, main: str, diseases: Mapping[str, Disease], sex: str | None
) -> None:
    """Known diseases, one of them the main one, which the visit names as well."""
    if not rows:
        raise PrescriptionRefused("diseinfo", "不能为空", "must have a diagnosis")
    for number, row in enumerate(rows):
        place = f"diseinfo[{number}].diagCode"
        disease = diseases.get(row["diagCode"])
        if disease is None:
            raise PrescriptionRefused(
                place, f"没有疾病 {row['diagCode']}", f"there is no disease {row['diagCode']}"
            )
        if disease.sex is not None and sex is not None and disease.sex != sex:
            raise PrescriptionRefused(place, "与患者性别不符", "is no illness of that sex")
    mains = [row["diagCode"] for row in rows if row["maindiagFlag"] == YES]
    if len(mains) != 1:
        raise PrescriptionRefused(
            "diseinfo", "须有且仅有一个主诊断", "must have one main diagnosis"
        )
    if mains[0] != main:
        raise PrescriptionRefused(
            "mdtrtinfo.maindiagCode", "与诊断信息的主诊断不一致", "is not the main diagnosis"
        )


def check_sale(sale: Mapping[str, Any], lines: Rows, drugs: Rows) -> None:
    """Only what is prescribed, no more of it, and amounts that add up."""
    left: dict[str, Decimal] = defaultdict(Decimal)
    for drug in drugs:
        left[drug["medListCodg"]] += Decimal(drug["drugCnt"])
    total = Decimal(0)
    for number, line in enumerate(lines):
        place = f"rxSaleDrugDetl[{number}]"
        code, count = line["medListCodg"], line["selRetnCnt"]
        if code not in left:
            raise PrescriptionRefused(
                f"{place}.medListCodg", f"{code} 不在处方中", f"{code} is not prescribed"
            )
        left[code] -= count
        if count <= 0 or left[code] < 0:
            raise PrescriptionRefused(
                f"{place}.selRetnCnt",
                "须大于0且不超过处方数量",
                "must be more than 0 and no more than is prescribed",
            )
        due = (line["finlTrnsPric"] * count).quantize(_FEN, ROUND_HALF_UP)
        if line["sumamt"] != due:
            raise PrescriptionRefused(
                f"{place}.sumamt", f"应为单价乘数量 {due}", f"must be price by quantity, {due}"
            )
        total += line["sumamt"]
    _check_total(sale, total)


def _check_total(sale: Mapping[str, Any], total: Decimal) -> None:
    for name in ("fundPaySumamt", "psnPartAmt", "acctPay", "psnCashPay"):
        if sale[name] < 0:
            raise PrescriptionRefused(f"data.{name}", "不能为负", "must not be negative")
    if sale["psnPartAmt"] != sale["acctPay"] + sale["psnCashPay"]:
        raise PrescriptionRefused(
            "data.psnPartAmt", "应为个人账户与现金支出之和", "must be account and cash together"
        )
    if sale["fundPaySumamt"] + sale["psnPartAmt"] != total:
        raise PrescriptionRefused(
            "data.fundPaySumamt",
            f"与个人负担之和应为明细合计 {total:.2f}",
            f"and the person's part must come to {total:.2f}",
        )
