"""What is told of employers' floating rates, prevention projects and platforms' premiums."""

from services.benefits.domain.injury import floating, platform_order, prevention
from sscsim.event_types import COUNT, FEN, MONTH, REGION, TEXT, declare, ident, word
from sscsim.kernel.problems import Text

declare(
    "benefits",
    "injury_rate.assessed",
    Text("工伤浮动费率已核定", "An employer's rate was assessed"),
    {
        "id": ident("irt"),
        "insured_employer_id": ident("ise"),
        "region_code": REGION,
        "step": word(*floating.STEPS),
        "rate_millionths": COUNT,
        "from_month": MONTH,
    },
)
declare(
    "benefits",
    "prevention_project.changed",
    Text("工伤预防项目状态已变更", "A prevention project is in another state"),
    {
        "id": ident("ppj"),
        "number": TEXT,
        "region_code": REGION,
        "amount_fen": FEN,
        "accepted_fen": FEN,
        "status": word(*prevention.PROJECT_STATUSES),
    },
)
_PREMIUM = {
    "id": ident("ppm"),
    "region_code": REGION,
    "month": MONTH,
    "orders": COUNT,
    "amount_fen": FEN,
    "status": word(*platform_order.PREMIUM_STATUSES),
}
declare(
    "benefits",
    "platform_premium.charged",
    Text("职业伤害保障费已核定", "A platform was charged for a month's orders"),
    _PREMIUM,
)
declare(
    "benefits",
    "platform_premium.paid",
    Text("职业伤害保障费已缴纳", "A platform paid for a month's orders"),
    _PREMIUM,
)
