// What happened, what was erased, and what new policies changed.

import * as api from "./api.js";
import { byId, el, number, records as count, text, time } from "./dom.js";

/** Draws the ledger and the erasure requests. */
export async function drawHistory(today) {
  const [{ erasures }, { entries }] = await Promise.all([api.get("/api/erasures"), api.get("/api/ledger")]);
  byId("erasures-none").hidden = erasures.length > 0;
  byId("erasures").replaceChildren(...erasures.map((erasure) => erasureRow(erasure, today)));
  byId("ledger-none").hidden = entries.length > 0;
  byId("ledger").replaceChildren(
    ...entries.map((entry) =>
      el("li", {}, el("time", { datetime: entry.at }, time(entry.at, today)), el("span", {}, says(entry, today))),
    ),
  );
}

function says(entry, today) {
  const open = entry.kind === "PAUSED" && !entry.subject ? ".open" : "";
  const sent = entry.kind === "DELETED" && entry.subject ? ".sent" : "";
  return text(`ledger.${entry.kind}${open}${sent}`, {
    subject: entry.subject || "",
    time: entry.kind === "PAUSED" && entry.subject ? time(entry.subject, today) : "",
    records: count(entry.records),
    bytes: bytes(entry.bytes),
  });
}

function bytes(n) {
  return n < 1_000_000
    ? text("bytes.kb", { n: number(Math.ceil(n / 1000)) })
    : text("bytes.mb", { n: number((n / 1_000_000).toFixed(1)) });
}

function erasureRow(erasure, today) {
  const line = text("erasures.line", { records: count(erasure.records), time: time(erasure.filedAt, today) });
  const answer = erasure.receiptAt
    ? text("erasures.done", { time: time(erasure.receiptAt, today) })
    : text("erasures.waiting");
  const badge = el("span", { class: `badge ${erasure.receiptAt ? "sent" : "held"}` }, answer);
  const receipt = erasure.receipt
    ? el(
        "details",
        {},
        el("summary", {}, text("erasures.receipt")),
        el("pre", { class: "exact", tabindex: "0" }, erasure.receipt),
      )
    : "";
  return el("li", {}, el("span", {}, line), " ", el("code", {}, erasure.id), " ", badge, receipt);
}

/** Draws what new policies changed. */
export async function drawChanges() {
  const { changes } = await api.get("/api/changes");
  byId("changes-none").hidden = changes.length > 0;
  byId("changes").replaceChildren(
    ...changes.map((change, index) =>
      el(
        "li",
        {},
        el(
          "details",
          { open: index === 0 },
          el("summary", {}, text("changes.one", change)),
          ...(change.parts.length === 0 ? [el("p", {}, text("changes.same"))] : change.parts.map(part)),
          change.asked.length === 0 ? "" : el("p", {}, text("changes.asked")),
          change.asked.length === 0 ? "" : el("ul", {}, ...change.asked.map((why) => el("li", {}, why))),
        ),
      ),
    ),
  );
}

function part({ name, kind, before, after }) {
  const title = name === "" ? text("changes.general") : text(`changes.${kind}`, { name });
  return el("div", { class: "change" }, el("h3", {}, title), ...sentences("before", "del", before), ...sentences("after", "ins", after));
}

function sentences(name, tag, list) {
  if (list.length === 0) {
    return [];
  }
  return [
    el("p", { class: "quiet" }, text(`changes.${name}`)),
    el("ul", {}, ...list.map((sentence) => el("li", {}, el(tag, {}, sentence)))),
  ];
}
