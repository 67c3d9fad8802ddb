"""Due jobs of the card service: each takes the key of its row and calls a flow."""

from services.card.flows.bank import files, money, orders, states
from sscsim import jobs


@jobs.task("card.time_out_bank_order")
def time_out_bank_order(order_id: str) -> None:
    orders.time_out(order_id)


@jobs.task("card.lapse_bank_loss")
def lapse_bank_loss(key: str) -> None:
    states.lapse_loss(key)


@jobs.task("card.rest_bank_account")
def rest_bank_account(key: str) -> None:
    states.rest(key)


@jobs.task("card.lapse_bank_hold")
def lapse_bank_hold(hold_id: str) -> None:
    money.lapse(hold_id)


@jobs.task("card.pay_credit_file")
def pay_credit_file(key: str) -> None:
    files.pay(key)


@jobs.task("card.time_out_credit_file")
def time_out_credit_file(file_id: str) -> None:
    files.time_out(file_id)
