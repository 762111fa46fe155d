"""Cases (办不成事, 投诉, 表扬): what somebody brings before the hall that has to be looked into. The words of what is
asked, what happened and what is answered, and the settings; cases are kept in `domain/state/`, decided here.

So far a case is opened and seen; what becomes of it (assigned, verified, mended, closed) will be further events.
"""
