"""Runs a flow: one queue of inputs, drained on the main thread; effects are executed by registered handlers.

Every callback of the process (touch, card, MQTT, timer, worker) calls `post` and does nothing else. The main thread
calls `drain` when woken. Handlers of effects run on the main thread and must not block; slow work goes through
`work`, which runs it on a worker thread and posts what it returns.
"""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Generic, TypeVar

S = TypeVar("S")
Input_contra = TypeVar("Input_contra", contravariant=True)
Effect_contra = TypeVar("Effect_contra", contravariant=True)
One = TypeVar("One")

Step = Callable[[S, Input_contra, int], tuple[S, Iterable[Effect_contra]]]
"""`(state, input, now_ms) → (state, effects)`; `now_ms` is a monotonic clock."""


class Runner(Generic[S, Input_contra, Effect_contra]):
    """Runs one flow: its state, its queue of inputs, the handlers of its effects.

    `wake` is called from any thread after an input was queued; it must arrange for `drain` on the main thread.

    `show` gets a new state after all queued inputs are processed, so ten snapshots in a burst make one frame.
    """

    def __init__(
        self,
        state: S,
        step: Step[S, Input_contra, Effect_contra],
        *,
        clock_ms: Callable[[], int],
        wake: Callable[[], None],
        show: Callable[[S], None],
    ) -> None:
        self.state = state
        self._step = step
        self._clock_ms = clock_ms
        self._wake = wake
        self._show = show
        self._inputs: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._handlers: dict[type, Callable[[Any], None]] = {}
        self._workers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="work")

    def handle(self, effect: type[One], handler: Callable[[One], None]) -> None:
        """Register the handler of an effect class. An effect without a handler is a bug and raises in `drain`."""
        self._handlers[effect] = handler

    def post(self, given: Input_contra) -> None:
        """Queue an input; from any thread."""
        self._queue(given)

    def work(self, job: Callable[[], Input_contra | None]) -> None:
        """Run `job` on a worker thread and post its result (None posts nothing). Jobs return faults as values."""

        def done(future: Future[Input_contra | None]) -> None:
            if future.cancelled():
                return
            error = future.exception()
            if error is not None:
                self._queue(Crashed(error))
                return
            result = future.result()
            if result is not None:
                self.post(result)

        self._workers.submit(job).add_done_callback(done)

    def _queue(self, given: Input_contra | Crashed) -> None:
        self._inputs.put(given)
        self._wake()

    def execute(self, effects: Iterable[Effect_contra]) -> None:
        """Hand effects to their handlers; main thread only."""
        for effect in effects:
            self._handlers[type(effect)](effect)

    def drain(self, *_: object) -> None:
        """Process all queued inputs; main thread only."""
        before = self.state
        while True:
            try:
                given = self._inputs.get_nowait()
            except queue.Empty:
                break
            if isinstance(given, Crashed):
                raise given.error
            self.state, effects = self._step(self.state, given, self._clock_ms())
            self.execute(effects)
        if self.state is not before:
            self._show(self.state)

    def close(self) -> None:
        self._workers.shutdown(wait=False, cancel_futures=True)


class Crashed:
    """A worker raised an exception, which is a bug. It is raised again on the main thread, where the failsafe sees
    it."""

    def __init__(self, error: BaseException) -> None:
        self.error = error
