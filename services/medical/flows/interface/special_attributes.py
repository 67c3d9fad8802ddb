"""Special attributes of a visit (就医特殊属性): kept and told again; nothing follows from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.medical.domain.institution import Institution
from services.medical.flows.interface import register
from services.medical.flows.interface.register import Numbered
from services.medical.store import store

KEPT = "special_attributes"
ID = "ipt_psn_sp_flag_detl_id"


@dataclass(frozen=True, slots=True)
class Uploaded:
    one: Numbered
    id: str


def upload(
    institution: Institution,
    mdtrt_id: str,
    psn_no: str,
    key: Sequence[str],
    given: Mapping[str, Any],
) -> Uploaded:
    """Keep an attribute; the one of the same `key` (kind and flag) of the visit is replaced."""
    with store.write() as tx:
        one = register.the_visit(tx, institution, mdtrt_id, psn_no, lock=True)
        made = tx.new_id("spf", one.mdtrt_id, *key)
        others = [row for row in one.given(KEPT, []) if row[ID] != made]
        one = register.said(tx, one, {KEPT: [*others, {**given, ID: made}]})
        return tx.answer(Uploaded(one, made))


def of(institution: Institution, mdtrt_id: str, psn_no: str | None) -> tuple[Numbered, list[Any]]:
    """Those of a visit, in the order in which they were last said."""
    with store.read() as tx:
        one = register.the_visit(tx, institution, mdtrt_id, psn_no)
    return one, list(one.given(KEPT, []))
