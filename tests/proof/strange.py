"""Strange updates: every kind that Telegram has, with every kind of content and Unicode, whole or with something wrong in them."""

import random
from collections.abc import Callable
from copy import deepcopy
from typing import Any

JSON = dict[str, Any]

BOT = {"id": 1000000001, "is_bot": True, "first_name": "有事来聊", "username": "youshi_sandbox_bot"}
NOBODY = ({"id": 1087968824, "is_bot": True, "first_name": "Group"}, {"id": 777000, "is_bot": False, "first_name": "T"})
GROUP = {"id": -4000000001, "type": "group", "title": "幸福小区议事群"}
SUPER = {"id": -1004000000002, "type": "supergroup", "title": "👩‍👩‍👧‍👦"}
CHANNEL = {"id": -1009000000001, "type": "channel", "title": "频道"}

LETTERS = (
    "灯坏了楼道停水漏电梯3号幸福小区，。！？ \n\t\r aZ09/@#*_`[]<>&\"'\\|{}~",
    "👩‍👩‍👧‍👦🏳️‍🌈🇨🇳é́̂̃n̈\u200b\u200d\ufeff\u202e\u202d\u2066\u2069\u061c",
    "\x00\x01\x08\x1b\x7f\x85\xa0\u2028\u2029\ufffe\uffff\U0010ffff\ud800\udfff𠮷",
    "العربيةעבריתไทยहिन्दी한국어ﷺ꧅𒐫",
)
WORDS = (
    "3号楼楼道灯不亮了",
    "楼道里有煤气味",
    "谢谢",
    "我那个灯的事咋样了",
    "不用修了",
    "/有事",
    "/start",
    "/start i_AAAA",
    "/start xf",
    "/进度 幸福-261122-001",
    "/邀请 网格员 幸福小区",
    "/保留 1",
    "/举报",
    "/注销",
    "/我的数据",
    "/绑定 幸福小区",
    "／有事 停水了",
    "/report@youshi_sandbox_bot 灯",
    "/" + "a" * 40,
    "=HYPERLINK(1)",
    "幸福小区",
    "明天晚上7点",
)


