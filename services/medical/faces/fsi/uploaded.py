"""Which records the messages of each number hold, and what names each of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.medical.domain.upload import Record
from services.medical.faces.fsi import records, refusals
from sscsim.kernel.money import Money

_WITHDRAWN = "0"


@dataclass(frozen=True, slots=True)
class Form:
    """`node` names the record by its fields `keys`. `each`: every row of it is a record, else the
    whole message is one. `amount`: the field with the money that it is about. `one_of`: fields of
    which one must be said, because nothing else tells two records of a visit apart."""

    node: str
    keys: tuple[str, ...]
    each: bool = False
    amount: str | None = None
    one_of: tuple[str, ...] = ()


_VISIT, _REPORT = ("mdtrt_sn",), ("rpotc_no", "appy_no")
FORMS = {
    "4201": Form("feedetail", ("mdtrt_sn", "feedetl_sn"), True, "det_item_fee_sumamt"),
    "4261": Form("top", _VISIT, amount="medfee_sumamt"),
    "4301": Form("rgstinfo", _VISIT),
    "4302": Form("oprninfo", _VISIT),
    "4401": Form("baseinfo", _VISIT),
    "4402": Form("data", ("mdtrt_sn", "medcas_drord_detl_id"), True),
    "4402A": Form("data", ("mdtrt_sn", "drord_no", "medcas_drord_detl_id"), True),
    "4501": Form("examinfo", ("mdtrt_sn", "rpotc_no", "appy_no"), one_of=_REPORT),
    "4502": Form("labinfo", ("mdtrt_sn", "rpotc_no", "appy_no"), one_of=_REPORT),
    "4503": Form("data", ("rpotc_no", "germ_code"), True),
    "4504": Form("data", ("rpotc_no", "germ_code", "sstb_code"), True),
    "4505": Form("data", ("palg_no",), True),
    "4506": Form("data", ("appy_no", "file_name"), True),
    "4601": Form("data", ("mdtrt_sn", "bld_time"), True),
    "4602": Form("data", ("mdtrt_sn", "rcd_time"), True),
    "4701": Form("adminfo", ("mdtrt_sn", "adm_rec_no")),
    "4901": Form("input", ("setl_id",)),
}
LONGEST_KEY = 200


def of(number: str, given: Mapping[str, Any]) -> Iterator[Record]:
    """The records of a message; FsiRefused for one that nothing names."""
    form = FORMS[number]
    named = given[form.node]
    if form.each:
        for item in named:
            yield _record(number, form, item, item)
    else:
        yield _record(number, form, named[0] if isinstance(named, list) else named, given)


def _record(number: str, form: Form, named: Mapping[str, Any], content: Any) -> Record:
    if form.one_of and not any(name in named for name in form.one_of):
        names = "与".join(form.one_of)
        where = f"{form.node}.{form.one_of[0]}"
        raise refusals.message(f"节点{form.node}的字段{names}不能同时为空", where)
    said = records.plain(named)
    keys = [str(said.get(name, "")) for name in form.keys]
    money = named.get(form.amount) if form.amount else None
    return Record(
        infno=number,
        business_key="/".join(keys)[:LONGEST_KEY],
        visit_number=said.get("mdtrt_sn"),
        visit_id=said.get("mdtrt_id"),
        person_id=said.get("psn_no"),
        settlement_id=said.get("setl_id"),
        record_number=said.get("rpotc_no") or said.get("palg_no"),
        application_number=said.get("appy_no"),
        amount=None if money is None else Money(int(money * 100)),
        state=None,
        fault_count=None,
        is_withdrawn=said.get("vali_flag") == _WITHDRAWN,
        content=records.plain(content),
    )
