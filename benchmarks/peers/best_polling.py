"""The quickest echo bot that python-telegram-bot makes: long polling, 256 at a time, uvloop, orjson and aiohttp."""

import asyncio
import signal
import sys

import uvloop
from telegram.ext import Application, MessageHandler, filters

from benchmarks.peers.stock_webhook import echo
from bot.telegram.request import AiohttpRequest


async def main(address: str) -> None:
    builder = Application.builder().token("1000000001:benchmark").base_url(f"{address}/bot").concurrent_updates(256)
    builder = builder.request(AiohttpRequest(connections=256)).get_updates_request(AiohttpRequest(connections=1))
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with application:
        await application.start()
        await application.updater.start_polling()
        await stop.wait()
        await application.updater.stop()
        await application.stop()


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1]))
