"""2101 to 2103: bought at a pharmacy, tried, settled and taken back (药店购药)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from services.medical.domain import charged_by_message
from services.medical.domain.settlement import Settlement
from services.medical.domain.vocabulary import PHARMACY, PHARMACY_PURCHASE
from services.medical.faces.fsi import (
    charged_lines,
    codes,
    refusals,
    settled,
    shown,
    spoken,
)
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows import person_information, settling, visits
from services.medical.flows.interface import pharmacy as flow
from services.medical.flows.interface.pharmacy import Order, Sold, Tried
from services.medical.flows.interface.register import Numbered
from services.medical.flows.person_information import Information
from services.medical.store import register as rows
from services.medical.store import visits as visit_rows
from sscsim import world
from sscsim.db.tx import open_transaction
from sscsim.kernel.money import Money

NOT_USED, OWN = "0", "1"
OUTSIDE = "1"
"""外购处方标志: bought on a prescription that was written elsewhere."""


@answers("2101")
def tried(call: Call) -> Tried:
    """What the purchase would come to; nothing but this answer is kept."""
    order, person = ordered(call, "druginfo")
    call.answer_as(lambda made: _tried(call, made, person))
    return flow.try_(call.institution, order)


@answers("2102")
def settle(call: Call) -> Settlement:
    """Bought and settled; across regions it is a saga, and the same message finds out."""
    found = _found_out(call, call.input["druginfo"]["psn_no"], _settled)
    if found is not None:
        return found
    order, person = ordered(call, "druginfo")
    call.answer_as(lambda made: _settled(call, made, person))
    bill_number = call.input["druginfo"].get("invono") or None
    number = call.transaction.number
    return flow.buy(call.institution, order, number, call.msgid, bill_number, call.concerns)


@answers("2103")
def taken_back(call: Call) -> Settlement:
    """A settlement of its own with negative amounts; the purchase is undone with it."""
    asked = call.input["data"]
    require_pharmacy(call)
    found = _found_out(call, asked["psn_no"], _settlement)
    if found is not None:
        return found
    person = person_information.of(asked["psn_no"])
    call.answer_as(lambda made: _settlement(call, made, person))
    return flow.take_back(
        call.institution,
        asked["setl_id"],
        asked["mdtrt_id"],
        asked["psn_no"],
        call.home_region,
        call.transaction.number,
        call.msgid,
        spoken.kept(asked),
        call.concerns,
    )


Told = Callable[[Call, Settlement, Information], dict[str, Any]]


def _found_out(call: Call, psn_no: str, told: Told) -> Settlement | None:
    """What became of a message that was interrupted before; what was shown then may be good no
    more. None: it came to nothing, or is new."""
    earlier = settling.resumed()
    if earlier is None:
        return None
    person = person_information.of(psn_no)
    call.answer_as(lambda made: told(call, made, person))
    return settling.again(earlier)


# ---- what is asked for


def require_pharmacy(call: Call) -> None:
    if call.institution.kind != PHARMACY:
        raise refusals.FsiRefused(refusals.BUSINESS, "本交易仅限定点零售药店使用", "fixmedins_code")


def ordered(call: Call, node: str) -> tuple[Order, Information]:
    """What is bought and who buys it. FsiRefused, naming node and field."""
    require_pharmacy(call)
    asked, lines = call.input[node], call.input["drugdetail"]
    if settled.kind_of(asked["med_type"]) != PHARMACY_PURCHASE:
        raise refusals.message(
            f"医疗类别{asked['med_type']}不能在药店结算，仅模拟定点药店购药（41）",
            f"{node}.med_type",
        )
    insured = spoken.insurance_kind(asked, node)
    use_account = _use_account(asked, node)
    rx_number, prescriber = _prescription(lines)
    _check_numbers(lines)
    person = shown.of_number(call.institution, asked, node)
    order = Order(
        person_id=person.person_id,
        insurance_kind=insured,
        on=asked["begntime"].date(),
        med_type=asked["med_type"],
        certificate_type=shown.kind_of_certificate(asked),
        home_region=call.home_region,
        total=asked["medfee_sumamt"],
        use_account=use_account,
        rx_number=rx_number,
        prescriber=prescriber,
        lines=lines,
        traces=list(_traces(lines)),
        given=spoken.kept(asked),
        lines_given=[_kept(line) for line in lines],
        node=node,
    )
    return order, person


def _kept(line: Mapping[str, Any]) -> dict[str, Any]:
    return spoken.kept({name: line[name] for name in line if name != "durg_trac_info"})


def _use_account(asked: Mapping[str, Any], node: str) -> bool:
    said = asked["acct_used_flag"]
    if codes.same(said, NOT_USED) or codes.same(said, OWN):
        return codes.same(said, OWN)
    raise refusals.message(
        f"药店购药的个人账户使用标志只能为0或1，报文为{said}", f"{node}.acct_used_flag"
    )


def _prescription(lines: Sequence[Mapping[str, Any]]) -> tuple[str | None, str | None]:
    """Number and prescriber of the one prescription that all lines are bought on, if they are."""
    first = lines[0]
    outside = codes.same(first["rx_circ_flag"], OUTSIDE)
    for at, line in enumerate(lines):
        where = f"drugdetail[{at}]"
        if codes.same(line["rx_circ_flag"], OUTSIDE) != outside:
            raise refusals.message("外购处方药品与其他药品须分开结算", f"{where}.rx_circ_flag")
        if not outside:
            continue
        if not line.get("rxno"):
            raise refusals.message("外购处方标志为1时，处方号rxno不能为空", f"{where}.rxno")
        if line["rxno"] != first["rxno"]:
            raise refusals.message("一次结算只能使用一张处方", f"{where}.rxno")
        if not any(one.get("bilg_dr_name") for one in lines):
            raise refusals.message(
                "外购处方标志为1时，开单医师姓名bilg_dr_name不能为空", f"{where}.bilg_dr_name"
            )
    if not outside:
        return None, None
    return first["rxno"], next(o["bilg_dr_name"] for o in lines if o.get("bilg_dr_name"))


def _check_numbers(lines: Sequence[Mapping[str, Any]]) -> None:
    seen = set()
    for at, line in enumerate(lines):
        if line["feedetl_sn"] in seen:
            raise refusals.message(
                f"费用明细流水号{line['feedetl_sn']}重复", f"drugdetail[{at}].feedetl_sn"
            )
        seen.add(line["feedetl_sn"])


def _traces(lines: Sequence[Mapping[str, Any]]) -> Iterator[Sold]:
    for at, line in enumerate(lines):
        for of_line, trace in enumerate(line.get("durg_trac_info") or ()):
            if trace["feedetl_sn"] != line["feedetl_sn"]:
                where = f"drugdetail[{at}].durg_trac_info[{of_line}].feedetl_sn"
                raise refusals.message("追溯码的费用明细流水号与明细不一致", where)
            is_split = codes.same(trace["trdn_flag"], "1")
            yield Sold(line["feedetl_sn"], trace["drug_trac_codg"], is_split)


# ---- what is told


def _tried(call: Call, made: Tried, person: Information) -> dict[str, Any]:
    number, asked = call.transaction.number, call.input["druginfo"]
    stay = made.result["stay"]
    found = settled.tried(stay.bill, made.result["result"])
    info = settled.setlinfo(
        number,
        Numbered(made.visit, None),
        person,
        found,
        stay.home_region_code,
        stay.discharge_date,
        settled.balance_now(person.person_id) - found.own_account,
        call.msgid,
        setl_time=world.now(),
    )
    info["mdtrt_cert_type"] = shown.kind_of_certificate(asked)
    info["med_type"] = asked["med_type"]
    return {
        "setlinfo": info,
        "setldetail": settled.setldetail(number, made.visit.insurance_kind, found),
        "detlcutinfo": _lines(call, made.lines),
    }


def _settled(call: Call, made: Settlement, person: Information) -> dict[str, Any]:
    tx = open_transaction.get()
    assert tx is not None
    lines = visit_rows.live_lines(tx, made.visit_id)
    return {**_settlement(call, made, person), "detlcutinfo": _lines(call, lines)}


def _lines(call: Call, lines: Sequence[Any]) -> list[dict[str, Any]]:
    """How each line is split, beside the fields that came."""
    number = call.transaction.number
    return [
        settled.fitted(
            number,
            "detlcutinfo",
            {
                **charged_lines.told(
                    line, sent, charged_by_message.priced(sent["cnt"], sent["pric"]).per
                ),
                "hosp_part_amt": Money.zero(),
            },
        )
        for line, sent in zip(lines, call.input["drugdetail"], strict=True)
    ]


def _settlement(call: Call, made: Settlement, person: Information) -> dict[str, Any]:
    """In the transaction that answers: what it has just written is told."""
    number, tx = call.transaction.number, open_transaction.get()
    assert tx is not None
    call.concerns(made.visit_id, made.id)
    visit = visits.known(tx, made.visit_id)
    found = settled.amounts(made)
    info = settled.setlinfo(
        number,
        Numbered(visit, rows.visit(tx, visit.id)),
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
