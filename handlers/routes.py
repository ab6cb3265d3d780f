"""Routes: which update goes to which handler."""

import re
from typing import Any

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from handlers import links, private
from handlers.buttons import Signer
from handlers.callbacks import Callbacks
from handlers.desk import Desk
from handlers.groups import Groups
from handlers.lexicon import Lexicon
from handlers.private import Private

COMMANDS = ("report", "progress", "mine", "tasks", "privacy", "mydata", "forget", "help", "cancel")
"""The commands of the menu, in its order; the catalogue describes them."""

_PEOPLE = filters.ChatType.PRIVATE
_GROUPS = filters.ChatType.GROUPS


def routes(desk: Desk, signer: Signer) -> list[BaseHandler[Any, Any, Any]]:
    """All handlers, the first that fits takes the update."""
    alone, together, lexicon, callbacks = Private(desk), Groups(desk), Lexicon(desk), Callbacks(desk, signer)

    async def membership(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        private_chat = update.effective_chat is not None and update.effective_chat.type == ChatType.PRIVATE
        await (alone if private_chat else together).membership(update, context)

    commands = [
        (("start",), alone.start),
        (("有事", "report"), alone.report),
        (("进度", "progress"), alone.command(private.tell_progress)),
        (("我的", "mine"), alone.command(private.tell_mine)),
        (("任务", "tasks"), alone.command(private.tell_tasks)),
        (("帮助", "help"), alone.command(private.tell_help)),
        (("隐私", "privacy"), alone.command(private.tell_privacy)),
        (("我的数据", "mydata"), alone.command(private.my_data)),
        (("注销", "forget"), alone.command(private.forget)),
        (("取消", "cancel"), alone.command(private.cancel)),
        (("举报", "whistle"), alone.command(private.report_official)),
        (("保留", "hold"), alone.command(private.hold)),
        (("解除保留", "release"), alone.command(private.release)),
        (("邀请", "invite"), alone.command(links.invite)),
        (("人员", "staff"), alone.command(private.tell_staff)),
        (("解纷码", "link"), alone.command(links.place_link)),
        (("词库", "lexicon"), lexicon.suggestions),
        (("重载词库", "reload"), lexicon.reload),
    ]
    bot = desk.town.bot_name
    return [
        CallbackQueryHandler(callbacks.press),
        *(MessageHandler(_command(bot, *names) & _PEOPLE & filters.UpdateType.MESSAGE, run) for names, run in commands),
        MessageHandler(_PEOPLE & filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL, alone.message),
        MessageHandler(_PEOPLE & filters.UpdateType.EDITED_MESSAGE, alone.edited),
        MessageHandler(_GROUPS & filters.StatusUpdate.MIGRATE, together.migrated),
        MessageHandler(_GROUPS & filters.UpdateType.MESSAGE & _command(bot, "绑定", "bind"), together.bind),
        ChatMemberHandler(membership, ChatMemberHandler.MY_CHAT_MEMBER),
        ChatMemberHandler(together.member, ChatMemberHandler.CHAT_MEMBER),
    ]


def _command(bot: str, *names: str) -> filters.Regex:
    """A command by any of its names, unless it is addressed to another bot.

    Only the ASCII ones are commands to the messenger, so the text is looked at; a Chinese keyboard's slash may be a wide one.
    """
    return filters.Regex(re.compile(rf"^[/\uff0f](?:{'|'.join(names)})(?:@{bot})?(?:\s|$)", re.IGNORECASE))
