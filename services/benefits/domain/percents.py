"""A ratio as a sentence says it."""

from fractions import Fraction


def spoken(ratio: Fraction) -> str:
    """
    >>> spoken(Fraction(1, 2)), spoken(Fraction(7, 200)), spoken(Fraction(1, 3))
    ('50%', '3.5%', '33.33%')
    """
    bp = round(ratio * 10_000)
    return f"{bp // 100}.{bp % 100:02d}".rstrip("0").rstrip(".") + "%"
