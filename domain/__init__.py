"""The rules of a hall, standard library only: no I/O, no threads, no wall clock.

Directly here are the words that every room uses: configuration, commands, events, refusals, views, roles, flow. The
rooms build on one another in this order: `calendar`, `state`, `queue`, `decide`, `show`. The flows `number_machine`
and `pad` and the room `health` know the words alone.

Instants are whole milliseconds since 1970-01-01T00:00:00Z (`int`, named `…_at` or `now`); durations say their unit.
"""
