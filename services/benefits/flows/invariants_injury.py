"""The laws of work injuries."""

from services.benefits.store import laws_injury, laws_injury_fund
from sscsim.kernel.problems import Text
from sscsim.web.invariants import Invariant, invariant

CHECKS: tuple[Invariant, ...] = (
    invariant(
        "benefits.injury_once",
        Text("同一人同一事故只有一份工伤认定", "One recognition a person and accident"),
    )(laws_injury.two_recognitions),
    invariant(
        "benefits.injury_by_grade",
        Text("工伤待遇与伤残等级一致", "No work-injury benefit for a grade that has none"),
    )(laws_injury.benefit_off_grade),
    invariant(
        "benefits.injury_paid",
        Text("工伤待遇发放与核定一致", "What is paid of an injury is what was decided"),
    )(laws_injury.paid_off_decided),
    invariant(
        "benefits.injury_bills",
        Text("工伤费用报销与票据一致", "What is paid back of bills is what they say, once"),
    )(laws_injury.bills_off_grant),
    invariant(
        "benefits.injury_months",
        Text(
            "定期工伤待遇月份连续且只有一份", "Each month of a benefit once, of one benefit a kind"
        ),
    )(laws_injury.months_off_pension),
    invariant(
        "benefits.injury_rates",
        Text("浮动费率与支缴记录一致", "A floating rate is what its record gives"),
    )(laws_injury_fund.rate_off_record),
    invariant(
        "benefits.prevention_paid",
        Text(
            "工伤预防费分期支付且不超年度限额",
            "Prevention is paid by accepted parts, within its year's limit",
        ),
    )(laws_injury_fund.prevention_off_parts),
    invariant(
        "benefits.platform_orders",
        Text("平台订单与其缴费一致", "Each order of a platform is paid for once, by its own"),
    )(laws_injury_fund.order_off_premium),
)
