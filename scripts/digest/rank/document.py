"""A paper as the ranker reads it: where each wanted term stands in it, with acronyms and compounds unfolded."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from digest.core.report import Paper
from digest.words import acronyms
from digest.words.terms import WORD, as_they_stand, composed, fold, term, terms_of
from digest.words.wording import Wording

_TITLE = 2.0
"""A term in the title counts as much as so many in the abstract."""
_SATURATION = 1.2
"""BM25's k1: a term that stands so often in a paper of the usual length counts half of what it can."""
_LENGTH_COUNTS = 0.5
"""BM25's b."""
_USUAL_LENGTH = 220
_HYPHENATED = re.compile(r"\b([^\W_]++)-([^\W_]++)")


class Vocabulary:
    """The terms to look for, and what each of them stands for."""

    def __init__(
        self,
        wanted: Iterable[str] | None,
        compounds: Mapping[str, tuple[str, ...]],
        joined: Mapping[str, Wording] | None = None,
    ) -> None:
        """Take the wanted terms, None for all there are, and words that stand for several: "finetun" for fine, tune.

        `joined` are the other way round, several words that count together only: "fewshot" for few, shot.
        """
        compounds = {**acronyms.common(), **compounds}
        self.joined = {name: _Joined(parts) for name, parts in (joined or {}).items()}
        telling = {name for one in self.joined.values() for name in one.names if name}
        self.wanted = None if wanted is None else frozenset(wanted) | telling
        met = (self.wanted or frozenset()) | {name for name, parts in compounds.items() if self.wants(parts)}
        self.stands_for = {name: (name, *compounds.get(name, ())) for name in met}
        """What each term is found under: itself and its long form; only itself if it is not here and all are wanted."""
        self._wholes: dict[str, bool] = {}

    def wants(self, names: Iterable[str]) -> bool:
        """Whether one of these terms is wanted."""
        return any(self.wanted is None or name in self.wanted for name in names)

    def whole(self, hyphenated: re.Match[str]) -> str:
        """The wanted term that two words with a hyphen make where they are written as one; empty if there is none."""
        name = term(hyphenated[1] + hyphenated[2])
        return name if name in (self.wanted or ()) else ""

    def has_whole(self, text: str) -> bool:
        """Whether one of the words with a hyphen in a text makes a wanted term; kept, as most come again and again."""
        known = self._wholes.get(text)
        if known is None:
            known = self._wholes[text] = any(map(self.whole, _HYPHENATED.finditer(text)))
        return known


@dataclass(frozen=True)
class Document:
    """The wanted terms of one paper. Positions count words from the title's first; stop words have positions too."""

    paper: Paper
    text: str
    """Title and abstract, one line each."""
    terms: tuple[str, ...]
    """The term of each word, wanted or not, and nothing ("") for stop words."""
    words_of_title: int
    positions: Mapping[str, list[int]]
    """Of each term, ascending; those of an acronym's long form are the acronym's."""

    @cached_property
    def words(self) -> tuple[str, ...]:
        """As they stand; found once more for the few papers that are looked at closely, since all take much memory."""
        return tuple(as_they_stand(self.text))

    @cached_property
    def weights(self) -> dict[str, float]:
        """How much the paper speaks of each term, 0 to 1 (BM25's saturation); the title counts twice."""
        title = self.words_of_title
        half_way = _SATURATION * (1 - _LENGTH_COUNTS + _LENGTH_COUNTS * len(self.terms) / _USUAL_LENGTH)
        weights = {}
        for name, places in self.positions.items():
            times = len(places) + (_TITLE - 1) * bisect_left(places, title)
            weights[name] = times / (times + half_way)
        return weights

    def places(self, names: Collection[str]) -> Mapping[str, Sequence[int]]:
        """Where some terms stand, wanted or not, and where pairs of neighbours do, "world model"."""
        places: dict[str, list[int]] = {name: [] for name in names}
        firsts = {name.partition(" ")[0] for name in names}
        for place in [place for place, name in enumerate(self.terms) if name in firsts]:
            name, after = self.terms[place], self.terms[place + 1 : place + 2]
            if name in places:
                places[name].append(place)
            if after and place + 1 != self.words_of_title and (pair := f"{name} {after[0]}") in places:
                places[pair] += (place, place + 1)
        return places

    @cached_property
    def _starts(self) -> list[int]:
        return [match.start() for match in WORD.finditer(self.text)]

    def _end(self, position: int) -> int:
        return self._starts[position] + len(self.words[position])

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
        between = self.text[self._end(position) : self._starts[position + 1]]
        return between in (" ", "-", "\n") and self.in_title(position) == self.in_title(position + 1)

    def as_it_stands(self, first: int, last: int) -> str:
        """The words from one position to another, as the paper has them, on one line."""
        return " ".join(self.text[self._starts[first] : self._end(last)].split())


