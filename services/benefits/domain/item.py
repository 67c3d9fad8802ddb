"""A service item (服务事项): one of the 95 things one can do with the social security card.

The official text of the list of 95 could not be found; ours is a reconstruction, and every
item says how it is known (`membership`, `confidence`, `sources`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.benefits.domain.form import Form
from sscsim.kernel import regions
from sscsim.kernel.problems import Text

COUNT = 95

KINDS = ("application", "query", "payment", "certification", "identity")

DEPTHS = ("full", "planned")
"""full: what it decides and what comes of it is simulated. planned: catalogue and form only."""

CONFIDENCES = ("high", "medium", "low")
"""Of the service and its name: seen in a public document, seen in part, general knowledge."""

MEMBERSHIPS = ("named", "category_named", "unverified")
"""How we know that it is one of the official 95: the press conference names it; the ministry
names its group; or it is a real service whose place among the 95 is not confirmed."""

CARD_FORMS = ("physical", "electronic")
CARD_STATUSES = (
    *("sealed", "active", "locked"),
    *("temporarily_lost", "formally_lost", "cancelled"),
)
"""States of a card's social application (应用状态), as the card service names them."""

ACCOUNTS = ("none", "receives", "pays")
"""What the card's bank account is for in this item."""

DECISIONS = ("automatic", "review", "none")
"""Decided by the rule alone; by a reviewer whom the rule advises; or nothing to decide."""

SCHEMES = tuple(scheme.id for scheme in regions.SCHEMES)
UNITS = ("working", "calendar")
PROXIES = ("guardian", "relative", "family_service", "employer")
PAYMENTS = ("none", "once", "monthly", "roll")
"""What the engine pays after a decision: nothing, one sum, a sum a month, a roll's lines."""


@dataclass(frozen=True, slots=True)
class CardNeed:
    """Which card the item asks for. No forms: it is done without a card, by identity.

    `statuses` are those of the card's social application (应用状态).
    """

    forms: tuple[str, ...]
    statuses: tuple[str, ...]
    account: str = "none"

    @property
    def is_needed(self) -> bool:
        return bool(self.forms)


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """What decides, in one sentence; `rule` is the key of the function that does."""

    rule: str
    mode: str
    sentence: Text


@dataclass(frozen=True, slots=True)
class Steps:
    """Which steps of the engine an item goes through.

    `notice_days`: public notice (公示) in working days, 0 for none. `entry`: after the approval
    the holder types a password at a terminal, or lets it lapse.
    """

    supplement: bool = False
    notice_days: int = 0
    appeal: bool = False
    payment: str = "none"
    entry: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """When it must be decided. `days` None: no limit is known; 0: at once.

    `extension`: days that may be added once. `by_scheme`: shorter ones that a scheme promised.
    """

    days: int | None
    unit: str
    basis: Text
    status: str
    extension: int = 0
    by_scheme: Mapping[str, "Deadline"] = field(default_factory=dict)

    def within(self, scheme_id: str | None) -> "Deadline":
        """The one that holds when a scheme carries the application from region to region."""
        return self.by_scheme.get(scheme_id or "", self)


@dataclass(frozen=True, slots=True)
class Source:
    """Where something about an item was read, and how far to trust it."""

    key: str
    title: str
    status: str


@dataclass(frozen=True, slots=True)
class Domain:
    """A field of HR and social security, with the number of its items."""

    id: str
    name: Text
    count: int


@dataclass(frozen=True, slots=True)
class Record:
    """What an item leaves behind, with the states that it can be in."""

    kind: str
    states: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """One service item.

    `actors`: all who take part; `applicants`: those of them who may file it. `schemes`: within
    which it is handled across regions; `schemes_sourced`: those of them with a source.
    """

    code: str
    key: str
    name: Text
    domain: str
    function_class: str
    kind: str
    actors: tuple[str, ...]
    applicants: tuple[str, ...]
    proxies: tuple[str, ...]
    form: Form
    card: CardNeed
    decision: DecisionRule
    steps: Steps
    record: Record | None
    deadline: Deadline
    schemes: tuple[str, ...]
    schemes_sourced: tuple[str, ...]
    membership: str
    sources: tuple[Source, ...]
    confidence: str
    depth: str

    @property
    def number(self) -> int:
        """Its place among the 95.

        >>> int("HRSS-001".removeprefix("HRSS-"))
        1
        """
        return int(self.code.removeprefix("HRSS-"))

    @property
    def is_cross_region(self) -> bool:
        return bool(self.schemes)

    @property
    def states(self) -> tuple[str, ...]:
        """The states of an application for it, in the order of the engine's story."""
        return states_of(self.kind, self.decision, self.steps)


def states_of(kind: str, decision: DecisionRule, steps: Steps) -> tuple[str, ...]:
    """Which states of the engine an application can reach, given what the item does.

    >>> asked = DecisionRule("answer", "none", Text("查询", "Answered from the records"))
    >>> states_of("query", asked, Steps())
    ('submitted', 'accepted', 'not_accepted', 'completed')
    """
    reached = ["submitted", "accepted", "not_accepted"]
    if kind == "query":
        return (*reached, "completed")
    if steps.supplement:
        reached.append("supplement_wanted")
    if steps.supplement or steps.entry:
        reached.append("lapsed")
    if decision.mode == "review":
        reached.append("in_review")
    if steps.notice_days:
        reached.append("on_notice")
    reached += ["approved", "rejected"]
    if steps.appeal:
        reached += ["appealed", "rejected_finally"]
    if steps.payment == "once":
        reached += ["paying", "payment_returned", "completed"]
    else:  # monthly payments and rolls are paid by what comes of it, month by month
        reached.append("effective")
    return (*reached, "withdrawn")
