"""Going through a day in a real browser: the keys, the thumb, and what the browser keeps."""

import json
import re

import pytest

from reader.conftest import DAYS, Served, visit

pytestmark = pytest.mark.browser

DAY = f"reports/{DAYS[-1]}.html"
KEYS = (
    "import(document.querySelector('script[type=module]').src.replace('app', 'keys'))"
    ".then((module) => Object.keys(module.KEYS).join(''))"
)
EXPORTED = (
    "import(document.querySelector('script[type=module]').src.replace('app', 'store'))"
    ".then((store) => store.exported())"
)
SHOWN = "[...document.querySelectorAll('.papers > *')].filter((each) => each.offsetParent).map((each) => each.id)"
REACHED = """[...document.querySelectorAll('.current .tools button')].every((button) => {
  const { left, right, height } = button.getBoundingClientRect();
  return left >= 0 && right <= innerWidth && height >= 40;
})"""
FIRST, SECOND, THIRD = (f"paper-2611-9030{number}" for number in (1, 3, 2))
"""In the order of the page: cs.AI has two papers, cs.LG one."""


def test_every_key_does_what_the_help_says(served: Served) -> None:
    """Each key that `?` names does its act, and `?` names every key that there is."""
    seen = visit(
        served.url,
        [
            ("goto", DAY),
            ("press", "?"),
            ("read", "[...document.querySelectorAll('#help[open] kbd')].map((key) => key.textContent).join('')"),
            ("read", KEYS),
            ("press", "Escape"),
            ("press", "j"), ("read", SHOWN),
            ("press", "j"), ("read", SHOWN),
            ("press", "k"), ("read", SHOWN),
            ("press", "s"), ("read", "document.querySelector('.list a[aria-current]').className"),
            ("press", "x"), ("read", "document.querySelector('.list a[aria-current]').className"),
            ("press", "n"), ("type", "jks"), ("read", "document.activeElement.value"), ("press", "Escape"),
            ("press", "b"), ("wait", "document.getElementById('said').textContent"), ("copied",),
            ("press", "m"), ("copied",),
            ("press", "o"), ("beside", 1), ("press", "p"), ("beside", 2),
            ("press", "/"), ("read", "document.activeElement.name"), ("press", "Escape"),
            ("press", "["), ("wait", f"location.href.includes('{DAYS[-2]}') && document.querySelector('.tools')"),
            ("press", "]"), ("wait", f"location.href.includes('{DAYS[-1]}')"),
            ("read", "location.pathname"),
        ],
    )  # fmt: skip
    helped, known, *shown = seen.read
    assert sorted(helped) == sorted(known)
    assert shown[:3] == [[SECOND], [THIRD], [SECOND]]
    assert shown[3:6] == ["starred", "starred read", "jks"]
    assert shown[6].startswith("@misc{example2026third,\n  title = {A third paper of the day, part 3},\n")
    assert shown[7] == "[A third paper of the day, part 3](https://arxiv.org/abs/2611.90303)"
    assert shown[8:] == ["q", f"/papers/{DAY}"]
    assert seen.opened == ["https://arxiv.org/abs/2611.90303v1", "https://arxiv.org/pdf/2611.90303v1"]
    assert seen.complaints == []
    assert {re.sub(r"(//[^/]*/).*", r"\1", url) for url in seen.requests} == {served.url.removesuffix("papers/")}


EMPTY = "[!document.getElementById('none').hidden, document.getElementById('bibtex').disabled]"


def test_stars_survive(served: Served) -> None:
    """Stars, read marks and notes survive a reload, and an export with an import; others' files change nothing."""
    seen = visit(
        served.url,
        [
            ("goto", DAY),
            ("press", "s"), ("press", "x"), ("press", "n"), ("type", "to be read"), ("press", "Escape"),
            ("reload",), ("wait", "document.querySelector('.note textarea')"),
            ("read", "document.querySelector('.list a').className"),
            ("read", "document.querySelector('.note textarea').value"),
            ("goto", "starred.html"), ("wait", "document.querySelector('#stars li')"),
            ("download", "#export"), ("download", "#bibtex"),
            ("forget",), ("reload",), ("read", "document.querySelectorAll('#stars li').length"),
            ("read", EMPTY),
            ("upload", "#import", '{"schema": 1, "papers": []}'),
            ("wait", "document.getElementById('said').textContent"),
            ("upload", "#import", '{"schema": 1, "starred": ["2611.01230"]}'),
            ("wait", "document.querySelector('#stars li')"),
            ("read", "document.querySelector('#stars li a').href"),
            ("read", EMPTY),
            ("read", "Object.keys(localStorage).join()"),
        ],
    )  # fmt: skip
    marks, note, exported, bibtex, left, nothing, link, something, keys = seen.read
    assert (marks, note, left) == ("starred read", "to be read", 0)
    assert nothing == [True, True], "a page without stars says how they come, and has no BibTeX of them"
    assert something == [False, False]
    kept = json.loads(exported)
    assert (kept["schema"], kept["starred"], kept["read"]) == (1, ["2611.90301"], ["2611.90301"])
    assert kept["notes"] == {"2611.90301": "to be read"}
    assert bibtex.startswith("@misc{")
    assert "author = {Ada Example and Béla Minta}" in bibtex
    assert link == "https://arxiv.org/abs/2611.01230"
    assert keys == "octo/papers:kept"
    again = visit(
        served.url,
        [("goto", "starred.html"), ("upload", "#import", exported), ("wait", "document.querySelector('#stars li')"),
         ("read", "document.querySelector('#stars li a').getAttribute('href')"), ("goto", DAY),
         ("wait", "document.querySelector('.note textarea')"),
         ("read", "document.querySelector('.note textarea').value")],
    )  # fmt: skip
    assert again.read == [f"{DAY}#{FIRST}", "to be read"]
    assert seen.complaints + again.complaints == []


