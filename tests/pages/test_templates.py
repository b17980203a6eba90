"""What a template may reach."""

from pathlib import Path

import pytest

from digest.core.errors import ConfigurationError
from digest.pages.templates import Templates
from reports import look, report, summarised


def rendered(folder: Path, template: str) -> str:
    """What a template makes of a report."""
    (folder / "made_up.j2").write_text(template, "utf-8")
    return Templates(folder).render("made_up.j2", report=report(summarised(1)), label=look("en").labels)


def test_a_report_is_its_fields(tmp_path: Path) -> None:
    """A template reads the fields of a report and of what is in it."""
    text = "{{ report.papers[0].paper.title }}, {{ report.date.isoformat() }}"
    assert rendered(tmp_path, text) == "Made-up paper 1, 2026-11-20"


@pytest.mark.parametrize(
    "template",
    [
        "{{ report.parse_file('/etc/hostname') }}",
        "{{ report.papers[0].parse_raw('N.', proto='pickle', allow_pickle=True) }}",
        "{{ report['model_construct']() }}",
        "{{ report.papers | map(attribute='model_dump_json') | first }}",
        "{{ report | attr('model_validate_json') }}",
        "{{ report.__class__ }}",
        "{{ label.foreign.__func__ }}",
        "{{ (report.papers[0].paper.title ~ '{0.__class__}').format(report) }}",
    ],
)
def test_no_template_leaves_its_sandbox(tmp_path: Path, template: str) -> None:
    """What Python and pydantic give every object reads files and runs code; a template that asks for it is refused."""
    with pytest.raises(ConfigurationError, match=r"made_up\.j2 line 1"):
        rendered(tmp_path, template)


@pytest.mark.parametrize(("unsafe", "kind"), [("mro", "type"), ("append", "list")])
def test_what_is_safe_is_said_of_a_type(tmp_path: Path, unsafe: str, kind: str) -> None:
    """That a template may use something of one thing says nothing of another type, nor of the type itself."""
    thing = type("Thing", (), {"mro": 3, "append": 4})
    things = {"type": thing, "list": [], "thing": thing()}
    (tmp_path / "made_up.j2").write_text(f"{{{{ thing.{unsafe} }}}} {{{{ {kind}.{unsafe} }}}}", "utf-8")
    with pytest.raises(ConfigurationError, match=f"attribute '{unsafe}' of '{kind}' object is unsafe"):
        Templates(tmp_path).render("made_up.j2", **things)


@pytest.mark.parametrize("link", ["env.md.j2", "more"])
def test_no_template_is_read_through_a_link(tmp_path: Path, link: str) -> None:
    """A template, or a folder of templates, that is a link to elsewhere is refused, though another one includes it."""
    (folder := tmp_path / "templates").mkdir()
    (elsewhere := tmp_path / "elsewhere").mkdir()
    (elsewhere / "env.md.j2").write_text("OPENAI_API_KEY=sk-marker-5f1d0c", "utf-8")
    (folder / link).symlink_to(elsewhere / "env.md.j2" if link.endswith("j2") else elsewhere)
    name = link if link.endswith("j2") else f"{link}/env.md.j2"
    with pytest.raises(ConfigurationError, match=r"env\.md\.j2 line 1: a symbolic link that leads out of templates/"):
        rendered(folder, f'{{% include "{name}" %}}')


def test_the_folder_of_templates_is_no_link(tmp_path: Path) -> None:
    """Where templates/ itself is a link to elsewhere, nothing in it is read; the repository may lie behind one."""
    (root := tmp_path / "root").mkdir()
    (root / "templates").mkdir()
    (tmp_path / "link").symlink_to(root)
    assert rendered(tmp_path / "link" / "templates", "fine") == "fine"
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "templates").symlink_to(root / "templates")
    with pytest.raises(ConfigurationError, match="a symbolic link that leads out of templates/"):
        Templates(tmp_path / "other" / "templates").render("made_up.j2")


def test_a_link_within_the_folder_is_read(tmp_path: Path) -> None:
    """A template may be a link to another one beside it."""
    (tmp_path / "real.j2").write_text("fine", "utf-8")
    (tmp_path / "same.j2").symlink_to("real.j2")
    assert rendered(tmp_path, '{% include "same.j2" %}') == "fine"
