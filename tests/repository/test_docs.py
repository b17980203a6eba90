"""The documentation against the code: what one of them says, the other has."""

import ast
import re
import shlex
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path

import jinja2
import pytest
import yaml
from pydantic import BaseModel

from digest.config.file import parse_config
from digest.config.prompts import PLACEHOLDERS
from digest.config.schema import Config, Page, Wish
from digest.console.command import ROOT
from digest.core import errors
from digest.core.masking import SECRETS
from digest.markdown.anchors import slug
from digest.messages import mail
from digest.pages import views
from digest.pages.label_keys import KEYS
from digest.pages.labels import load_labels
from digest.pages.look import Look
from digest.pages.readme import END, START, splice
from digest.pages.rehearsal import rehearse
from digest.pages.templates import Templates
from digest.periods.rehearsal import rehearse as rehearse_periods
from fork import git

CONFIGURATION = (ROOT / "docs" / "configuration.md").read_text("utf-8")
TROUBLESHOOTING = (ROOT / "docs" / "troubleshooting.md").read_text("utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
SOURCES = sorted((ROOT / "scripts").rglob("*.py"))
ENGLISH, CHINESE = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md"))


def section(page: str, heading: str) -> str:
    """The text below a heading, up to the next one of its level or above."""
    level = heading.split()[0]
    below = page.split(f"\n{heading}\n", 1)[1]
    return re.split(rf"\n#{{1,{len(level)}}} ", below, maxsplit=1)[0]


def rows(text: str) -> dict[str, list[str]]:
    """The rows of all tables of a text: the first cell's code, and the cells."""
    cells = [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in text.split("\n") if line[:3] == "| `"
    ]
    return {row[0].strip("`"): row for row in cells}


def codes(text: str) -> set[str]:
    """What stands between backticks."""
    return set(re.findall(r"`([^`]+)`", text))


def fenced(page: str, language: str) -> list[str]:
    """The blocks of a page in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


def config_keys(model: type[BaseModel], before: str = "") -> Iterator[tuple[str, object]]:
    """Every key of config.yml with its default."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from config_keys(kind, f"{before}{name}.")
        else:
            yield before + name, "(required)" if field.is_required() else field.default


SECTIONS = {key.rpartition(".")[0] for key, _ in config_keys(Config)}


def keys_of(value: object, name: str) -> Iterator[str]:
    """The keys of a configuration, those in sections with a point; a mapping that is a key's value has no keys."""
    if name in SECTIONS and isinstance(value, dict):
        for inner, below in value.items():
            yield from keys_of(below, f"{name}.{inner}")
    else:
        yield name


def written(default: object) -> str:
    """A default as the documentation writes it."""
    if default is None:
        return "none"
    if default == "(required)":
        return "(required)"
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    if isinstance(default, dict) and default:
        return "`" + ", ".join(f"{key}: {value}" for key, value in default.items()) + "`"
    if isinstance(default, float):
        return f"`{default:g}`"
    return "`[]`" if default == () else f"`{default}`"


def test_every_key_is_documented_with_its_default() -> None:
    """docs/configuration.md has each key of config.yml with the default that it has, and no other key."""
    wanted = dict(config_keys(Config)) | dict(config_keys(Wish, "interests."))
    documented = rows(section(CONFIGURATION, "## config.yml"))
    assert {key: row[1] for key, row in documented.items()} == {key: written(value) for key, value in wanted.items()}


def test_the_examples_are_accepted_and_complete() -> None:
    """The examples of docs/configuration.md are valid, and each key occurs in one of them."""
    used: set[str] = set()
    for example in fenced(section(CONFIGURATION, "## config.yml"), "yaml"):
        parse_config(example if "categories:" in example else f"categories: [cs.AI]\n{example}")
        for key, value in yaml.safe_load(example).items():
            used |= set(keys_of(value, key))
    used |= {f"interests.{name}" for name in Wish.model_fields}
    assert used == set(rows(section(CONFIGURATION, "## config.yml")))


def test_the_examples_of_providers_are_accepted() -> None:
    """Each configuration in docs/providers.md is valid as it stands."""
    examples = [block for block in fenced((ROOT / "docs/providers.md").read_text("utf-8"), "yaml") if "llm:" in block]
    assert examples
    for example in examples:
        parse_config(f"categories: [cs.AI]\n{example}")


def test_config_yml_has_the_documented_defaults() -> None:
    """The config.yml that is shipped has only what the documentation calls the defaults, and real categories."""
    shipped = parse_config((ROOT / "config.yml").read_text("utf-8"))
    assert shipped == Config(categories=shipped.categories)


def test_every_environment_variable_is_documented() -> None:
    """Each variable that the code reads is in docs/configuration.md, and none that it does not read."""
    read = re.compile(r"""environ(?:ment)?(?:\.get\(|\[)["']([A-Z_]+)["']""")
    used = {name for path in SOURCES for name in read.findall(path.read_text("utf-8"))} | set(SECRETS)
    daily = (ROOT / ".github" / "workflows" / "daily.yml").read_text("utf-8")
    used |= set(re.findall(r"^ +([A-Z_]+): \$\{\{", daily, re.MULTILINE))
    assert set(rows(section(CONFIGURATION, "## Environment variables"))) == used


def test_every_template_and_its_names_are_documented() -> None:
    """The names that each template gets, as a rehearsal gives them, are those in docs/configuration.md."""
    given: dict[str, set[str]] = {}

    class Watched(Templates):
        def render(self, name: str, **values: object) -> str:
            given.setdefault(name, set()).update(values)
            return super().render(name, **values)

    labels = load_labels(ROOT / "labels", "en")
    look = Look(labels=labels, folder=ROOT / "templates", page=Page())
    vars(look)["templates"] = Watched(look.folder)
    rehearse(look)
    mail.rehearse(look)
    rehearse_periods(look)
    table = section(CONFIGURATION, "## Templates").split("The things that names stand for")[0]
    assert {name: codes(row[2]) for name, row in rows(table).items()} == given
    files = {path.name for path in (ROOT / "templates").glob("*.j2")}
    assert files == {name for name in codes(table) if name.endswith(".j2")}


def test_every_attribute_of_a_view_is_documented() -> None:
    """What templates can ask of a paper, a section or a day is in docs/configuration.md, and nothing else is."""
    documented = rows(section(CONFIGURATION, "## Templates").split("The things that names stand for")[1])
    seen = {name: thing for name, thing in vars(views).items() if is_dataclass(thing)}
    wanted = {name: {field.name for field in fields(thing)} for name, thing in seen.items()}
    assert {name: codes(row[2]) for name, row in documented.items() if len(row) == 3} == wanted


def test_every_filter_is_documented() -> None:
    """The filters that templates have beside Jinja's own are those in docs/configuration.md."""
    ours = Templates(ROOT / "templates")._environment.filters
    theirs = jinja2.Environment(autoescape=False).filters  # noqa: S701 - nothing is rendered
    documented = rows(section(CONFIGURATION, "## Templates").split("Filters beside")[1])
    assert set(documented) == {name for name, function in ours.items() if theirs.get(name) is not function}


def test_every_label_is_documented() -> None:
    """docs/configuration.md has each label with its placeholders, and no other label."""
    text = section(CONFIGURATION, "## Labels")
    held = {key: {name.strip("{}") for name in codes(row[1])} for key, row in rows(text).items()}
    bare = codes(text.split("Labels without placeholders:")[1])
    assert held | {key: set() for key in bare} == {key: set(names) for key, names in KEYS.items()}


def test_every_prompt_is_documented() -> None:
    """docs/configuration.md has each prompt with its placeholders."""
    documented = {name: codes(row[1]) for name, row in rows(section(CONFIGURATION, "## Prompts")).items()}
    assert documented == {f"prompts/{name}.md": {f"${key}" for key in keys} for name, keys in PLACEHOLDERS.items()}


def test_every_exit_code_has_its_remedy() -> None:
    """docs/troubleshooting.md has a row for each exit code that an error can carry, and for no other."""
    known = {errors.OK, errors.SUMMARIES_PENDING}
    known |= {kind.exit_code for kind in vars(errors).values() if isinstance(kind, type) and hasattr(kind, "exit_code")}
    listed = re.findall(r"^\| (\d+) \|", section(TROUBLESHOOTING, "## Exit codes"), re.MULTILINE)
    assert [int(code) for code in listed] == sorted(known)


def strings(path: Path) -> Iterator[str]:
    """The texts of a module, a line of its own for each; what an f-string fills in is an ellipsis."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@cache
def spoken() -> str:
    """All texts of our code, and the English labels."""
    return "\n".join(text for path in SOURCES for text in strings(path)) + (ROOT / "labels/en.yml").read_text("utf-8")


def test_every_message_of_troubleshooting_is_one_of_ours() -> None:
    """A message in bold in docs/troubleshooting.md is said by the code in these words."""
    quoted = re.findall(r"\*\*“(.+?)”\*\*", TROUBLESHOOTING)
    assert len(quoted) > 20
    assert [said for said in quoted if not all(part.strip() in spoken() for part in re.split("…", said))] == []


def anchors(path: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    return {
        slug(line.lstrip("#").strip()) for line in path.read_text("utf-8").split("\n") if re.match(r"#{1,6} ", line)
    }


def test_every_page_that_a_message_names_exists() -> None:
    """Each docs/... that a message, a template or config.yml points to is there, with its anchor."""
    texts = [spoken(), *(path.read_text("utf-8") for path in [ROOT / "config.yml", *(ROOT / "templates").glob("*.j2")])]
    named = {found for text in texts for found in re.findall(r"docs/[\w-]+\.md(?:#[\w-]+)?", text)}
    assert len(named) >= 3
    for name in named:
        path, _, anchor = name.partition("#")
        assert (ROOT / path).is_file(), name
        assert not anchor or anchor in anchors(ROOT / path), name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    """Files that pages link to are there, with the anchors; the tabs of GitHub are not files."""
    text = page.read_text("utf-8")
    text = splice(text, "") if page.name == "README.md" else text
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)):
        path, _, anchor = target.partition("#")
        if path.startswith(("https://", "../../")):
            continue
        there = page.parent / path if path else page
        assert there.exists(), target
        assert not anchor or anchor in anchors(there), target


def outline(readme: str) -> list[str]:
    return re.findall(r"^(#+) ", readme, re.MULTILINE)


def commands(readme: str) -> list[str]:
    return [line.split("#")[0].strip() for block in fenced(readme, "console") for line in block.splitlines()]


def links(readme: str) -> list[str]:
    return [target for target in re.findall(r"\]\(([^)\s]+)\)", readme) if not target.startswith(("README", "daily/"))]


def keys(readme: str) -> list[str]:
    """The config keys in the order in which they are named."""
    known = set(dict(config_keys(Config)))
    return [code for code in re.findall(r"`([^`\n]+)`", readme) if code in known]


@pytest.mark.parametrize("part", [outline, commands, links, keys])
def test_the_readmes_say_the_same(part: object) -> None:
    """Both languages of the README have the same headings, commands, links and keys, in the same order."""
    assert callable(part)
    english = part(splice(ENGLISH, ""))
    assert english == part(CHINESE)
    assert english


def test_the_readme_has_what_the_runs_and_the_newcomer_need() -> None:
    """README.md has its markers, both commands in the first 30 lines, and shows a picture only if there is one."""
    splice(ENGLISH, "")
    opening = "\n".join(ENGLISH.split("\n")[:30])
    assert "make demo" in opening
    assert "make test" in opening
    for picture in re.findall(r'<img[^>]+src="([^"]+)"', splice(ENGLISH, "") + CHINESE):
        assert (ROOT / picture).is_file(), picture


def test_make_it_yours_takes_five_steps() -> None:
    """The walk of a new user has at most five steps, in both languages and in docs/forking.md."""
    pages = (section(ENGLISH, "## Make it yours"), section(CHINESE, "## 换成你自己的"))
    for steps in (*pages, section((ROOT / "docs/forking.md").read_text("utf-8"), "## The walk")):
        assert 1 <= len(re.findall(r"^\d\. ", steps, re.MULTILINE)) <= 5


def test_every_command_is_listed() -> None:
    """docs/how-it-works.md lists the entry points that there are."""
    table = rows(section((ROOT / "docs/how-it-works.md").read_text("utf-8"), "## Commands"))
    runnable = {path.name for path in (ROOT / "scripts").glob("*.py") if "__main__" in path.read_text("utf-8")}
    assert {Path(command).name for command in table} == runnable


def test_pre_commit_is_make_lint() -> None:
    """The hooks of pre-commit run the commands of `make lint`."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
    recipe = (ROOT / "Makefile").read_text("utf-8").split("\nlint:", 1)[1].split("\n\n", 1)[0]
    wanted = [line.strip().replace("$(BIN)", ".venv/bin") for line in recipe.split("\n")[1:]]
    assert [hook["entry"] for hook in hooks] == wanted


ISSUE_FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


@pytest.mark.parametrize(
    "path", [path for path in ISSUE_FORMS if path.name != "config.yml"], ids=lambda path: path.name
)
def test_issue_forms_are_well_formed(path: Path) -> None:
    """Each issue form has the keys that GitHub wants, with ids that differ."""
    form: Mapping[str, object] = yaml.safe_load(path.read_text("utf-8"))
    assert {"name", "description", "body"} <= form.keys()
    body = form["body"]
    assert isinstance(body, list)
    asked = [item for item in body if item["type"] != "markdown"]  # which is a text to read
    assert len({item["id"] for item in asked}) == len(asked)
    assert all(item["attributes"]["label"] for item in asked)


def test_an_upgrade_keeps_what_a_fork_wrote(tmp_path: Path) -> None:
    """The commands of docs/forking.md, run on a copy without common history, bring new code and touch no content."""
    upstream, copy = tmp_path / "upstream", tmp_path / "copy"
    git(tmp_path, "init", "--quiet", "--initial-branch=main", str(upstream))
    for name in git(ROOT, "ls-files").split("\n"):
        if name and (ROOT / name).is_file() and not name.startswith(("data/", "daily/")):
            (upstream / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, upstream / name)
    git(upstream, "add", "--all")
    shutil.copytree(upstream, copy)
    for repository in (upstream, copy):
        (repository / "data").mkdir()
        (repository / "data" / "2026-11-20.json").write_text(repository.name, "utf-8")
        (repository / "README.md").write_text(f"{repository.name}\n{START}\n{END}\n", "utf-8")
    (upstream / "scripts" / "new.py").write_text("", "utf-8")
    (copy / "scripts" / "digest" / "gone.py").write_text("", "utf-8")
    (copy / "config.yml").write_text("categories: [cs.CL]\n", "utf-8")
    for repository in (upstream, copy):
        git(repository, "add", "--all")
        git(repository, "commit", "--quiet", "--message", "Begin")
    block = fenced(section((ROOT / "docs/forking.md").read_text("utf-8"), "## Upgrading"), "console")[0]
    for line in block.strip().split("\n"):
        git(copy, *shlex.split(line.replace("https://github.com/OWNER/REPOSITORY.git", str(upstream)))[1:])
    assert (copy / "scripts" / "new.py").is_file()
    assert not (copy / "scripts" / "digest" / "gone.py").exists()
    ours = {"config.yml": "categories: [cs.CL]\n", "data/2026-11-20.json": "copy"}
    assert {name: (copy / name).read_text("utf-8") for name in ours} == ours
    assert (copy / "README.md").read_text("utf-8").startswith("copy")
    for name in git(upstream, "ls-files").split("\n"):
        if name and not name.startswith(("data/", "daily/", "config.yml", "README")):
            assert (copy / name).read_bytes() == (upstream / name).read_bytes(), name
