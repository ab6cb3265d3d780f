"""The Bot API side: HTTP in, methods in one table, limits, faults and webhooks."""
