"""Reading a call's parameters from an HTTP request: JSON, URL-encoded or multipart, and the query string."""

from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Receive, Scope

from sandbox.api.params import Params, Upload
from sandbox.errors import ApiError, bad_request
from sandbox.jsonio import JSON, loads

# Bots may upload up to 50 MB; the form around it is small.
BODY_LIMIT = 52 * 1024 * 1024


async def read_params(scope: Scope, receive: Receive) -> Params:
    """Return the parameters of a Bot API request; raises ApiError for what cannot be read."""
    headers = dict(scope["headers"])
    if int(headers.get(b"content-length", b"0")) > BODY_LIMIT:
        raise ApiError(413, "Request Entity Too Large")
    values: JSON = dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
    content_type = headers.get(b"content-type", b"")
    if content_type.startswith(b"multipart/form-data"):
        return await _multipart(Request(scope, receive), values)
    body = await _whole_body(receive)
    if content_type.startswith(b"application/json"):
        return Params(values | _json(body))
    if body:
        values.update(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
    return Params(values)


async def _whole_body(receive: Receive) -> bytes:
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body"):
        message = await receive()
        body += message.get("body", b"")
    return body


def _json(body: bytes) -> JSON:
    try:
        values = loads(body) if body else {}
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(values, dict):
        raise bad_request("object expected as request body")
    return values


async def _multipart(request: Request, values: JSON) -> Params:
    params = Params(values)
    try:
        async with request.form(max_part_size=BODY_LIMIT) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    params.uploads[name] = await read_upload(value)
                else:
                    params.values[name] = value
    except HTTPException as error:
        raise bad_request(f"can't parse form: {error.detail}") from None
    return params


async def read_upload(file: UploadFile) -> Upload:
    """Return an uploaded file with its bytes."""
    return Upload(file.filename or "", file.content_type or "", await file.read())
