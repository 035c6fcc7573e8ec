// Deletions that can be undone for a moment: what waits, and what became of it.

import * as api from "./api.js";
import { byId, el, records as count, text } from "./dom.js";

const EVERY_MS = 500;

let known = new Set();
let timer = 0;
let done = () => {};
let fail = () => {};

/** Wires the list; onDone gets words on whatever changed. */
export function wireDeletions(onDone, onFail) {
  done = onDone;
  fail = onFail;
}

/** Asks for a deletion, and shows that it can be undone. */
export async function deleteSoon(wanted) {
  const wish = await api.post("/api/delete", wanted);
  known.add(wish.id);
  await done(text("undo.asked"));
  await watch();
  byId("undo").querySelector("button")?.focus();
}

/** Follows what waits, also what an earlier page asked for. */
export async function watch() {
  clearTimeout(timer);
  const { pending, done: carriedOut } = await api.get("/api/deletions", { unattended: "1" });
  const waiting = new Set(pending.map((wish) => wish.id));
  const gone = [...known].filter((id) => !waiting.has(id));
  known = waiting;
  draw(pending);
  for (const id of gone) {
    const result = carriedOut.find((each) => each.id === id);
    if (result) {
      await done(words(result));
    }
  }
  if (pending.length > 0) {
    timer = setTimeout(() => watch().catch(fail), EVERY_MS);
  }
}

/** Stops following. */
export function unwatch() {
  clearTimeout(timer);
  draw([]);
}

function draw(pending) {
  const list = byId("undo");
  list.hidden = pending.length === 0;
  const items = new Map([...list.children].map((item) => [item.dataset.id, item]));
  for (const [id, item] of items) {
    if (!pending.some((wish) => wish.id === id)) {
      item.remove();
    }
  }
  for (const wish of pending) {
    const item = items.get(wish.id) || list.appendChild(row(wish.id));
    item.querySelector("span").textContent = wish.problem
      ? text("undo.problem", wish)
      : text(wish.seconds > 0 ? "undo.wait" : "undo.now", { n: String(wish.seconds) });
  }
}

/** Kept while it waits, so that its button keeps the focus. */
function row(id) {
  const button = el("button", { type: "button" }, text("undo.do"));
  button.addEventListener("click", () => undo(id).catch(fail));
  return el("li", { "data-id": id }, el("span", {}), button);
}

async function undo(id) {
  await api.post("/api/undo", { id });
  known.delete(id);
  await watch();
  await done(text("undo.done"));
}

function words(result) {
  const values = { records: count(result.records), sent: String(result.alreadySent) };
  return result.erasure
    ? text("delete.done.sent", { ...values, erasure: result.erasure })
    : text("delete.done", values);
}
