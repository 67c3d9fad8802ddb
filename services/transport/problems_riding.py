"""What can go wrong with terminals, taps and journeys, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Text


class TransitJourneyNotFound(NotFound):
    code = "transit_journey_not_found"
    title = Text(zh="行程不存在", en="No such journey")
    detail = Text(
        zh="没有行程 {transit_journey_id}。", en="There is no journey {transit_journey_id}."
    )


class JourneyNotEnded(Conflict):
    code = "transit_journey_not_ended"
    title = Text(zh="行程未结束或已撤销", en="The journey hasn't ended, or doesn't stand")
    detail = Text(
        zh="行程 {transit_journey_id} 的状态为 {status}，不能定价。",
        en="The journey {transit_journey_id} is {status}: no fare can be set for it.",
    )
