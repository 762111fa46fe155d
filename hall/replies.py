"""Answers as JSON, in the shape of `kiosk.mqtt.messages.Answer`, made without a detour over dicts.

A request id needs no escaping: `requests.RequestId` has no quotes.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.refusal import Refusal
from kiosk.mqtt import messages


def granted(request_id: str, data: object | None) -> str:
    """`data` is a view of the domain, or None for an answer without data."""
    body = "" if data is None else f', "data": {messages.write(data).decode()}'
    return f'{{"id": "{request_id}", "ok": true{body}}}'


def refused(request_id: str, refusal: Refusal) -> str:
    error = messages.Error(code=refusal.code.value, detail=refusal.detail, data=refusal.data)
    return f'{{"id": "{request_id}", "ok": false, "error": {messages.write(error).decode()}}}'


def replayed(request_id: str, cloud_events: Sequence[bytes], last: int) -> str:
    """Answer to `event.replay`."""
    events = b", ".join(cloud_events).decode()
    return f'{{"id": "{request_id}", "ok": true, "data": {{"events": [{events}], "last": {last}}}}}'
