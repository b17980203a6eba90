"""config.yml is read as a person meant it, or refused with the line and the remedy."""

import re
from pathlib import Path

import pytest

from digest.config.file import load_config, parse_config
from digest.config.schema import Config
from digest.console.command import ROOT
from digest.core.errors import ConfigurationError
from yaml_bombs import BOMB, BOMB_AS_KEY


def refusal(text: str) -> str:
    with pytest.raises(ConfigurationError) as refused:
        parse_config(text)
    return str(refused.value)


def test_only_categories_are_needed() -> None:
    """A config.yml of categories alone has every default."""
    config = parse_config("categories: [cs.AI]")
    assert config == Config(categories=("cs.AI",))
    assert (config.language, config.max_papers, config.llm.concurrency) == ("zh-CN", 30, 8)


def test_the_shipped_file_is_the_default() -> None:
    """The config.yml that is shipped says nothing but the defaults, so that removing a line changes nothing."""
    shipped = parse_config((ROOT / "config.yml").read_text("utf-8"))
    assert shipped == Config(categories=("cs.AI", "cs.CL", "cs.CV", "cs.LG"))


def test_the_shipped_file_names_every_language() -> None:
    """The line above `language` names each file of labels/, so that nobody has to look for them."""
    root = ROOT
    named = (root / "config.yml").read_text("utf-8").partition("The language of the page: ")[2].splitlines()[0]
    assert set(re.split(r", | or ", named)) == {path.stem for path in root.glob("labels/*.yml")}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("categories: [cs.Al]", "config.yml line 1: `categories`: cs.Al is not an arXiv category, did you mean cs.AI?"),
        ("categories: [cs.LQ]", "config.yml line 1: `categories`: cs.LQ is not an arXiv category, did you mean cs.LG?"),
        (
            "categories:\n  - cs.AI\n  - qant-ph",
            "line 3: `categories`: qant-ph is not an arXiv category, did you mean qu",
        ),
        ("categories: [cs.AI]\nlanguge: en", "line 2: unknown key `languge`, did you mean `language`?"),
        ("categories: [cs.AI]\nllm:\n  modle: x", "line 3: unknown key `llm.modle`, did you mean `model`?"),
        ("categories: [cs.AI]\nmax_papers: many", "line 2: `max_papers`: a whole number is expected."),
        ("categories: [cs.AI]\nmax_papers: 0", "line 2: `max_papers`: it must be greater than or equal to 1."),
        ("categories: cs.AI, cs.LG", "line 1: `categories`: cs.AI, cs.LG is more than one category; write each on"),
        ("categories: [cs.AI]\nllm:\n  api_key: sk-x", "line 3: unknown key `llm.api_key`. Whoever can read"),
        ("categories: [cs.AI]\nOPENAI_API_KEY: sk-x", "put it into the secret OPENAI_API_KEY"),
        ("categories: [cs.AI]\nkeywords: [agents]", "line 2: unknown key `keywords`, known here"),
        ("categories: [cs.AI]\nllm:\n  max_token: 5", "did you mean `max_tokens_per_run`?"),
        (
            "categories: [cs.AI]\ninterests: []  # yours\n\n# as below\n  - agents",
            "line 5: a list stands here, but `interests` has an empty one after its colon; delete that []",
        ),
        ("categories: [cs.AI]\n<<<<<<< HEAD\nmax_papers: 8\n=======\n", "line 2: git left a conflict here"),
        ("categories: [cs.AI]\nfetch: 3", "line 2: `fetch`: a section is expected"),
        ("categories: [cs.AI]\nllm:\n  rubric: {relevance: 60}", "line 3: `llm.rubric`: the maxima add up to 60"),
        ("categories: cs.AI\ncategories: cs.CL", "line 2: `categories` is set here and on line 1"),
        ("categories:\n\t- cs.AI", "line 2: a tab stands where YAML needs spaces"),
        (
            "categories: [cs.AI",
            "line 1: the `[` of this line is not closed with `]`, or a comma is missing",
        ),
        ("categories: [cs.AI]\nllm: {model: x\nfetch: 3", "line 2: the `{` of this line is not closed with `}`"),
        ("categories: [cs.AI]\nllm: {\n", "line 2: expected the node content, but found '<stream end>'"),
        ("categories: [“cs.AI”]", "line 1: `categories`: “cs.AI” is not an arXiv category, did you mean cs.AI?"),
        ("categories: [cs.AI]\nmax_papers: ’5’", "line 2: `max_papers`: a whole number is expected."),
        ("categories: [cs.AI, cs.AI]", "line 1: `categories`: cs.AI is listed twice."),
        ("categories: [cs.AI]\nliked: [nonsense]", 'line 2: `liked`: "nonsense" is not an arXiv id'),
        ("language: en", "line 1: `categories` is missing"),
        ("", "line 1: `categories` is missing"),
        ("- cs.AI", "line 1: `key: value` lines were expected"),
        ("[" * 600, "line 1: lists or mappings are nested too deeply"),
        (BOMB, "line 1: aliases (*name) make far too much of it"),
        (BOMB_AS_KEY, "line 1: a key must be one text"),
        ("categories: []", "line 1: `categories`: at least one is needed."),
        ("categories: [cs.AI]\nlanguage： en\nmax_papers: 3", "line 2: a key ends with `:` and a space, not with"),
        (
            "categories: [cs.AI]\nllm:\n  read_timeout_seconds: 1e300",
            "line 3: `llm.read_timeout_seconds`: it must be less",
        ),
        ("categories: [cs.AI]\nfetch: {deadline_seconds: inf}", "line 2: `fetch.deadline_seconds`: it must be less"),
        ("categories: [cs.AI]\nlanguage: en: x", "line 2: mapping values are not allowed here; a text with `: ` in it"),
        (
            "categories: [cs.AI]\ninterests:\n - RAG: a survey",
            "line 3: unknown key `interests.RAG`, known here",
        ),
        ("categories: [cs.AI]\ninterests:\n - RAG: a survey", "A text with `: ` in it must be in quotes, and"),
        ("categories: [cs.AI]\ninterests:\n - %d", "line 3: found character '%' that cannot start any token; a text"),
        ("categories: [cs.AI]\ninterests:\n -\n - a", "line 3: `interests`: a text is expected, or `{text: "),
        ("categories: [cs.AI]\nllm:\n   model: x\n  base_url: y", "line 4: this line is not indented like those it"),
        ("categories: [cs.AI]\nlanguage:\u00a0en\nmax_papers: 3", "line 2: a no-break space (U+00A0) stands where"),
        ("categories:\n  - cs.AI\n\u3000 - cs.CL\nlanguage: en", "line 3: a full-width space (U+3000) stands where"),
        ("categories:\n  - cs.AI\n  • cs.CL\nlanguage: en", "line 3: an item of a list begins with `- `, not with `•`"),
        ("categories: [cs.AI]\nmax_papers = 3\nlanguage: en", "line 2: a key ends with `:` and a space, not with `=`"),
        ("categories: [cs.AI]\nlanguage:en\nmax_papers: 3", "line 2: a key ends with `:` and a space, as in"),
        ('categories: [cs.AI]\ninterests:\n - "a\nliked: ["2611.90001"]', "line 3: the quote that opens in this line"),
        ('categories: [cs.AI]\nlanguage: "en\n', "line 2: the quote that opens in this line is not closed"),
        ("categories: [cs.AI]\ninterests:\n - a\n  - b", "line 4: this `- ` is read as part of the text above it"),
        ("categories: [cs.AI]\ninterests:\n  -a\n  -b", "line 3: `- ` with a space begins an item"),
        ("categories: [cs.AI]\ninterests:\n - {text： a，weight： 2}", "line 3: `interests`: in braces, write `: `"),
        ("categories: [cs.AI]\ninterests:\n - {text: a，weight: 2}", "a comma is `,` and a space, not the full-width"),
        ("categories: [cs.AI]\ninterests:\n - a, weight: 2", "one with a weight in braces: {text: ..., weight: 2}."),
        ("categories: [cs.AI，cs.CL]", "cs.AI，cs.CL is more than one category"),
        ("categories: [cs.AI cs.CL]", "cs.AI cs.CL is more than one category"),
        ("categories: [machine learning]", "not an arXiv category, did you mean cs.LG or stat.ML?"),
        ("categories: [https://arxiv.org/list/cs.CL/recent]", "is not an arXiv category, did you mean cs.CL?"),
        (
            "categories: [cs.AI]\ninterests:\n - *RAG*",
            "line 3: expected alphabetic or numeric character, but found '*'; a",
        ),
        ("categories: [cs.AI]\ninterests:\n - > 5 papers", "a text that begins with | or > must be in quotes"),
        ("categories: [cs.AI]\n---\nlanguage: en", "line 2: but found another document; a line of --- begins another"),
        ("categories: [LG]", "LG is not an arXiv category, did you mean cs.LG?"),
        ("categories: [cs]", "cs is not an arXiv category; https://arxiv.org/category_taxonomy lists them."),
        ("categories: [cs.AI]\nlookback_days: 3", "line 2: unknown key `lookback_days`; it belongs below `fetch:`"),
        ("categories: [cs.AI]\npage:\n  reader: on", "line 3: unknown key `page.reader`; `reader:` belongs at the"),
        ("categories: [cs.AI]\nfeedback: maybe", "line 2: `feedback`: on or off is expected."),
        ("categories: [cs.AI]\nreader: {enabled: true}", "line 2: `reader`: on or off is expected."),
        (
            "categories: [cs.AI]\nllm: {provider: openai}",
            "`api` is any OpenAI-compatible API; llm.base_url says whose.",
        ),
        ("categories: [cs.AI]\nnotify: {urls: x}", "put it into the secret NOTIFY_URLS (docs/messages.md)"),
        ("categories: [cs.AI]\nnotify: {messages: 'https://x'}", "services go into the secret NOTIFY_URLS"),
        ("categories: [cs.AI]\nlibrary: {zotero_key: x}", "put it into the secret ZOTERO_KEY (docs/library.md)"),
        ("categories: - cs.AI", "line 1: sequence entries are not allowed here; each `- item` needs a line of its own"),
        ("categories: [cs.AI]\npage: {repository: 'https://x'}", "`page.repository`: write it like `owner/name`."),
        ("categories: [cs.AI]\nrank: {category_weights: {cs.A: 1}}", "`rank.category_weights.cs.A`: cs.A is not an"),
    ],
)
def test_mistakes_are_named_with_their_line(text: str, said: str) -> None:
    """Each mistake is refused with its line and its remedy, and the reader is told where to read more."""
    message = refusal(text)
    assert said in message
    assert "docs/configuration.md" in message


