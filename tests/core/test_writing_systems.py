"""Writing systems that are told apart by their characters."""

from digest.core.writing_systems import is_cjk
from digest.words.terms import fold


def test_chinese_is_told_from_latin() -> None:
    """Chinese, Japanese and Korean are recognised, folded or not; accented Latin is not taken for them."""
    assert is_cjk("扩散模型")
    assert is_cjk("확산 모델")
    assert is_cjk(fold("확산"))
    assert not is_cjk("Gödel, Erdős")
