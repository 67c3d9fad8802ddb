"""The figures of mobile payment, as `catalogue/mobile_payment.yaml` has them."""

from dataclasses import fields
from functools import cache

from services.medical.domain.mobile_order import Figures
from services.medical.store.catalogue import FOLDER, Place, document

FILE = "mobile_payment.yaml"
_NUMBERS = [str(number) for number in range(1, 1000)]


@cache
def built_in() -> Figures:
    return read((FOLDER / FILE).read_text(encoding="utf-8"), FILE)


def read(text: str, file: str) -> Figures:
    """The figures of a file; PolicyError says what is wrong, and where."""
    top = Place(file)
    found, _ = document(text, top, ("figures",))
    names = [field.name for field in fields(Figures)]
    stated = top.inside("figures").mapping(found["figures"], names)
    place = top.inside("figures")
    return Figures(**{name: int(place.inside(name).word(stated[name], _NUMBERS)) for name in names})
