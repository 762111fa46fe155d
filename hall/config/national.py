"""The national five levels and forty reasons, which a hall.toml without levels of its own gets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from domain.config import HallConfig, Level
from program.toml_file import read_toml

FILE = Path(__file__).with_name("national_levels.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelsFile:
    """`national_levels.toml`."""

    levels: tuple[Level, ...]


def with_levels(config: HallConfig) -> HallConfig:
    """The same hall, with these levels if it has none."""
    if config.ratings.levels:
        return config
    found = read_toml(LevelsFile, FILE)
    assert isinstance(found, LevelsFile), found
    return replace(config, ratings=replace(config.ratings, levels=found.levels))
