"""What importing and opening a connection cost and tell."""

import asyncio
import subprocess
import sys

import pytest

from digest.config.schema import Llm
from digest.console.command import ROOT
from digest.core.errors import ConfigurationError
from digest.language_model.api import Api

SCRIPTS = ROOT / "scripts"


def test_openai_is_imported_only_to_call() -> None:
    """Whoever imports the stages without calling a model does not wait for openai."""
    code = (
        "import sys, digest.summarise.by_model, digest.summarise.triage; "
        "sys.exit('openai' in sys.modules or 'asyncio' not in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=SCRIPTS, check=True)


def test_wrong_address_is_a_mistake_of_configuration() -> None:
    """A base URL that is none is told before anything is sent."""
    with pytest.raises(ConfigurationError):
        Api(Llm(base_url="not an address"), "key")


@pytest.mark.parametrize("key", ["", " ", "a b", "ключ", "a\x00b"])
def test_key_that_cannot_be_sent(key: str) -> None:
    """A key that no header can hold opens nothing."""
    assert not Api(Llm(), key).open()


def test_certificates_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those who make a client after the first, for a second report, do not wait for the certificates again."""
    (first := Api(Llm(), "key")).open()
    import httpx2

    monkeypatch.setattr(httpx2, "create_ssl_context", lambda: pytest.fail("read again"))
    (second := Api(Llm(), "key")).open()
    for api in (first, second):
        asyncio.run(api.close())
