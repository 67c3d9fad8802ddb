"""Due jobs of the card service: each takes the key of its row and calls a flow."""

from services.card.flows import lose, population, validity
from services.card.flows.bank import files, money, orders, states
from services.card.flows.desk import entries
from services.card.flows.production import batch, stock
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


@jobs.task("card.lapse_temporary_loss")
def lapse_temporary_loss(key: str) -> None:
    lose.lapse(key)


@jobs.task("card.open_renewals")
def open_renewals(key: str) -> None:
    validity.open_renewals(key)


@jobs.task("card.expire_cards")
def expire_cards(key: str) -> None:
    validity.expire(key)


@jobs.task("card.batch_applications")
def batch_applications(key: str) -> None:
    batch.make(key)


@jobs.task("card.step_batch")
def step_batch(key: str) -> None:
    batch.step(key)


@jobs.task("card.bank_return_overdue")
def bank_return_overdue(batch_id: str) -> None:
    batch.overdue(batch_id)


@jobs.task("card.deliver_application")
def deliver_application(key: str) -> None:
    batch.deliver(key)


@jobs.task("card.step_stock_order")
def step_stock_order(key: str) -> None:
    stock.step(key)


@jobs.task("card.grow_population")
def grow_population(key: str) -> None:
    population.grow(key)


@jobs.task("card.lapse_password_entry")
def lapse_password_entry(key: str) -> None:
    entries.lapse(key)
