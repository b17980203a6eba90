"""What a template may reach."""

from pathlib import Path

import pytest

from digest.errors import ConfigurationError
from digest.templates import Templates
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
    ],
)
def test_no_template_leaves_its_sandbox(tmp_path: Path, template: str) -> None:
    """What Python and pydantic give every object reads files and runs code; a template that asks for it is refused."""
    with pytest.raises(ConfigurationError, match=r"made_up\.j2 line 1"):
        rendered(tmp_path, template)
