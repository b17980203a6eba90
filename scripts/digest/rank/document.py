"""A paper as the ranker reads it: where each wanted term stands in it, with acronyms and compounds unfolded."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from digest.core.report import Paper
from digest.words import acronyms
from digest.words.terms import WORD, composed, fold, term
from digest.words.wording import Wording

_TITLE = 2.0
"""A term in the title counts as much as so many in the abstract."""
_SATURATION = 1.2
"""BM25's k1: a term that stands so often in a paper of the usual length counts half of what it can."""
_LENGTH_COUNTS = 0.5
"""BM25's b."""
_USUAL_LENGTH = 220
_HYPHENATED = re.compile(r"\b([^\W_]++)-([^\W_]++)")


class Vocabulary(dict[str, tuple[str, ...]]):
    """The wanted terms of each word as it stands, its own and its long form's; filled as words are met."""

    def __init__(
        self,
        wanted: Iterable[str] | None,
        compounds: Mapping[str, tuple[str, ...]],
        joined: Mapping[str, Wording] | None = None,
    ) -> None:
        """Take the wanted terms, None for all there are, and words that stand for several: "finetun" for fine, tune.

        `joined` are the other way round, several words that count together only: "fewshot" for few, shot.
        """
        super().__init__()
        self.compounds = {**acronyms.common(), **compounds}
        self.joined = joined or {}
        telling = {name for parts in self.joined.values() for name in map(term, parts) if name}
        self.wanted = None if wanted is None else frozenset(wanted) | telling
        self._met = (self.wanted or frozenset()) | {name for name, parts in self.compounds.items() if self.wants(parts)}

    def wants(self, names: Iterable[str]) -> bool:
        """Whether one of these terms is wanted."""
        return any(self.wanted is None or name in self.wanted for name in names)

    def means(self, word: str) -> bool:
        """Whether a word, by itself, is a wanted term."""
        names = self[word]
        return bool(names) and (self.wanted is None or names[0] in self.wanted)

    def __missing__(self, word: str) -> tuple[str, ...]:
        """Stem a word that is met for the first time."""
        name = term(word)
        if self.wanted is not None and name not in self._met:
            name = ""
        self[word] = (name, *self.compounds.get(name, ())) if name else ()
        return self[word]


@dataclass(frozen=True)
class Document:
    """The wanted terms of one paper. Positions count words from the title's first; stop words have positions too."""

    paper: Paper
    text: str
    """Title and abstract, one line each."""
    words: tuple[str, ...]
    """As they stand."""
    words_of_title: int
    positions: Mapping[str, list[int]]
    """Of each term, ascending; those of an acronym's long form are the acronym's."""

    @cached_property
    def weights(self) -> dict[str, float]:
        """How much the paper speaks of each term, 0 to 1 (BM25's saturation); the title counts twice."""
        title = self.words_of_title
        half_way = _SATURATION * (1 - _LENGTH_COUNTS + _LENGTH_COUNTS * len(self.words) / _USUAL_LENGTH)
        weights = {}
        for name, places in self.positions.items():
            times = len(places) + (_TITLE - 1) * bisect_left(places, title)
            weights[name] = times / (times + half_way)
        return weights

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The term of each word, wanted or not, and nothing ("") for stop words."""
        return tuple(map(term, self.words))

    @cached_property
    def standing(self) -> Mapping[str, Sequence[int]]:
        """Where each term stands, wanted or not, and where each pair of neighbours does, "world model"."""
        places: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self.terms):
            places[name].append(place)
            if place + 1 < len(self.terms) and place + 1 != self.words_of_title:
                places[f"{name} {self.terms[place + 1]}"] += (place, place + 1)
        return places

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        return [match.span() for match in WORD.finditer(self.text)]

    def in_title(self, position: int) -> bool:
        """Whether a position lies in the title."""
        return position < self.words_of_title

    def titled(self, names: Sequence[str]) -> bool:
        """Whether the title has these terms one right after the other."""
        places = [self.positions.get(name, ()) for name in names]
        return any(
            first + len(names) <= self.words_of_title and all(first + n in at for n, at in enumerate(places))
            for first in places[0]
        )

    def goes_on(self, position: int) -> bool:
        """Whether the next word follows after nothing but a space or a hyphen, in the same field."""
        between = self.text[self._spans[position][1] : self._spans[position + 1][0]]
        return between in (" ", "-", "\n") and self.in_title(position) == self.in_title(position + 1)

    def as_it_stands(self, first: int, last: int) -> str:
        """The words from one position to another, as the paper has them, on one line."""
        return " ".join(self.text[self._spans[first][0] : self._spans[last][1]].split())


def read(paper: Paper, vocabulary: Vocabulary) -> Document:
    """Find the wanted terms of a paper; "fine-tuning" is found under its parts and under the whole."""
    title, abstract = composed(paper.title), composed(paper.abstract)
    text = f"{title}\n{abstract}"
    words = WORD.findall(text)
    own = acronyms.definitions(text) if "(" in text else {}
    positions: dict[str, list[int]] = defaultdict(list)
    for place, names in enumerate(map(vocabulary.__getitem__, words)):
        if names:
            for name in names if names[0] not in own else (names[0], *own[names[0]]):
                positions[name].append(place)
    for acronym, parts in own.items():
        if acronym not in positions and vocabulary.wants(parts):
            lengths = (len(acronym), len(acronym) + 1)
            short = [(place, word) for place, word in enumerate(words) if len(word) in lengths]
            places = [place for place, word in short if word.lower().removesuffix("s") == acronym]
            for name in parts:
                positions[name] = sorted({*positions[name], *places})
    # Where all terms are looked for, the parts are found as they stand, and "real-world" is no third term beside them.
    for name, place in _hyphenated(text, vocabulary) if vocabulary.wanted is not None else ():
        positions[name] = sorted({*positions[name], place, place + 1})
    for name, wanted in vocabulary.joined.items():
        places_of_joined = _places(wanted, words, positions)
        if places_of_joined:
            positions[name] = sorted({*positions[name], *places_of_joined})
    return Document(paper, text, tuple(words), len(WORD.findall(title)), dict(positions))


def _hyphenated(text: str, vocabulary: Vocabulary) -> Iterator[tuple[str, int]]:
    """What two words with a hyphen between them mean where they are written as one, and the place of the first."""
    # Looking through all of the text takes several times as long.
    hyphened = " ".join(
        f"{before.rpartition(' ')[2]}-{after.partition(' ')[0]}" for before, after in pairwise(text.split("-"))
    )
    wholes = {one + two for one, two in _HYPHENATED.findall(hyphened) if vocabulary.means(one + two)}
    for match in _HYPHENATED.finditer(text) if wholes else ():
        if match[1] + match[2] in wholes:
            yield vocabulary[match[1] + match[2]][0], len(WORD.findall(text[: match.start()]))


def _places(parts: Wording, words: Sequence[str], positions: Mapping[str, list[int]]) -> set[int]:
    """All places of words that stand together as `parts` do, with a hyphen or without."""
    names = [term(part) for part in parts]
    telling = next(offset for offset, name in enumerate(names) if name)
    places: set[int] = set()
    for place in positions.get(names[telling], ()):
        span = range(place - telling, place - telling + len(parts))
        if span.start >= 0 and span.stop <= len(words):
            alike = (
                fold(words[at]) == fold(part) for at, part, name in zip(span, parts, names, strict=True) if not name
            )
            if all(alike):
                places.update(span)
    return places
