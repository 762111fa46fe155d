"""A phone: puts the parts of a long message together by their header 05 00 03 ref total n, as 3GPP TS 23.040 has it."""

from __future__ import annotations

LONGEST = 140  # bytes of one part, its header with it


class Handset:
    """`messages` are (phone, text) in the order in which they became whole. A part too long or doubled is an error."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, str]] = []
        self.parts = 0
        self._waiting: dict[tuple[str, int, int], dict[int, bytes]] = {}

    def take(self, phone: str, header: bytes, payload: bytes) -> None:
        assert len(header) + len(payload) <= LONGEST
        self.parts += 1
        if not header:
            self.messages.append((phone, payload.decode("utf-16-be")))
            return
        assert header[:3] == b"\x05\x00\x03"
        reference, total, part = header[3:]
        parts = self._waiting.setdefault((phone, reference, total), {})
        assert part not in parts
        parts[part] = payload
        if len(parts) == total:
            del self._waiting[phone, reference, total]
            whole = b"".join(parts[number] for number in range(1, total + 1))
            self.messages.append((phone, whole.decode("utf-16-be")))
