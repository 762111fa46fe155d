"""潮汐窗口: which queues a window serves by the configuration, and which ones a choice would leave without a window."""

from __future__ import annotations

from domain.pad.clerk_state import ClerkPanel, ClerkState
from domain.pad.known import own_card
from domain.views.public import QueueStatus, QueueView


def usual(state: ClerkState) -> tuple[str, ...]:
    """The queues of this window by the configuration."""
    card = own_card(state.known)
    return card.queues if card else ()


def abandoned(state: ClerkState) -> tuple[QueueView, ...]:
    """Queues that the present choice would leave without an open window, the longest waiting line first."""
    window, snapshot = state.known.window, state.known.queues
    if state.panel is not ClerkPanel.QUEUES or window is None or snapshot is None:
        return ()
    served = {queue.id for queue in window.queues}
    found = [
        view
        for view in snapshot.queues
        if view.id not in state.draft.queues and view.windows - (view.id in served) < 1 and _in_use(view)
    ]
    return tuple(sorted(found, key=lambda view: -view.waiting))


def _in_use(view: QueueView) -> bool:
    return view.waiting > 0 or view.status is not QueueStatus.CLOSED
