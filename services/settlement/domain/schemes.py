"""A clearing scheme (清算方案): between provinces, or between the cities of one province.

How its months are cleared is a setting of the world. The defaults run by themselves; every
step can be handed to a person. The days stand in policy/joint/, a file for each scheme.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Final

from services.settlement.domain.cooperations import NATION, province_of, scope_between
from services.settlement.domain.kinds import BUSINESS, MEDICAL
from services.settlement.domain.netting import MODES

BY_WHOM: Final = ("automatic", "by_hand")
DIGESTS: Final = ("sha256", "sm3")
UNSIGNED: Final = ("wait", "exclude_province", "auto_accept")
AT_DEADLINE: Final = ("upheld", "refused")

WORDS: Final = {
    "netting_mode": MODES,
    "digest_algorithm": DIGESTS,
    "declaration": BY_WHOM,
    "signing": BY_WHOM,
    "payment": BY_WHOM,
    "unsigned_policy": UNSIGNED,
    "dispute_default": AT_DEADLINE,
}


@dataclass(frozen=True, slots=True)
class Settings:
    """How the months of a scheme are cleared.

    netting_mode: which of the three ways is the one that is paid
    declaration, signing, payment: done on the calendar's day, or waited for
    unsigned_policy: what the day after the signing day does about who did not sign
    dispute_default: what becomes of a disputed claim that nobody decided in time
    kind_netting_modes: kind -> how it is netted, where not as is usual with that kind
    """

    netting_mode: str = "gross"
    digest_algorithm: str = "sha256"
    declaration: str = "automatic"
    signing: str = "automatic"
    payment: str = "automatic"
    unsigned_policy: str = "exclude_province"
    dispute_default: str = "upheld"
    kind_netting_modes: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for kind, mode in self.kind_netting_modes.items():
            if kind not in BUSINESS or mode not in MODES:
                raise ValueError(f"not a kind and a mode of {MODES}: {kind!r}: {mode!r}")
        for name, words in WORDS.items():
            if getattr(self, name) not in words:
                raise ValueError(f"{name} is one of {words}, not {getattr(self, name)!r}")

    def plain(self) -> dict[str, Any]:
        """As it is kept and shown; modes of kinds only where somebody chose any."""
        plain = {**asdict(self), "kind_netting_modes": dict(self.kind_netting_modes)}
        return {name: value for name, value in plain.items() if value}

    def of_kind(self, kind: str) -> "Settings":
        """How periods of a kind are cleared: as months are, but netted in the kind's own way.

        Whoever posts such a claim declares it by that.
        """
        if kind == MEDICAL:
            return self
        mode = self.kind_netting_modes.get(kind, BUSINESS[kind].netting_mode)
        return replace(self, netting_mode=mode, declaration="automatic", kind_netting_modes={})

    @classmethod
    def read(cls, kept: dict[str, Any] | None) -> "Settings":
        """As it was kept; what came later than the row is as by default."""
        names = {each.name for each in fields(cls)}
        return cls(**{name: word for name, word in (kept or {}).items() if name in names})


def clearer_of(home: str, care: str) -> str:
    """Through whom two regions clear: the nation, or the province around both."""
    return province_of(home) if scope_between(home, care) == "intra" else NATION


def scope_of(clearer: str) -> str:
    return "national" if clearer == NATION else "intra"
