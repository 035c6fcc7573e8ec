// What happened: the ledger, erasure requests with their receipts, and what new policies changed.

import * as api from "./api.js";
import { byId, el, number, records as count, text, time } from "./dom.js";

/** Reads the ledger, newest first. */
export async function readLedger() {
  return (await api.get("/api/ledger", { unattended: "1" })).entries;
}

/** Draws the ledger. */
export function drawLedger(entries, today) {
  byId("ledger-none").hidden = entries.length > 0;
  byId("ledger").hidden = entries.length === 0;
  const rows = entries.map((entry) =>
    el(
      "tr",
      {},
      el("td", {}, el("time", { datetime: entry.at }, time(entry.at, today))),
      el("td", {}, happened(entry, today)),
      el("td", { class: "quiet" }, text(`who.${entry.kind}`)),
    ),
  );
  byId("ledger").tBodies[0].replaceChildren(...rows);
}

function happened(entry, today) {
  const name = {
    PAUSED: entry.subject ? "ledger.PAUSED" : "ledger.PAUSED.open",
    DELETED: entry.subject ? "ledger.DELETED.sent" : "ledger.DELETED",
  }[entry.kind];
  return text(name || `ledger.${entry.kind}`, {
    subject: entry.subject || "–",
    time: entry.kind === "PAUSED" && entry.subject ? time(entry.subject, today) : "",
    records: count(entry.records),
    size: size(entry.bytes),
  });
}

/** A number of bytes as people read it. */
export function size(bytes) {
  if (bytes < 10_000) {
    return text("size.bytes", { n: number(bytes) });
  }
  return bytes < 1_000_000
    ? text("size.kb", { n: number(Math.round(bytes / 1000)) })
    : text("size.mb", { n: number(Math.round(bytes / 100_000) / 10) });
}

/** Draws erasure requests and their receipts. */
export async function drawErasures(today) {
  const { erasures } = await api.get("/api/erasures", { unattended: "1" });
  byId("erasures-none").hidden = erasures.length > 0;
  byId("erasures").replaceChildren(
    ...erasures.map((erasure) => {
      const line = text("erasures.line", {
        records: count(erasure.records),
        time: time(erasure.filedAt, today),
      });
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
    }),
  );
}

/** Draws what each policy changed from the one before. */
export async function drawChanges() {
  const { changes } = await api.get("/api/changes", { unattended: "1" });
  byId("changes-none").hidden = changes.length > 0;
  byId("changes").replaceChildren(...changes.map(change));
}

function change({ from, to, parts, asked }) {
  return el(
    "section",
    { class: "change" },
    el("h3", {}, text("changes.head", { from, to })),
    parts.length === 0 ? el("p", {}, text("changes.same")) : "",
    ...parts.map(part),
    asked.length > 0 ? el("p", {}, text("changes.asked", { reasons: asked.join("; ") })) : "",
  );
}

function part({ name, kind, before, after }) {
  const side = (sentences, tag, label) =>
    sentences.map((sentence) =>
      el("li", { class: tag }, el(tag, {}, el("span", { class: "unseen" }, text(label)), sentence)),
    );
  return el(
    "div",
    {},
    el(
      "h4",
      {},
      name || text("changes.overall"),
      kind === "CHANGED" ? "" : el("span", { class: "badge held" }, text(`changes.${kind}`)),
    ),
    el(
      "ul",
      { class: "diff" },
      ...side(before, "del", "changes.before"),
      ...side(after, "ins", "changes.after"),
    ),
  );
}
