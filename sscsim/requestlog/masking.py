"""What a log may keep of a body or an address.

Secrets (keys, passwords, tokens) are left out for good. Identity numbers and bank account
numbers are masked; the original can be sealed (`seal`), so that a call with a number in it can
be made again on this installation, and by nothing that merely reads the file.
"""

import base64
import hashlib
import re
from functools import cache
from typing import Any

from sscsim import world
from sscsim.kernel.ids import identity, pan

_SECRET = r"(?:passwords?|passwd|pwd|secrets?|tokens?|private_?key|code_?verifier)"
# A text, a number, a flat list or object; the body may have been cut off in the middle of it.
_SECRET_MEMBER = re.compile(
    rf'("[a-z_-]*{_SECRET}"\s*:\s*)'
    r'(?:"(?:[^"\\]|\\.)*(?:"|\\?\Z)|-?[0-9][0-9.e+-]*|\[[^\[\]]*(?:\]|\Z)|\{[^{}]*(?:\}|\Z))',
    re.IGNORECASE,
)
_SECRET_PAIR = re.compile(rf"\b([a-z_]*(?:{_SECRET}|assertion|code))=[^&\s]+", re.IGNORECASE)
_SECRET_PART = re.compile(
    rf'(\bname="?[a-z_-]*(?:{_SECRET}|code)"?[^\n]*\n(?:[^\r\n]+\r?\n)*\r?\n)[^\r\n]+',
    re.IGNORECASE,
)
_KEY = re.compile(
    r"\b[sp]k_sbx_(?!demo\b)[0-9A-Za-z_-]{4,}|\b(?:cs|rt)_sbx_[0-9A-Za-z]+|\bwhsec_[0-9A-Za-z+/=]+"
    # an access token of ours, by how its header begins
    r"|\beyJ0eXAiOiJhdCtqd3Qi[0-9A-Za-z_.-]+|\bBearer \S+"
)
# A number of this length that stands alone: an identity number, or an account's. A full stop
# may end the sentence it stands in; digits around a point are a decimal fraction.
_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?<![0-9]\.)[0-9]{15,18}[0-9Xx](?![0-9A-Za-z])(?!\.[0-9])")
_CUT_OFF = re.compile(r"(?<![A-Za-z])[0-9]{6,18}\Z")
GONE = "***"


def without_secrets(text: str, form: bool = False) -> str:
    """The text without keys, passwords and tokens; `form`: it is form-encoded."""
    text = _SECRET_MEMBER.sub(rf'\1"{GONE}"', text)
    if form:
        text = _SECRET_PART.sub(rf"\1{GONE}", text)
        text = _SECRET_PAIR.sub(rf"\1={GONE}", text)
    return _KEY.sub(GONE, text)


def without_numbers(text: str) -> str:
    """The text with identity and account numbers masked."""
    return _NUMBER.sub(_masked, text)


def without_rest(text: str) -> str:
    """A text that was cut off, without digits at its end that may begin a number."""
    return _CUT_OFF.sub(lambda found: "*" * len(found[0]), text)


def _masked(found: re.Match[str]) -> str:
    number = found[0]
    if len(number) == 18:  # also a mistyped one: most of it is somebody's
        return identity.mask(number)
    is_account = number.isdigit() and (number.startswith("62") or pan.is_valid(number))
    return pan.mask(number) if is_account else number


# ---- the original, for a repetition


@cache
def _box(secret: str) -> Any:
    # A third of the start of a process that never meets a number.
    from cryptography.fernet import Fernet

    key = hashlib.sha256(b"ssc request log\x00" + secret.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(text: str) -> str:
    """The text, readable with this installation's secret only."""
    sealed: bytes = _box(world.context_secret()).encrypt(text.encode())
    return sealed.decode()


def unseal(sealed: str) -> str | None:
    """What was sealed; None when another secret sealed it (a process that made its own)."""
    from cryptography.fernet import InvalidToken

    try:
        opened: bytes = _box(world.context_secret()).decrypt(sealed.encode())
    except InvalidToken:
        return None
    return opened.decode()
