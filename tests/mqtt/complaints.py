"""What an outbox complained of, in the order in which it came."""

from __future__ import annotations


class Complaints(list[tuple[str, str]]):
    """`(code, detail)` of each."""

    def __call__(self, code: str, detail: str) -> None:
        self.append((code, detail))

    @property
    def codes(self) -> list[str]:
        return [code for code, _ in self]
