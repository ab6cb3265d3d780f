"""The night's work: what was kept long enough is purged, the whole journal is checked, and its head is posted where it was asked for."""

import asyncio
from datetime import tzinfo
from typing import Final

from bot.auditor import Auditor
from bot.blame import blame
from bot.logs import logger
from bot.settings import Settings
from handlers.desk import Desk
from services import alarms, retention
from services.alarms import Alarm
from services.posts import Post
from storage.chain import Head, verify
from storage.errors import ChainBroken, StorageCorrupt
from storage.reading import reading
from storage.store import SqliteStore

log = logger(__name__)

NIGHT: Final = (3, 30)
"""Hour and minute, in the zone of the place."""


class Nightly:
    """Runs once a night; what fails tonight is done tomorrow."""

    def __init__(self, store: SqliteStore, desk: Desk, auditor: Auditor, settings: Settings) -> None:
        self._store = store
        self._desk = desk
        self._auditor = auditor
        self._settings = settings

    @property
    def zone(self) -> tzinfo:
        """Whose nights are meant."""
        return self._settings.zone

    async def run(self) -> None:
        """Do everything, one after the other; a part that fails keeps no other from being done."""
        for part in (self.purge, self.audit, self.look_ahead):
            try:
                await part()
            except Exception as error:  # noqa: BLE001 - without its text, which may quote what a person wrote
                log.error("night's work failed", part=part.__name__, blame=blame(error))  # noqa: TRY400

    async def purge(self) -> None:
        """Purge in short transactions, so that nobody who writes meanwhile waits for long."""
        for share in retention.SHARES:
            while await self._desk.perform(share, None):
                pass
        await self._store.checkpoint()

    async def audit(self) -> None:
        """Check the whole journal beside the work, raise the alarm where it is broken, post the head where it is not."""
        try:
            head = await asyncio.to_thread(self._verify)
        except (ChainBroken, StorageCorrupt):
            await self._auditor.report(Alarm.JOURNAL, 0)
            return
        await self._auditor.report(Alarm.JOURNAL, None)
        if (chat_id := self._settings.head_chat) is not None:
            post = Post(chat_id, "journal.head", {"events": head.id, "head": str(head)})
            await self._store.run(lambda tx: tx.outbox.put(post))

    async def look_ahead(self) -> None:
        """Warn while there is still time when the holidays of the year to come are not known (fault 32)."""
        year = await self._desk.perform(alarms.holidays_missing, None)
        if year is not None:
            log.warning("holidays are not known", year=year)

    def _verify(self) -> Head:
        with reading(self._settings.database) as raw:
            return verify(raw)
