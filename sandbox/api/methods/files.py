"""Files and pictures that bots fetch."""

from sandbox.api.calls import Call
from sandbox.errors import ApiError, bad_request
from sandbox.jsonio import JSON

DOWNLOAD_LIMIT = 20 * 1024 * 1024


def get_file(call: Call) -> JSON:
    """Return a file's download path; bots cannot download what is larger than 20 MB."""
    try:
        file = call.world.files.get(call.params.text("file_id"))
    except ApiError:
        raise bad_request("wrong file_id or the file is temporarily unavailable") from None
    if file.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return file.file()


def get_user_profile_photos(call: Call) -> JSON:
    """Return the profile photos of a person: nobody has any here."""
    if call.params.integer("user_id") not in call.world.people:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}


TABLE = {"getFile": get_file, "getUserProfilePhotos": get_user_profile_photos}
