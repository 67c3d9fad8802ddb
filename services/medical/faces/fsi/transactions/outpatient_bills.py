"""2206, 2207 and 2208: a batch of charges is tried, settled, and the settlement taken back.

With an A behind the number the accounts of the family may pay too.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services.medical.domain import charged_by_message
from services.medical.domain.asked import ALL_ACCOUNTS, FAMILY_ACCOUNTS, OWN_ACCOUNT
from services.medical.domain.fee_lines import Split
from services.medical.domain.register import RegisteredVisit
from services.medical.domain.settlement import Settlement
from services.medical.domain.visit import Visit
from services.medical.domain.vocabulary import PHARMACY
from services.medical.faces.fsi import codes, extensions, refusals, settled, shown
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.faces.fsi.transactions.outpatient import insurance, kept, outpatient_kind
from services.medical.flows import person_information, reverse, settle, settling, visits
from services.medical.flows.interface import charges, outpatient, register
from services.medical.flows.interface.register import Numbered
from services.medical.flows.person_information import Information
from services.medical.problems_outpatient import InsuranceDiffers, MedTypeDiffers, SumsDiffer
from services.medical.store import register as rows
from services.medical.store import store
from sscsim.db import Tx
from sscsim.db.tx import open_transaction
from sscsim.kernel.money import Money

NOT_USED, OWN, FAMILY = "0", "1", "2"
BY_ITEM = "01"
"""个人结算方式; quotas (02) are not simulated."""
_FAMILY_TOO = ("2206A", "2207A")


@answers("2206", "2206A")
def tried(call: Call) -> dict[str, Any]:
    """What a settlement would come to now; nothing is changed."""
    asked = call.input["data"]
    person, one = _asked(call)
    _check_sums(one.visit.bill, asked)
    result = settle.pre_settle(one.visit.id, **_accounts(call))
    call.concerns(visit_id=one.visit.id)
    stay = result["stay"]
    found = settled.tried(stay.bill, result["result"])
    number = call.transaction.number
    info = settled.setlinfo(
        number,
        _as_asked(one, asked),
        person,
        found,
        stay.home_region_code,
        stay.discharge_date,
        (person.balance or Money.zero()) - found.own_account,
        call.msgid,
    )
    detail = settled.setldetail(number, one.visit.insurance_kind, found)
    return {"setlinfo": info, "setldetail": detail}


@answers("2207", "2207A")
def settled_(call: Call) -> Settlement:
    """The batch is settled; across regions it is a saga, and the same message finds out."""
    asked = call.input["data"]
    found = _found_out(call)
    if found is not None:
        return found
    person, one = _asked(call)
    call.answer_as(lambda made: _told(call, made, person))

    def also(tx: Tx, visit: Visit, settlement: Settlement) -> None:
        _check_sums(settlement.bill, asked)
        batch = asked["chrg_bchno"]
        said = register.said(
            tx, _registered(tx, visit), {}, med_type=asked["med_type"], charge_batch=batch
        )
        assert said.registered is not None
        certificate = shown.kind_of_certificate(asked)
        rows.change_visit(tx, said.registered, certificate_type=certificate)
        register.add_settlement(
            tx, settlement, call.transaction.number, call.msgid, batch, kept(asked)
        )
        call.concerns(visit.id, settlement.id)

    return settle.settle(
        one.visit.id, bill_number=asked.get("invono") or None, also=also, **_accounts(call)
    )


@answers("2208")
def taken_back(call: Call) -> Settlement:
    """A settlement of its own that gives every amount back; they are negative."""
    asked = call.input["data"]
    found = _found_out(call)
    if found is not None:
        return found
    with store.read() as tx:
        original, known = register.settlement_of(
            tx, call.institution, asked["setl_id"], asked["mdtrt_id"], asked["psn_no"]
        )
        visit = visits.known(tx, original.visit_id)
    outpatient.check_home(call.home_region, original.home_region_code)
    if visit.of_kind.is_stay or visit.of_kind.place == PHARMACY:
        raise refusals.FsiRefused(
            refusals.BUSINESS, "不是门诊结算，不能用本交易撤销", "data.setl_id"
        )
    batch = known.charge_batch if known else ""
    person = person_information.of(original.person_id)
    call.answer_as(lambda made: _told(call, made, person))

    def also(tx: Tx, visit: Visit, reversal: Settlement) -> None:
        register.add_settlement(
            tx, reversal, call.transaction.number, call.msgid, batch, kept(asked)
        )
        call.concerns(visit.id, reversal.id)

    return reverse.reverse(original.id, also)


# ---- what is asked for


def _asked(call: Call) -> tuple[Information, Numbered]:
    """Who is before the institution, and whose bill it is; refused where they don't agree."""
    asked = call.input["data"]
    if not codes.same(asked["psn_setlway"], BY_ITEM):
        raise refusals.message("个人结算方式仅模拟按项目结算（01）", "data.psn_setlway")
    insured = insurance(asked, "data.insutype")
    kind = outpatient_kind(asked["med_type"], "data.med_type")
    _accounts(call)
    extensions.read(asked, "data")
    one = charges.batch(call.institution, asked["mdtrt_id"], asked["psn_no"], asked["chrg_bchno"])
    outpatient.check_home(call.home_region, one.visit.home_region_code)
    if one.visit.insurance_kind != insured:
        raise InsuranceDiffers(said=asked["insutype"], mdtrt_id=one.mdtrt_id)
    if one.visit.kind != kind:
        known = one.registered.med_type if one.registered else one.visit.of_kind.med_type
        raise MedTypeDiffers(said=asked["med_type"], mdtrt_id=one.mdtrt_id, known=known)
    return shown.of_number(call.institution, asked), one


