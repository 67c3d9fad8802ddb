"""How a message of the platform reads: the request envelope of the interface, turned round.

No source shows one that the platform sent; that it has the envelope every request of the interface
has, with the institution's own code and with numbers of the platform's, is assumed.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from services.medical.domain.institution import Institution
from services.medical.domain.reference_number import reference_number
from sscsim import clock
from sscsim.kernel.money import Money

_OPERATOR = {"opter_type": "1", "opter": "FSI", "opter_name": "医保信息平台"}


def msgid(institution: Institution, at: datetime, message_id: str) -> str:
    """Of the platform: division, moment, and digits that follow from the message."""
    here = at.astimezone(clock.SHANGHAI)
    return reference_number(institution.region_code, here, message_id)


def written(
    institution: Institution, infno: str, msgid: str, at: datetime, input: Mapping[str, Any]
) -> str:
    """The whole message as it is sent, at every try."""
    here = at.astimezone(clock.SHANGHAI)
    envelope = {
        "infno": infno,
        "msgid": msgid,
        "mdtrtarea_admvs": institution.region_code,
        "insuplc_admdvs": "",
        "recer_sys_code": "HIS",
        "dev_no": "",
        "dev_safe_info": "",
        "cainfo": "",
        "signtype": "",
        "infver": "V1.0",
        **_OPERATOR,
        "inf_time": f"{here:%Y-%m-%d %H:%M:%S}",
        "fixmedins_code": institution.institution_code,
        "fixmedins_name": institution.name,
        "sign_no": "",
        "input": input,
    }
    return _text(envelope)


def _text(value: Any) -> str:
    """JSON in which an amount has its two decimals, as the answers of the interface have.

    >>> _text({"feeSumamt": Money(1230), "on": date(2026, 4, 1), "list": [True, None]})
    '{"feeSumamt":12.30,"on":"2026-04-01","list":[true,null]}'
    """
    if isinstance(value, Money):
        return f"{Decimal(value.fen) / 100:.2f}"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        inside = (f"{_text(str(name))}:{_text(one)}" for name, one in value.items())
        return "{" + ",".join(inside) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_text, value)) + "]"
    if isinstance(value, datetime):
        return f'"{value.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M:%S}"'
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    return json.dumps(value, ensure_ascii=False)
