"""Change of personal data (个人基本信息变更, HRSS-054): at once, or with a new card.

What stands on no card is changed by the card service; a key field, as the name or the number,
is changed with a new card, which is applied for by HRSS-087.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.cards import data
from services.benefits.domain.cards.card_file import Act, CardFile
from services.benefits.domain.cards.card_file import Facts as CardFacts
from services.benefits.domain.decision import Case, Decision
from sscsim.kernel.states import Machine

CODE: Final = "HRSS-054"
ASKED, CHANGED, NEW_CARD_NEEDED, REFUSED = "asked", "changed", "new_card_needed", "refused"
MACHINE: Final = Machine(
    "personal data change",
    initial=ASKED,
    edges=[
        (ASKED, "change", CHANGED),
        (ASKED, "need_card", NEW_CARD_NEEDED),
        (ASKED, "refuse", REFUSED),
    ],
)
STATUSES: Final = MACHINE.states
AT_ONCE: Final = ("contact_phone", "contact_address", "residence", "nation")
"""Fields that stand on no card."""
FIELDS: Final = (*AT_ONCE, "name", "social_security_number", "photo", "bank")

POLICE_PROOF_WANTED = decision.reason(
    "police_proof_wanted",
    "变更 {field} 须有公安部门证明",
    "To change {field} a proof from the police is wanted",
    "关键信息以公安数据为准",
)
SAME_VALUE = decision.reason(
    "personal_data_same",
    "{field} 已是该内容",
    "The {field} is that already",
)


@dataclass(frozen=True, slots=True)
class DataChange:
    """One change as recorded; the value itself stays with the card service."""

    id: str
    application_id: str
    person_id: str
    region_code: str
    field: str
    card_order_id: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


def act(case: Case, file: CardFile) -> Act | None:
    """What the card service is asked to do; None for what comes with a new card."""
    return data.act(case, file) if case.inputs["field"] in AT_ONCE else None


def decide(case: Case, facts: CardFacts) -> Decision:
    """Changed when the value is one and the card service takes it; key fields want a proof."""
    field, value = case.inputs["field"], case.inputs["new_value"]
    if not data.is_valid(field, value):
        return decision.reject(data.NOT_VALID.with_(field=field, value=value))
    if facts.file.person.get(_KNOWN_AS.get(field, field)) == value:
        return decision.reject(SAME_VALUE.with_(field=field))
    if field in AT_ONCE:
        if facts.refusals:
            return decision.reject(*facts.refusals)
        return decision.approve(act=act(case, facts.file))
    if "police_proof" not in case.inputs:
        return decision.ask_supplement(
            "police_proof", why=(POLICE_PROOF_WANTED.with_(field=field),)
        )
    return decision.approve()


_KNOWN_AS: Final = {"residence": "residence_region_code"}
"""A field of the form -> what the card service calls it."""