def test_a_thumb_goes_through_the_day(served: Served) -> None:
    """On a phone the list comes first; a tap opens a paper, a swipe the next, back leads to the list; buttons fit."""
    seen = visit(
        served.url,
        [
            ("goto", DAY), ("read", SHOWN),
            ("click", ".list a"), ("wait", "document.querySelector('.tools')"), ("read", SHOWN),
            ("swipe", 320, 60), ("wait", f"document.querySelector('.current')?.id === '{SECOND}'"),
            ("swipe", 60, 320), ("wait", f"document.querySelector('.current')?.id === '{FIRST}'"),
            ("back",), ("wait", "!document.querySelector('.reading')"), ("read", SHOWN),
            ("read", "document.documentElement.scrollWidth"),
            ("click", ".list a"), ("read", REACHED),
        ],
        width=390, height=844, touch=True,
    )  # fmt: skip
    assert seen.read == [[], [FIRST], [], 390, True]
    assert seen.complaints == []


def test_a_report_reads_whole_without_scripts(served: Served) -> None:
    """Without JavaScript, and on paper, every paper of a report is there, and nothing that would not work."""
    steps = [
        ("goto", DAY),
        ("read", SHOWN),
        ("read", "document.querySelector('main').textContent"),
        ("read", "[...document.querySelectorAll('button')].filter((each) => each.offsetParent).length"),
    ]
    plain = visit(served.url, steps, scripts=False)
    shown, text, buttons = plain.read
    assert shown == [FIRST, SECOND, THIRD, "also"]
    assert all(
        part in text for part in ("What language models forget, part 3", "We make up a paper.", "Listed badgers")
    )
    assert buttons == 0
    paper = visit(served.url, [("goto", DAY), ("print",), ("read", SHOWN)])
    assert paper.read == [[FIRST, SECOND, THIRD, "also"]]


def test_without_room_what_is_kept_lasts_as_long_as_the_page(served: Served) -> None:
    """Where the browser's storage is full, or there is none, a second star takes away neither the first nor a note."""
    marks = "[...document.querySelectorAll('.list a')].slice(0, 2).map((link) => link.className)"
    steps = [
        ("goto", DAY),
        ("read", "void (Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); })"),
        ("press", "n"), ("type", "to be read"), ("press", "Escape"), ("press", "s"), ("press", "j"), ("press", "s"),
        ("read", marks),
        ("read", EXPORTED),
    ]  # fmt: skip
    seen = visit(served.url, steps)
    _, starred, exported = seen.read
    assert starred == ["starred", "starred"]
    assert list(json.loads(exported)["notes"].values()) == ["to be read"]
    assert seen.complaints == []


@pytest.mark.parametrize(
    ("title", "written"),
    [
        (r"Sums $\{x\}$", r"Sums $\{x\}$"),
        (r"Cases $\left\{ x \right.$", r"Cases $left x right.$"),
        (r"A \} of {x", "A  of x"),
        ("A {GPT}", "A {GPT}"),
    ],
)
def test_no_title_ends_its_entry(served: Served, title: str, written: str) -> None:
    r"""BibTeX counts braces behind a backslash as well: a title with `\{` alone would take the rest of the file."""
    kept = {"schema": 1, "starred": ["2611.01230"], "papers": {"2611.01230": {"title": title}}}
    seen = visit(
        served.url,
        [("goto", "starred.html"), ("upload", "#import", json.dumps(kept)), ("wait", "document.querySelector('li')"),
         ("download", "#bibtex")],
    )  # fmt: skip
    assert f"  title = {{{written}}},\n" in seen.read[0]


def test_the_year_of_an_old_id(served: Served) -> None:
    """BibTeX of a paper whose date nobody gave has the year of its id, one of the old style included."""
    ids = ["2611.90001", "hep-th/9108001", "math.GT/0309136"]
    years = f"""import(document.querySelector('script[type=module]').src.replace('app', 'papers'))
      .then(({{ yearOf }}) => {json.dumps(ids)}.map(yearOf))"""
    assert visit(served.url, [("goto", DAY), ("read", years)]).read == [["2026", "1991", "2003"]]