class Strange:
    """Makes updates."""

    def __init__(self, seed: int, accounts: range) -> None:
        self.dice = random.Random(seed)
        self.accounts = accounts
        self._next = 0

    def update(self, number: int) -> tuple[JSON, int | None]:
        """A whole update, and the account that has to get an answer to it, if any."""
        kind, make = self.dice.choice(KINDS)
        body = make(self)
        answered = kind == "message" and body["chat"]["type"] == "private" and "media_group_id" not in body
        return {"update_id": number, kind: body}, body["chat"]["id"] if answered else None

    def spoilt(self, number: int) -> JSON:
        """An update with something missing, or of another type than it should be."""
        update = deepcopy(self.update(number)[0])
        for _ in range(self.dice.randint(1, 3)):
            self._spoil(update)
        update["update_id"] = number
        return update

    def _spoil(self, update: JSON) -> None:
        at: Any = update
        while True:
            keys: list[Any] = list(at) if isinstance(at, dict) else list(range(len(at)))
            if not keys:
                return
            key = self.dice.choice(keys)
            if isinstance(at[key], dict | list) and at[key] and self.dice.random() < 0.75:
                at = at[key]
            elif isinstance(at, dict) and self.dice.random() < 0.4:
                del at[key]
                return
            else:
                at[key] = self.dice.choice(WRONG)(self)
                return

    def text(self, most: int = 200) -> str:
        length = self.dice.choice((0, 1, 3, 20, most))
        letters = self.dice.choice(LETTERS)
        return self.dice.choice((self.dice.choice(WORDS), "".join(self.dice.choices(letters, k=length))))

    def long(self) -> str:
        return self.dice.choice(("长" * 4096, "👩‍👩‍👧‍👦" * 500, "a" * 4096, "灯坏了。" * 1000))

    def user(self, account: int | None = None) -> JSON:
        if account is None:
            account = self.dice.choice(self.accounts)
        user = {"id": account, "is_bot": False, "first_name": self.text(64) or "x"}
        return self._some(user, last_name=self.text(64), username=f"u{account}", language_code="zh-hans")

    def _some(self, body: JSON, **more: Any) -> JSON:
        return body | {name: value for name, value in more.items() if self.dice.random() < 0.3}

    def private(self) -> JSON:
        self._next = (self._next + 1) % len(self.accounts)
        user = self.user(self.accounts[self._next])
        chat = {"id": user["id"], "type": "private", "first_name": user["first_name"]}
        return self._message(chat, user) | self._content()

    def album(self) -> JSON:
        return self.private() | {"media_group_id": str(self.dice.randint(1, 9)), "photo": self._photo()}

    def together(self) -> JSON:
        chat = self.dice.choice((GROUP, SUPER))
        message = self._message(chat, self.dice.choice((self.user(), *NOBODY)))
        service = self.dice.choice(({}, {"sender_chat": chat}, {"migrate_to_chat_id": -1004000000003}, *SERVICE))
        return message | self._content() | (service if self.dice.random() < 0.3 else {})

    def edited(self) -> JSON:
        chat_of = self.dice.choice((self.private, self.together))
        return chat_of() | {"edit_date": 1_795_000_100}

    def posted(self) -> JSON:
        return {
            "message_id": self._id(),
            "date": 1_795_000_000,
            "chat": CHANNEL,
            "sender_chat": CHANNEL,
        } | self._content()

    def tapped(self) -> JSON:
        user = self.dice.choice((self.user(), self.user(), *NOBODY, BOT))
        chat = self.dice.choice((GROUP, SUPER, {"id": user["id"], "type": "private", "first_name": "x"}))
        query = {"id": str(self._id()), "from": user, "chat_instance": str(self._id())}
        message = self.dice.choice(
            (
                {"message": {**self._message(chat, BOT), "text": "卡片"}},
                {"message": {"chat": chat, "message_id": self._id(), "date": 0}},
                {"inline_message_id": "abc"},
            )
        )
        data = self.dice.choice(
            ({"data": self.text(64)}, {"data": "1ac.1..zzz.AAAAAAAAAAAAAA"}, {"game_short_name": "g"})
        )
        return query | message | data

    def membership(self) -> JSON:
        user, statuses = self.user(), ("member", "left", "kicked", "administrator", "restricted")
        chat = self.dice.choice((GROUP, SUPER, CHANNEL, {"id": user["id"], "type": "private", "first_name": "x"}))
        old, new = (self._member(self.dice.choice((BOT, user)), self.dice.choice(statuses)) for _ in range(2))
        return {"chat": chat, "from": user, "date": 1_795_000_000, "old_chat_member": old, "new_chat_member": new}

    def others(self) -> JSON:
        return {"id": str(self._id()), "from": self.user(), "query": self.text(), "offset": ""}

    def _member(self, user: JSON, status: str) -> JSON:
        rights = dict.fromkeys(RIGHTS, True)
        return {"user": user, "status": status, "until_date": 0, "is_member": True, "is_anonymous": False, **rights}

    def _message(self, chat: JSON, user: JSON) -> JSON:
        message = {"message_id": self._id(), "date": 1_795_000_000, "chat": chat, "from": user}
        origin = {"type": "hidden_user", "date": 1, "sender_user_name": self.text(30)}
        reply = {"message_id": 1, "date": 1, "chat": chat, "from": BOT, "text": "…"}
        return (
            self._some(message, forward_origin=origin, reply_to_message=reply) if self.dice.random() < 0.3 else message
        )

    def _content(self) -> JSON:
        return self.dice.choice(CONTENTS)(self)

    def _photo(self) -> list[JSON]:
        return [self._file(width=1, height=1), self._file(width=9000, height=1)]

    def _file(self, **more: Any) -> JSON:
        return {"file_id": f"f{self._id()}", "file_unique_id": "u", "file_size": 50 * 2**20, **more}

    def _captioned(self, **content: Any) -> JSON:
        return self._some(content, caption=self.text(1024))

    def _id(self) -> int:
        return self.dice.randint(1, 2**31 - 1)


