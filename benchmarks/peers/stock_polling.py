"""An echo bot as python-telegram-bot's own examples build it, by long polling."""

import sys

from telegram.ext import Application, MessageHandler, filters

from benchmarks.peers.stock_webhook import echo


def main(address: str) -> None:
    application = Application.builder().token("1000000001:benchmark").base_url(f"{address}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    application.run_polling()


if __name__ == "__main__":
    main(sys.argv[1])
