"""Groups: privacy mode, anonymous administrators, membership, rights, migration."""

from typing import Any

import pytest

from sandbox.errors import ControlError
from sandbox.world import World
from tests.sandbox.conftest import RESIDENT, SECRETARY, WORKER
from tests.sandbox.kit import BOT, Bot, Refused


@pytest.fixture
def quiet(world: World) -> int:
    """A group in which the bot is an ordinary member, so that privacy mode counts."""
    chat = world.add_group("邻里", SECRETARY, [RESIDENT, WORKER], bot="member")
    world.bot().queue.drop_all()
    return chat.id


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("电梯坏了", False),
        ("/help", True),
        ("/help@youshi_sandbox_bot", True),
        ("/help@YouShi_Sandbox_Bot 一下", True),
        ("/help@another_bot", False),
        ("请看 /help", False),
        ("@youshi_sandbox_bot 在吗", False),
    ],
)
async def test_privacy_mode_lets_only_commands_through(
    bot: Bot, world: World, quiet: int, text: str, *, seen: bool
) -> None:
    world.send(RESIDENT, quiet, text=text)

    assert len(await bot.updates()) == seen


async def test_privacy_mode_lets_replies_and_service_messages_through(bot: Bot, world: World, quiet: int) -> None:
    said = await bot.say(quiet)
    world.send(RESIDENT, quiet, text="好的", reply_to=said["message_id"])
    other = world.send(WORKER, quiet, text="我也来")
    world.send(RESIDENT, quiet, text="欢迎", reply_to=other["message_id"])
    world.leave(quiet, WORKER)

    assert [payload.get("text", "service") for _, payload in await bot.fresh()] == ["好的", "service"]


async def test_administrators_and_bots_without_privacy_mode_see_all(bot: Bot, world: World, quiet: int) -> None:
    world.bot().privacy = False
    world.send(RESIDENT, quiet, text="一")
    world.bot().privacy = True
    world.send(RESIDENT, quiet, text="二")
    world.set_bot(quiet, "administrator")
    world.send(RESIDENT, quiet, text="三")

    assert [payload["text"] for kind, payload in await bot.fresh() if kind == "message"] == ["一", "三"]


async def test_edits_in_groups_follow_the_same_rules(bot: Bot, world: World, quiet: int) -> None:
    plain = world.send(RESIDENT, quiet, text="一")
    command = world.send(RESIDENT, quiet, text="/help")
    world.edit(RESIDENT, quiet, plain["message_id"], text="二")
    world.edit(RESIDENT, quiet, command["message_id"], text="/help 二")

    assert [kind for kind, _ in await bot.fresh()] == ["message", "edited_message"]


async def test_bots_do_not_hear_each_other(bot: Bot, world: World, group: int) -> None:
    other = world.add_bot("1000000002:other", "旁边", "other_bot")
    world.set_bot(group, "administrator", bot=other.id)
    bot.box.world.bot().queue.drop_all()

    await Bot(bot.box, bot.judge, other.id).say(group, "我是另一个")

    assert await bot.updates() == []


async def test_the_bot_learns_how_it_stands(bot: Bot, world: World) -> None:
    chat = world.add_group("新群", SECRETARY, [], bot="member")
    world.set_bot(chat.id, "administrator", {"can_pin_messages": False})
    world.set_bot(chat.id, "kicked")

    changes = [payload for kind, payload in await bot.fresh() if kind == "my_chat_member"]

    assert [(each["old_chat_member"]["status"], each["new_chat_member"]["status"]) for each in changes] == [
        ("left", "member"),
        ("member", "administrator"),
        ("administrator", "kicked"),
    ]
    assert changes[1]["new_chat_member"]["can_pin_messages"] is False


async def test_membership_of_others_comes_to_administrators_who_ask(bot: Bot, world: World, group: int) -> None:
    world.join(group, world.add_person("路人").id)
    await bot.updates(-1, allowed_updates=["chat_member"])
    await bot.fresh()
    world.promote(group, WORKER, anonymous=True)
    world.demote(group, WORKER)
    world.restrict(group, WORKER, {"can_send_messages": True})
    world.kick(group, WORKER)

    changes = [payload["new_chat_member"] for _, payload in await bot.fresh()]

    assert [each["status"] for each in changes] == ["administrator", "member", "restricted", "kicked"]
    assert changes[0]["is_anonymous"] is True
    assert changes[2]["can_send_messages"] is True


