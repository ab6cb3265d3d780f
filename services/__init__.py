"""What the program can do: one use case a function, one transaction each, no library.

A use case is a plain synchronous function whose first argument is the transaction; ``Store.run`` runs it. It reloads what it
decides on, asks the rules in ``civic``, and writes state, journal, timers and outgoing posts.
"""
