/** @file Every call to the control API, one function a call. Nothing here knows about elements or state. */

/** The server refused a call, or could not be reached; `message` can be shown as it is. */
export class ApiError extends Error {}

async function request(method, path, body) {
  const options = { method, headers: {} };
  if (body instanceof FormData) options.body = body;
  else if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers["Content-Type"] = "application/json";
  }
  let response;
  try {
    response = await fetch(`/control/${path}`, options);
  } catch {
    throw new ApiError("连不上沙盒，请确认程序还在运行");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(answer.error ?? `沙盒回答 ${response.status}`);
  return answer;
}

const get = (path) => request("GET", path);
const post = (path, body) => request("POST", path, body);

/** So much of a chat's past is shown; the page is for following a story, not for searching an archive. */
const NEWEST = 500;

function upload(file, kind) {
  const form = new FormData();
  form.append("as", kind);
  form.append("file", file, file.name);
  return post("upload", form);
}

/** The control API. Field names are the server's own; see each call there. */
export const api = {
  state: () => get("state"),
  messages: (chat, person) => get(`chats/${chat}/messages?as=${person}&limit=${NEWEST}`),
  upload,
  commands: (chat) => get(`commands?chat=${chat}`),
  send: (fields) => post("send", fields),
  edit: (fields) => post("edit", fields),
  remove: (fields) => post("delete", fields),
  start: (fields) => post("start", fields),
  press: (fields) => post("press", fields),
  vote: (fields) => post("vote", fields),
  react: (fields) => post("react", fields),
  block: (person, blocked) => post("block", { as: person, blocked }),
  callback: (id) => get(`callbacks/${encodeURIComponent(id)}?timeout=5`),
  clock: () => get("clock"),
  moveClock: (move) => post("clock", move),
  limits: (on) => post("limits", { on }),
  fault: (fault) => post("faults", fault),
  clearFaults: () => request("DELETE", "faults"),
};

/**
 * Where a file's bytes are.
 * @param {string} fileId
 * @returns {string}
 */
export function fileUrl(fileId) {
  return `/control/file/${encodeURIComponent(fileId)}`;
}
