"""How many numbers in words of a summary are noticed, by language, beside reading all languages as English.

    python benchmarks/number_words.py [papers.jsonl]

The phrases are made up. The abstracts, of the file or of ../shared/papers or of the bundled sample, show what reading
costs, and that no number of theirs is taken for an invention when the summary is the abstract.
"""

import json
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from digest.summary_checks.grounding import unsupported  # noqa: E402

SHARED = ROOT.parent / "shared" / "papers" / "abstracts.jsonl"
ABSTRACT = "We test twelve tasks and five hundred thirty-two thousand texts; it is three times as fast at ten percent."
PHRASES = {
    "en": ("twelve tasks", "five hundred thirty-two thousand texts", "three times as fast", "ten percent"),
    "de": ("zwölf Aufgaben", "fünfhundertzweiunddreißigtausend Texte", "dreimal so schnell", "zehn Prozent"),
    "fr": ("douze tâches", "cinq cent trente-deux mille textes", "trois fois plus vite", "dix pour cent"),
    "es": ("doce tareas", "quinientos treinta y dos mil textos", "tres veces más rápido", "diez por ciento"),
    "pt": ("doze tarefas", "quinhentos e trinta e dois mil textos", "três vezes mais rápido", "dez por cento"),
    "it": ("dodici compiti", "cinquecentotrentaduemila testi", "tre volte più veloce", "dieci per cento"),
    "nl": ("twaalf taken", "vijfhonderdtweeëndertigduizend teksten", "driemaal zo snel", "tien procent"),
}


def abstracts(path: Path | None) -> list[str]:
    """The abstracts of the file, of the shared papers, or of the sample."""
    if path is None and SHARED.is_file():
        path = SHARED
    if path is not None:
        return [json.loads(line)["abstract"] for line in path.read_text("utf-8").splitlines()[::4]]
    sample = json.loads((ROOT / "sample" / "papers.json").read_text("utf-8"))
    papers = sample["papers"] if isinstance(sample, dict) else sample
    return [paper["abstract"] for paper in papers]


def main() -> int:
    """Print the counts; exit 1 where a number that the abstract has is marked, or one that it lacks is not."""
    print("| language | right numbers marked | invented ones marked | read as English |\n| --- | ---: | ---: | ---: |")
    well = True
    for code, phrases in PHRASES.items():
        wrong = sum(bool(unsupported([said], ABSTRACT, code)) for said in phrases)
        noticed = sum(bool(unsupported([said], "no number", code)) for said in phrases)
        as_english = sum(bool(unsupported([said], "no number", "en")) for said in phrases)
        print(f"| {code} | {wrong} of {len(phrases)} | {noticed} of {len(phrases)} | {as_english} of {len(phrases)} |")
        well = well and not wrong and noticed == len(phrases)
    texts = abstracts(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    started = time.perf_counter()
    marked = sum(bool(unsupported([text], text)) for text in texts)
    spent = (time.perf_counter() - started) * 1000 / len(texts)
    print(f"\n{len(texts)} abstracts as their own summaries: {marked} marked, {spent:.2f} ms each")
    return 0 if well and not marked else 1


if __name__ == "__main__":
    sys.exit(main())
