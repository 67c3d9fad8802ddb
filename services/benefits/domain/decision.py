"""What the rule of an item says of an application: a value, with the reasons and the amount.

A rule is pure: it gets the case and the facts, and looks nothing up. What it says is the
decision where the rule decides by itself, and advice where a reviewer does; a reviewer can't
approve what it forbids.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from services.benefits.domain.item import Item
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money
from sscsim.kernel.periods import age_on
from sscsim.kernel.problems import Text

APPROVE, REJECT, ASK, REVIEW = "approve", "reject", "ask_supplement", "needs_review"
REFUSE: Final = "refuse_acceptance"
OUTCOMES: Final = (APPROVE, REJECT, ASK, REVIEW, REFUSE)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a stable code, a sentence, and the rule that it rests on. `{name}` is filled in."""

    code: str
    text: Text
    rule: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    def with_(self, **params: Any) -> "Reason":
        """The same reason, said of this case."""
        return Reason(self.code, self.text, self.rule, params)

    def stored(self) -> dict[str, str]:
        """Both languages, as the record keeps it."""
        said = {
            "zh": self.text.into("zh-CN", self.params),
            "en": self.text.into("en", self.params),
        }
        return {"code": self.code, **said, **({"rule": self.rule} if self.rule else {})}


REASONS: dict[str, Reason] = {}
"""Every reason that a rule of this service can give, by code."""


def reason(code: str, zh: str, en: str, rule: str = "") -> Reason:
    """Declare a reason; ValueError for a code that says something else already."""
    made = Reason(code, Text(zh, en), rule)
    if REASONS.setdefault(code, made) != made:
        raise ValueError(f"the reason {code!r} is declared twice")
    return made


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a service is for, as the card service knows them today."""

    id: str
    name: str
    sex: str
    birth_date: date
    region_code: str
    living_state: str = "alive"

    def age_on(self, day: date) -> int:
        """Full years of age."""
        return age_on(self.birth_date, day)


@dataclass(frozen=True, slots=True)
class Case:
    """An application as a rule sees it; `inputs` hold dates, Money and the like.

    subject: whom it is for; None where an employer applies for itself
    card_id: the card that was shown, if one was
    """

    application_id: str
    item: Item
    subject: Person | None
    inputs: Mapping[str, Any]
    accepting_region: str
    competent_region: str
    today: date
    applicant_id: str | None = None
    proxy_kind: str | None = None
    party_id: str = ""
    decision_no: int = 1
    card_id: str | None = None

    @property
    def person(self) -> Person:
        """Whom it is for, in the items that are for persons."""
        if self.subject is None:
            raise ValueError(f"{self.application_id} is for no person")
        return self.subject

    @property
    def lacks(self) -> tuple[str, ...]:
        """Inputs that must stand in the form as it is filled in, and don't."""
        return self.item.form.missing(self.inputs)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a rule, or a reviewer after it, says.

    missing: names of inputs that would settle it. amount, explanation: of what is paid. terms:
    what the effect needs to know besides, as dates or months that the rule worked out
    """

    outcome: str
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    amount: Money | None = None
    explanation: Explanation | None = None
    terms: Mapping[str, Any] = field(default_factory=dict)


def approve(
    amount: Money | None = None, explanation: Explanation | None = None, **terms: Any
) -> Decision:
    """It is granted."""
    return Decision(APPROVE, amount=amount, explanation=explanation, terms=terms)


def reject(*reasons: Reason) -> Decision:
    """It is not granted, for all of these reasons."""
    if not reasons:
        raise ValueError("a rejection says why")
    return Decision(REJECT, reasons)


def ask_supplement(*missing: str, why: tuple[Reason, ...] = ()) -> Decision:
    """Data can't settle it: these inputs are wanted (补正)."""
    return Decision(ASK, why, missing)


def needs_review(
    *reasons: Reason,
    amount: Money | None = None,
    explanation: Explanation | None = None,
    **terms: Any,
) -> Decision:
    """Somebody has to look; what is granted if they approve."""
    return Decision(REVIEW, reasons, amount=amount, explanation=explanation, terms=terms)


def refuse_acceptance(*reasons: Reason) -> Decision:
    """It is not for this agency or not for this item (不予受理)."""
    return Decision(REFUSE, reasons)
