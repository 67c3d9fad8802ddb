"""Kinds of business (业务种类) that regions clear with each other on one engine.

Medical bills were the first. What another kind needs beside them is said here: how long its
periods are, who stands behind the two regions, what is paid by, which figures its calendar has.
Its posting rules are in `kind_rules`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sscsim.kernel.problems import Text

MEDICAL: Final = "medical"
"""Bills of the four medical kinds of an agreement; they are cleared together."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of business that is no medical bill.

    mark: two letters for it in ids of bank messages
    period: how long its periods are, unless an agreement says otherwise (`periods.PERIODS`)
    netting_mode: how it is paid, unless the scheme says otherwise (`netting.MODES`)
    scheme: the policy scheme with its calendar
    book: whose books it moves (`chart.BOOK_KINDS`)
    purposes: what a claim may be for, the usual one first
    has_parties: whether a claim that is posted names who stands behind each region: an operator,
    a library
    is_posted: whether other services post claims of it; otherwise they are worked out here
    """

    code: str
    mark: str
    name: Text
    period: str
    netting_mode: str
    scheme: str
    book: str
    purposes: tuple[str, ...]
    has_parties: bool = True
    is_posted: bool = True


_ALL: Final = (
    Kind(
        "pension_transfer",
        "PT",
        Text(zh="养老保险关系转移", en="moving a pension relation"),
        period="quarter",
        netting_mode="bilateral",
        scheme="pension_clearing",
        book="region",
        purposes=("transfer",),
        has_parties=False,
    ),
    Kind(
        "transit",
        "TR",
        Text(zh="异地乘车", en="rides on foreign networks"),
        period="day",
        netting_mode="gross",
        scheme="transit_clearing",
        book="transit",
        purposes=("ride",),
    ),
    Kind(
        "library",
        "LB",
        Text(zh="图书馆通借通还", en="libraries that act for each other"),
        period="month",
        netting_mode="bilateral",
        scheme="library_clearing",
        book="library",
        purposes=("deposit_refund", "fine"),
    ),
    Kind(
        "travel_pass",
        "TP",
        Text(zh="旅游年卡收入分成", en="shares in the revenue of a travel pass"),
        period="month",
        netting_mode="gross",
        scheme="pass_clearing",
        book="travel_pass",
        purposes=("visit_share",),
        has_parties=False,
        is_posted=False,
    ),
)

BUSINESS: Final[Mapping[str, Kind]] = {kind.code: kind for kind in _ALL}
"""Every kind beside medical bills, by its code in an agreement."""
CYCLE_KINDS: Final = (MEDICAL, *BUSINESS)
CLAIM_PURPOSES: Final = tuple(dict.fromkeys(one for kind in _ALL for one in kind.purposes))
POSTED: Final = tuple(kind.code for kind in _ALL if kind.is_posted)


@dataclass(frozen=True, slots=True)
class Sides:
    """Who owes whom in a claim of such a kind.

    payer, payee: the regions that clear it
    payer_party, payee_party: who stands behind them; empty where nobody does
    """

    kind: str
    purpose: str
    payer: str
    payee: str
    payer_party: str = ""
    payee_party: str = ""