def test_one_mistake_is_named_once() -> None:
    """A text that YAML takes for a key is one mistake: it is not said, too, that the text is missing."""
    assert "is missing" not in refusal("categories: [cs.AI]\ninterests:\n - RAG: a survey")


def test_a_value_is_not_repeated() -> None:
    """The address of a service, which is a secret, is not in the message that refuses it."""
    assert "hooks" not in refusal("categories: [cs.AI]\nnotify: {messages: 'https://hooks.example.org/secret'}")


def test_all_mistakes_are_named_at_once() -> None:
    """Two mistakes are two lines of one message, from top to bottom, so that a forker edits once."""
    message = refusal("max_papers: many\ncategories: [cs.Al]")
    assert [line.split(":")[0] for line in message.splitlines()[:2]] == ["config.yml line 1", "config.yml line 2"]


def test_values_are_text_until_a_number_is_wanted() -> None:
    """An id that looks like a number keeps its last zero, and `no` stays a text."""
    config = parse_config(
        "categories: [cs.AI]\nliked: [2611.01230, 'https://arxiv.org/abs/2611.01231v2']\ninterests: [no]"
    )
    assert config.liked == ("2611.01230", "2611.01231")
    assert config.interests[0].text == "no"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("arXiv:2611.90001v12", "2611.90001"),
        ("https://export.arxiv.org/pdf/2611.90001v2.pdf", "2611.90001"),
        ("hep-th/9901001v1", "hep-th/9901001"),
        ("math.GT/0309136", "math/0309136"),
        ("https://arxiv.org/abs/cs.SE/0309136v2", "cs/0309136"),
    ],
)
def test_an_id_is_the_one_that_arxiv_answers_with(written: str, meant: str) -> None:
    """However a liked paper's id is written, it is the one arXiv gives its text under, without version and class."""
    assert parse_config(f"categories: [cs.AI]\nliked: ['{written}']").liked == (meant,)


