"""What all that talks HTTP needs."""

from digest.core.http import public_address


def test_a_public_address_has_no_secret() -> None:
    """A message shows neither user nor query of an address."""
    assert public_address("https://me:pass@host:8443/v1?key=abc") == "https://host:8443/v1"
    assert public_address("http://[::1]:8080/v1") == "http://[::1]:8080/v1"
