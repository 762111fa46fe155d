"""Cases (办不成事, 投诉, 表扬): what people tell the hall so that somebody looks into it. Here are the commands,
events, queries and settings; cases are kept in `domain/state/` and decided here.

So far a case can be opened and seen; later events will say what happens to it (assigned, verified, put right, closed).
"""