async def test_membership_of_others_is_kept_from_ordinary_bots(bot: Bot, world: World, quiet: int) -> None:
    await bot.updates(allowed_updates=["chat_member"])

    world.leave(quiet, WORKER)

    assert await bot.updates() == []


async def test_anonymous_administrators_hide_behind_the_group(bot: Bot, world: World, group: int) -> None:
    world.promote(group, WORKER, anonymous=True)
    world.send(WORKER, group, text="通知")
    world.send(WORKER, group, text="我是网格员", anonymous=False)

    hidden, open_ = [payload for kind, payload in await bot.fresh() if kind == "message"]

    assert hidden["from"] == {
        "id": 1087968824,
        "is_bot": True,
        "first_name": "Group",
        "username": "GroupAnonymousBot",
    }
    assert hidden["sender_chat"]["id"] == group
    assert open_["from"]["id"] == WORKER
    assert world.edit(WORKER, group, hidden["message_id"], text="新通知")["text"] == "新通知"
    with pytest.raises(ControlError):
        world.send(RESIDENT, group, text="我也要", anonymous=True)


async def test_migration_leaves_a_pointer_behind(bot: Bot, world: World) -> None:
    old = world.add_group("老群", SECRETARY, [RESIDENT], kind="group", bot="member")
    world.bot().queue.drop_all()
    new = world.migrate(old.id)

    going, coming = [payload for _, payload in await bot.fresh()]
    with pytest.raises(Refused) as refused:
        await bot.say(old.id)

    assert (going["chat"]["type"], going["migrate_to_chat_id"]) == ("group", new.id)
    assert (coming["chat"]["type"], coming["migrate_from_chat_id"]) == ("supergroup", old.id)
    assert new.id < -1_000_000_000_000
    assert refused.value.words == "Bad Request: group chat was upgraded to a supergroup chat"
    assert refused.value.parameters == {"migrate_to_chat_id": new.id}
    assert (await bot.say(new.id))["chat"]["id"] == new.id
    assert await bot("getChatMemberCount", chat_id=new.id) == 3
    with pytest.raises(ControlError):
        world.send(RESIDENT, old.id, text="还在吗")
    with pytest.raises(ControlError):
        world.migrate(old.id)


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("supergroup", "kicked", "bot was kicked from the supergroup chat"),
        ("supergroup", "left", "bot is not a member of the supergroup chat"),
        ("group", "kicked", "bot was kicked from the group chat"),
        ("group", "left", "bot is not a member of the group chat"),
    ],
)
async def test_a_bot_outside_is_refused(bot: Bot, world: World, kind: str, status: str, words: str) -> None:
    chat = world.add_group("群", SECRETARY, [], kind=kind, bot="member")
    world.set_bot(chat.id, status)

    with pytest.raises(Refused) as refused:
        await bot.say(chat.id)

    assert (refused.value.code, refused.value.words) == (403, f"Forbidden: {words}")


async def test_a_muted_bot_cannot_speak(bot: Bot, world: World, group: int) -> None:
    world.set_bot(group, "restricted")

    with pytest.raises(Refused, match="Bad Request: not enough rights to send text messages to the chat"):
        await bot.say(group)


async def test_pins_stack_up(bot: Bot, world: World, group: int) -> None:
    first, second = await bot.say(group, "一"), await bot.say(group, "二")
    for message in (first, second):
        assert await bot("pinChatMessage", chat_id=group, message_id=message["message_id"])

    assert (await bot("getChat", chat_id=group))["pinned_message"]["text"] == "二"
    assert [payload["pinned_message"]["text"] for _, payload in await bot.fresh()] == ["一", "二"]
    assert await bot("unpinChatMessage", chat_id=group)
    assert (await bot("getChat", chat_id=group))["pinned_message"]["text"] == "一"
    assert await bot("unpinAllChatMessages", chat_id=group)
    assert "pinned_message" not in await bot("getChat", chat_id=group)


