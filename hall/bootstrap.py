"""Makes the parts of the hall service and connects them: the one page that shows which part knows which."""

from __future__ import annotations

import queue
from collections.abc import Callable
from pathlib import Path

from domain.config import HallConfig
from hall import keys
from hall.alarm_watch import AlarmWatch
from hall.archive.mover import Mover
from hall.arrivals.arrivals import Arrivals
from hall.arrivals.leftovers import RETAINED, Leftovers
from hall.clock.timekeeper import FollowedClock, HallTimekeeper
from hall.config.former import FORMER, renewed
from hall.copies.copier import Copier
from hall.copies.found import PENDING
from hall.copies.gather import Gather
from hall.copies.safe_store import SafeStore
from hall.copies.watch import CopyWatch
from hall.disk.store import Store
from hall.host import SESSION, Host, next_session
from hall.notices import SmsNotices
from hall.presence import Presence
from hall.progress.desk import ProgressDesk
from hall.progress.port import CaseSource
from hall.progress.teller import META, ChangeTeller, Keep, PhonesOfHall
from hall.progress.work import ProgressWork
from hall.progress.work import Waiting as Asked
from hall.publisher import Orders, Publisher
from hall.queries import Queries
from hall.service import Item, Service
from hall.sms.help_notices import helpers_phone
from hall.sms.outbox import SmsOutbox
from hall.sms.port import SmsGateway
from hall.sms.sender import SmsSender
from hall.staff.checker import Checker
from hall.staff.gate import StaffGate
from hall.staff.parts import StaffParts
from hall.staff.roster import Roster
from hall.staff.setting import settled, staff_list
from hall.work import HallParts, SmsParts
from hall.writer import Writer
from kiosk.mqtt.port import OpenWire
from kiosk.mqtt.topics import Topics
from program.clock import monotonic_ms


def make_service(
    config: HallConfig,
    store: Store,
    open_wire: OpenWire,
    *,
    folder: Path,
    clock_ms: Callable[[], int],
    gateway: SmsGateway | None = None,
    cases: CaseSource | None = None,
    version: str = "",
    copier: Copier | None = None,
    time: HallTimekeeper | None = None,
) -> Service:
    """The service of one hall, ready to `run`.

    folder: where hall.toml lies, and the portraits beside it.
    gateway: where SMS go; None: no messages are made.
    cases: the case source; None: there is none.
    version: of this program, for `host/state`.
    copier: makes copies of `store`, which must then be a `SafeStore`; None: no copies are made.
    time: the hall's time; None: `clock_ms` is always right.
    Raises OSError if the secret in the store's folder can be neither read nor made.
    """
    config = settled(config, folder)
    time = time or FollowedClock(clock_ms)
    clock_ms = time.now_ms
    topics = Topics(config.id)
    inbox: queue.SimpleQueue[Item] = queue.SimpleQueue()
    host = Host(topics, next_session(store, clock_ms()), clock_ms, version, store.identity)
    presence = Presence(config)
    arrivals = Arrivals(topics, (device.id for device in config.devices), monotonic_ms)
    alarms = AlarmWatch(
        config,
        presence,
        store.folder,
        stray_receipts=gateway.unmatched if gateway is not None else lambda: 0,
        floods=arrivals.floods,
        off_ms=lambda: time.off_ms,
    )
    notices = SmsNotices(config, store)
    roster = Roster(staff_list(config, folder))
    gate = StaffGate(config, roster)
    writer = Writer(
        config,
        store,
        clock_ms=clock_ms,
        queries=Queries(
            config.id, store, host.next_version, presence.devices, alarms.unwritten, figures=presence.figures
        ),
        verify=keys.verify,
        ticket_key=keys.ticket_keys(store.folder),
        watch=notices.on_event if gateway is not None else None,
        forget=notices.forget,
        printers=presence.printers,
        staff=gate,
        time=time,
    )
    copies = None
    if copier is not None and isinstance(store, SafeStore):
        copies = CopyWatch(store, copier, writer)
        copies.begin()
    writer.keep(meta={SESSION: str(host.session), FORMER: renewed(store.meta(FORMER), config, clock_ms())})
    sms = None

    def booked(code: str) -> str | None:
        return helpers_phone(config, code) or writer.hall.state.bookings.phone_of(code)

    phones = PhonesOfHall(booked)
    if gateway is not None:
        sender = SmsSender(gateway, inbox.put, clock_ms)

        outbox = SmsOutbox(store, sender, lambda row: writer.keep(sms=[row]), phones)
        sms = SmsParts(notices, sender, outbox)
    parts = HallParts(
        topics=topics,
        arrivals=arrivals,
        store=store,
        host=host,
        presence=presence,
        alarms=alarms,
        writer=writer,
        orders=Orders(topics),
        publisher=Publisher(config, topics, folder, host.next_version, store.identity.id),
        sms=sms,
        mover=Mover(store),
        staff=StaffParts(roster, gate, Checker(roster, inbox.put)),
        copies=copies,
        progress=_progress(cases, writer, (config, store, topics), inbox, (sms, phones)),
        leftovers=Leftovers(topics, config, store.meta(RETAINED)),
        gather=Gather(
            writer,
            host.instance,
            store.identity.id,
            pending=copies is not None,
            lost=copies is not None and bool(store.meta(PENDING)),
            waits=lambda: host.rivals.waits,
        ),
    )
    return Service(parts, open_wire, clock_ms, inbox)


def _progress(
    cases: CaseSource | None,
    writer: Writer,
    parts: tuple[HallConfig, Store, Topics],
    inbox: queue.SimpleQueue[Item],
    messages: tuple[SmsParts | None, PhonesOfHall],
) -> ProgressWork:
    """The part that asks the case source, and, in a hall that sends messages, the part that reports its changes."""
    (config, store, topics), (sms, phones) = parts, messages
    if cases is None or config.progress is None:
        return ProgressWork(topics, None)
    desk: ProgressDesk[Asked] = ProgressDesk(cases, inbox.put)
    tells = cases.tells_changes and config.progress.changes_seconds is not None and config.notices is not None
    if sms is not None and tells:
        name, local = keys.ticket_keys(store.folder), writer.hall.state.days.local
        phones.teller = ChangeTeller(config, desk, store.meta(META), name=name, is_open=sms.outbox.is_open, local=local)

    def keep(made: Keep) -> None:
        writer.keep(sms=made.sms, meta=made.meta)

    return ProgressWork(topics, desk, phones.teller, keep)
