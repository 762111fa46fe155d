"""The visitor of a page about bookings, and what these pages share: what is booked, what to bring, which times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from domain.booking.views import SlotsAnswer
from domain.views.catalogue import Catalogue, ItemCard, QueueCard
from phone_page.booking import words
from phone_page.booking.sheets import SheetChoice
from program.speech import Speaker
from program.words.slot_words import by_day, day_words, hours_words

MOST_CHOICES = 40
"""The most times on one page; later days follow when the earlier ones are full."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whom a page is made for."""

    catalogue: Catalogue
    say: Speaker
    where: tzinfo

    @property
    def hotline(self) -> str:
        return self.catalogue.booking_phone or self.catalogue.hotline

    def card(self, queue: str) -> QueueCard | None:
        """The queue, if it has slots to book."""
        return next((card for card in self.catalogue.queues if card.id == queue and card.booked), None)

    def item(self, name: str) -> ItemCard | None:
        return next((item for item in self.catalogue.items if item.id == name), None)

    def subject(self, queue: str, items: tuple[str, ...]) -> str:
        """What is booked: the queue, and the item if one was chosen."""
        card = next((card for card in self.catalogue.queues if card.id == queue), None)
        names = [self.say(item.name) for item in map(self.item, items) if item is not None]
        return " · ".join([*([self.say(card.name)] if card else []), *names])

    def to_bring(self, queue: str, items: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Everything to bring, each once and in full (S4 7.3.3)."""
        card = next((card for card in self.catalogue.queues if card.id == queue), None)
        things = [self.say(one) for item in map(self.item, items) if item is not None for one in item.materials]
        if not things:
            things = [self.say(card.guide) if card and card.guide else self.say(words.NO_PAPERS)]
        return ((self.say(words.TO_BRING), tuple(dict.fromkeys(things))),)


def places(say: Speaker, free: int) -> str:
    return say.count(words.PLACES, free)


def choices_near(
    to: Visitor, offered: SlotsAnswer, near: int, *, but: int | None = None
) -> tuple[tuple[str, tuple[SheetChoice, ...]], ...]:
    """Free times by day: of the days nearest to `near`, in order of time."""
    days = by_day([slot for slot in offered.slots if slot.starts_at != but], to.where)
    chosen: list[tuple[str, tuple[SheetChoice, ...]]] = []
    count = 0
    for day in sorted(days, key=lambda day: abs(days[day][0].starts_at - near)):
        if count and count + len(days[day]) > MOST_CHOICES:
            break
        count += len(days[day])
        label = day_words(day, to.say)
        of_day = tuple(
            SheetChoice(value=str(slot.starts_at), label=hours_words(slot, to.where), note=places(to.say, slot.free))
            for slot in days[day]
        )
        chosen.append((f"{day.isoformat()} {label}", of_day))
    return tuple((name.split(" ", 1)[1], choices) for name, choices in sorted(chosen))
