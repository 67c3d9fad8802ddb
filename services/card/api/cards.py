"""Cards over HTTP."""

from typing import Any

from services.card import problems
from services.card import problems_bank as bank
from services.card import problems_people as people
from services.card import problems_production as production
from services.card.api import views
from services.card.api import views_production as shapes
from services.card.flows import cancel, enable, find, issue, lose, passwords, reader
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

cards = Blueprint("cards", tag="Cards", description="Physical social security cards (社会保障卡).")
_CARD = {"card_id": views.CARD_ID}
_SHOW = {"getCard": {"card_id": "$response.body#/id"}}
_MOVE = (
    problems.CardNotFound,
    problems.CardMoveNotAllowed,
    PolicyMissing,
    FigureMissing,
    RegionNotAllowed,
)
_PASSWORD = (
    *_MOVE,
    problems.CardExpired,
    people.CardPasswordMissing,
    people.CardPasswordWrong,
)
_RENEWAL = (bank.BankAccountMoveNotAllowed,)
"""Enabling a renewed card ends the old one, whose balance moves over."""


@cards.post(
    "/v1/cards",
    body=views.CardIssue,
    answer=views.CardView,
    status=201,
    key="required",
    location="/v1/cards/{id}",
    scope="card.write",
    roles=("agency", "bank"),
    problems=(
        problems.PersonNotFound,
        problems.NotPoolingArea,
        problems.CardExists,
        people.PersonDeceased,
        PolicyMissing,
        FigureMissing,
        RegionNotAllowed,
    ),
    links={
        "getCard": {"card_id": "$response.body#/id"},
        "enableCard": {"card_id": "$response.body#/id"},
        "enableCardAndAccount": {"card_id": "$response.body#/id"},
        "unlockCard": {"card_id": "$response.body#/id"},
    },
    example={"person_id": views.PERSON_ID, "region_code": "500000"},
)
def create_card(body: dict[str, Any]) -> Any:
    """Issue a card (制卡).

    The card is sealed (封存) until it is enabled. An area gives a person one card; another
    area may give another one.
    """
    return issue.issue(**body)


@cards.get("/v1/cards", listing=views.CardView, query=views.CardFilters, scope="card.read")
def list_cards(query: Query) -> Any:
    """List cards, the newest first."""
    return find.list_cards(query)


@cards.get(
    "/v1/cards/<id('card'):card_id>",
    answer=views.CardView,
    scope="card.read",
    problems=(problems.CardNotFound,),
    path_examples=_CARD,
)
def get_card(card_id: str) -> Any:
    """Show a card."""
    return find.get_card(card_id)


@cards.post(
    "/v1/cards/<id('card'):card_id>/enable",
    answer=views.CardView,
    key="accepted",
    scope="card.write",
    roles=("agency", "bank"),
    problems=(*_MOVE, people.CardNotCollected, problems.CardExpired, *_RENEWAL),
    links=_SHOW,
    path_examples={"card_id": views.SEALED_CARD_ID},
)
def enable_card(card_id: str) -> Any:
    """Enable a card (启用).

    Its social application leaves the sealed state; from then on the card can be verified.
    The bank account is activated at the bank (`POST /v1/bank-accounts/{id}/activate`). A
    card that was applied for must have been collected. Any province can do it. The card that
    it renews is cancelled, and the bank moves its balance.
    """
    return enable.enable(card_id)


@cards.post(
    "/v1/cards/<id('card'):card_id>/enable-both",
    body=shapes.BothEnabling,
    answer=views.CardView,
    key="accepted",
    scope="card.write",
    roles=("agency", "bank"),
    problems=(
        *_MOVE,
        people.CardNotCollected,
        problems.CardExpired,
        *_RENEWAL,
        bank.NoAccountToActivate,
        bank.BankPasswordTooSimple,
        bank.BankOrderWaiting,
    ),
    links=_SHOW,
    example={"bank_password": "830264", "reserved_phone": "19900000001"},
)
def enable_card_and_account(card_id: str, body: dict[str, Any]) -> Any:
    """Enable both applications of a card at once (社保功能与金融功能同时启用).

    The social application leaves the sealed state, and the bank activates the account behind
    the card with this password; or neither happens. A bank that is played from outside
    activates when it answers.
    """
    return enable.enable_both(card_id, **body)


@cards.post(
    "/v1/cards/<id('card'):card_id>/report-temporary-loss",
    body=shapes.CardLossReport,
    answer=views.CardView,
    key="accepted",
    scope="card.write",
    roles=("agency", "bank", "holder"),
    problems=(*_MOVE, people.NotForTemporaryCard),
    links={**_SHOW, "releaseLoss": {"card_id": "$response.body#/id"}},
    path_examples={"card_id": views.OTHER_CARD_ID},
    example={"channel": "telephone_12333", "reason": "地铁上遗失"},
)
def report_temporary_loss(card_id: str, body: dict[str, Any]) -> Any:
    """Report a card lost for the time being (临时挂失).

    By counter, telephone 12333, web, app or bank, in any province. It lapses by itself after
    the days that the region says. The bank account has a report of its own.
    """
    return lose.report_temporary(card_id, **body)


