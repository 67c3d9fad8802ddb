"""What the benefits service tells of insurance relations, contributions and accounts."""

from services.benefits.domain.insurance import (
    KINDS,
    charge,
    declaration,
    payout_account,
    personal_data,
    relation,
)
from sscsim.event_types import COUNT, FEN, MONTH, REGION, declare, ident, word
from sscsim.kernel.problems import Text

_RELATION = {
    "id": ident("isr"),
    "person_id": ident("psn"),
    "kind": word(*KINDS),
    "region_code": REGION,
    "status": word(*relation.STATUSES),
}
declare(
    "benefits",
    "insurance_relation.opened",
    Text("参保关系已建立", "Somebody is insured"),
    _RELATION,
)
declare(
    "benefits",
    "insurance_relation.suspended",
    Text("参保关系已暂停", "An insurance relation rests"),
    _RELATION,
)
declare(
    "benefits",
    "insurance_relation.ended",
    Text("参保关系已终止", "An insurance relation ended"),
    {**_RELATION, "ended_for": word(*relation.ENDED_FOR)},
)

_CHARGE = {
    "id": ident("ctc"),
    "kind": word(*charge.KINDS),
    "region_code": REGION,
    "amount_fen": FEN,
    "status": word(*charge.STATUSES),
    "person_id?": ident("psn"),
}
declare(
    "benefits",
    "contribution_charge.made",
    Text("缴费单已核定", "Contributions were charged"),
    _CHARGE,
)
declare(
    "benefits",
    "contribution_charge.changed",
    Text("缴费单状态已变更", "A contribution charge is in another state"),
    _CHARGE,
)
declare(
    "benefits",
    "contribution_declaration.changed",
    Text("缴费申报状态已变更", "A contribution declaration is in another state"),
    {
        "id": ident("cdl"),
        "region_code": REGION,
        "status": word(*declaration.STATUSES),
        "lines": COUNT,
    },
)
declare(
    "benefits",
    "payout_account.chosen",
    Text("待遇发放账户已变更", "Somebody chose to which account benefits are paid"),
    {
        "id": ident("poa"),
        "person_id": ident("psn"),
        "scheme": word(*payout_account.SCHEMES),
        "from_month": MONTH,
    },
)
declare(
    "benefits",
    "personal_data.changed",
    Text("个人基本信息变更有结果", "Personal data was changed, or needs a new card"),
    {
        "id": ident("pdc"),
        "person_id": ident("psn"),
        "field": word(*personal_data.FIELDS),
        "status": word(*personal_data.STATUSES),
    },
)
