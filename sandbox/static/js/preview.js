/** @file A message in one line: for the list of chats, quotes and the pinned bar; and service messages in words. */
import { nameOf } from "./format.js";

const KINDS = {
  photo: "照片",
  video: "视频",
  animation: "动图",
  voice: "语音",
  audio: "音频",
  video_note: "视频留言",
  sticker: "贴纸",
  document: "文件",
  venue: "位置",
  location: "位置",
  contact: "名片",
  poll: "投票",
  dice: "骰子",
};

/** Service messages by the field that marks them. */
const SERVICE = {
  new_chat_members: joined,
  left_chat_member: left,
  new_chat_title: (message, by) => `${by} 把群名改成「${message.new_chat_title}」`,
  group_chat_created: (message, by) => `${by} 建了这个群`,
  supergroup_chat_created: (message, by) => `${by} 建了这个群`,
  migrate_to_chat_id: () => "群已升级为超级群",
  migrate_from_chat_id: () => "由普通群升级而来",
  pinned_message: (message, by) => `${by} 置顶了「${shorten(preview(message.pinned_message))}」`,
  new_chat_photo: (message, by) => `${by} 换了群头像`,
  delete_chat_photo: (message, by) => `${by} 删除了群头像`,
};

function joined(message, by) {
  const names = message.new_chat_members.map(nameOf);
  const self = message.new_chat_members.length === 1 && message.new_chat_members[0].id === message.from?.id;
  return self ? `${by} 加入了群聊` : `${by} 邀请 ${names.join("、")} 进群`;
}

function left(message, by) {
  const gone = message.left_chat_member;
  return gone.id === message.from?.id ? `${by} 退出了群聊` : `${by} 把 ${nameOf(gone)} 移出了群聊`;
}

/**
 * @param {object} message
 * @returns {string|null} the words of a service message, or null for an ordinary one
 */
export function serviceText(message) {
  const field = Object.keys(SERVICE).find((name) => message[name] !== undefined);
  return field ? SERVICE[field](message, nameOf(message.sender_chat ?? message.from ?? message.chat)) : null;
}

/**
 * @param {object} message
 * @returns {string|null} which kind of media it carries
 */
export const mediaKind = (message) => Object.keys(KINDS).find((kind) => message[kind] !== undefined) ?? null;

/**
 * @param {object} message
 * @returns {string} one line, without line breaks
 */
export function preview(message) {
  const service = serviceText(message);
  if (service) return service;
  const kind = mediaKind(message);
  const words = (message.text ?? message.caption ?? detail(message, kind)).replace(/\s+/g, " ").trim();
  if (!kind) return words || "[这里显示不了的消息]";
  return words ? `[${KINDS[kind]}] ${words}` : `[${KINDS[kind]}]`;
}

function detail(message, kind) {
  const from = { document: "file_name", poll: "question", sticker: "emoji", contact: "first_name", dice: "emoji", venue: "title" }[kind];
  return (from && message[kind][from]) || "";
}

function shorten(text, limit = 24) {
  const letters = Array.from(text);
  return letters.length > limit ? `${letters.slice(0, limit).join("")}…` : text;
}
