"""The peer that every ratio is against: an echo bot as python-telegram-bot's own examples build it, by webhook (needs tornado)."""

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.message.reply_text(update.message.text)


def main(address: str, port: int) -> None:
    application = Application.builder().token("1000000001:benchmark").base_url(f"{address}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    application.run_webhook(listen="127.0.0.1", port=port, webhook_url=f"http://127.0.0.1:{port}/")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
