"""A configuration of one category and one interest, with changes."""

from typing import Any

from digest.config.schema import Config


def config(**changes: Any) -> Config:
    return Config.model_validate({"categories": ["cs.AI"], "interests": ["agents"], **changes})
