"""The errors of the card items, one class a code."""

from sscsim.kernel.problems import FieldError, NotFound, Refused, Text


class CardOrderNotFound(NotFound):
    code = "card_order_not_found"
    title = Text(zh="没有此办卡业务单", en="No such card order")
    detail = Text(
        zh="没有办卡业务单 {card_order_id}。", en="There is no card order {card_order_id}."
    )


class FormFillingNotFound(NotFound):
    code = "form_filling_not_found"
    title = Text(zh="没有此填表记录", en="No such filling of a form")
    detail = Text(
        zh="没有填表记录 {form_filling_id}。",
        en="There is no filling of a form {form_filling_id}.",
    )


class ConsentNeeded(Refused):
    """Nothing of a person is given without their word."""

    code = "consent_needed"
    title = Text(zh="须经持卡人同意", en="The holder's consent is needed")
    detail = Text(
        zh="未经持卡人同意，不读取其信息填表。",
        en="Without the holder's consent nothing of theirs is read into a form.",
    )

    def __init__(self) -> None:
        says = Text(zh="须为 true", en="must be true")
        super().__init__(errors=[FieldError("consent_needed", says, pointer="/consent")])
