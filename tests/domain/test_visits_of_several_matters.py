"""A visit for several matters (一件事): where it goes on, in which order, and when it has been everywhere."""

from __future__ import annotations

from dataclasses import replace

from acting import HALL, Acting, text, window

from domain import commands as c
from domain import events as e
from domain.config import Item


def test_a_visit_with_two_matters_goes_on_to_the_second_queue_at_its_old_place() -> None:
    day = Acting().open()
    day.do(c.OpenWindow(window="w1", queues=("papers",)))
    visit = day.take("papers", items=("id-card", "pension"))
    later = day.later(minutes=3).take("social")
    assert day.serve("w1") == visit
    assert (day.state(visit), day.ticket(visit).queue) == ("waiting", "social")
    assert [day.serve("w2"), day.serve("w2")] == [visit, later]
    assert day.state(visit) == "served"
    invited = [event.ticket for event in day.log if isinstance(event, e.RatingInvited)]
    assert invited == [day.id(visit), day.id(later)], "one visit, one review"


def test_a_window_whose_queues_change_meanwhile_has_dealt_with_the_queue_of_its_ticket() -> None:
    day = Acting().open()
    visit = day.take("papers", items=("id-card",))
    day.start(day.call("w1"))
    day.do(c.OpenWindow(window="w1", queues=("advice",)))
    day.finish(visit)
    assert day.state(visit) == "served"


def test_a_matter_that_no_queue_is_for_leads_nowhere_and_one_of_several_queues_to_the_first() -> None:
    items = (*HALL.items, Item(id="nowhere", name=text("n"), bureau=text("b")))
    queues = (HALL.queues[0], HALL.queues[1], replace(HALL.queues[2], items=("pension",)))
    day = Acting(replace(HALL, items=items, queues=queues, windows=(window("w1", "papers"), window("w2", "social"))))
    day.open("w1", "w2")
    visit = day.take("papers", items=("nowhere", "pension"))
    day.serve("w1")
    assert (day.state(visit), day.ticket(visit).queue) == ("waiting", "social")
    day.serve("w2")
    assert day.state(visit) == "served", "the other queue for it is not needed any more"


def test_a_visit_goes_on_by_the_order_of_its_matters() -> None:
    queues = (HALL.queues[0], replace(HALL.queues[1], items=()), replace(HALL.queues[2], items=("pension",)))
    two = (replace(queues[0], items=("id-card",)), replace(queues[1], items=("permit",)), queues[2])
    day = Acting(replace(HALL, queues=two, windows=(window("w1", "papers"), window("w2", "social"), HALL.windows[2])))
    day.open()
    visit = day.take("papers", items=("id-card", "pension", "permit"))
    stops = []
    for at_window in ("w1", "w3", "w2"):
        day.serve(at_window)
        stops.append(day.ticket(visit).queue)
    assert (stops, day.state(visit)) == (["advice", "social", "social"], "served")


def test_a_window_that_serves_both_queues_finishes_both_matters() -> None:
    day = Acting().open()
    visit = day.take("papers", items=("id-card", "pension"))
    day.serve("w1")
    assert day.state(visit) == "served"


def test_who_was_sent_on_by_hand_is_not_sent_back_by_the_list() -> None:
    day = Acting().open()
    day.do(c.OpenWindow(window="w1", queues=("papers",)))
    visit = day.take("papers", items=("id-card", "pension"))
    day.start(day.call("w1"))
    day.do(c.TransferTicket(window="w1", ticket=day.id(visit), queue="social"))
    day.serve("w2")
    assert day.state(visit) == "served"


def three_queues() -> Acting:
    """Each matter has its queue; each window serves one, and w1 two."""
    matters = (("id-card",), ("permit",), ("pension",))
    queues = tuple(replace(queue, items=items) for queue, items in zip(HALL.queues, matters, strict=True))
    windows = (window("w1", "papers"), window("w2", "social"), window("w3", "advice"), window("w4", "papers", "social"))
    return Acting(replace(HALL, queues=queues, windows=windows)).open("w1", "w2", "w3", "w4")


def test_a_visit_does_not_go_back_to_where_it_began() -> None:
    day = three_queues()
    visit = day.take("papers", items=("id-card", "permit", "pension"))
    for at_window in ("w1", "w2", "w3"):
        assert day.serve(at_window) == visit
    assert day.state(visit) == "served"


def test_a_visit_does_not_go_where_a_window_before_has_dealt_with_it_too() -> None:
    day = three_queues()
    visit = day.take("papers", items=("id-card", "permit", "pension"))
    for at_window in ("w4", "w3"):
        assert day.serve(at_window) == visit
    assert day.state(visit) == "served"


def test_a_visit_does_not_go_back_to_the_queue_that_its_window_gave_up_meanwhile() -> None:
    day = three_queues()
    visit = day.take("papers", items=("id-card",))
    day.start(day.call("w1"))
    day.do(c.OpenWindow(window="w1", queues=("advice",)))
    day.do(c.TransferTicket(window="w1", ticket=day.id(visit), queue="social"))
    day.serve("w2")
    assert day.state(visit) == "served"
