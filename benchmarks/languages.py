"""How often a summary in the wrong language passes, and a right one does not, beside telling by small words.

    python benchmarks/languages.py [papers.jsonl]

The English sentences are those of the file's abstracts, one paper a line, else of ../shared/papers where that is there,
else of the bundled sample; those of other languages are made up (languages.yml).
"""

import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from digest.summary_checks import language  # noqa: E402
from digest.words.sentences import sentences  # noqa: E402

SHARED = ROOT.parent / "shared" / "papers" / "abstracts.jsonl"
MOST_WRONG = 0.003
MOST_REFUSED = 12 / 4645
"""Of English sentences."""
ASKED = ("de", "es", "fr", "pt", "it", "nl")
SMALL_WORDS = {
    "en": "the of and to is in that we with for this are by which as from on it an be",
    "es": "el la los las de que y en un una se con por para del es su al como más",
    "fr": "le la les des et en un une du que qui est dans pour par sur avec au ce plus",
    "de": "der die das und ist in den von zu mit ein eine des für auf dem im sich wird nicht",
    "pt": "o a os as de que e em um uma se com por para do da no na é mais",
    "it": "il lo la gli le di che e in un una si con per del della è nel da più",
    "nl": "de het een en van is dat in op te met voor zijn die aan door worden wordt niet om",
}


def by_small_words(text: str, asked: str) -> bool:
    """The baseline: the asked language has most small words among seven languages; fewer than 12 words always pass."""
    words = re.findall(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'’]*", text.lower())
    hits = {code: sum(word in small.split() for word in words) for code, small in SMALL_WORDS.items()}
    return len(words) < 12 or hits[asked] == max(hits.values())


def english(path: Path | None) -> list[str]:
    """The sentences of abstracts that are as long as a field of a summary may be."""
    if path is None and SHARED.is_file():
        path = SHARED
    if path is None:
        sample = json.loads((ROOT / "sample" / "papers.json").read_text("utf-8"))
        papers = sample["papers"] if isinstance(sample, dict) else sample
    else:
        papers = [json.loads(line) for line in path.read_text("utf-8").splitlines()[::4]]
    found = (sentence for paper in papers for sentence in sentences(paper["abstract"]))
    return [sentence for sentence in found if 20 <= len(sentence) <= 900]


def passing(texts: Sequence[str], asked: str, is_in: Callable[[str, str], bool]) -> float:
    """The share of texts that pass for a language."""
    return sum(is_in(text, asked) for text in texts) / len(texts)


def main() -> int:
    """Print the shares; exit 1 where too many English sentences pass, or are refused for English."""
    texts = english(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    ours = {code: passing(texts, code, language.is_in) for code in ("en", *ASKED)}
    baseline = {code: passing(texts, code, by_small_words) for code in ("en", *ASKED)}
    print(f"{len(texts)} English sentences\n")
    print("| measure | ours | by small words |\n| --- | ---: | ---: |")
    refused = [round((1 - shares["en"]) * len(texts)) for shares in (ours, baseline)]
    print(f"| refused for English | {refused[0]} | {refused[1]} |")
    for code in ASKED:
        print(f"| pass for {code} | {ours[code]:.2%} | {baseline[code]:.2%} |")
    made_up: Mapping[str, list[str]] = yaml.safe_load(Path(__file__).with_name("languages.yml").read_text("utf-8"))
    print("\n| made-up sentences in | refused | pass for another language of this table |\n| --- | ---: | --- |")
    for code, said in made_up.items():
        wrong = {other: sum(language.is_in(text, other) for text in said) for other in ("en", *made_up)}
        others = ", ".join(f"{other}: {count}" for other, count in wrong.items() if count and other != code)
        print(f"| {code} | {len(said) - wrong[code]} of {len(said)} | {others} |")
    most_wrong = max(ours[code] for code in ASKED) * len(texts)
    # Of the few sentences of the sample, a single one is more than the share.
    return 0 if most_wrong <= max(1, MOST_WRONG * len(texts)) and refused[0] <= MOST_REFUSED * len(texts) else 1


if __name__ == "__main__":
    sys.exit(main())