def read(paper: Paper, vocabulary: Vocabulary) -> Document:
    """Find the wanted terms of a paper; "fine-tuning" is found under its parts and under the whole."""
    title, abstract = composed(paper.title), composed(paper.abstract)
    text = f"{title}\n{abstract}"
    of_title = as_they_stand(title)
    words = (*of_title, *as_they_stand(abstract))
    terms = terms_of(words)
    own = acronyms.definitions(text) if "(" in text else {}
    positions: defaultdict[str, list[int]] = defaultdict(list)
    met, every = vocabulary.stands_for, vocabulary.wanted is None
    for place in [place for place, name in enumerate(terms) if (name if every else name in met)]:
        name = terms[place]
        for one in (name, *own[name]) if name in own else met.get(name, (name,)):
            positions[one].append(place)
    for acronym, parts in own.items():
        if acronym not in positions and vocabulary.wants(parts):
            lengths = (len(acronym), len(acronym) + 1)
            short = [(place, word) for place, word in enumerate(words) if len(word) in lengths]
            places = [place for place, word in short if word.lower().removesuffix("s") == acronym]
            for name in parts:
                positions[name] = sorted({*positions[name], *places})
    # Where all terms are looked for, the parts are found as they stand, and "real-world" is no third term beside them.
    for name, place in () if every else _hyphenated(text, vocabulary):
        positions[name] = sorted({*positions[name], place, place + 1})
    for name, joined in vocabulary.joined.items():
        places_of_joined = joined.places(words, positions)
        if places_of_joined:
            positions[name] = sorted({*positions[name], *places_of_joined})
    positions.default_factory = None  # from here on, a term that does not stand in the paper has no place
    return Document(paper, text, tuple(terms), len(of_title), positions)


def _hyphenated(text: str, vocabulary: Vocabulary) -> Iterator[tuple[str, int]]:
    """What two words with a hyphen between them mean where they are written as one, and the place of the first."""
    # Looking through all of the text takes several times as long.
    around = (f"{one.rpartition(' ')[2]}-{two.partition(' ')[0]}" for one, two in pairwise(text.split("-")))
    for match in _HYPHENATED.finditer(text) if any(map(vocabulary.has_whole, around)) else ():
        if name := vocabulary.whole(match):
            yield name, len(as_they_stand(text[: match.start()]))


class _Joined:
    """Words that count together only."""

    def __init__(self, parts: Wording) -> None:
        self.names = terms_of(parts)
        self._stop_words = [(offset, fold(part)) for offset, part in enumerate(parts) if not self.names[offset]]
        self._telling = next(offset for offset, name in enumerate(self.names) if name)

    def places(self, words: Sequence[str], positions: Mapping[str, list[int]]) -> set[int]:
        """All places of words that stand together so, with a hyphen or without."""
        places: set[int] = set()
        for place in positions.get(self.names[self._telling], ()):
            first = place - self._telling
            fits = first >= 0 and first + len(self.names) <= len(words)
            if fits and all(fold(words[first + offset]) == part for offset, part in self._stop_words):
                places.update(range(first, first + len(self.names)))
        return places
