"""Identity by a code of the electronic card (扫码、亮证, HRSS-093).

The code is the credential: the card service has verified it once and used it up before the
rule is asked. What is left is whether the scene may know the person, and a confirmation that
says who was there, when and for what.
"""

from collections.abc import Mapping
from typing import Any

from services.benefits.domain import decision
from services.benefits.domain.cards.card_file import CardFile
from services.benefits.domain.certificate import Printed, line
from services.benefits.domain.decision import Case, Decision
from sscsim.kernel.ids import identity

SCENES: Mapping[str, tuple[str, str]] = {
    "identity": ("身份核验", "Identity"),
    "counter": ("窗口办事", "Counter"),
    "attendance": ("签到", "Attendance"),
    "entry": ("入场", "Entry"),
}


def decide(_case: Case, _file: CardFile) -> Decision:
    """The code was good once; that is the identity."""
    return decision.approve()


def shown(case: Case, file: CardFile) -> dict[str, Any]:
    """Who it is; at an entry or for attendance the name and the masked number are enough."""
    return {
        "scene": case.inputs["scene"],
        "person_id": case.person.id,
        "name": case.person.name,
        "masked_number": identity.mask(str(file.person["social_security_number"])),
        "region_code": case.person.region_code,
    }


def printed(case: Case, file: CardFile) -> Printed:
    """A confirmation that is good for the day."""
    zh, en = SCENES[case.inputs["scene"]]
    said = shown(case, file)
    lines = (
        line("姓名", "Name", said["name"]),
        line("社会保障号码", "Social security number", said["masked_number"]),
        line("场景", "Scene", zh, en),
    )
    return Printed("身份核验结果", "Confirmation of identity", lines, until=case.today)
