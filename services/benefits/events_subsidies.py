"""What the benefits service tells of subsidies, recoveries, internships and loans."""

from services.benefits.domain import recovery
from services.benefits.domain.employment import internship, startup_loan, subsidy
from sscsim.event_types import FEN, REGION, TEXT, declare, ident, word
from sscsim.kernel.problems import Text

_SUBSIDY = {
    "id": ident("sby"),
    "item_code": TEXT,
    "person_id": ident("psn"),
    "region_code": REGION,
    "status": word(*subsidy.STATUSES),
}
declare(
    "benefits",
    "subsidy.granted",
    Text("按月补贴已核准", "A subsidy by the month was granted"),
    _SUBSIDY,
)
declare(
    "benefits",
    "subsidy.completed",
    Text("按月补贴已发满", "All months of a subsidy are paid"),
    _SUBSIDY,
)
declare(
    "benefits",
    "subsidy.ended",
    Text("按月补贴已停发", "A subsidy ended before its time"),
    {**_SUBSIDY, "ended_for": word(*subsidy.ENDED_FOR)},
)
declare(
    "benefits",
    "internship.ended",
    Text("见习已提前结束", "An internship ended before its time"),
    {
        "id": ident("itn"),
        "person_id": ident("psn"),
        "ended_for": word(*internship.ENDED_FOR),
    },
)

_RECOVERY = {
    "id": ident("rcv"),
    "item_code": TEXT,
    "amount_fen": FEN,
    "region_code": REGION,
    "status": word(*recovery.STATUSES),
    "person_id?": ident("psn"),
}
declare(
    "benefits",
    "benefit_recovery.decided",
    Text("待遇须追回", "A benefit has to be given back"),
    _RECOVERY,
)
declare(
    "benefits",
    "benefit_recovery.settled",
    Text("追回已结清", "What had to be given back is"),
    _RECOVERY,
)

_LOAN = {
    "id": ident("sln"),
    "person_id": ident("psn"),
    "region_code": REGION,
    "amount_fen": FEN,
    "status": word(*startup_loan.STATUSES),
}


def _loan(name: str, zh: str, en: str) -> None:
    declare("benefits", f"startup_loan.{name}", Text(zh, en), _LOAN)


_loan("guaranteed", "创业担保贷款已获担保", "A start-up loan was guaranteed")
_loan("contracted", "银行已同意贷款", "The bank granted it")
_loan("declined", "银行未同意贷款", "The bank declined it")
_loan("drawn", "贷款已发放到卡", "It was paid onto the card")
_loan("overdue", "贷款已逾期", "An instalment was not covered")
_loan("caught_up", "逾期已补足", "What was missed is paid")
_loan("settled", "贷款已结清", "It is paid back")
_loan("guarantee_paid", "担保基金已代偿", "The guarantee paid the bank what was left")
