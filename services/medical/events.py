"""What the medical service tells of its changes: the types and what each says."""

from services.medical import (  # noqa: F401  # they declare their own
    events_declarations,
    events_interface,
    events_reconciliation,
)
from sscsim.event_types import COUNT, DATE, FEN, REGION, TEXT, WORDS, declare, ident, word
from sscsim.kernel.problems import Text

assert events_interface
assert events_reconciliation

_SETTLEMENT = {
    "id": ident("stl"),
    "object": word("settlement"),
    "status": TEXT,
    "total_fen": FEN,
    "fund_pay_fen": FEN,
    "account_pay_fen": FEN,
    "cash_pay_fen": FEN,
    "clearing_amount_fen": FEN,
}

_REGISTRATION = {"id": ident("dreg"), "person_id": ident("psn"), "disease": TEXT}

declare(
    "medical",
    "institution.added",
    Text(zh="定点机构已新增", en="A medical institution was added"),
    {"id": ident("ins"), "institution_code": TEXT, "region_code": REGION},
)
declare(
    "medical",
    "medical_policy.loaded",
    Text(zh="医保政策已载入", en="Medical figures of a region were loaded into this world"),
    {"region_code": REGION, "digest": TEXT},
)
declare(
    "medical",
    "filing.accepted",
    Text(zh="异地就医备案已受理", en="A filing for treatment elsewhere was accepted"),
    {"id": ident("fil"), "person_id": ident("psn"), "kind": TEXT},
)
declare(
    "medical",
    "filing.replaced",
    Text(zh="异地就医备案已被替代", en="A newer filing took the place of a filing"),
    {
        "id": ident("fil"),
        "person_id": ident("psn"),
        "kind": TEXT,
        "replaced_by": ident("fil"),
    },
)
declare(
    "medical",
    "filing.cancelled",
    Text(zh="异地就医备案已取消", en="A filing was cancelled"),
    {"id": ident("fil"), "person_id": ident("psn"), "kind": TEXT},
)
declare(
    "medical",
    "disease_registration.accepted",
    Text(zh="慢特病备案已受理", en="A person was registered for a chronic disease"),
    _REGISTRATION,
)
declare(
    "medical",
    "disease_registration.cancelled",
    Text(zh="慢特病备案已撤销", en="A registration for a chronic disease was taken back"),
    _REGISTRATION,
)
declare(
    "medical",
    "work_injury.recognised",
    Text(zh="工伤已认定", en="A work injury was recognised"),
    {"id": ident("wir"), "person_id": ident("psn"), "injured_on": DATE},
)
declare(
    "medical",
    "personal_account.credited",
    Text(zh="个人账户入账", en="Money came into a personal medical account"),
    {"person_id": ident("psn"), "entry_id": TEXT, "amount_fen": FEN},
)
declare(
    "medical",
    "personal_account.interest_paid",
    Text(zh="个人账户计息", en="A year's interest came into a personal medical account"),
    {"person_id": ident("psn"), "entry_id": TEXT, "amount_fen": FEN},
)
_SHARER = {"id": ident("shr"), "person_id": ident("psn"), "member_person_id": ident("psn")}
declare(
    "medical",
    "account_sharer.authorised",
    Text(zh="家庭共济已授权", en="An account was opened to a family member"),
    _SHARER,
)
declare(
    "medical",
    "account_sharer.ended",
    Text(zh="家庭共济授权已终止", en="An account was closed to a family member"),
    _SHARER,
)
declare(
    "medical",
    "visit.opened",
    Text(zh="就诊已登记", en="A visit began"),
    {"id": ident("vis"), "person_id": ident("psn"), "kind": TEXT},
)
declare(
    "medical",
    "visit.changed",
    Text(zh="就诊信息已变更", en="An admission was corrected"),
    {"id": ident("vis"), "fields": WORDS},
)
declare(
    "medical",
    "visit.discharged",
    Text(zh="已出院", en="A stay ended by discharge"),
    {"id": ident("vis"), "discharge_date": DATE},
)
declare(
    "medical",
    "visit.readmitted",
    Text(zh="出院已撤销", en="A discharge was taken back"),
    {"id": ident("vis")},
)
declare(
    "medical",
    "visit.cancelled",
    Text(zh="入院已撤销", en="An admission was taken back"),
    {"id": ident("vis")},
)
declare(
    "medical",
    "visit.diagnosed",
    Text(zh="诊断已登记", en="The diagnoses of a visit were recorded"),
    {"id": ident("vis"), "revision": COUNT},
)
declare(
    "medical",
    "settlement.completed",
    Text(zh="结算完成", en="A visit was settled"),
    _SETTLEMENT,
)
declare(
    "medical",
    "settlement.corrected",
    Text(zh="结算已冲正", en="A settlement of unknown outcome was undone"),
    _SETTLEMENT,
)
declare(
    "medical",
    "settlement.repriced",
    Text(
        zh="结算已按新政策补差",
        en="What a settlement comes to under changed figures was settled as a difference",
    ),
    _SETTLEMENT | {"refers": ident("stl")},
)
declare(
    "medical",
    "correction.completed",
    Text(zh="冲正完成", en="A correction is done: nothing of the original call stands"),
    {
        "id": ident("cor"),
        "operation": TEXT,
        "outcome": TEXT,
        "settlement_id?": ident("stl"),
        "visit_id?": ident("vis"),
    },
)
declare(
    "medical",
    "settlement.reversed",
    Text(zh="结算已撤销", en="A settlement was taken back"),
    _SETTLEMENT,
)

_PAYMENT = {"id": ident("stp"), "settlement_id": ident("stl"), "method": TEXT, "amount_fen": FEN}
declare(
    "medical",
    "settlement_payment.paid",
    Text(zh="结算现金部分已支付", en="The cash part of a settlement was paid"),
    _PAYMENT,
)
declare(
    "medical",
    "settlement_payment.refunded",
    Text(zh="结算支付已退回", en="What was paid of a settlement was given back"),
    _PAYMENT,
)
declare(
    "medical",
    "settlement_payment.kept",
    Text(
        zh="结算支付无法退回账户",
        en="What was paid by code can't go back to its account: the hospital has to give it back",
    ),
    _PAYMENT,
)
declare(
    "medical",
    "visit.self_paid",
    Text(zh="就诊已全额自费", en="The person paid all of a visit's bill"),
    {"id": ident("vis"), "total_fen": FEN},
)
_CLAIM = {"id": ident("mcl"), "person_id": ident("psn"), "fund_pay_fen": FEN}
declare(
    "medical",
    "manual_claim.accepted",
    Text(zh="手工报销已受理", en="What a person paid in full was claimed at home"),
    _CLAIM,
)
declare(
    "medical",
    "manual_claim.paid",
    Text(zh="手工报销已支付", en="A manual claim was paid onto the person's card"),
    _CLAIM,
)
_SIGN_IN = {"id": ident("sgn"), "institution_code": TEXT, "operator_no": TEXT}
declare(
    "medical",
    "sign_in.opened",
    Text(zh="操作员已签到", en="An operator signed in by the hospital interface"),
    _SIGN_IN,
)
declare(
    "medical",
    "sign_in.closed",
    Text(zh="操作员已签退", en="An operator signed out by the hospital interface"),
    _SIGN_IN,
)