def _accounts(call: Call) -> dict[str, Any]:
    """Which accounts may pay (个人账户使用标志). Those of the family: by the numbers with an A."""
    said = call.input["data"]["acct_used_flag"]
    family_too = call.transaction.number in _FAMILY_TOO
    if codes.same(said, NOT_USED):
        return {"use_account": False}
    if codes.same(said, OWN):
        return {"use_account": True, "accounts": ALL_ACCOUNTS if family_too else OWN_ACCOUNT}
    if codes.same(said, FAMILY) and family_too:
        return {"use_account": True, "accounts": FAMILY_ACCOUNTS}
    raise refusals.message(
        f"个人账户使用标志{said}无效，使用共济账户请用{call.transaction.number.rstrip('A')}A",
        "data.acct_used_flag",
    )


def _check_sums(bill: Split, asked: Mapping[str, Any]) -> None:
    wrong = charged_by_message.sums_that_differ(bill, asked)
    if wrong:
        raise SumsDiffer(wrong, asked["chrg_bchno"])


# ---- what is told


def _found_out(call: Call) -> Settlement | None:
    """What became of the settlement, or reversal, of a message that was interrupted before."""
    earlier = settling.resumed()
    if earlier is None:
        return None
    person = person_information.of(call.input["data"]["psn_no"])
    call.answer_as(lambda made: _told(call, made, person))
    return settling.again(earlier)


def _registered(tx: Tx, visit: Visit) -> Numbered:
    return Numbered(visit, rows.visit(tx, visit.id))


def _as_asked(one: Numbered, asked: Mapping[str, Any]) -> Numbered:
    """The visit as a settlement would leave it in the register."""
    known = one.registered or RegisteredVisit(
        visit_id=one.visit.id,
        mdtrt_id=one.mdtrt_id,
        ordinal=1,
        charge_batch=None,
        med_type="",
        visit_number="",
        certificate_type="",
        given={},
        version=1,
        created_at=one.visit.created_at,
        updated_at=one.visit.updated_at,
    )
    certificate = shown.kind_of_certificate(asked)
    said = replace(known, med_type=asked["med_type"], certificate_type=certificate)
    return Numbered(one.visit, said)


def _told(call: Call, made: Settlement, person: Information) -> dict[str, Any]:
    """In the transaction that answers: what it has just written is told."""
    number, tx = call.transaction.number, open_transaction.get()
    assert tx is not None
    call.concerns(made.visit_id, made.id)
    found = settled.amounts(made)
    info = settled.setlinfo(
        number,
        _registered(tx, visits.known(tx, made.visit_id)),
        person,
        found,
        made.home_region_code,
        made.discharge_date,
        settled.balance_now(made.person_id),
        call.msgid,
        made.id,
        made.settled_at,
    )
    return {
        "setlinfo": info,
        "setldetail": settled.setldetail(number, made.insurance_kind, found),
    }
