"""Which formulas of real abstracts a page cannot show as formulas, and why: ids and reasons, no texts.

    python benchmarks/formulas.py [papers.jsonl ...]

The papers are those of the files, one a line with `id` and `abstract`, else those of ../shared/papers where that is
there, else those of the bundled sample.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from digest.tex import math  # noqa: E402
from digest.tex.delimiters import dollar_pairs, joined, open_braces, paragraphs  # noqa: E402
from digest.tex.math_characters import decoded  # noqa: E402
from digest.tex.math_macros import KNOWN, LONGEST  # noqa: E402

PAPERS = ROOT.parent / "shared" / "papers"
_DOLLAR = re.compile(r"\\.|\$", re.DOTALL)
_DELIMITED = re.compile(
    r"\\\((.+?)\\\)|\\\[(.+?)\\\]|\\begin\{(equation|align|gather|eqnarray)(\*?)\}(.+?)\\end\{\3\4\}"
)
_WITH_ARGUMENT = re.compile(r"\\([a-zA-Z]+)\*?\s*\{")
_AMOUNT = re.compile(r"\$(?=\s?\d)")


def main() -> int:
    """Print the counts and what is left; exit 0."""
    abstracts = dict(_abstracts([Path(name) for name in sys.argv[1:]]))
    formulas = 0
    left: dict[str, list[str]] = {}
    for text, identifier in abstracts.items():
        found = list(_formulas(text))
        formulas += len(found)
        reasons = [reason for tex in found if (reason := why_text(tex))]
        if reasons := [*reasons, *_unpaired(text)]:
            left[identifier] = reasons
    kinds = Counter(reason.split(":")[0] for reasons in left.values() for reason in reasons)
    print(f"{len(abstracts):,} abstracts, {formulas:,} formulas\n")
    print("| shown as text | times |\n| --- | ---: |")
    for kind, times in sorted(kinds.items(), key=lambda item: (-item[1], item[0])):
        print(f"| {kind} | {times} |")
    print("\n| paper | why |\n| --- | --- |")
    for identifier, reasons in sorted(left.items()):
        print(f"| {identifier} | {'; '.join(_counted(reasons))} |")
    return 0


def why_text(tex: str) -> str | None:
    """Why a formula is shown as text; nothing where it is typeset, or is but a sign or a link."""
    if math.for_github(tex) is not None or not tex.strip() or re.match(r"\s*\\(?:href|url)\s*\{", tex):
        return None
    if len(tex) > LONGEST:
        return "too long to be a formula"
    tex = decoded(tex)
    if "`" in tex:
        return "a backtick, which would end the formula on GitHub"
    if open_braces(tex) != 0:
        return "braces without a partner"
    if tex.count("\\begin") != tex.count("\\end"):
        return "an environment that is not closed"
    if re.search(r"\\(?:text[a-z]*|mbox)\s*\{[^{}]*[\\{][^{}]*[<>]", tex):
        return "a sign that HTML has for itself among words with macros"
    if re.search(r"\\begin\{(?!array|[a-zA-Z]*matrix|r?cases|aligned|gathered|split|multline)", tex):
        return "an environment that MathJax does not have"
    if len(re.findall(r"\\left(?![a-z])", tex)) != len(re.findall(r"\\right(?![a-z])", tex)):
        return r"\left without \right"
    names = [
        name for name in re.findall(r"\\([a-zA-Z]+)\*?\s*\{", tex) if math.for_github(f"\\{name}{{x}}{{x}}") is None
    ]
    names = [name for name in _WITH_ARGUMENT.findall(tex) if name not in KNOWN]
    unknown = [name for name in names if math.for_github(f"\\{name}{{x}}{{x}}") is None]
    return f"a macro of the authors' own with an argument: \\{unknown[0]}" if unknown else "two scripts on one base"


def _formulas(abstract: str) -> Iterator[str]:
    for text in paragraphs(abstract):
        for found in _DELIMITED.finditer(text):
            yield found[1] or found[2] or found[5]
        rest = _DELIMITED.sub(" ", text)
        for start, (width, end) in sorted(dollar_pairs(rest).items()):
            yield rest[start + width : end]


def _unpaired(abstract: str) -> Iterator[str]:
    """Dollars outside of formulas that are no amount, and braces without a partner."""
    text = _DELIMITED.sub(" ", joined(abstract))
    at, outside = 0, []
    for start, (width, end) in sorted(dollar_pairs(text).items()):
        outside.append(text[at:start])
        at = end + width
    rest = " ".join([*outside, text[at:]])
    dollars = sum(found[0] == "$" for found in _DOLLAR.finditer(_AMOUNT.sub("", rest)))
    if dollars:
        yield "a dollar without a partner"
    if open_braces(rest) != 0:
        yield "text with a brace without a partner"


def _counted(reasons: Sequence[str]) -> list[str]:
    return [reason if times == 1 else f"{reason} ({times} times)" for reason, times in Counter(reasons).items()]


def _abstracts(files: Sequence[Path]) -> Iterator[tuple[str, str]]:
    if not files and PAPERS.is_dir():
        files = [PAPERS / "abstracts.jsonl", PAPERS / "hard.jsonl", *sorted((PAPERS / "days").glob("*.jsonl"))]
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            record = json.loads(line)
            yield record["abstract"], record["id"]
    if not files:
        for paper in json.loads((ROOT / "sample" / "papers.json").read_text("utf-8"))["papers"]:
            yield paper["abstract"], paper["id"]


if __name__ == "__main__":
    sys.exit(main())
