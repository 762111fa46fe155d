"""The pad names its screens, and imports each when it is first shown."""

from __future__ import annotations

import ast
from pathlib import Path

PAD = Path(__file__).parents[2] / "review_pad"


def named() -> set[tuple[str, str]]:
    """Each pair of a module and a class of `review_pad/app.py`."""
    pairs = [node for node in ast.walk(ast.parse((PAD / "app.py").read_text())) if isinstance(node, ast.Tuple)]
    texts = [[part.value for part in pair.elts if isinstance(part, ast.Constant)] for pair in pairs]
    return {(text[0], text[1]) for text in texts if len(text) == 2 and str(text[1]).endswith("Screen")}


def test_every_screen_that_is_named_is_a_class_of_its_module() -> None:
    assert {("clerk", "ClerkScreen"), ("thanks", "ThanksScreen")} <= named()
    for module, name in named():
        tree = ast.parse((PAD / "screens" / f"{module}.py").read_text())
        assert name in {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
