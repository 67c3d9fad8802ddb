"""Unified social credit codes (统一社会信用代码, GB 32100) of institutions that don't exist.

18 characters: who registered (12: a public institution; 91: a company), the area, an organisation
code of eight characters with a check character of its own, and a check character of the whole. The
organisation code begins with XX, so that it is no real institution's.
"""

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
PUBLIC_INSTITUTION, COMPANY = "12", "91"


def invented(registered: str, area: str, serial: int) -> str:
    """The code of the institution with that serial in its area.

    >>> invented("12", "510100", 1)
    '12510100XX0000019M'
    """
    body = f"XX{serial % 1_000_000:06d}"
    first = registered + area + body + _organisation_check(body)
    total = sum(_ALPHABET.index(one) * weight for one, weight in zip(first, _WEIGHTS, strict=True))
    return first + _ALPHABET[(31 - total % 31) % 31]


def _organisation_check(body: str) -> str:
    """GB 11714: letters count from 10, the check character is a digit or X."""
    values = (int(one, 36) for one in body)
    pairs = zip(values, _ORGANISATION_WEIGHTS, strict=True)
    check = 11 - sum(value * weight for value, weight in pairs) % 11
    return "0" if check == 11 else "X" if check == 10 else str(check)
