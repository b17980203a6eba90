"""What a run is made with."""

from pathlib import Path

import pytest

from digest.config.schema import Config
from digest.settings import UNKNOWN_REPOSITORY, repository_of


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("https://github.com/you/papers.git", "you/papers"),
        ("git@github.com:you/papers.git", "you/papers"),
        ("ssh://git@github.com/you/my.papers", "you/my.papers"),
        ("https://x-access-token:abc@github.com/you/papers/", "you/papers"),
        ("https://notgithub.com/you/papers.git", UNKNOWN_REPOSITORY),
        ("git@my-github.com:you/papers.git", UNKNOWN_REPOSITORY),
        ("https://gitlab.com/you/papers.git", UNKNOWN_REPOSITORY),
    ],
)
def test_a_clone_says_where_it_is_at_github(tmp_path: Path, url: str, named: str) -> None:
    """The repository is the one that the clone's origin has at GitHub, and none where the host is another."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text(f'[core]\n\tbare = false\n[remote "origin"]\n\turl = {url}\n')
    assert repository_of(tmp_path, Config(categories=("cs.AI",)), {"GITHUB_REPOSITORY": ""}) == named
