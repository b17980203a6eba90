"""What a theme is called: the phrases that most of its papers have, as they write them. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence

from digest.periods.title import Title
from digest.words import acronyms
from digest.words.phrases import Phrase, phrases, running, spelled, telling, uncapitalised, weight
from digest.words.terms import terms

_NAMED = 3
_NAMED_SHARE = 0.1
"""A phrase names a theme beside the first where the titles of so many of its papers have it."""
_SPELLED_OUT = 0.2
"""An acronym is named by its long form where so many of the papers write that."""
_MOSTLY = 0.5
"""A longer phrase names a theme in place of the first where so many of its papers have it."""
_WITHOUT_CAPITALS = 0.25
"""A form with fewer capitals is taken where it is so common, beside the commonest."""


def names(theme: tuple[Phrase, ...], papers: Sequence[Title]) -> tuple[str, ...]:
    """The phrases that most of a theme's papers have, as they write them; none says part of another."""
    titles: dict[Phrase, Counter[str]] = {phrase: Counter() for phrase in theme}
    abstracts: dict[Phrase, Counter[str]] = {phrase: Counter() for phrase in theme}
    for paper in papers:
        if not titles.keys().isdisjoint(telling(paper.title)):
            forms = phrases(paper.title)
            for phrase in titles.keys() & forms.keys():
                titles[phrase][forms[phrase]] += 1
        if paper.abstract:
            sentences = running(paper.abstract)
            for phrase in abstracts.keys() & sentences.keys():
                abstracts[phrase].update(sentences[phrase])
    counts = {phrase: titles[phrase].total() + abstracts[phrase].total() for phrase in theme}
    having = {phrase: counts[phrase] * weight(phrase) for phrase in theme}
    ordered = sorted(theme[1:], key=lambda phrase: (-having[phrase], phrase))
    first = next((phrase for phrase in ordered if _is_the_whole(phrase, theme[0], counts)), theme[0])
    ordered = [first, *(phrase for phrase in ordered if phrase != first)]
    chosen: list[tuple[set[str], str]] = []
    for phrase in ordered:
        form = _form(titles[phrase], abstracts[phrase]) if having[phrase] else ""
        own_words = {*phrase, *terms(form)}
        told = titles[phrase].total() >= _NAMED_SHARE * len(papers) or phrase == first
        own = own_words - chosen[0][0] if chosen else own_words
        longer = own != own_words and any(other & chosen[0][0] for other, _ in chosen[1:])
        piece = bool(chosen) and _is_piece(phrase, form, first, chosen[0][1])
        if form and not piece and told and own and not longer and not any(own & other for other, _ in chosen[1:]):
            chosen.append((own_words, form))
        if len(chosen) == _NAMED:
            break
    return tuple(form for _, form in chosen)


def _is_the_whole(phrase: Phrase, part: Phrase, counts: Mapping[Phrase, int]) -> bool:
    """Whether most papers that say a part of a phrase say all of it: of "vision-language", "vision-language models".

    A part that is cut within a phrase is no name itself; there, what most of its papers say stands for it.
    """
    if _is_cut(part):
        return counts[phrase] >= _MOSTLY * counts[part] and not _is_cut(phrase)
    return set(part) < spelled(phrase) and counts[phrase] >= _MOSTLY * counts[part] and not _is_cut(phrase)


def _is_piece(phrase: Phrase, form: str, first: Phrase, first_form: str) -> bool:
    """Whether a phrase is no name beside the first, but a piece of it or of a longer one that has both."""
    at_an_end = len(first) > 1 and not set(first) <= set(phrase) and (phrase[0] == first[-1] or phrase[-1] == first[0])
    return at_an_end or _is_cut(phrase) or form.lower() in first_form.lower()


def _is_cut(phrase: Phrase) -> bool:
    """Whether a phrase ends within one that everybody abbreviates, as "multimodal large language" does."""
    return any(phrase[-n:] == long[:n] for long in acronyms.common().values() for n in range(2, len(long)))


def _form(titles: Mapping[str, int], running: Mapping[str, int]) -> str:
    """How most papers write a phrase; the capitals of a title are taken for capitals only where the text has them."""
    written = running or titles
    grouped: Counter[str] = Counter()
    for form, count in written.items():
        grouped[form.lower()] += count
    usual = min(grouped, key=lambda form: (-grouped[form], form))
    spelled_out = [form for form in grouped if len(form.split()) > len(usual.split())]
    if " " not in usual and spelled_out and max(map(grouped.__getitem__, spelled_out)) >= _SPELLED_OUT * grouped[usual]:
        usual = min(spelled_out, key=lambda form: (-grouped[form], form))
    forms = [form for form in written if form.lower() == usual]
    most = max(written[form] for form in forms)
    # A phrase in capitals is often part of a name: where many write it without them, so do we.
    best = min(
        (form for form in forms if written[form] >= _WITHOUT_CAPITALS * most),
        key=lambda form: (sum(map(str.isupper, form)), -written[form], form),
    )
    return best if running else uncapitalised(best)