def test_digits_of_another_script_make_no_id() -> None:
    """An id in full-width digits, which arXiv would refuse in every run, is refused at once."""
    with pytest.raises(ConfigurationError, match="is not an arXiv id"):
        parse_config("categories: [cs.AI]\nliked: ['２６１１.９０００１']")


def test_an_interest_may_have_a_weight() -> None:
    """An interest is a line of text, or a text with a weight."""
    config = parse_config("categories: [cs.AI]\ninterests:\n  - agents\n  - {text: memory, weight: 2}\n")
    assert [(wish.text, wish.weight) for wish in config.interests] == [("agents", 1.0), ("memory", 2.0)]


def test_an_empty_key_means_its_default() -> None:
    """A key with nothing after it, as half-edited files have them, means the default."""
    assert parse_config("categories: [cs.AI]\ninterests:\nllm:\nmax_papers:\n") == Config(categories=("cs.AI",))


def test_the_environment_goes_over_the_file(tmp_path: Path) -> None:
    """OPENAI_MODEL and OPENAI_BASE_URL win over config.yml, and an empty variable counts as unset."""
    file = tmp_path / "config.yml"
    file.write_bytes("\ufeffcategories: [cs.AI]\r\nllm:\r\n  model: mine\r\n".encode())
    assert load_config(file, {"OPENAI_MODEL": ""}).llm.model == "mine"
    assert load_config(file, {"OPENAI_MODEL": "other"}).llm.model == "other"
    assert load_config(file, {"OPENAI_BASE_URL": "http://127.0.0.1/v1"}).llm.base_url == "http://127.0.0.1/v1"


