"""The stories that the collections tell, by field; told in the order of their letters."""

from tools.collections.stories import (
    bench,
    cards,
    clearing,
    electronic,
    hospital,
    insurance,
    labour,
    loans,
    market,
    pensions,
    personnel,
    reviews,
    riding,
    subsidies,
    training,
    transit_cards,
    transit_clearing,
    transit_gates,
    transit_rides,
    village,
    wages,
)
from tools.collections.story import Story

STORIES: tuple[Story, ...] = tuple(
    sorted(
        (
            *clearing.STORIES,
            *cards.STORIES,
            *electronic.STORIES,
            *subsidies.STORIES,
            *village.STORIES,
            *market.STORIES,
            *loans.STORIES,
            *pensions.STORIES,
            *insurance.STORIES,
            *training.STORIES,
            *personnel.STORIES,
            *labour.STORIES,
            *wages.STORIES,
            *reviews.STORIES,
            *hospital.STORIES,
            *bench.STORIES,
            *transit_cards.STORIES,
            *riding.STORIES,
            *transit_gates.STORIES,
            *transit_rides.STORIES,
            *transit_clearing.STORIES,
        ),
        key=lambda story: (len(story.letter), story.letter),
    )
)
