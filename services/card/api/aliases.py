"""The vendors' field codes (数据元代码) as other names of our fields.

A request may say `AAC002` where we say `social_security_number`; answers speak our names.
The codes are those of public vendor code, status secondary.
"""

from typing import Any

import marshmallow as ma

from sscsim.web import Schema

ALIASES = {
    "AAC002": "social_security_number",
    "AAE135": "social_security_number",
    "AAC003": "name",
    "AAC004": "sex",
    "AAC005": "nation",
    "AAC006": "birth_date",
    "AAC060": "living_state",
    "AAB301": "region_code",
    "AAZ500": "card_number",
    "AAZ501": "card_identification_code",
    "AAZ502": "status",
    "AAE010": "bank_account_number",
    "AAE140": "insurance_kind",
}
"""Each code with the name of the field it stands for, wherever a request has that field."""


class Aliased(Schema):
    """A request that also understands the vendors' codes of its fields."""

    def on_bind_field(self, field_name: str, field_obj: ma.fields.Field[Any]) -> None:
        """The API page names the codes of each field."""
        super().on_bind_field(field_name, field_obj)
        codes = also(field_name)
        if codes["x-alias"]:
            field_obj.metadata = {**field_obj.metadata, **codes}

    @ma.pre_load
    def _by_our_names(self, data: Any, **kwargs: Any) -> Any:
        if not isinstance(data, dict) or not ALIASES.keys() & data.keys():
            return data
        found: dict[str, Any] = {}
        for key, value in data.items():
            name = ALIASES.get(str(key), str(key))
            known = name in self.fields and name not in data and name not in found
            found[name if known else str(key)] = value
        return found


def also(*names: str) -> dict[str, Any]:
    """The `metadata` of a field that has an alias, for the API page."""
    return {"x-alias": [code for code, name in ALIASES.items() if name in names]}