RIGHTS = (
    *["can_be_edited", "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members"],
    *[
        "can_promote_members",
        "can_change_info",
        "can_invite_users",
        "can_post_stories",
        "can_edit_stories",
        "can_pin_messages",
    ],
    *[
        "can_delete_stories",
        "can_send_messages",
        "can_send_audios",
        "can_send_documents",
        "can_send_photos",
        "can_send_videos",
    ],
    *["can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages", "can_manage_topics"],
    *[
        "can_add_web_page_previews",
        "can_edit_tag",
        "can_react_to_messages",
    ],
)
SERVICE = (
    {"new_chat_title": "新"},
    {"left_chat_member": BOT},
    {"new_chat_members": [BOT]},
    {"group_chat_created": True},
    {"delete_chat_photo": True},
    {"migrate_from_chat_id": -4000000001},
    {"web_app_data": {"data": "x", "button_text": "x"}},
)
CONTENTS: tuple[Callable[[Strange], JSON], ...] = (
    *(lambda it: {"text": it.text() or "x"},) * 8,
    lambda it: {"text": it.long()},
    lambda it: {"text": "/有事 灯", "entities": [{"type": "bot_command", "offset": 0, "length": 3}]},
    lambda it: {"text": "灯", "entities": [{"type": "text_mention", "offset": -5, "length": 9999, "user": BOT}]},
    lambda it: it._captioned(photo=it._photo()),
    lambda it: it._captioned(voice=it._file(duration=10**6)),
    lambda it: it._captioned(video=it._file(duration=1, width=1, height=1)),
    lambda it: it._captioned(audio=it._file(duration=1)),
    lambda it: it._captioned(document=it._file(file_name=it.text(300))),
    lambda it: {"video_note": it._file(duration=1, length=1)},
    lambda it: {"animation": it._file(duration=1, width=1, height=1), "document": it._file()},
    lambda it: {"sticker": it._file(type="regular", width=1, height=1, is_animated=False, is_video=False)},
    lambda it: {"contact": {"phone_number": "+8613800000000", "first_name": it.text(64)}},
    lambda it: {"location": {"latitude": it.dice.uniform(-90, 90), "longitude": it.dice.choice((180.0, 0, -180))}},
    lambda it: {"venue": {"location": {"latitude": 1, "longitude": 1}, "title": it.text(), "address": ""}},
    lambda it: {"dice": {"emoji": "🎲", "value": 6}},
    lambda it: {"story": {"chat": CHANNEL, "id": 1}},
    lambda it: {"poll": {**POLL, "question": it.text(300)}},
    lambda it: {"unheard_of": {"by": ["this", "library"]}},
)
POLL: JSON = {
    "id": "1",
    "question": "?",
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
WRONG: tuple[Callable[[Strange], Any], ...] = (
    lambda it: None,
    lambda it: it.dice.choice((-1, 0, 2**31, 2**53, 2**63, 2**70, -(2**70))),
    lambda it: it.dice.choice((1.5, 1e308, True, "", "x", "7", [], {}, [[]], {"": None}, [None])),
    lambda it: it.text(),
    lambda it: it.long(),
    lambda it: it.user(),
)
KINDS: tuple[tuple[str, Callable[[Strange], JSON]], ...] = (
    *(("message", Strange.private),) * 8,
    ("message", Strange.album),
    *(("message", Strange.together),) * 2,
    ("edited_message", Strange.edited),
    ("channel_post", Strange.posted),
    ("edited_channel_post", Strange.posted),
    *(("callback_query", Strange.tapped),) * 3,
    ("my_chat_member", Strange.membership),
    ("chat_member", Strange.membership),
    ("inline_query", Strange.others),
)
