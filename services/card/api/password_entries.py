"""Password entries over HTTP: what a terminal or an app waits for."""

from typing import Any

from services.card import problems, problems_bank, problems_electronic
from services.card import problems_desk as desk_problems
from services.card import problems_people as people
from services.card.api.views import card_password
from services.card.domain import desk
from services.card.flows.desk import entries
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, ListQuery, Query, Resource, Schema, fields
from sscsim.world import RegionNotAllowed

password_entries = Blueprint(
    "password_entries",
    tag="Password entries",
    description="密码录入: what a terminal (密码键盘) or an app waits for, so that a service "
    "applied for can be done without a password in any form.",
)
_PATH = "/v1/password-entries/<id('pwe'):password_entry_id>"
_NONE = {"password_entry_id": "pwe_" + "0" * 26}


class PasswordEntryView(Resource):
    object = fields.Object("password_entry")
    action = fields.Enum(desk.ACTIONS, required=True, description="What is done with it.")
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True)
    card_id = fields.Id("card")
    electronic_card_id = fields.Id("ecd")
    wanted_fields = fields.List(
        fields.Enum((desk.OLD, desk.NEW, desk.SMS)),
        attribute="typed",
        required=True,
        description="What is to be typed.",
    )
    status = fields.Enum(desk.ENTRY.states, required=True)
    until_at = fields.Instant(attribute="until", required=True)


class PasswordEntryFilters(ListQuery):
    person_id = fields.Id("psn")
    status = fields.Enum(desk.ENTRY.states)


class Typing(Schema):
    """Exactly the fields that are wanted."""

    old_password = card_password("The password so far.")
    new_password = card_password("The new password: six digits, not all equal or in a row.")
    sms_code = fields.Text(max=6, pattern="[0-9]{6}", description="Code of a text message.")


@password_entries.get(
    "/v1/password-entries",
    listing=PasswordEntryView,
    query=PasswordEntryFilters,
    scope="card_password.read",
)
def list_password_entries(query: Query) -> Any:
    """List password entries, the newest first."""
    return entries.page(query.page, dict(query.filters))


@password_entries.get(
    _PATH,
    answer=PasswordEntryView,
    scope="card_password.read",
    problems=(desk_problems.PasswordEntryNotFound,),
    path_examples=_NONE,
)
def get_password_entry(password_entry_id: str) -> Any:
    """Show a password entry; what was typed is kept nowhere."""
    return entries.get(password_entry_id)


@password_entries.post(
    _PATH + "/enter",
    body=Typing,
    answer=PasswordEntryView,
    key="accepted",
    scope="card_password.write",
    roles=("agency", "bank", "holder"),
    problems=(
        desk_problems.PasswordEntryNotFound,
        desk_problems.PasswordEntryClosed,
        desk_problems.PasswordEntryIncomplete,
        desk_problems.NoElectronicCard,
        desk_problems.AccountOfAnother,
        problems.CardNotFound,
        problems.CardMoveNotAllowed,
        problems.CardExpired,
        problems.PersonNotFound,
        problems.IdentityNumberInvalid,
        problems.RealLookingIdentity,
        people.CardNotCollected,
        people.CardPasswordMissing,
        people.CardPasswordWrong,
        people.CardPasswordWeak,
        problems_bank.NoAccountToActivate,
        problems_bank.BankAccountMoveNotAllowed,
        problems_bank.BankPasswordTooSimple,
        problems_bank.BankOrderWaiting,
        problems_electronic.ElectronicCardNotFound,
        problems_electronic.ElectronicCardExists,
        problems_electronic.ElectronicCardSuspended,
        problems_electronic.ElectronicCardMoveNotAllowed,
        problems_electronic.ElectronicPasswordWrong,
        problems_electronic.ElectronicPasswordTooSimple,
        problems_electronic.HolderNotConfirmed,
        problems_electronic.CardNotFit,
        problems_electronic.ChannelNotFound,
        problems_electronic.ChannelLinked,
        problems_electronic.ChannelNotLinked,
        problems_electronic.ConfirmationFailed,
        problems_electronic.LevelTwoNeedsAccount,
        PolicyMissing,
        FigureMissing,
        RegionNotAllowed,
    ),
    links={"getPasswordEntry": {"password_entry_id": "$response.body#/id"}},
    path_examples=_NONE,
    example={"new_password": "862037"},
)
def enter_password(password_entry_id: str, body: dict[str, Any]) -> Any:
    """Type what is wanted (录入密码): the service that was applied for is done with it.

    A wrong password is refused, counts like any other, and leaves the entry open; another that
    is refused too. When nobody types in time the entry and its application lapse.
    """
    return entries.enter(password_entry_id, **body)
