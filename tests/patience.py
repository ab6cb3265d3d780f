"""How long tests wait for what must come."""

PATIENCE = 240
"""Seconds until a test that waits gives up. Long: a machine that is busy with other work is no fault of the program's, and what comes
at once is waited for no longer."""