def test_a_missing_or_misencoded_file_is_a_configuration_error(tmp_path: Path) -> None:
    """A config.yml that is absent, a folder or not UTF-8 is refused with its name and line."""
    with pytest.raises(ConfigurationError, match="does not exist"):
        load_config(tmp_path / "config.yml", {})
    with pytest.raises(ConfigurationError, match=f"{tmp_path} cannot be read: Is a directory"):
        load_config(tmp_path, {})
    (tmp_path / "config.yml").write_bytes(b"categories: [cs.AI]\nlanguage: \xff\n")
    with pytest.raises(ConfigurationError, match="line 2: not UTF-8"):
        load_config(tmp_path / "config.yml", {})


def test_a_file_edited_in_a_browser(tmp_path: Path) -> None:
    """A byte order mark and Windows line ends, as browsers and editors leave them, change nothing."""
    path = tmp_path / "config.yml"
    path.write_bytes("\ufeffcategories:\r\n  - cs.AI\r\nlanguage: en\r\n".encode())
    assert load_config(path, {}) == parse_config("categories: [cs.AI]\nlanguage: en\n")


def test_a_weight_of_nothing_pauses_an_interest() -> None:
    """An interest of weight 0 stays in the file and counts nowhere; a weight below is refused."""
    text = "categories: [cs.AI]\ninterests:\n  - agents\n  - {text: memory, weight: %s}"
    assert [wish.text for wish in parse_config(text % 0).interests] == ["agents"]
    assert [wish.text for wish in parse_config(text % 0.5).interests] == ["agents", "memory"]
    with pytest.raises(ConfigurationError, match="greater than or equal to 0"):
        parse_config(text % -1)
