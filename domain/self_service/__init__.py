"""The flow of the self-service kiosk: `(state, input, now) -> (state, effects)`; `step.py` is the entrance.

A *business* is one thing that people do here: take a number, read a guide, look at the plan. The frame around all of
them is `step.py`, `moves.py` and `time_out.py`: one home, one person's session, one time-out; a business has none of
these. A business is a `Business` (`business.py`): a few pure functions over a state of its own.

How a business is added:

1. `domain/self_service/<name>.py`, or a folder of its own if it needs more than one file: its state, a frozen
   dataclass with everything that the person typed and chose; its touches, frozen dataclasses in one union; the
   functions `begin`, `touched` (a `match` that ends in `assert_never`), `heard` (answers, timers, cards, what was
   read), `back`; and at the end `X = Business(name=…, …)`.
   A business knows a `KioskMoment`, and asks for the effects in `effects.py`: a request, a timer, a piece of
   content, a slip of paper, another business over this one (`OpenBusiness`), its own end (`CloseBusiness`). It may
   choose names of timers and tags freely: the frame separates those of two businesses and of two persons.
2. Its name in `domain/views/business_names.py`, and `X` and its touches in `businesses.py`.
3. A screen for each of its pages: `kiosk/screens/self_service/<name>_<page>.py` and `.kv`, a `KioskScreen`; a row for
   each in `kiosk/self_service/screen_names.py`.
4. Its tile: name and icon in `kiosk/screens/self_service/tiles.py`; the English in `translations/`.
5. A specimen of each screen in `tests/screens/specimens/self_service.py`, a journey in `tests/journeys/`. The property
   tests (`tests/journeys/test_kiosk_properties.py`) test it too, once its touches are in `SAMPLES` there.

Nothing here draws, prints or sends: screens are in `kiosk/screens`, effects are executed in `kiosk/self_service`.
"""