@cards.post(
    "/v1/cards/<id('card'):card_id>/report-loss",
    body=shapes.FormalLossReport,
    answer=views.CardView,
    key="accepted",
    scope="card.write",
    roles=("agency",),
    problems=(*_MOVE, people.NotForTemporaryCard),
    links={**_SHOW, "releaseLoss": {"card_id": "$response.body#/id"}},
    path_examples=_CARD,
    example={"reason": "地铁上遗失"},
)
def report_loss(card_id: str, body: dict[str, Any]) -> Any:
    """Report a card lost formally (正式挂失), in person.

    From then on a replacement can be applied for.
    """
    return lose.report(card_id, **body)


@cards.post(
    "/v1/cards/<id('card'):card_id>/release-loss",
    body=shapes.LossRelease,
    answer=views.CardView,
    key="accepted",
    scope="card.write",
    roles=("agency", "holder"),
    problems=(*_MOVE, people.NotForTemporaryCard, people.ReleaseNotAllowed),
    links=_SHOW,
    example={"channel": "counter"},
)
def release_loss(card_id: str, body: dict[str, Any]) -> Any:
    """Release a loss (解除挂失).

    A formal loss only until a replacement is applied for, where the region allows it at all:
    sources contradict each other, so it is a setting of the region.
    """
    return lose.release(card_id, **body)


@cards.post(
    "/v1/cards/<id('card'):card_id>/cancel",
    body=shapes.CardCancellation,
    answer=views.CardView,
    key="accepted",
    scope="card.write",
    roles=("agency",),
    problems=(*_MOVE, production.CardInProduction),
    links=_SHOW,
    path_examples={"card_id": views.SPARE_CARD_ID},
    example={"reason": "出国定居"},
)
def cancel_card(card_id: str, body: dict[str, Any]) -> Any:
    """Cancel the social application of a card (注销), for good."""
    return cancel.cancel(card_id, **body)


@cards.post(
    "/v1/cards/<id('card'):card_id>/reset-password",
    body=shapes.CardPasswordReset,
    answer=views.CardView,
    key="accepted",
    scope="card_password.write",
    roles=("agency",),
    problems=(*_MOVE, people.CardPasswordWeak),
    links=_SHOW,
    path_examples={"card_id": views.CHILDS_CARD_ID},
    example={"new_password": "471592"},
)
def reset_card_password(card_id: str, body: dict[str, Any]) -> Any:
    """Set a password at a counter (重置社保密码); a locked card is unlocked by it.

    A new card has none, so this also sets the first one.
    """
    return passwords.reset(card_id, **body)


@cards.post(
    "/v1/cards/<id('card'):card_id>/check-password",
    body=shapes.PasswordEntry,
    answer=shapes.PasswordCheckView,
    key="accepted",
    scope="card_password.write",
    problems=_PASSWORD,
    path_examples=_CARD,
    example={"password": "471592"},
)
def check_card_password(card_id: str, body: dict[str, Any]) -> Any:
    """Check the password of the social application (校验社保密码).

    A wrong entry is refused and counts; so many in a row as the region says lock the card.
    """
    return passwords.check(card_id, **body)


@cards.post(
    "/v1/cards/<id('card'):card_id>/change-password",
    body=shapes.CardPasswordChange,
    answer=views.CardView,
    key="accepted",
    scope="card_password.write",
    problems=(*_PASSWORD, people.CardPasswordWeak),
    links=_SHOW,
    path_examples={"card_id": views.OTHER_CARD_ID},
    example={"old_password": "471592", "new_password": "862037"},
)
def change_card_password(card_id: str, body: dict[str, Any]) -> Any:
    """Change the password of the social application (修改社保密码)."""
    return passwords.change(card_id, **body)


@cards.post(
    "/v1/cards/<id('card'):card_id>/unlock",
    answer=views.CardView,
    key="accepted",
    scope="card_password.write",
    roles=("agency",),
    problems=_MOVE,
    links=_SHOW,
)
def unlock_card(card_id: str) -> Any:
    """Unlock a card that wrong passwords locked (解锁); the password stays."""
    return passwords.unlock(card_id)


@cards.get(
    "/v1/cards/<id('card'):card_id>/moves",
    listing=shapes.MoveView,
    scope="card.read",
    problems=(problems.CardNotFound,),
    path_examples=_CARD,
)
def list_card_moves(card_id: str, query: Query) -> Any:
    """List the moves of a card's social application with their actors, the newest first."""
    return find.list_moves(card_id, query)


@cards.get(
    "/v1/cards/<id('card'):card_id>/reader-line",
    answer=shapes.ReaderLineView,
    query=shapes.ReaderQuery,
    scope="card.read",
    problems=(problems.CardNotFound,),
    path_examples=_CARD,
)
def get_reader_line(card_id: str, query: dict[str, Any]) -> Any:
    """Show what a card reader says of the card (读卡串).

    One line, its fields separated and ended by `|`, as the drivers' `iReadCardBas` gives it
    for specification 1.00, 2.00 or 3.00. The number in it is masked without the scope
    `person.pii`.
    """
    return reader.line(card_id, **query)
