"""The chart of accounts (会计科目): which accounts a book may have, and their names.

Each pooling area (统筹区) keeps one book, the nation a mirror book, and so do whom the card
reaches beside the funds: transit operators, libraries, and the travel pass. A name is
`group` or `group:dimension`; the dimension is a region code or somebody's id.
Cash that a patient pays at the hospital has no account here: it never passes a fund.
"""

import re
from collections.abc import Mapping
from typing import Final

NATIONAL_BOOK: Final = "N"
NATION: Final = "100000"
"""The code under which the national mirror book is shown (GB/T 2260: the whole country)."""
PASS_BOOK: Final = "V"
"""The book of the travel pass (旅游年卡) that several regions sell together."""

INSURANCE_CODES: Final = {
    "employee_basic_medical": "310",
    "resident_basic_medical": "390",
    "work_injury": "410",
}
"""Kind of insurance -> its code on the wire (insutype), which fund accounts carry. What the fund
of work injuries (工伤保险基金) spends is `benefit.oth.410`."""

BENEFIT_FUNDS: Final = (
    "employment_subsidy",
    "unemployment",
    "employee_pension",
    "institution_pension",
    "resident_pension",
    "work_injury",
    "occupational_annuity",
    "enterprise_annuity",
    "private_pension",
    "training_subsidy",
    "fiscal",
    "loan_guarantee",
    "wages",
)
"""Whose money benefits outside medical care are: the funds of HR and social security, fiscal
money, and what employers pay through special accounts. Spending is `benefit.<fund>`."""

CONTRIBUTION_FUNDS: Final = (
    "employee_pension",
    "institution_pension",
    "resident_pension",
    "unemployment",
    "work_injury",
    "medical",
    "maternity",
    "occupational_annuity",
)
"""Funds that contributions go to, what is collected for the medical ones among them. Income is
`contribution.<fund>`."""

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
IN_TRANSIT: Final = "bank.in_transit"
"""Money that has left one treasury and not reached the other."""
SUSPENSE: Final = "suspense"
PENALTIES: Final = "penalty.income"
ROUNDING: Final = "clr.rounding"

CASH: Final = "bank"
"""The bank account of a book that is no treasury."""
CARD_FLOAT: Final = "float.card"
"""Control account of all transit purses of an operator; `transport` keeps each."""
FARES: Final = "fare.revenue"
INTERCHANGE: Final = "interchange.fee"
RIDERS: Final = "receivable.rider"
"""Fares of rides that no purse paid, on their way from a bank account or from an acquirer."""
READER_DEPOSITS: Final = "deposit.reader"
"""Control account of all deposits of a library's readers; `culture` keeps each."""
FINES: Final = "fine.income"
PASS_DEFERRED: Final = "pass.deferred"
ISSUER_FEE: Final = "issuer.fee"
BREAKAGE: Final = "breakage"
"""What was sold and never used."""
CLEARING_REFUSED: Final = "clearing.refused"
"""What clearing did not pay after all: kept by who owed it, lost by whom it was owed to."""
PENSION_OUT: Final = "pension.transfer_out"
PENSION_IN: Final = "pension.transfer_in"
ANNUITY_OUT: Final = "annuity.transfer_out"
ANNUITY_IN: Final = "annuity.transfer_in"
"""What pension relations that moved took along (转移收支), and annuities: funds of their own beside
the medical ones, with debts of its own, so that they never count against a medical advance."""
UNEMPLOYMENT_OUT: Final = "unemployment.transfer_out"
UNEMPLOYMENT_IN: Final = "unemployment.transfer_in"
"""What relations of unemployment insurance took along, of the unemployment fund."""
PENSION, UNEMPLOYMENT = "pension", "unemployment"
MOVED: Final[Mapping[str, tuple[str, str]]] = {
    PENSION: (PENSION_OUT, PENSION_IN),
    UNEMPLOYMENT: (UNEMPLOYMENT_OUT, UNEMPLOYMENT_IN),
}
"""By insurance: the account of what moved out, and of what moved in."""


CONTROLS: Final = (PERSONAL_ACCOUNTS, CARD_DEPOSITS, CARD_FLOAT, READER_DEPOSITS)
"""Accounts that stand for a subsidiary ledger (明细账) of another service."""


def region_book(region: str) -> str:
    return f"R:{region}"


def transit_book(operator: str) -> str:
    return f"T:{operator}"


def library_book(library: str) -> str:
    return f"L:{library}"


def region_of(book: str) -> str | None:
    """The pooling area whose book this is; None for a book of anybody else."""
    return book.removeprefix("R:") if book.startswith("R:") else None


