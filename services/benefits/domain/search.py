"""Finding a service item by a few words: Chinese, pinyin (whole, initials or mixed), English.

Each word of a query must be found; the order of the catalogue stays.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sscsim.kernel.problems import Text

_SPELLED = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """What of an item is searched: its Chinese, its English words, the syllables of its name."""

    code: str
    chinese: str
    english: tuple[str, ...]
    syllables: tuple[str, ...]


def entry(code: str, key: str, names: Iterable[Text], syllables: Sequence[str]) -> Entry:
    """An item as it is searched."""
    texts = list(names)
    said = normal(" ".join([code, key, *(text.en for text in texts)]))
    words = (*said.split(), *re.split(r"[^a-z0-9]+", said))
    chinese = normal(" ".join(text.zh for text in texts))
    return Entry(code, chinese, tuple(dict.fromkeys(filter(None, words))), tuple(syllables))


def normal(said: str) -> str:
    """As it is compared: full-width letters as plain ones, no capitals."""
    return unicodedata.normalize("NFKC", said).casefold()


def found(query: str, entries: Iterable[Entry]) -> list[str]:
    """Codes of the entries in which every word of the query is found, in their order."""
    words = normal(query).split()
    return [each.code for each in entries if all(_is_in(word, each) for word in words)]


def _is_in(word: str, entry: Entry) -> bool:
    if word in entry.chinese or any(english.startswith(word) for english in entry.english):
        return True
    letters = word.replace("'", "")
    return bool(_SPELLED.fullmatch(letters)) and spells(letters, entry.syllables)


def spells(letters: str, syllables: Sequence[str]) -> bool:
    """Whether the letters spell some neighbouring syllables: each whole or by its initial,
    the last one as far as it goes.

    >>> name = ("shi", "ye", "bao", "xian", "jin", "shen", "ling")
    >>> [spells(said, name) for said in ("shiyebaoxian", "sybxj", "baoxj", "baox", "sxy")]
    [True, True, True, True, False]
    """
    return any(_from(letters, syllables, start) for start in range(len(syllables)))


def _from(letters: str, syllables: Sequence[str], at: int) -> bool:
    """Walks the name with every way to have spelled the letters so far."""
    left = {letters}
    for syllable in syllables[at:]:
        if any(syllable.startswith(rest) for rest in left):
            return True
        left = {
            rest.removeprefix(part)
            for rest in left
            for part in (syllable, syllable[0])
            if rest.startswith(part)
        }
        if "" in left or not left:
            return bool(left)
    return False
