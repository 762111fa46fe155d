"""Where the answer to a request goes, and the answer to a request that is not processed."""

from __future__ import annotations

from domain.refusal import Code, no
from hall.requests import LARGEST_PAYLOAD, RawRequest, id_of, refused
from kiosk.mqtt.port import Incoming, Publication
from kiosk.mqtt.topics import Topics

ANSWER_EXPIRY_S = 60
BUSY = no(Code.HALL_BUSY, "this device asks without waiting for answers", retry_after_seconds=5)


def reply(topics: Topics, incoming: Incoming, request: RawRequest, answer: str) -> Publication:
    """The publication of an answer: on the request's response topic, if that is one of the device's own; for outbox
    events on the topic of acknowledgements."""
    if request.outbox:
        return Publication(topics.ack(request.device), answer.encode())
    wanted = incoming.response_topic
    allowed = wanted is not None and topics.may_reply_to(request.device, wanted)
    to = wanted if wanted is not None and allowed else topics.reply(request.device)
    return Publication(to, answer.encode(), correlation=incoming.correlation, expiry_s=ANSWER_EXPIRY_S)


def busy(topics: Topics, incoming: Incoming) -> Publication | None:
    """The answer `hall.busy` to a request of a flooding device; None if it has no valid response topic."""
    of = topics.device_of(incoming.topic)
    if of is None or len(incoming.payload) > LARGEST_PAYLOAD:
        return None
    id_ = id_of(incoming.payload)
    if id_ is None:
        return None
    request = RawRequest(of[0], incoming.payload, outbox=of[1] == "event")
    return reply(topics, incoming, request, refused(id_, BUSY))