def kind_of(book: str) -> str | None:
    """What kind of book a name means; None for what is no name of a book.

    >>> kind_of("R:510100"), kind_of("T:metro-cd"), kind_of("X:1")
    ('region', 'transit', None)
    """
    return next((kind for kind, form in _FORMS.items() if form.fullmatch(book)), None)


_FORMS: Final = {
    "region": re.compile("R:[0-9]{6}"),
    "nation": re.compile(NATIONAL_BOOK),
    "transit": re.compile("T:[0-9A-Za-z_-]{1,40}"),
    "library": re.compile("L:[0-9A-Za-z_-]{1,40}"),
    "travel_pass": re.compile(PASS_BOOK),
}
BOOK_KINDS: Final = tuple(_FORMS)


def benefit(fund: str, insurance: str) -> str:
    """Spending of one fund for one kind of insurance, e.g. `benefit.hifp.310`."""
    return f"benefit.{fund}.{INSURANCE_CODES[insurance]}"


def contribution(fund: str) -> str:
    """Contributions that a fund got, with late fees and subsidies, e.g. `contribution.medical`."""
    return f"contribution.{fund}"


def service_benefit(fund: str) -> str:
    """Spending of one fund on benefits of HR and social security, e.g. `benefit.unemployment`."""
    return f"benefit.{fund}"


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


def payable_acquirer(operator: str) -> str:
    return f"payable.acquirer:{operator}"


def receivable_issuer(operator: str) -> str:
    return f"receivable.issuer:{operator}"


def concession_subsidy(region: str) -> str:
    return f"concession.subsidy:{region}"


def due_to(library: str) -> str:
    return f"due.to:{library}"


def due_from(library: str) -> str:
    return f"due.from:{library}"


def payable_venue(venue: str) -> str:
    return f"payable.venue:{venue}"


def payable_pension(new_region: str) -> str:
    return f"payable.pension:{new_region}"


def receivable_pension(old_region: str) -> str:
    return f"receivable.pension:{old_region}"


PAYABLE_PERSON: Final = "payable.person"
CLAWBACK_PERSON: Final = "clawback.person"
"""Benefits of HR and social security that persons and employers have yet to give back."""

_FUND_ACCOUNTS = (
    *(fund(kind) for kind in INSURANCE_CODES),
    *(benefit(name, kind) for name in FUNDS for kind in INSURANCE_CODES),
    *(service_benefit(name) for name in BENEFIT_FUNDS),
    *(contribution(name) for name in CONTRIBUTION_FUNDS),
)
_ACCOUNTS: Mapping[str, frozenset[str]] = {
    "region": frozenset(
        [
            BANK,
            IN_TRANSIT,
            PERSONAL_ACCOUNTS,
            CARD_DEPOSITS,
            CARD_BANKS,
            SUSPENSE,
            PENALTIES,
            PAYABLE_PERSON,
            CLAWBACK_PERSON,
            PENSION_OUT,
            PENSION_IN,
            ANNUITY_OUT,
            ANNUITY_IN,
            UNEMPLOYMENT_OUT,
            UNEMPLOYMENT_IN,
            *_FUND_ACCOUNTS,
        ]
    ),
    "nation": frozenset([ROUNDING]),
    "transit": frozenset([CARD_FLOAT, CASH, FARES, INTERCHANGE, RIDERS, CLEARING_REFUSED]),
    "library": frozenset([READER_DEPOSITS, CASH, FINES, CLEARING_REFUSED]),
    "travel_pass": frozenset([CASH, PASS_DEFERRED, ISSUER_FEE, BREAKAGE]),
}
_GROUPS: Mapping[str, frozenset[str]] = {
    "region": frozenset(
        [
            "payable.region",
            "receivable.region",
            "payable.pension",
            "receivable.pension",
            "payable.provider",
            "clawback.provider",
            "advance.paid",
            "advance.recv",
        ]
    ),
    "nation": frozenset(["clr.from", "clr.to"]),
    "transit": frozenset(["payable.acquirer", "receivable.issuer", "concession.subsidy"]),
    "library": frozenset(["due.to", "due.from"]),
    "travel_pass": frozenset(["payable.venue"]),
}


def is_known(book: str, account: str) -> bool:
    """Whether this book may have this account: the list is closed."""
    kind = kind_of(book)
    if kind is None:
        return False
    group, _, dimension = account.partition(":")
    return account in _ACCOUNTS[kind] or (group in _GROUPS[kind] and bool(dimension))
