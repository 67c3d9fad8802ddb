"""2303 住院预结算, 2304 住院结算, 2305 住院结算撤销."""

from typing import Any

from services.medical.domain.asked import FAMILY_ACCOUNTS, OWN_ACCOUNT
from services.medical.domain.charged_by_message import SUMS
from services.medical.domain.settlement import REFUSED, Settlement
from services.medical.faces.fsi import codes, refusals, settled, spoken
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows import person_information
from services.medical.flows.interface import register
from services.medical.flows.interface import stay_settling as flow
from services.medical.flows.interface.stay_settling import Tried, Wanted
from services.medical.flows.person_information import Information
from sscsim.db import Tx
from sscsim.db.tx import open_transaction
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Relayed

_PLACES = {"until": "data.dscgTime", "discharge_date": "data.dscgTime"}
NOT_USED, OWN, FAMILY = "0", "1", "2"
"""个人账户使用标志."""
BY_ITEM = "01"
"""个人结算方式; quotas (02) are not simulated."""
ONLINE = "2"
"""结算类别: settled by message."""


def _wanted(call: Call) -> Wanted:
    asked = call.input["data"]
    accounts = asked.get("acct_used_flag") or OWN
    if not codes.same(asked["psn_setlway"], BY_ITEM):
        raise refusals.message("个人结算方式仅模拟按项目结算（01）", "data.psn_setlway")
    return Wanted(
        mdtrt_id=asked["mdtrt_id"],
        psn_no=asked["psn_no"],
        insurance_kind=spoken.insurance_kind(asked, "data"),
        use_account=not codes.same(accounts, NOT_USED),
        accounts=FAMILY_ACCOUNTS if codes.same(accounts, FAMILY) else OWN_ACCOUNT,
        is_interim=codes.same(asked["mid_setl_flag"], spoken.YES),
        day=asked.get("dscgTime"),
        sums={name: asked.get(name) for name in SUMS},
        given=spoken.kept(asked),
    )


@answers("2303")
def pre_settle(call: Call) -> dict[str, Any]:
    """What 2304 would come to at this moment."""
    wanted = _wanted(call)
    person = spoken.person(call, call.input["data"], "data")
    with spoken.places(_PLACES):
        tried = flow.try_(call.institution, wanted)
    call.concerns(visit_id=tried.one.visit.id)
    return _tried(call, person, tried)


def _tried(call: Call, person: Information, tried: Tried) -> dict[str, Any]:
    amounts = settled.tried(tried.bill, tried.result)
    balance = (person.balance or Money.zero()) - amounts.own_account
    return {
        "setlinfo": settled.setlinfo(
            "2303", tried.one, person, amounts, tried.home_region, tried.on, balance, call.msgid
        ),
        "setldetail": settled.setldetail("2303", tried.one.visit.insurance_kind, amounts),
    }


@answers("2304")
def settle(call: Call) -> Settlement:
    """Settle a stay after its discharge, or a part of it; the same message goes on with it."""
    wanted = _wanted(call)
    person = _shown_once(call)
    call.answer_as(lambda made: _settled(call, person, made))
    return flow.settle_stay(call.institution, call.msgid, wanted, call.concerns)


def _shown_once(call: Call) -> Information:
    """A message that goes on was looked at before: a code that was shown may be stale by now."""
    asked = call.input["data"]
    if flow.goes_on():
        return person_information.of(asked["psn_no"])
    return spoken.person(call, asked, "data")


def _settled(call: Call, person: Information, made: Settlement) -> dict[str, Any]:
    """Raises what the home region refused with, if that is what came of it."""
    _check_stands(made)
    call.concerns(made.visit_id, made.id)
    one = register.the_visit(_tx(), call.institution, made.visit_id)
    amounts = settled.amounts(made)
    return {
        "setlinfo": settled.setlinfo(
            "2304",
            one,
            person,
            amounts,
            made.home_region_code,
            made.discharge_date,
            settled.balance_now(made.person_id),
            call.msgid,
            made.id,
            made.settled_at,
        ),
        "setldetail": settled.setldetail("2304", made.insurance_kind, amounts),
    }


def _check_stands(made: Settlement) -> None:
    if made.status == REFUSED and made.problem is not None:
        raise Relayed(int(made.problem["status"]), made.problem)


def _tx() -> Tx:
    tx = open_transaction.get()
    assert tx is not None, "an answer is made in the transaction of what it tells"
    return tx


@answers("2305")
def take_back(call: Call) -> Settlement:
    """Take a settlement back by one of its own, with every amount negative."""
    asked = call.input["data"]
    person = person_information.of(asked["psn_no"])
    call.answer_as(lambda made: _taken_back(call, person, made))
    return flow.take_back(
        call.institution,
        call.msgid,
        asked["setl_id"],
        asked["mdtrt_id"],
        asked["psn_no"],
        spoken.kept(asked),
        call.concerns,
    )


def _taken_back(call: Call, person: Information, made: Settlement) -> dict[str, Any]:
    _check_stands(made)
    call.concerns(made.visit_id, made.id)
    undone = flow.undone(_tx(), call.institution, made)
    amounts = settled.amounts(made)
    found = settled.setlinfo(
        "2305",
        undone.one,
        person,
        amounts,
        made.home_region_code,
        made.discharge_date,
        settled.balance_now(made.person_id),
        call.msgid,
        made.id,
        made.settled_at,
    )
    more = {
        "insu_admdvs": made.home_region_code,
        "begndate": undone.one.visit.admission_date,
        "enddate": made.discharge_date,
        "setl_type": ONLINE,
        "crt_dedc": amounts.deductible,
        "invono": undone.given.get("invono", ""),
    }
    return {
        "setlinfo": {**found, **settled.fitted("2305", "setlinfo", more)},
        "setldetail": settled.setldetail("2305", made.insurance_kind, amounts),
    }
