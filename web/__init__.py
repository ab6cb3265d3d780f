"""The browser's edge: the webhook and the health page."""
