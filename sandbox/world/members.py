"""Who stands how to a group: statuses, rights, and Telegram's six shapes of `ChatMember`."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.jsonio import JSON

IN_CHAT = frozenset({"creator", "administrator", "member", "restricted"})
ADMINS = frozenset({"creator", "administrator"})

# Rights of an administrator, with what a freshly promoted one gets.
ADMIN_RIGHTS = {
    "can_manage_chat": True,
    "can_delete_messages": True,
    "can_manage_video_chats": True,
    "can_restrict_members": True,
    "can_promote_members": False,
    "can_change_info": True,
    "can_invite_users": True,
    "can_post_stories": False,
    "can_edit_stories": False,
    "can_delete_stories": False,
    "can_pin_messages": True,
    "can_manage_topics": False,
}
# What ordinary members may do; a restricted one loses all that is not given by name.
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


@dataclass(slots=True)
class Member:
    """One account's standing in one group."""

    id: int
    status: str = "member"
    rights: dict[str, bool] = field(default_factory=dict)
    anonymous: bool = False

    @property
    def present(self) -> bool:
        """Whether the account is in the group now."""
        return self.status in IN_CHAT

    @property
    def admin(self) -> bool:
        """Whether the account is the owner or an administrator."""
        return self.status in ADMINS

    def may(self, right: str) -> bool:
        """Tell whether an administrator holds `right` (the owner holds all)."""
        return self.status == "creator" or (self.status == "administrator" and self._admin_rights()[right])

    def shown(self, user: JSON) -> JSON:
        """Return Telegram's `ChatMember` in the shape of this status."""
        return {"status": self.status, "user": user, **_SHAPES[self.status](self)}

    def view(self) -> JSON:
        """Return the control API's picture of a member."""
        shown: JSON = {"person": self.id, "status": self.status}
        if self.anonymous:
            shown["anonymous"] = True
        return shown

    def _admin_rights(self) -> dict[str, bool]:
        return ADMIN_RIGHTS | self.rights

    def as_administrator(self) -> JSON:
        """Return the fields of `ChatMemberAdministrator`."""
        return {"can_be_edited": False, "is_anonymous": self.anonymous, **self._admin_rights()}

    def as_restricted(self) -> JSON:
        """Return the fields of `ChatMemberRestricted`."""
        return {"is_member": True, "until_date": 0, **{right: self.rights.get(right, False) for right in PERMISSIONS}}


_SHAPES: dict[str, Callable[[Member], JSON]] = {
    "creator": lambda member: {"is_anonymous": member.anonymous},
    "administrator": Member.as_administrator,
    "member": lambda _: {},
    "restricted": Member.as_restricted,
    "left": lambda _: {},
    "kicked": lambda _: {"until_date": 0},
}
