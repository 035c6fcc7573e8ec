// Deletions that can still be undone: a bar with a count-down, kept by the agent.

import * as api from "./api.js";
import { byId, records as count, text } from "./dom.js";

const TICK_MS = 1000;

let known = new Set();
let wishes = [];
let timer = 0;
let context = { onChanged: () => {}, onFail: () => {} };

/** Wires the button; onChanged is told, in words, what became of a deletion. */
export function wireUndo(values) {
  context = values;
  byId("undo").addEventListener("click", async () => {
    const latest = wishes[wishes.length - 1];
    if (!latest) {
      return;
    }
    try {
      known.delete(latest.id);
      take(await api.post("/api/undo", { id: latest.id }));
      await context.onChanged(text("undo.done"));
    } catch (problem) {
      context.onFail(problem);
    }
  });
}

/** A deletion was asked for. */
export async function asked(wish) {
  known.add(wish.id);
  await look();
}

/** Asks the agent what waits to be deleted, and what is. */
export async function look() {
  clearTimeout(timer);
  const list = await api.get("/api/deletions");
  const finished = list.done.filter((each) => known.has(each.id));
  take(list);
  if (finished.length > 0) {
    finished.forEach((each) => known.delete(each.id));
    await context.onChanged(says(finished[0]));
  }
}

function take({ pending }) {
  wishes = pending;
  pending.forEach((wish) => known.add(wish.id));
  const latest = pending[pending.length - 1];
  byId("undo-bar").hidden = !latest;
  if (latest) {
    byId("undo-says").textContent = latest.problem
      ? text("undo.problem", { problem: latest.problem })
      : text("undo.says", { n: String(latest.seconds) });
    timer = setTimeout(() => look().catch(context.onFail), TICK_MS);
  }
}

function says({ records, alreadySent, erasure }) {
  const values = { records: count(records), sent: String(alreadySent), erasure: erasure || "" };
  return text(erasure ? "delete.done.sent" : "delete.done", values);
}
