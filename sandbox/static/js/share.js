/** @file Sharing one's place or phone number, each asked for first, as Telegram does. */
import { h } from "./dom.js";
import { nameOf } from "./format.js";
import { dialog } from "./overlay.js";

/** Where the pin stands before anyone moves it; afterwards, where it was last. */
const pin = { latitude: 31.2304, longitude: 121.4737 };
/** Numbers of the kind printed in examples; nobody is reached by them. */
const phoneOf = (person) => `+86138${String(person.id % 10_000).padStart(8, "0")}`;

/** @param {object} column */
export async function shareContact(column) {
  const { person } = column;
  const phone = phoneOf(person);
  const sure = await dialog(column.element, {
    title: "发送我的名片",
    body: [h("p", {}, `${nameOf(person)} · ${phone}`)],
    buttons: [{ text: "取消", value: () => false }, { text: "发送", value: () => true, main: true }],
  });
  if (!sure) return;
  const names = { first_name: person.first_name, last_name: person.last_name };
  await column.acts.send({ contact: { phone_number: phone, user_id: person.id, ...names } });
}

function coordinate(label, value, limit) {
  const input = h("input", { type: "number", class: "field", step: "any", min: -limit, max: limit, required: true, value: String(value) });
  return { input, row: h("label", { class: "labelled" }, h("span", {}, label), input) };
}

/** @param {object} column */
export async function shareLocation(column) {
  const latitude = coordinate("纬度", pin.latitude, 90);
  const longitude = coordinate("经度", pin.longitude, 180);
  const spot = await dialog(column.element, {
    title: "发送位置",
    body: [latitude.row, longitude.row],
    buttons: [
      { text: "取消", value: () => null },
      { text: "发送", value: () => ({ latitude: latitude.input.valueAsNumber, longitude: longitude.input.valueAsNumber }), main: true },
    ],
  });
  if (!spot) return;
  if (Number.isNaN(spot.latitude + spot.longitude)) column.toast("经纬度要填数字");
  else if (await column.acts.send({ location: spot })) Object.assign(pin, spot);
}
