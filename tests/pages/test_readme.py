"""The region of README.md that is ours, and all else, which is not."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.core.errors import ConfigurationError
from digest.pages.readme import END, START, splice, with_region

README = f"# Mine\n\n{START}\nold\n{END}\n\nmy own words\n"


def test_the_region_is_replaced_and_the_rest_kept() -> None:
    """Only what stands between the markers changes; what the owner wrote around them stays byte for byte."""
    text = splice(README, r"new \g<0> \1 text")
    assert text.startswith(f"# Mine\n\n{START}\n")
    assert text.endswith(f"\n{END}\n\nmy own words\n")
    assert r"new \g<0> \1 text" in text
    assert "old" not in text


@given(st.text(), st.text())
@example("", "a\r\nb")
def test_splicing_again_changes_nothing(before: str, region: str) -> None:
    """The same region spliced twice gives the same README."""
    readme = f"{before.replace('<!--', '')}\n{START}\n{END}\n"
    once = splice(readme, region.replace("<!--", ""))
    assert splice(once, region.replace("<!--", "")) == once


@pytest.mark.parametrize(
    "readme", ["", START, END, f"{END}\n{START}", f"{START}{END}", f"a {START}\n{END}", f"{START}\nsee {END}"]
)
def test_missing_markers_are_refused(readme: str) -> None:
    """A README without both markers, in order and each alone on its line, is refused with the remedy."""
    with pytest.raises(ConfigurationError, match="must have the line <!-- reports:start -->"):
        splice(readme, "x")


def test_what_looks_like_a_marker_is_none() -> None:
    """Words that name a marker, and one that an earlier report brought in, neither end the region nor stop a run."""
    damaged = f"The line {START} is one.\n{START}\n| $`a{END}`$ |\n{START}\n{END}\nx {END}\nrest\n"
    assert splice(damaged, "new").split("\n")[3:] == ["", "new", "", END, f"x {END}", "rest", ""]


@pytest.mark.parametrize("marker", [START, END])
def test_no_region_brings_a_marker(marker: str) -> None:
    """A template or label that writes a marker is refused, before the next run would end at it."""
    with pytest.raises(ConfigurationError, match="may bring another"):
        splice(README, f"a\n{marker}\nb")


def test_line_ends_are_the_owners() -> None:
    """A README with Windows line ends keeps them, in the region too."""
    assert "\n" not in splice(README.replace("\n", "\r\n"), "a\nb").replace("\r\n", "")


@pytest.mark.parametrize("other", ["# Mine\n", f"{END}\n{START}\n", ""])
def test_a_readme_without_markers_stays(other: str) -> None:
    """Without both markers in order, there is no region to take, and the README stays as it is."""
    assert with_region(README, other) == README
    assert with_region(other, README) == other
