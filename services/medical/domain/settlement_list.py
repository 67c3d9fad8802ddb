"""The settlement list (医疗保障基金结算清单) of a bill, and what is wrong with one (质控).

The list is as the message says it, by node and field; it is held against the settlement that it
is of, the visit and the diagnoses. What is wrong is told, and nothing is refused for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from services.medical.domain.catalogue import Disease
from services.medical.domain.settlement import Settlement
from services.medical.domain.visit import Visit
from sscsim.clock import SHANGHAI
from sscsim.kernel.money import Money

SUBMITTED, NOT_SUBMITTED = "1", "0"
"""状态分类; no source lists the codes. Assumed: a list that was submitted is closed."""

_WESTERN, _MAIN = "1", "1"
_OUTSIDE_FUNDS = ("3102", "9999", "99999")
"""Beginnings of 基金支付类型 that are no funds: the personal account, and the hospital itself."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: the rule, where, and the values that don't agree."""

    rule: str
    name: str
    says: str
    node: str
    field: str
    due: str
    found: str

    @property
    def is_hint(self) -> bool:
        """Whether it may be right nevertheless: a catalogue never has everything."""
        return self.rule == "Q05"


@dataclass(frozen=True, slots=True)
class Against:
    """What a list is held against. `main_disease`: the main diagnosis that the visit has, if any
    was recorded."""

    settlement: Settlement
    visit: Visit
    main_disease: str | None
    diseases: Mapping[str, Disease]

    @property
    def discharge(self) -> date:
        return self.settlement.discharge_date


def faults(said: Mapping[str, Any], against: Against) -> Iterator[Fault]:
    """Every fault of a list, in the order of the rules."""
    yield from _of_payments(said.get("payinfo", ()), against)
    yield from _of_diagnoses(said.get("diseinfo", ()), against)
    yield from _of_days(said["setlinfo"], against)
    yield from _of_times(said)
    yield from _of_stay(said["setlinfo"], against)


def _of_payments(rows: Sequence[Mapping[str, Any]], against: Against) -> Iterator[Fault]:
    funds = [row for row in rows if not row["fund_pay_type"].startswith(_OUTSIDE_FUNDS)]
    stated = sum((row["fund_payamt"] for row in funds), Decimal(0))
    due = against.settlement.fund_pay or Money.zero()
    if stated * 100 != due.fen:
        yield Fault(
            "Q01", "基金支付金额与结算不符", "支付信息中基金支付之和应等于结算的基金支付总额",
            "payinfo", "fund_payamt", due.plain(), f"{stated:.2f}",
        )  # fmt: skip
    kinds = [row["fund_pay_type"] for row in rows]
    for kind in sorted({kind for kind in kinds if kinds.count(kind) > 1}):
        yield Fault(
            "Q02", "基金支付类型重复", "同一基金支付类型只应有一行",
            "payinfo", "fund_pay_type", "1", f"{kind}×{kinds.count(kind)}",
        )  # fmt: skip


def _of_diagnoses(rows: Sequence[Mapping[str, Any]], against: Against) -> Iterator[Fault]:
    western = [row for row in rows if row["diag_type"] == _WESTERN]
    mains = [row["diag_code"] for row in western if row["maindiag_flag"] == _MAIN]
    if len(mains) != 1:
        yield Fault(
            "Q03", "主要诊断不唯一", "西医诊断须且仅须一个主要诊断",
            "diseinfo", "maindiag_flag", "1", str(len(mains)),
        )  # fmt: skip
    elif against.main_disease not in (None, mains[0]):
        yield Fault(
            "Q04", "主要诊断与就诊记录不符", "主要诊断应为就诊所记录的主要诊断",
            "diseinfo", "diag_code", str(against.main_disease), mains[0],
        )  # fmt: skip
    for row in western:
        disease = against.diseases.get(row["diag_code"])
        if disease is None:
            yield Fault(
                "Q05", "诊断不在目录中", "诊断代码应在疾病目录中",
                "diseinfo", "diag_code", "", row["diag_code"],
            )  # fmt: skip
        elif disease.sex is not None and disease.sex != against.visit.sex:
            yield Fault(
                "Q06", "诊断与性别不符", f"{disease.zh}仅见于另一性别",
                "diseinfo", "diag_code", disease.sex, against.visit.sex or "",
            )  # fmt: skip


def _of_days(info: Mapping[str, Any], against: Against) -> Iterator[Fault]:
    begin, end = info["setl_begn_date"], info["setl_end_date"]
    for field, due, found in (
        ("setl_begn_date", against.visit.admission_date, begin),
        ("setl_end_date", against.discharge, end),
    ):
        # Of a stay that was settled in parts the days of a part are the hospital's to say.
        if due != found and not against.settlement.is_interim:
            yield Fault(
                "Q07", "结算日期与就诊不符", "结算起止日期应为入院与出院日期",
                "setlinfo", field, due.isoformat(), found.isoformat(),
            )  # fmt: skip
    if begin > end:
        yield Fault(
            "Q08", "结算日期颠倒", "结算结束日期不应早于开始日期",
            "setlinfo", "setl_end_date", begin.isoformat(), end.isoformat(),
        )  # fmt: skip


def _of_times(said: Mapping[str, Any]) -> Iterator[Fault]:
    for node, begin, end in (
        ("oprninfo", "oprn_oprt_begntime", "oprn_oprt_endtime"),
        ("oprninfo", "anst_begntime", "anst_endtime"),
        ("icuinfo", "scs_cutd_inpool_time", "scs_cutd_exit_time"),
    ):
        for row in said.get(node, ()):
            if begin in row and end in row and row[end] < row[begin]:
                yield Fault(
                    "Q09", "起止时间颠倒", "结束时间不应早于开始时间",
                    node, end, _shown(row[begin]), _shown(row[end]),
                )  # fmt: skip


def _of_stay(info: Mapping[str, Any], against: Against) -> Iterator[Fault]:
    if not against.visit.of_kind.is_stay:
        return
    for field, due in (
        ("adm_time", against.visit.admission_date),
        ("dscg_time", against.discharge),
    ):
        found = info.get(field)
        day = found.astimezone(SHANGHAI).date() if found else None
        if day != due:
            yield Fault(
                "Q10", "出入院时间与就诊不符", "住院清单的出入院时间应为就诊的出入院日期",
                "setlinfo", field, due.isoformat(), day.isoformat() if day else "",
            )  # fmt: skip
    if "dscg_way" not in info:
        yield Fault("Q11", "离院方式缺失", "住院清单须有离院方式", "setlinfo", "dscg_way", "", "")
    names = ("spga_nurscare_days", "lv1_nurscare_days", "scd_nurscare_days", "lv3_nurscare_days")
    nursed = sum((info.get(name, Decimal(0)) for name in names), Decimal(0))
    days = (against.discharge - against.visit.admission_date).days + 1
    if nursed > days:
        yield Fault(
            "Q12", "护理天数超过住院天数", "各级护理天数之和不应超过住院天数",
            "setlinfo", "lv1_nurscare_days", str(days), f"{nursed:f}",
        )  # fmt: skip


def _shown(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
