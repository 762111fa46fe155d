"""Deciding over people who sign in and out at a device that acts for staff. What they may do there is checked at each
request, by `domain/staff/rights.py`.
"""

from __future__ import annotations

import re

from domain.commands import StaffSignIn, StaffSignOut
from domain.events import StaffSignedIn, StaffSignedOut
from domain.refusal import Code, Context, Decision, no
from domain.staff.people import PERSON_ID
from domain.state.state import State


def sign_in(_state: State, _asked: StaffSignIn, context: Context) -> Decision:
    """Sign in the person who has proved with this request who they are."""
    proved = context.proved
    if proved is None:
        return no(Code.STAFF_PROOF_NEEDED, "signing in needs a PIN or a card")
    return [StaffSignedIn(at=context.now, device=context.device, staff=proved.person, role=proved.role, way=proved.way)]


def sign_out(_state: State, asked: StaffSignOut, context: Context) -> Decision:
    """Sign a person out. Signing out somebody who has not signed in is no error."""
    if not re.fullmatch(PERSON_ID, asked.staff):
        return no(Code.REQUEST_INVALID, "staff is no id of a person")
    return [StaffSignedOut(at=context.now, device=context.device, staff=asked.staff)]
