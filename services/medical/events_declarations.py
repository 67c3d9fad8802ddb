"""What is told of what institutions declare for a person."""

from sscsim.event_types import declare, ident
from sscsim.kernel.problems import Text

_TRANSFER = {"id": ident("trf"), "person_id": ident("psn")}
_CHOICE = {"id": ident("dsg"), "person_id": ident("psn"), "institution_id": ident("ins")}

declare(
    "medical",
    "transfer.declared",
    Text(zh="转院备案已登记", en="A hospital declared a transfer"),
    _TRANSFER,
)
declare(
    "medical",
    "transfer.withdrawn",
    Text(zh="市内转院已撤销", en="A transfer within the city was taken back"),
    _TRANSFER,
)
declare(
    "medical",
    "institution_choice.made",
    Text(zh="人员定点已登记", en="A person chose an institution"),
    _CHOICE,
)
declare(
    "medical",
    "institution_choice.ended",
    Text(zh="人员定点已变更或撤销", en="A chosen institution was replaced or given up"),
    _CHOICE,
)
declare(
    "medical",
    "accident.registered",
    Text(zh="意外伤害备案已登记", en="An accidental injury was registered"),
    {"id": ident("inj"), "person_id": ident("psn")},
)
