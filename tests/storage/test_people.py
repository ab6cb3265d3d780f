"""People, their roles, the questions they were asked, and the invitations that brought them."""

import asyncio
import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from civic.notes import Note, NoteKind
from civic.refusals import NotFound
from civic.roles import Grant, Role
from civic.understanding import Spot
from services.ports import Invite, Prompt
from storage.store import SqliteStore


async def test_a_person_is_found_by_id_and_by_account(store: SqliteStore):
    person = await store.run(lambda tx: tx.people.add(2**52, "居民甲"))
    assert await store.run(lambda tx: tx.people.get(person.id)) == person
    assert await store.run(lambda tx: tx.people.by_chat(2**52)) == person
    assert await store.run(lambda tx: tx.people.by_chat(1)) is None
    with pytest.raises(NotFound):
        await store.run(lambda tx: tx.people.get(99))


async def test_a_person_is_kept_as_they_are_now(store: SqliteStore, town, now):
    changed = replace(
        town.resident,
        name="居民乙",
        consent_version=1,
        consent_at=now,
        place_id=town.estate.id,
        spot=Spot("3", "2", room="501"),
        unreachable=True,
    )
    await store.run(lambda tx: tx.people.save(changed))
    assert await store.run(lambda tx: tx.people.get(changed.id)) == changed
    assert await store.run(lambda tx: tx.people.get(town.worker.id)) == town.worker


async def test_who_never_agreed_is_forgotten_with_draft_and_prompt(store: SqliteStore, town, now):
    async def rows() -> int:
        tables = ("people", "notes", "prompts")
        return await store.run(
            lambda tx: [tx.session.raw.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables]
        )

    before = await rows()

    def drop_in(tx):
        stranger = tx.people.add(999, "过客")
        tx.notes.add(Note(stranger.id, NoteKind.REQUEST, now, "电梯又坏了"))
        tx.prompts.ask(stranger.id, Prompt("place", 0, now))
        return stranger

    stranger = await store.run(drop_in)
    await store.run(lambda tx: tx.people.remove(stranger.id))
    assert await store.run(lambda tx: tx.people.by_chat(999)) is None
    assert await rows() == before


async def test_whoever_has_a_case_cannot_simply_be_removed(store: SqliteStore, town):
    await store.run(lambda tx: tx.cases.add(town.case()))
    with pytest.raises(sqlite3.IntegrityError):
        await store.run(lambda tx: tx.people.remove(town.resident.id))
    assert await store.run(lambda tx: tx.people.get(town.resident.id)) == town.resident


async def test_the_same_role_again_changes_nothing_while_it_is_active(store: SqliteStore, town, now):
    grant = Grant(town.worker.id, Role.GRID_WORKER, town.estate.id, now, now + timedelta(days=9))
    again = replace(grant, since=now + timedelta(days=1), until=None)
    later = replace(grant, since=now + timedelta(days=9), until=None)
    elsewhere = replace(grant, place_id=town.community.id)
    await store.run(lambda tx: [tx.roles.add(each) for each in (grant, again, elsewhere, later, later)])
    assert await store.run(lambda tx: tx.roles.of(town.worker.id)) == (grant, elsewhere, later)


@pytest.mark.parametrize("days", [None, 9])
async def test_a_role_that_was_ended_is_held_no_longer_and_what_was_over_stays_as_it_was(
    store: SqliteStore, town, now, days: int | None
):
    day = timedelta(days=1)
    past = Grant(town.worker.id, Role.GRID_WORKER, town.estate.id, now - 9 * day, now - 5 * day)
    grant = replace(past, since=now - day, until=None if days is None else now + days * day)
    others = (replace(grant, place_id=town.community.id), replace(grant, role=Role.SECRETARY))
    await store.run(lambda tx: [tx.roles.add(each) for each in (past, grant, *others)])
    await store.run(lambda tx: tx.roles.end(grant, now))
    assert await store.run(lambda tx: tx.roles.of(town.worker.id)) == (past, replace(grant, until=now), *others)
    holders = await store.run(lambda tx: tx.roles.holders([Role.GRID_WORKER], [town.estate.id], now))
    assert holders == ()


async def test_holders_are_those_who_hold_a_role_for_one_of_the_places_now(store: SqliteStore, town, now):
    ids = await store.run(lambda tx: [tx.people.add(chat, "工作人员").id for chat in range(1000, 1006)])
    here, above = town.estate.id, town.community.id
    day = timedelta(days=1)
    grants = [
        Grant(ids[5], Role.GRID_WORKER, here, now),
        Grant(ids[0], Role.GRID_WORKER, here, now - day, now + day),
        Grant(ids[0], Role.SECRETARY, above, now - day),
        Grant(ids[1], Role.GRID_WORKER, here, now - day, now),
        Grant(ids[2], Role.GRID_WORKER, here, now + day),
        Grant(ids[3], Role.RESIDENT, here, now),
        Grant(ids[4], Role.SECRETARY, above, now),
    ]
    await store.run(lambda tx: [tx.roles.add(grant) for grant in grants])

    def holders(roles, scopes):
        return store.run(lambda tx: tx.roles.holders(roles, scopes, now))

    staff = {Role.GRID_WORKER, Role.SECRETARY}
    assert await holders(staff, [here, above]) == (ids[0], ids[4], ids[5])
    assert await holders(staff, {here}) == (ids[0], ids[5])
    assert await holders([Role.SECRETARY], [here]) == ()
    assert await holders([], [here]) == ()


async def test_the_last_question_is_the_one_that_is_open(store: SqliteStore, town, now):
    me = town.resident.id
    assert await store.run(lambda tx: tx.prompts.of(me)) is None
    for prompt in (Prompt("place", 0, now), Prompt("supplement", 7, now + timedelta(minutes=1))):
        await store.run(lambda tx, prompt=prompt: tx.prompts.ask(me, prompt))
        assert await store.run(lambda tx: tx.prompts.of(me)) == prompt
    await store.run(lambda tx: tx.prompts.clear(me))
    assert await store.run(lambda tx: tx.prompts.of(me)) is None


async def test_an_invitation_is_taken_once_by_whoever_is_first(store: SqliteStore, town, now):
    invite = Invite("hash", Role.GRID_WORKER, town.estate.id, now + timedelta(hours=24), town.worker.id)
    await store.run(lambda tx: tx.invites.add(invite))
    taken = await asyncio.gather(*(store.run(lambda tx: tx.invites.take("hash", now)) for _ in range(10)))
    assert taken == [invite, *[None] * 9]


@pytest.mark.parametrize(("secret", "hours", "holds"), [("hash", 23, True), ("hash", 24, False), ("other", 0, False)])
async def test_an_invitation_holds_until_its_hour(store: SqliteStore, town, now, secret: str, hours: int, holds: bool):
    await store.run(lambda tx: tx.invites.add(Invite("hash", Role.RESIDENT, town.estate.id, now + timedelta(hours=24))))
    taken = await store.run(lambda tx: tx.invites.take(secret, now + timedelta(hours=hours)))
    assert (taken is not None) is holds
