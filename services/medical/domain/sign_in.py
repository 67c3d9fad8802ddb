"""An operator's sign-in (签到) at an institution's counter, until the sign-out (签退)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SignIn:
    """`sign_no`: the number that later messages carry. `mac`, `ip`: of the counter, as told."""

    id: str
    sign_no: str
    institution_code: str
    operator_no: str
    mac: str
    ip: str
    signed_in_at: datetime
    signed_out_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def is_open(self) -> bool:
        return self.signed_out_at is None
