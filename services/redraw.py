"""How often a card that many people change is redrawn."""

from datetime import timedelta

REDRAW_AFTER = timedelta(seconds=3)
"""A card in a group is redrawn at most this often; changes in between wait and are drawn together."""
