"""A bot's media: uploaded with the call, or named by the `file_id` of what was sent before."""

from sandbox.api.calls import Call
from sandbox.api.params import Upload
from sandbox.errors import bad_request
from sandbox.jsonio import JSON

_ATTACHED = "attach://"


def media_content(call: Call, kind: str, source: object) -> JSON:
    """Return the message fields for media of `kind`; `source` is a parameter's value or a part of an album."""
    upload = _upload(call, kind, source)
    files = call.world.files
    if upload:
        if not upload.data:
            raise bad_request("file must be non-empty")
        return files.content(files.store(kind, upload.data, upload.name, upload.mime))
    name = str(source or "")
    if not name:
        raise bad_request(f"there is no {kind.replace('_', ' ')} in the request")
    if name.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    file = files.get(name)
    if file.kind != kind:
        raise bad_request(f"can't use file of type {file.kind.title()} as {kind.title()}")
    return files.content(file)


def _upload(call: Call, kind: str, source: object) -> Upload | None:
    if isinstance(source, str) and source.startswith(_ATTACHED):
        upload = call.params.uploads.get(source.removeprefix(_ATTACHED))
        if upload is None:
            raise bad_request("can't parse InputMedia: attached file not found")
        return upload
    return None if source else call.params.uploads.get(kind)
