"""The environment says where arXiv is, and cannot make us impolite."""

import pytest

from digest.config.endpoints import Endpoints
from digest.core.errors import ConfigurationError

LOOPBACK = {"ARXIV_API_URL": "http://127.0.0.1:1/api/query", "ARXIV_RSS_URL": "http://127.0.0.1:1/rss/"}


def test_an_empty_variable_is_unset() -> None:
    """GitHub Actions exports what is unset as empty text, and that means arXiv itself."""
    empty = {"ARXIV_API_URL": "", "ARXIV_RSS_URL": " ", "ARXIV_DELAY_SECONDS": ""}
    assert Endpoints.from_environment(empty) == Endpoints.from_environment({}) == Endpoints()


def test_a_server_on_this_machine_needs_no_delay() -> None:
    """Tests on loopback may ask without a pause; a slash at the end of the feed's address is none too many."""
    endpoints = Endpoints.from_environment({**LOOPBACK, "ARXIV_DELAY_SECONDS": "0"})
    assert (endpoints.delay_seconds, endpoints.rss_url) == (0, "http://127.0.0.1:1/rss")


def test_arxiv_itself_keeps_its_three_seconds() -> None:
    """A shorter delay does not reach arXiv, not even where only one of the hosts is arXiv's; a longer one does."""
    assert Endpoints.from_environment({"ARXIV_DELAY_SECONDS": "0"}).delay_seconds == 3
    one = {"ARXIV_API_URL": LOOPBACK["ARXIV_API_URL"], "ARXIV_DELAY_SECONDS": "0"}
    assert Endpoints.from_environment(one).delay_seconds == 3
    assert Endpoints.from_environment({"ARXIV_DELAY_SECONDS": "5"}).delay_seconds == 5


@pytest.mark.parametrize("delay", ["soon", "-1", "nan", "inf"])
def test_a_delay_that_is_no_number_is_refused(delay: str) -> None:
    """ARXIV_DELAY_SECONDS must be a number of seconds; the message names it."""
    with pytest.raises(ConfigurationError, match="ARXIV_DELAY_SECONDS"):
        Endpoints.from_environment({"ARXIV_DELAY_SECONDS": delay})


@pytest.mark.parametrize(
    "address", ["export.arxiv.org/api/query", "https://", "http://[::1", "ftp://x/y", "https://me:secret@x:port/y"]
)
@pytest.mark.parametrize("name", ["ARXIV_API_URL", "ARXIV_RSS_URL", "ARXIV_OAI_URL"])
def test_an_address_that_is_none_is_refused(name: str, address: str) -> None:
    """The address of one of arXiv's interfaces must be one of a server; the message has the variable, no password."""
    with pytest.raises(ConfigurationError, match=f'{name} is "') as refused:
        Endpoints.from_environment({name: address})
    assert "secret" not in str(refused.value)
