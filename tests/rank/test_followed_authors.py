"""People are recognised by their names as papers write them."""

import pytest

from digest.rank.followed_authors import Likeness, followed_author, likeness


@pytest.mark.parametrize(
    ("followed", "author"),
    [
        ("Ana María Sol", "Ana Maria Sol"),
        ("Ana Sol", "Ana M. Sol"),
        ("Sol, Ana", "Ana Sol"),
        ("Jürgen Maß", "Juergen Mass"),
        ("Jürgen Maß", "Jurgen Mass"),
        ("Jean-Luc Bo", "Jean Luc Bo"),
        ("Łukasz Ørn", "Lukasz Orn"),
        ("ana sol", "ANA SOL"),
        ("A. B. Sol", "A.B. Sol"),
    ],
)
def test_the_same_person(followed: str, author: str) -> None:
    """Accents, umlauts, hyphens, case, order and middle initials make no difference."""
    assert likeness(followed, author) is Likeness.FULL
    assert likeness(author, followed) is Likeness.FULL


@pytest.mark.parametrize(
    ("followed", "author"), [("Ana Sol", "A. Sol"), ("A. Sol", "Ana Sol"), ("Ana B. Sol", "A. Sol")]
)
def test_initials_are_less_sure(followed: str, author: str) -> None:
    """A given name that is only an initial may be another person's."""
    assert likeness(followed, author) is Likeness.INITIALS


@pytest.mark.parametrize(
    ("followed", "author"),
    [
        ("Ana Sol", "Eva Sol"),
        ("Ana Sol", "Ana Sola"),
        ("Sol", "Ana Sol"),
        ("Ana B. Sol", "Ana C. Sol"),
        ("", "Ana Sol"),
    ],
)
def test_somebody_else(followed: str, author: str) -> None:
    """Another given name, family name or middle name is another person, and a family name alone is nobody."""
    assert likeness(followed, author) is Likeness.NONE


def test_the_surest_author_is_named() -> None:
    """Of several authors, the one whose name fits best is named as the paper has it."""
    assert followed_author("Ana Sol", ["A. Sol", "Bo Li", "Ana M. Sol"]) == (Likeness.FULL, ("Ana M. Sol",))
    assert followed_author("Ana Sol", []) == (Likeness.NONE, ())
