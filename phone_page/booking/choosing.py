"""The pages on which a time is chosen and booked: data in, `HtmlPage` out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.booking.views import SlotsAnswer, SlotView
from phone_page.booking import answers, words
from phone_page.booking.sheets import Sheet, SheetField, once
from phone_page.booking.visitor import Visitor, choices_near, places
from phone_page.hall_link import HallRefused
from phone_page.pages import HtmlPage
from program.words.slot_words import by_day, day_words, hours_words, span_words


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedSlot:
    """What somebody wants to book, as far as it has been chosen."""

    queue: str
    item: str = ""
    phone: str = ""
    address: str = ""

    @property
    def items(self) -> tuple[str, ...]:
        return (self.item,) if self.item else ()


def what(to: Visitor) -> HtmlPage:
    """The page of what can be booked: each item of each queue that has slots, and the queue itself."""
    say = to.say
    cards = [card for card in to.catalogue.queues if card.booked] if to.catalogue.messages else []
    if not cards:
        return HtmlPage(
            heading=say(words.NOTHING), lines=(say(words.NOTHING_HINT, phone=to.hotline),), links=_elsewhere(to)
        )
    groups = []
    for card in cards:
        name = f"{say(card.name)}（{say(words.VISIT)}）" if say.chinese else f"{say(card.name)} ({say(words.VISIT)})"
        items = [item for item in map(to.item, card.items) if item is not None]
        links = [(say(item.name), f"/book/{card.id}?item={item.id}") for item in items]
        heading = name if card.home_visit else say(card.name)
        groups.append((heading, tuple(links) or ((say(card.name), f"/book/{card.id}"),)))
    return HtmlPage(heading=say(words.WHAT), groups=tuple(groups), links=_elsewhere(to))


def when(to: Visitor, queue: str, item: str, day: str, offered: SlotsAnswer) -> HtmlPage:
    """The page with the days that have free times, and the times of one day."""
    say = to.say
    days = by_day(offered.slots, to.where)
    way = f"/book/{queue}?item={item}" if item else f"/book/{queue}?item="
    notes = _notes(to, offered)
    subject = to.subject(queue, (item,) if item else ())
    chosen = next((one for one in days if one.isoformat() == day), None)
    keep = (("item", item),) if item else ()
    if chosen is not None:
        times = tuple(
            (f"{hours_words(slot, to.where)} · {places(say, slot.free)}", f"{way}&at={slot.starts_at}")
            for slot in days[chosen]
        )
        return HtmlPage(
            heading=say(words.SLOT),
            lines=(subject, day_words(chosen, say)),
            groups=(("", times),),
            links=((say(words.AGAIN), way),),
            keep=(*keep, ("day", day)),
        )
    if not days:
        return HtmlPage(
            heading=say(words.NONE_FREE),
            lines=(say(words.NONE_FREE_HINT), *notes),
            links=((say(words.AGAIN), "/book"),),
            keep=keep,
        )
    links_of_days = tuple((day_words(one, say), f"{way}&day={one.isoformat()}") for one in days)
    return HtmlPage(
        heading=say(words.DAY),
        lines=(subject,),
        groups=(("", links_of_days),),
        facts=notes,
        links=((say(words.AGAIN), "/book"),),
        keep=keep,
    )


def who(to: Visitor, wish: WantedSlot, slot: SlotView, problem: str = "") -> HtmlPage:
    say, card = to.say, to.card(wish.queue)
    fields = [SheetField(name="phone", label=say(words.PHONE), kind="tel", value=wish.phone)]
    if card is not None and card.home_visit:
        fields.append(SheetField(name="address", label=say(words.ADDRESS), kind="address", value=wish.address))
    starts_at = str(slot.starts_at)
    return HtmlPage(
        heading=say(words.WHO),
        lines=(to.subject(wish.queue, wish.items), span_words(slot, to.where, say)),
        lists=to.to_bring(wish.queue, wish.items),
        facts=(say(words.WHO_HINT),),
        problem=problem,
        status=422 if problem else 200,
        sheets=(
            Sheet(
                action=f"/book/{wish.queue}",
                carried=(("step", "phone"), ("once", once()), ("item", wish.item), ("at", starts_at)),
                fields=tuple(fields),
                submit=say(words.SEND),
            ),
        ),
        keep=(*((("item", wish.item),) if wish.item else ()), ("at", starts_at)),
        language_link=not problem,
    )


def code(to: Visitor, action: str, carried: tuple[tuple[str, str], ...], phone: str, problem: str = "") -> HtmlPage:
    say = to.say
    books = action != "/booking"
    return HtmlPage(
        heading=say(words.CODE),
        lines=(say(words.CODE_HINT, phone=phone),),
        problem=problem,
        status=422 if problem else 200,
        language_link=False,
        sheets=(
            Sheet(
                action=action,
                carried=(("step", "code"), ("once", once()), *carried),
                fields=(SheetField(name="code", label=say(words.CODE_FIELD), kind="code"),),
                submit=say(words.CONFIRM if books else words.GO_ON),
            ),
        ),
    )


def another(to: Visitor, sheet: Sheet, told: HallRefused, offered: SlotsAnswer, near: int) -> HtmlPage:
    """The page to choose another time; the phone is proved already. `sheet`: the form without its times."""
    say = to.say
    choices = choices_near(to, offered, near)
    return HtmlPage(
        heading=say(words.NOT_BOOKED),
        lines=answers.reason(told, to.where, say, to.hotline),
        status=409,
        language_link=False,
        sheets=(replace(sheet, choices=choices),) if choices else (),
        links=((say(words.AGAIN), "/book"),),
    )


def _elsewhere(to: Visitor) -> tuple[tuple[str, str], ...]:
    return ((to.say(words.MINE), "/booking"),)


def _notes(to: Visitor, offered: SlotsAnswer) -> tuple[str, ...]:
    if not offered.not_announced:
        return ()
    joiner = "、" if to.say.chinese else ", "
    return (to.say(words.NOT_ANNOUNCED, years=joiner.join(map(str, offered.not_announced))),)
