"""How wide formulas are, and where those wider than a phone are broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.markdown import writer
from digest.tex import math
from digest.tex.math_width import WIDEST, pieces, width

_TERMS = (
    "x_1",
    r"\alpha",
    r"\frac{a+b}{c}",
    r"f\left(x, y\right)",
    r"\sum_{i=1}^n a_i",
    r"\text{if so}",
    "(a + b, c)",
    r"\|u\|",
)
_SIGNS = (" = ", " + ", r" \leq ", r"\in ", ", ", r",\quad ", r" \to ")
_FORMULAS = st.builds(
    lambda first, rest: first + "".join(sign + term for sign, term in rest),
    st.sampled_from(_TERMS),
    st.lists(st.tuples(st.sampled_from(_SIGNS), st.sampled_from(_TERMS)), max_size=20),
)


@given(tex=_FORMULAS)
def test_pieces_are_the_formula(tex: str) -> None:
    """The pieces of a formula are all of it, each fits a line and is a formula of its own."""
    parts = pieces(tex)
    assert "".join("".join(parts).split()) == "".join(tex.split())
    assert all(width(part) <= WIDEST and math.for_github(part) for part in parts)


@given(tex=_FORMULAS.filter(lambda tex: width(tex) <= WIDEST))
def test_what_fits_is_left_alone(tex: str) -> None:
    """A formula that fits a line is one piece, as it stands."""
    assert pieces(tex) == (tex,)


@pytest.mark.parametrize(
    ("tex", "parts"),
    [
        ("a" * 30 + " = " + "b" * 30, ("a" * 30 + " =", "b" * 30)),
        (r"\bf " + "a" * 30 + " = " + "b" * 30, ()),
        ("{" + "a + " * 20 + "b}", ()),
        ("a" * 30 + r" \not= " + "b" * 30, ()),
    ],
)
def test_breaks_stand_behind_relations(tex: str, parts: tuple[str, ...]) -> None:
    """A formula is broken behind a relation, and not where a group or a macro would be torn apart."""
    assert pieces(tex) == parts


def test_a_wide_formula_suits_a_phone() -> None:
    """A wide formula may wrap at its relations; one that cannot is a block of an abstract, and text in a line."""
    long, whole = "a" * 30 + " = " + "b" * 30, "{" + "a + " * 20 + "b}"
    assert writer.block(f"so ${long}$ holds") == f"so $`{'a' * 30} =`$ $`{'b' * 30}`$ holds"
    assert writer.block(f"so ${whole}$ holds") == f"so\n\n```math\n{whole}\n```\n\nholds"
    assert writer.inline(f"so ${whole}$ holds") == f"so {'a + ' * 20}b holds"
