"""What can go wrong in the books, one class a code."""

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Refused, Text


class BookNotFound(NotFound):
    code = "book_not_found"
    title = Text(zh="账簿不存在", en="No such book")
    detail = Text(
        zh="没有账簿 {book}；全国镜像账簿为 N（100000）。",
        en="There is no book {book}; the national mirror is N (100000).",
    )


class BookIsSeveral(Refused):
    code = "book_is_several"
    title = Text(zh="不止一本账簿", en="More than one book")
    detail = Text(
        zh="{book} 合并了多个统筹区的账簿，请指定其一（如 {books}）。",
        en="{book} stands for the books of several pooling areas; name one of them ({books}).",
    )


class JournalNotFound(NotFound):
    code = "journal_not_found"
    title = Text(zh="凭证不存在", en="No such journal")
    detail = Text(zh="没有凭证 {journal_id}。", en="There is no journal {journal_id}.")


class AccountUnknown(Refused):
    code = "account_unknown"
    title = Text(zh="科目不存在", en="No such account")
    detail = Text(
        zh="账簿 {book} 的科目表中没有 {account}。",
        en="The chart of book {book} has no account {account}.",
    )

    def __init__(self, book: str, account: str) -> None:
        message = Text(zh="不在科目表中", en="is not in the chart of accounts")
        error = FieldError("unknown_account", message, parameter="account")
        super().__init__(errors=[error], book=book, account=account)


class PeriodWrong(Refused):
    code = "period_wrong"
    title = Text(zh="期间无效", en="No such period")
    detail = Text(
        zh="止日 {end} 早于起日 {start}。", en="A period from {start} can't end on {end}."
    )

    def __init__(self, start: str, end: str) -> None:
        message = Text(zh="早于起日", en="is before the first day")
        error = FieldError("before_start", message, parameter="to")
        super().__init__(errors=[error], start=start, end=end)


class StatementTooLong(Refused):
    code = "account_statement_too_long"
    title = Text(zh="明细过多", en="Too many lines")
    detail = Text(
        zh="一份明细至多 {most} 行，请缩短期间。",
        en="A statement of an account has at most {most} lines; ask for a shorter period.",
    )


class BookDayNotSealed(Conflict):
    code = "book_day_not_sealed"
    title = Text(zh="该日未日结", en="The day is not sealed")
    detail = Text(
        zh="账簿 {book} 在 {day} 没有已日结的凭证。",
        en="Book {book} has no sealed journals of {day}; a day is sealed as it ends.",
    )
