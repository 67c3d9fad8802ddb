"""What is told of work injuries and of findings on the capacity to work."""

from services.benefits.domain.injury import (
    finding,
    fitting,
    offsite,
    payout,
    recognition,
    settled_bill,
)
from sscsim.event_types import DATE, FEN, REGION, TEXT, declare, ident, word
from sscsim.kernel.problems import Text

_INJURY = {
    "id": ident("inj"),
    "number": TEXT,
    "person_id": ident("psn"),
    "region_code": REGION,
    "status": word(*recognition.INJURY_STATUSES),
}
_FINDING = {
    "id": ident("lcf"),
    "number": TEXT,
    "person_id": ident("psn"),
    "injury_id": ident("inj"),
    "status": word(*finding.FINDING_STATUSES),
}

_GRANT = {
    "id": ident("igr"),
    "kind": word(*payout.GRANT_KINDS),
    "injury_id": ident("inj"),
    "person_id": ident("psn"),
    "amount_fen": FEN,
}
_PENSION = {
    "id": ident("ipb"),
    "kind": word(*payout.PENSION_KINDS),
    "injury_id": ident("inj"),
    "person_id": ident("psn"),
    "amount_fen": FEN,
    "status": word(*payout.PENSION_STATUSES),
}
_OFFSITE = {
    "id": ident("ofc"),
    "person_id": ident("psn"),
    "care_region_code": REGION,
    "status": word(*offsite.OFFSITE_STATUSES),
}
_DEVICE = {
    "id": ident("asd"),
    "person_id": ident("psn"),
    "device": word(*finding.DEVICES),
    "status": word(*fitting.DEVICE_STATUSES),
}
_BILL = {
    "id": ident("ist"),
    "injury_id": ident("inj"),
    "person_id": ident("psn"),
    "fund_pay_fen": FEN,
    "status": word(*settled_bill.SETTLEMENT_STATUSES),
}
_IN_RUN = {"id": ident("ipb"), "month": TEXT}

for _name, _zh, _en, _fields in (
    ("injury_case.recognised", "工伤已认定", "A work injury was recognised", _INJURY),
    ("injury_case.wage_confirmed", "本人工资已核定", "The wage was confirmed", _INJURY),
    (
        "injury_case.stop_work_extended",
        "停工留薪期已延长",
        "Pay while work stops goes on for longer",
        {**_INJURY, "stop_work_until": DATE},
    ),
    (
        "injury_case.contested",
        "对工伤认定提出复议",
        "A recognition was contested",
        {**_INJURY, "reason": TEXT},
    ),
    ("injury_case.upheld", "工伤认定已维持", "A recognition was upheld", _INJURY),
    (
        "injury_case.ended",
        "工伤认定或者工伤保险关系已终止",
        "A recognition, or its relation with the insurance, ended",
        {**_INJURY, "ended_for": word(*recognition.ENDED_FOR)},
    ),
    ("capacity_panel.met", "专家组已提出意见", "A panel of experts has met",
     {"id": ident("cpn"), "application_id": ident("svc")}),
    ("capacity_finding.concluded", "鉴定结论已作出", "A finding was concluded", _FINDING),
    ("capacity_finding.final", "鉴定结论已生效", "A finding is final", _FINDING),
    ("offsite_care.confirmed", "异地就医已确认", "Care elsewhere was confirmed", _OFFSITE),
    ("offsite_care.expired", "异地就医确认已到期", "A confirmation is over", _OFFSITE),
    ("offsite_care.cancelled", "异地就医确认已取消", "A confirmation was cancelled", _OFFSITE),
    ("injury_settlement.asked", "工伤持卡结算已提交", "A bill by card was asked for", _BILL),
    ("injury_settlement.settled", "工伤费用已持卡结算", "A bill was settled by card", _BILL),
    ("injury_settlement.reversed", "工伤持卡结算已撤销", "A bill by card was reversed", _BILL),
    ("assistive_device.confirmed", "辅助器具配置已确认", "A device was confirmed", _DEVICE),
    ("assistive_device.paid", "辅助器具费用已到账", "A device was paid", _DEVICE),
    ("assistive_device.expired", "辅助器具使用年限已满", "A device has had its time", _DEVICE),
    ("injury_grant.granted", "一次性工伤待遇已核定", "A sum was granted once", _GRANT),
    ("injury_pension.granted", "定期工伤待遇已核定", "A sum a month was granted", _PENSION),
    ("injury_pension.adjusted", "定期工伤待遇已调整", "A sum a month was changed", _PENSION),
    ("injury_pension.resumed", "定期工伤待遇已恢复", "A sum a month was resumed", _PENSION),
    ("injury_pension.suspended", "未认证，定期待遇暂停", "Not certified: suspended", _IN_RUN),
    ("injury_pension.aged", "达到年龄，定期待遇停发", "The age is reached: stopped", _IN_RUN),
    ("injury_pension.died", "领取人死亡，定期待遇停发", "Who drew it has died", _IN_RUN),
    (
        "injury_pension.stopped",
        "定期工伤待遇已停发",
        "A sum a month was stopped",
        {**_PENSION, "ended_for": word(*payout.ENDED_FOR)},
    ),
):  # fmt: skip
    declare("benefits", _name, Text(_zh, _en), _fields)
