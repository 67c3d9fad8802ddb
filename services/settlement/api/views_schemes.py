"""How the months of a scheme are cleared, as callers see and change it."""

from typing import Any

from services.settlement.domain.cooperations import SCOPES
from services.settlement.domain.netting import MODES
from services.settlement.domain.schemes import AT_DEADLINE, BY_WHOM, DIGESTS, UNSIGNED
from sscsim.web import Schema, View, fields


class _Settings:
    @staticmethod
    def netting_mode(**kwargs: Any) -> fields.Enum:
        return fields.Enum(MODES, description="Which way of netting is paid.", **kwargs)

    @staticmethod
    def digest_algorithm(**kwargs: Any) -> fields.Enum:
        said = "What regions sign, where their co-operation names nothing else."
        return fields.Enum(DIGESTS, description=said, **kwargs)

    @staticmethod
    def by_whom(what: str, **kwargs: Any) -> fields.Enum:
        return fields.Enum(BY_WHOM, description=f"How {what}.", **kwargs)

    @staticmethod
    def unsigned_policy(**kwargs: Any) -> fields.Enum:
        said = "What the day after the signing day does about who did not sign."
        return fields.Enum(UNSIGNED, description=said, **kwargs)

    @staticmethod
    def dispute_default(**kwargs: Any) -> fields.Enum:
        said = "What becomes of a disputed claim that nobody decided in time."
        return fields.Enum(AT_DEADLINE, description=said, **kwargs)


class KindModesView(View):
    """Which way of netting is paid with kinds that are no medical bills."""

    pension_transfer = fields.Enum(MODES, description="bilateral unless chosen.")
    transit = fields.Enum(MODES, description="gross unless chosen.")
    library = fields.Enum(MODES, description="bilateral unless chosen.")
    travel_pass = fields.Enum(MODES, description="gross unless chosen.")


class KindModes(Schema):
    pension_transfer = fields.Enum(MODES, example="multilateral")
    transit = fields.Enum(MODES)
    library = fields.Enum(MODES)
    travel_pass = fields.Enum(MODES)


_KIND_MODES = "Netting of kinds that are no medical bills, where it is not as usual with the kind."
_DECLARED, _DONE, _PAID = "claims are declared", "regions sign", "regions pay"


class SettingsView(View):
    netting_mode = _Settings.netting_mode(required=True)
    digest_algorithm = _Settings.digest_algorithm(required=True)
    declaration = _Settings.by_whom(_DECLARED, required=True)
    signing = _Settings.by_whom(_DONE, required=True)
    payment = _Settings.by_whom(_PAID, required=True)
    unsigned_policy = _Settings.unsigned_policy(required=True)
    dispute_default = _Settings.dispute_default(required=True)
    kind_netting_modes = fields.Nested(KindModesView, description=_KIND_MODES)


class SchemeChange(Schema):
    netting_mode = _Settings.netting_mode()
    digest_algorithm = _Settings.digest_algorithm()
    declaration = _Settings.by_whom(_DECLARED)
    signing = _Settings.by_whom(_DONE)
    payment = _Settings.by_whom(_PAID)
    unsigned_policy = _Settings.unsigned_policy()
    dispute_default = _Settings.dispute_default()
    kind_netting_modes = fields.Nested(KindModes, description=_KIND_MODES)


class SchemeView(SettingsView):
    object = fields.Object("clearing_scheme")
    region_code = fields.Region(
        attribute="region",
        required=True,
        description="100000, or a province that clears its cities.",
    )
    scope = fields.Enum(SCOPES, required=True)