async def test_a_deleted_message_is_not_pinned_any_more(bot: Bot, world: World, group: int) -> None:
    said = await bot.say(group)
    await bot("pinChatMessage", chat_id=group, message_id=said["message_id"])

    await bot("deleteMessage", chat_id=group, message_id=said["message_id"])

    assert world.chat(group).pinned == []


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("pinChatMessage", {"message_id": 1}, "not enough rights to manage pinned messages in the chat"),
        ("createChatInviteLink", {}, "not enough rights to manage chat invite link"),
        ("setChatTitle", {"title": "新"}, "not enough rights to change chat title"),
        ("deleteMessage", {"message_id": 1}, "message can't be deleted"),
    ],
)
async def test_what_only_administrators_may(
    bot: Bot, quiet: int, method: str, params: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused) as refused:
        await bot(method, chat_id=quiet, **params)

    assert refused.value.words == f"Bad Request: {words}"


async def test_asking_about_members(bot: Bot, world: World, group: int) -> None:
    world.promote(group, WORKER)
    stranger = world.add_person("路人").id

    admins = await bot("getChatAdministrators", chat_id=group)

    assert {admin["user"]["id"]: admin["status"] for admin in admins} == {
        SECRETARY: "creator",
        WORKER: "administrator",
        BOT: "administrator",
    }
    assert (await bot("getChatMember", chat_id=group, user_id=RESIDENT))["status"] == "member"
    assert (await bot("getChatMember", chat_id=group, user_id=stranger))["status"] == "left"
    with pytest.raises(Refused, match="PARTICIPANT_ID_INVALID"):
        await bot("getChatMember", chat_id=group, user_id=999_999)
    with pytest.raises(Refused, match="there are no administrators in the private chat"):
        await bot("getChatAdministrators", chat_id=RESIDENT)


async def test_leaving_and_renaming(bot: Bot, world: World, group: int) -> None:
    assert await bot("setChatTitle", chat_id=group, title="新名字")
    assert await bot("exportChatInviteLink", chat_id=group)
    assert await bot("leaveChat", chat_id=group)

    kinds = [next(key for key in payload if key in {"new_chat_title", "left_chat_member", "new_chat_member"})
             for _, payload in await bot.fresh()]  # fmt: skip
    assert kinds == ["new_chat_title", "left_chat_member", "new_chat_member"]
    assert world.chat(group).title == "新名字"
    with pytest.raises(Refused, match="bot is not a member of the supergroup chat"):
        await bot("getChat", chat_id=group)


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("leaveChat", "chat member status can't be changed in private chats"),
        ("createChatInviteLink", "can't manage invite links of a private chat"),
        ("setChatTitle", "can't change chat title"),
    ],
)
async def test_what_makes_no_sense_in_private(bot: Bot, method: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        await bot(method, chat_id=RESIDENT, title="新")

    assert refused.value.words == f"Bad Request: {words}"


async def test_invite_links_carry_their_terms(bot: Bot, group: int) -> None:
    link = await bot("createChatInviteLink", chat_id=group, name="入口", member_limit=1, expire_date=1_800_000_000)

    assert (link["name"], link["member_limit"], link["expire_date"]) == ("入口", 1, 1_800_000_000)


@pytest.mark.parametrize(
    "impossible",
    [
        lambda world, group: world.join(group, RESIDENT),
        lambda world, group: world.leave(group, 999),
        lambda world, group: world.promote(group, 999),
        lambda world, group: world.send(world.add_person("路人").id, group, text="让我进来"),
        lambda world, group: world.migrate(group),
        lambda world, group: world.rename(RESIDENT, "私聊"),
        lambda world, group: world.add_group("x", SECRETARY, [], kind="channel"),
        lambda world, group: world.add_group("x", SECRETARY, [404]),
    ],
)
def test_what_the_world_does_not_allow(world: World, group: int, impossible: Any) -> None:
    with pytest.raises(ControlError):
        impossible(world, group)


def test_the_muted_cannot_write(world: World, group: int) -> None:
    world.restrict(group, RESIDENT)

    with pytest.raises(ControlError):
        world.send(RESIDENT, group, text="喂")
