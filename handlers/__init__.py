"""The Telegram edge: an update becomes a use case, a post becomes words and buttons. No rules and no SQL are here."""
