"""What the operations of the bank side have in common: who may, what is refused."""

from services.card import problems_bank as bank
from sscsim.policy import FigureMissing, PolicyMissing

BANKS = ("bank", "agency")
PAYERS = ("bank", "hospital", "pharmacy", "transit", "library", "holder")
MOVE = (
    bank.BankAccountNotFound,
    bank.BankAccountMoveNotAllowed,
    bank.BankOrderWaiting,
    PolicyMissing,
    FigureMissing,
)
"""Refusals of whatever moves the state of an account."""
MONEY = (
    bank.BankAccountNotFound,
    bank.BankAccountNotUsable,
    bank.BankBalanceTooLow,
    bank.BankPasswordWrong,
    PolicyMissing,
    FigureMissing,
)
"""Refusals of whatever moves its money."""
