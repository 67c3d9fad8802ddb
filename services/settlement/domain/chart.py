"""The chart of accounts (会计科目): which accounts a book may have, and their names.

Each pooling area (统筹区) keeps one book, the nation a mirror book. A name is
`group` or `group:dimension`; the dimension is a region code or an institution id.
Cash that a patient pays at the hospital has no account here: it never passes a fund.
"""

from typing import Final

NATIONAL_BOOK: Final = "N"

INSURANCE_CODES: Final = {
    "employee_basic_medical": "310",
    "resident_basic_medical": "390",
    "work_injury": "410",
}
"""Kind of insurance -> its code on the wire (insutype), which fund accounts carry. What the fund
of work injuries (工伤保险基金) spends is `benefit.oth.410`."""

FUNDS: Final = ("hifp", "hifob", "hifmi", "cvlserv", "maf", "oth")
"""Funds in the order in which they answer for a bill, under their names on the wire:
pooled basic insurance, employees' large-amount, residents' big illness, civil
servants' subsidy, medical assistance, others."""

BANK: Final = "bank.treasury"
PERSONAL_ACCOUNTS: Final = "acct.person"
"""Control account of all personal medical accounts of the region; `medical` keeps the
account of each person."""
CARD_DEPOSITS: Final = "acct.card"
"""Control account of the bank accounts on all cards of the region; `card` keeps each."""
CARD_BANKS: Final = "bank.cards"
"""What the banks hold for cardholders: the other side of `acct.card`, and no fund's money."""
SUSPENSE: Final = "suspense"
ROUNDING: Final = "clr.rounding"


def region_book(region: str) -> str:
    return f"R:{region}"


def region_of(book: str) -> str | None:
    """The pooling area whose book this is; None for the national mirror."""
    return book.removeprefix("R:") if book.startswith("R:") else None


def benefit(fund: str, insurance: str) -> str:
    """Spending of one fund for one kind of insurance, e.g. `benefit.hifp.310`."""
    return f"benefit.{fund}.{INSURANCE_CODES[insurance]}"


def fund(insurance: str) -> str:
    """What a fund owns before it spends, e.g. `fund.310`."""
    return f"fund.{INSURANCE_CODES[insurance]}"


def payable_region(care_region: str) -> str:
    return f"payable.region:{care_region}"


def receivable_region(home_region: str) -> str:
    return f"receivable.region:{home_region}"


def payable_provider(institution: str) -> str:
    return f"payable.provider:{institution}"


def clawback_provider(institution: str) -> str:
    return f"clawback.provider:{institution}"


def advance_paid(care_region: str) -> str:
    return f"advance.paid:{care_region}"


def advance_received(home_region: str) -> str:
    return f"advance.recv:{home_region}"


def clearing_from(home_region: str) -> str:
    return f"clr.from:{home_region}"


def clearing_to(care_region: str) -> str:
    return f"clr.to:{care_region}"


PAYABLE_PERSON: Final = "payable.person"

_REGION_ACCOUNTS = frozenset(
    [
        BANK,
        PERSONAL_ACCOUNTS,
        CARD_DEPOSITS,
        CARD_BANKS,
        SUSPENSE,
        PAYABLE_PERSON,
        *(fund(kind) for kind in INSURANCE_CODES),
        *(benefit(name, kind) for name in FUNDS for kind in INSURANCE_CODES),
    ]
)
_REGION_GROUPS = frozenset(
    [
        "payable.region",
        "receivable.region",
        "payable.provider",
        "clawback.provider",
        "advance.paid",
        "advance.recv",
    ]
)
_NATIONAL_GROUPS = frozenset(["clr.from", "clr.to"])


def is_known(book: str, account: str) -> bool:
    """Whether this book may have this account: the list is closed."""
    group, _, dimension = account.partition(":")
    if book == NATIONAL_BOOK:
        return account == ROUNDING or (group in _NATIONAL_GROUPS and bool(dimension))
    if region_of(book) is None:
        return False
    return account in _REGION_ACCOUNTS or (group in _REGION_GROUPS and bool(dimension))
