"""Count the stems, pairs, acronyms and verbs of many papers: the bundled tables behind scores and keywords.

    python benchmarks/build_background.py PAPERS.jsonl ... [--without PAPERS.jsonl ...]

Takes files of one paper a line with the keys id, title, abstract and primary_category; a paper that stands in several
is counted once, and the papers after --without are left out, so that a benchmark can hold them back. Writes
background.txt, pairs.txt, acronyms.txt and verbs.txt in scripts/digest/: words and counts, no text.
"""

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from digest.words.acronyms import definitions  # noqa: E402  # scripts/ is put on the path above
from digest.words.terms import WORD, pairs_of, term, terms, terms_in_place  # noqa: E402  # the same
from digest.words.wording import name_of, wording  # noqa: E402  # the same

LEAST_PAPERS = 3
"""Stems of fewer papers are left out: they are as rare as a stem that was never seen."""
LEAST_PAPERS_OF_PAIR = 5
"""Three times as many pairs stand in three papers at least, and their rarities make no order better."""
LEAST_PAPERS_OF_CATEGORY = 20
LEAST_DEFINITIONS = 3
LEAST_AGREEMENT = 2 / 3
LEAST_VERBS = 3
LEAST_SHARE_OF_VERBS = 0.30

TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W_]+)*|\S")
BEFORE_VERBS = re.compile("we|to|can|may|could|will|would|must|should|cannot|they|it|which|that|who|not|does|do")
AFTER_VERBS = re.compile("the|an?|that|this|these|those|its|their|our|it|them|us|how|whether|what|each|all")
BEFORE_NOUNS = re.compile("the|an?|this|these|those|its|their|our|each|every|some|any|no|of|in|for|with|as|by")

Paper = dict[str, str]


def main() -> None:
    """Read the papers that the arguments name and write the tables."""
    parser = argparse.ArgumentParser(description="Count stems, acronyms and verbs of many papers.")
    parser.add_argument("papers", nargs="+", type=Path)
    parser.add_argument("--without", nargs="*", type=Path, default=[])
    arguments = parser.parse_args()
    papers = {paper["id"]: paper for path in arguments.papers for paper in read(path)}
    for path in arguments.without:
        for paper in read(path):
            papers.pop(paper["id"], None)
    for name, lines in (
        ("background", background(papers)),
        ("pairs", pairs(papers)),
        ("acronyms", acronyms(papers)),
        ("verbs", verbs(papers)),
    ):
        table = ROOT / "scripts" / "digest" / f"{name}.txt"
        table.write_text("\n".join(lines) + "\n", "ascii")
        print(f"{table.name}: {len(lines)} lines of {len(papers)} papers, {table.stat().st_size} bytes")


def read(path: Path) -> list[Paper]:
    """The papers of a file, one a line."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def background(papers: dict[str, Paper]) -> list[str]:
    """The lines of background.txt."""
    fields = Counter(paper["primary_category"] for paper in papers.values())
    common = sorted(category for category, count in fields.items() if count >= LEAST_PAPERS_OF_CATEGORY)
    standing: Counter[str] = Counter()
    topics: dict[str, Counter[str]] = defaultdict(Counter)
    for paper in papers.values():
        title = set(said(paper["title"]))
        abstract = Counter(said(paper["abstract"]))
        standing.update(title | abstract.keys())
        for stem in title | {stem for stem, times in abstract.items() if times > 1}:
            topics[stem][paper["primary_category"]] += 1
    lines = [str(len(papers)), " ".join(f"{category}:{fields[category]}" for category in common)]
    for stem, count in sorted(standing.items()):
        if count < LEAST_PAPERS or not stem.isascii() or not stem[0].isalpha():
            continue
        topic = topics[stem]
        pairs = [f"{place}:{topic[name]}" for place, name in enumerate(common) if topic[name]]
        lines.append(" ".join([stem, str(count), *([str(topic.total()), *pairs] if pairs else [])]))
    return lines


def pairs(papers: dict[str, Paper]) -> list[str]:
    """The lines of pairs.txt: two terms that follow each other, and the papers they do so in."""
    standing: Counter[str] = Counter()
    for paper in papers.values():
        standing.update({pair for field in ("title", "abstract") for pair in pairs_of(terms_in_place(paper[field]))})
    return [
        f"{pair} {count}"
        for pair, count in sorted(standing.items())
        if count >= LEAST_PAPERS_OF_PAIR and pair.isascii()
    ]


def said(text: str) -> list[str]:
    """The terms of a text, and its words that count together only, "fewshot"."""
    return terms(text) + [name_of(parts) for parts in wording(text) if len(parts) > 1]


def acronyms(papers: dict[str, Paper]) -> list[str]:
    """The lines of acronyms.txt: acronyms that several abstracts define, and most of them alike.

    What is mostly written small, as "map" is, is a word of the language, whatever else it may stand for.
    """
    meanings: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    capitals: Counter[str] = Counter()
    for paper in papers.values():
        text = f"{paper['title']}\n{paper['abstract']}"
        for acronym, stems in definitions(text).items():
            meanings[acronym][stems] += 1
        for word in WORD.findall(text):
            capitals[term(word)] += -1 if word.islower() else 1
    lines = []
    for acronym, found in sorted(meanings.items()):
        stems, count = min(found.items(), key=lambda item: (-item[1], item[0]))
        agreed = count >= LEAST_DEFINITIONS and count >= LEAST_AGREEMENT * found.total()
        if agreed and capitals[acronym] > 0 and " ".join((acronym, *stems)).isascii():
            lines.append(" ".join((acronym, *stems)))
    return lines


def verbs(papers: dict[str, Paper]) -> list[str]:
    """The lines of verbs.txt: words that mostly stand where verbs do, "we PUNCH the", seldom where nouns do, "of a"."""
    standing: Counter[str] = Counter()
    done: Counter[str] = Counter()
    for paper in papers.values():
        tokens = TOKEN.findall(paper["abstract"])
        standing.update(tokens)
        for before, after in pairwise(token.lower() for token in tokens):
            done[after] += bool(BEFORE_VERBS.fullmatch(before)) - bool(BEFORE_NOUNS.fullmatch(before))
            done[before] += bool(AFTER_VERBS.fullmatch(after))
    return sorted(
        word
        for word, count in standing.items()
        if word.isascii()
        and word.isalpha()
        and word.islower()
        and term(word)
        and not word.endswith("ly")
        and done[word] >= max(LEAST_VERBS, LEAST_SHARE_OF_VERBS * count)
    )


if __name__ == "__main__":
    main()
