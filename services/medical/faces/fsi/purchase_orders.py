"""What a message says of a purchase at a pharmacy: who buys what, on which prescription."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.medical.domain.vocabulary import PHARMACY, PHARMACY_PURCHASE
from services.medical.faces.fsi import codes, refusals, settled, shown, spoken
from services.medical.faces.fsi.transactions import Call
from services.medical.flows.interface.pharmacy import Order, Sold
from services.medical.flows.person_information import Information

NOT_USED, OWN = "0", "1"
OUTSIDE = "1"
"""外购处方标志: bought on a prescription that was written elsewhere."""


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
