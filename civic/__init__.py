"""The rules of the neighbourhood: pure, synchronous, without clock, I/O or library.

A rule takes frozen values and the moment as arguments and returns new values with the events that tell what happened, or raises
one of the refusals in ``civic.refusals``.
"""
