"""Python names of what the document names."""

import keyword
import re

_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z0-9]+")


def words(name: str) -> list[str]:
    return [word for word in _BORDER.split(name) if word]


def snake(name: str) -> str:
    """`createFeeLines` and `Fee lines` as `create_fee_lines`, `fee_lines`."""
    made = "_".join(word.lower() for word in words(name))
    made = f"n{made}" if made[:1].isdigit() else made
    return f"{made}_" if keyword.iskeyword(made) else made


def pascal(name: str) -> str:
    """`Bank accounts` as `BankAccounts`."""
    return "".join(word[:1].upper() + word[1:] for word in words(name))


def is_plain(name: str) -> bool:
    """Whether it can be a keyword argument."""
    return name.isidentifier() and not keyword.iskeyword(name)


def types_of(schemas: list[str]) -> dict[str, str]:
    """A type's name for each schema: `PersonView` is `Person`, unless that is another schema."""
    names = {name: pascal(name) for name in schemas}
    for name in schemas:
        short = pascal(name.removesuffix("View"))
        if name.endswith("View") and short and short not in names.values():
            names[name] = short
    return names
