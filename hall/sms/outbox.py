"""The messages on their way: when each is sent, asked about and given up. Each state is on disk before it is acted on.

`states.py` has the states and the ways between them. A message is marked as sending, and the mark committed, before
the back end is called. If power fails between the two, the message is found as sending at the next start. Then the
back end is asked for its outcome, and the message is sent again only if the back end certainly never got it. So a
call's SMS may, rarely, be missing; it never comes twice.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import Protocol

from domain.phone import normal_phone
from hall.disk.store import Sms, Store
from hall.sms.port import Accepted, MessageRejected, NotSent, Receipt, SmsMessage, Unknown
from hall.sms.sender import OutcomeArrived, ReceiptsArrived, SmsSender
from hall.sms.states import OPEN_STATES, TABLE, SmsState

FIRST_RETRY_MS = 2_000
LONGEST_RETRY_MS = 60_000
ASK_AGAIN_MS = 5_000
COLLECT_MS = 3_000


class OtherPhones(Protocol):
    """Phones that the store does not have. `subject`: what a message is about."""

    def phone_of(self, subject: str) -> str | None: ...

    def waits(self, subject: str, now: int) -> bool:
        """Whether a message about this cannot go out yet: it stays queued."""
        ...

    def outlives(self, subject: str) -> bool:
        """Whether a message about this is sent even when the hall day has closed."""
        ...


class SmsOutbox:
    """Every method is called under the hall's lock, in any thread.

    `keep` puts a changed row into the next commit. After that commit the caller gives the rows to `committed`.
    """

    def __init__(
        self,
        store: Store,
        sender: SmsSender,
        keep: Callable[[Sms], None],
        others: OtherPhones | None = None,
    ) -> None:
        """`others`: phones that are not those of tickets, which the store has until their day closes."""
        self._store = store
        self._others = others
        self._sender = sender
        self._keep = keep
        self._open: dict[str, Sms] = {}  # as on disk or on its way there; final ones until they are there
        self._due: dict[str, int] = {}  # when a queued one is tried, or a sending one asked about, next
        self._collected_at = 0
        self._stopped = False

    def begin(self, now: int) -> None:
        """Take up the messages that an earlier run left open."""
        for sms in self._store.sms(OPEN_STATES):
            self._open[sms.key] = sms
            if sms.state is not SmsState.ACCEPTED:
                self._due[sms.key] = now

    def stop(self) -> None:
        """The sender is about to stop. From now on no message is marked, and a marked one is queued again."""
        self._stopped = True

    def committed(self, rows: Iterable[Sms], now: int) -> None:
        """These rows are on disk. Hand over those that are marked as sending."""
        for sms in rows:
            known = self._open.get(sms.key)
            if sms.state not in OPEN_STATES:
                self._open.pop(sms.key, None)
                self._due.pop(sms.key, None)
            elif known is None or known.state in OPEN_STATES:  # else its end is decided and on its way to the disk
                self._open[sms.key] = sms
                if sms.state is SmsState.SENDING:
                    self._hand_over(sms)
                elif sms.state is SmsState.QUEUED:
                    self._due.setdefault(sms.key, now)
        self.tick(now)

    def tick(self, now: int) -> None:
        """Send what is due, ask about lost answers, give up what has expired, fetch reports."""
        for key, at in list(self._due.items()):
            if now < at <= now + LONGEST_RETRY_MS:  # later still: the hall's time was corrected, and went back
                continue
            sms = self._open[key]
            if sms.state is SmsState.QUEUED:
                if self._stopped:
                    continue
                if now < sms.expires_at and self._others is not None and self._others.waits(sms.ticket, now):
                    self._due[key] = now + ASK_AGAIN_MS
                    continue
                del self._due[key]
                if now >= sms.expires_at:
                    self._change(sms, SmsState.EXPIRED)
                else:
                    self._change(sms, SmsState.SENDING, tries=sms.tries + 1)
            elif now >= sms.expires_at:
                del self._due[key]
                self._change(sms, SmsState.FAILED, reason=sms.reason or "not known whether it was sent")
            else:
                self._due[key] = now + ASK_AGAIN_MS
                self._sender.ask(key)
        waiting = any(sms.state is SmsState.ACCEPTED for sms in self._open.values())
        if waiting and not 0 <= now - self._collected_at < COLLECT_MS:
            self._collected_at = now
            self._sender.collect()

    def told(self, news: OutcomeArrived | ReceiptsArrived, now: int) -> None:
        """Take a result of the sender. Of several receipts for one message the first counts."""
        if isinstance(news, ReceiptsArrived):
            by_reference = {sms.reference: sms for sms in self._open.values() if sms.state is SmsState.ACCEPTED}
            for receipt in news.receipts:
                if (sms := by_reference.pop(receipt.reference, None)) is not None:  # the first counts
                    self._change(sms, _final(receipt), reason=receipt.reason)
            return
        sms = self._open.get(news.key)
        if sms is None or sms.state is not SmsState.SENDING:
            return
        self._due.pop(sms.key, None)
        match news.outcome:
            case Accepted(reference):
                self._change(sms, SmsState.ACCEPTED, reference=reference)
            case MessageRejected(reason):
                self._change(sms, SmsState.FAILED, reason=reason)
            case NotSent(reason):
                self._due[sms.key] = now + min(FIRST_RETRY_MS * 2 ** min(sms.tries - 1, 10), LONGEST_RETRY_MS)
                self._change(sms, SmsState.QUEUED, reason=reason)
            case Unknown(reason):
                self._due[sms.key] = now + ASK_AGAIN_MS
                self._open[sms.key] = dataclasses.replace(sms, reason=reason)

    def forget(self) -> None:
        """The hall day is closed, and the phones are erased: end what was not sent, and await no more reports."""
        for sms in list(self._open.values()):
            if self._others is not None and self._others.outlives(sms.ticket):
                continue
            self._due.pop(sms.key, None)
            if sms.state is SmsState.QUEUED:
                self._change(sms, SmsState.EXPIRED, reason="the hall day is closed")
            elif sms.state is SmsState.SENDING:
                self._change(sms, SmsState.FAILED, reason="the hall day is closed")
            elif sms.state is SmsState.ACCEPTED:
                del self._open[sms.key]

    def _change(self, sms: Sms, state: SmsState, **changes: str | int) -> None:
        assert state in TABLE[sms.state], f"{sms.key}: {sms.state} to {state}"
        changed = dataclasses.replace(sms, state=state, **changes)  # type: ignore[arg-type]
        self._open[sms.key] = changed
        self._keep(changed)

    def is_open(self, key: str) -> bool:
        """Whether this message is still to be sent, or being sent."""
        sms = self._open.get(key)
        return sms is not None and sms.state in (SmsState.QUEUED, SmsState.SENDING)

    def _elsewhere(self, subject: str) -> str | None:
        return None if self._others is None else self._others.phone_of(subject)

    def _hand_over(self, sms: Sms) -> None:
        if self._stopped:
            self._change(sms, SmsState.QUEUED)
            return
        phone = self._store.private(sms.ticket).get("phone") or self._elsewhere(sms.ticket)
        if phone is None:
            self._change(sms, SmsState.FAILED, reason="the phone is erased")
        else:
            self._sender.send(SmsMessage(sms.key, normal_phone(phone) or phone, sms.text), sms.expires_at)


def _final(receipt: Receipt) -> SmsState:
    if receipt.delivered:
        return SmsState.DELIVERED
    return SmsState.EXPIRED if receipt.expired else SmsState.FAILED
