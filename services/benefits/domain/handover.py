"""From one region to another (跨区通办): which scheme carries an item between two regions."""

from collections.abc import Mapping
from datetime import date

from services.benefits import problems
from services.benefits.domain.cooperation import CooperationList, carrying
from services.benefits.domain.item import Item
from sscsim.kernel import regions


def scheme_for(
    item: Item, accepting: str, competent: str, day: date, lists: Mapping[str, CooperationList]
) -> str:
    """The closest scheme of both regions that has the item on its list by then.

    ItemNotInScheme says in which schemes both regions are, and which lists have the item.
    """
    entry = carrying(lists, item.code, accepting, competent, day)
    if entry is not None:
        return entry.scheme
    between = [scheme.id for scheme in regions.schemes_between(accepting, competent)]
    listed = [scheme for scheme, each in lists.items() if item.code in each.items]
    raise problems.ItemNotInScheme(
        item_code=item.code,
        accepting=accepting,
        competent=competent,
        between=", ".join(between) or "-",
        schemes=", ".join(listed) or "-",
    )
