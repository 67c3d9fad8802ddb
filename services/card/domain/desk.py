"""What the counter of the HR services has the card service do (办卡业务), and what holders type.

A password never travels in a form: what needs one opens an entry (密码键盘录入) at the terminal
or in the app, and is done with what is typed there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sscsim.kernel.states import Machine

OLD, NEW, SMS = "old_password", "new_password", "sms_code"

_TYPED: Mapping[str, tuple[str, ...]] = {
    "enable_both": (NEW,),
    "change_password": (OLD, NEW),
    "reset_password": (NEW,),
    "sign_electronic": (NEW,),
    "link_channel": (OLD,),
    "raise_level": (OLD,),
}
"""What the holder types for each action: the password so far, a new one, or both."""

ACTIONS: Final = (
    *("apply", "exchange", "collect", "enable", "enable_both", "cancel"),
    "report_death",
    *("change_person", "report_temporary_loss", "report_loss", "release_loss"),
    *("unlock", "change_password", "reset_password"),
    *("sign_electronic", "link_channel", "unlink_channel", "raise_level"),
    *("add_family", "remove_family"),
)

_CONFIRMED_BY: Mapping[str, tuple[str, ...]] = {"password": (OLD,), "sms": (SMS,), "face": ()}
"""How an unlinking is confirmed -> what is typed for it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing to be done, once for its `event`.

    `region_code`: the agency that does it, as which the rules between regions see it.
    """

    event: str
    action: str
    person_id: str
    region_code: str
    detail: Mapping[str, Any] = field(default_factory=dict)

    @property
    def typed(self) -> tuple[str, ...]:
        """What the holder has to type for it; nothing for most.

        >>> Wanted("e", "change_password", "p", "990100").typed
        ('old_password', 'new_password')
        """
        if self.action == "unlink_channel":
            return _CONFIRMED_BY[self.detail.get("confirmed_by", "face")]
        return _TYPED.get(self.action, ())


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed at the terminal. It is used and forgotten."""

    old_password: str | None = None
    new_password: str | None = None
    sms_code: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Which of them were typed, in the order of the fields."""
        return tuple(name for name in (OLD, NEW, SMS) if getattr(self, name) is not None)


NOTHING: Final = Typed()

WAITING, ENTERED, LAPSED = "waiting", "entered", "lapsed"
ENTRY: Final = Machine(
    "password entry",
    initial=WAITING,
    edges=[(WAITING, "enter", ENTERED), (WAITING, "lapse", LAPSED)],
)
WAITS: Final = timedelta(minutes=30)
"""How long a terminal waits for the holder, in sandbox time. Ours: no rule says it."""


@dataclass(frozen=True, slots=True)
class PasswordEntry:
    """A terminal or an app that waits for what the holder types.

    typed: names of what is wanted; detail: of the thing that is done with it, never a password
    """

    id: str
    event: str
    action: str
    person_id: str
    region_code: str
    card_id: str | None
    electronic_card_id: str | None
    typed: list[str]
    detail: dict[str, Any]
    status: str
    until: datetime
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.event, self.action, self.person_id, self.region_code, self.detail)
