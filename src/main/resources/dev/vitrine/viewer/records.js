// The list of records: one row each, newest first, with details on request.

import * as api from "./api.js";
import { byId, dayName, el, has, number, records as count, text, time } from "./dom.js";
import { entityName, ruleSentence, sentence, where } from "./sentences.js";

let context = { today: "", day: "", rules: [], revision: null, onDelete: () => {}, onFail: () => {} };
let next = null;
let apps = [];
let generation = 0;

/** What the rows need to know of the rest of the page. */
export function use(values) {
  context = { ...context, ...values };
}

/** The applications of the records shown. */
export function knownApps() {
  return apps;
}

/** Shows a day from its newest record on. */
export async function showDay(day) {
  const mine = ++generation;
  const [page, summary] = await Promise.all([
    api.get("/api/records", { day }),
    api.get("/api/day", { day }),
  ]);
  if (mine !== generation) {
    return;
  }
  context.day = page.day;
  apps = summary.apps;
  byId("list").replaceChildren();
  add(page);
  const none = page.entries.length === 0;
  byId("none").hidden = !none;
  byId("none").textContent = none ? text("records.none", { day: dayName(page.day) }) : "";
  const all = summary.held + summary.ready + summary.sent + summary.quarantined;
  byId("summary").textContent = none
    ? ""
    : text("records.summary", {
        day: dayName(page.day),
        all: count(all),
        held: number(summary.held),
        ready: number(summary.ready),
        sent: number(summary.sent),
        quarantined: number(summary.quarantined),
      }) + (summary.complete ? "" : text("records.more"));
}

/** Adds the next older page. */
export async function showOlder() {
  const mine = generation;
  const page = await api.get("/api/records", { day: context.day, cursor: next });
  if (mine === generation) {
    const first = byId("list").children.length;
    add(page);
    byId("list").children[first]?.querySelector("button")?.focus();
  }
}

/** Takes every record out of the page. */
export function clear() {
  generation++;
  next = null;
  apps = [];
  byId("list").replaceChildren();
  byId("summary").textContent = "";
  byId("older").hidden = true;
}

function add(page) {
  next = page.next;
  byId("older").hidden = next === null;
  byId("list").append(...page.entries.map((entry) => (entry.gap ? gapRow(entry) : row(entry))));
}

function gapRow(entry) {
  return el(
    "li",
    { class: "row gap" },
    el("time", { datetime: entry.at }, entry.at.slice(11, 16)),
    el("p", { class: "says" }, text(`gap.${entry.gap}`)),
  );
}

function row(entry) {
  let record;
  try {
    record = JSON.parse(entry.line);
  } catch {
    record = {};
  }
  const says = el("p", { class: "says" }, el("span", { class: "app" }, entry.app), " ", sentence(record));
  const button = el("button", { type: "button", class: "plain", "aria-expanded": "false" }, text("records.details"));
  const line = el(
    "li",
    { class: `row kind-${String(record.kind).replace(/[^a-z]/g, "")}`, "data-id": entry.id },
    el("time", { datetime: entry.at, title: entry.at.slice(11) }, entry.at.slice(11, 16)),
    el("div", { class: "what" }, says, where(record) || ""),
    el("span", { class: `badge ${entry.state}` }, badge(entry)),
    button,
  );
  const told = says.textContent.slice(entry.app.length + 1, entry.app.length + 81);
  button.setAttribute("aria-label", `${text("records.details")}: ${told}`);
  button.addEventListener("click", () => toggle(line, button, entry, record));
  return line;
}

function badge(entry) {
  const at = { held: entry.readyAt, sent: entry.sentAt }[entry.state];
  if (entry.state === "held" && !at) {
    return text("badge.held.open");
  }
  return text(`badge.${entry.state}`, { time: at ? time(at, context.today) : "" });
}

function toggle(line, button, entry, record) {
  const open = line.querySelector(".details");
  button.setAttribute("aria-expanded", String(!open));
  if (open) {
    open.remove();
  } else {
    line.append(details(entry, record));
  }
}

function details(entry, record) {
  const exact = el("pre", { class: "exact", tabindex: "0" }, text("exact.load"));
  const size = el("p", { class: "quiet" });
  const remove = el("button", { type: "button", class: "danger" }, text("delete.one"));
  remove.addEventListener("click", () => context.onDelete(entry, sentence(record), remove));
  const sent = entry.state === "sent";
  loadExact(entry.id, exact, size);
  return el(
    "div",
    { class: "details" },
    el("h3", {}, text("why.title")),
    ...why(entry, record),
    el("h3", {}, text("removed.title")),
    removed(record),
    el("h3", {}, text(sent ? "exact.title.sent" : "exact.title")),
    exact,
    size,
    remove,
  );
}

function why(entry, record) {
  const rule = context.rules.find((known) => known.name === entry.app);
  const revision = String(record.policy);
  const list = [el("p", {}, text("why.rule", { rule: entry.app, revision }))];
  if (rule) {
    list.push(el("p", {}, text("why.now", { sentence: ruleSentence(rule) })));
  } else if (context.revision) {
    list.push(el("p", {}, text("why.gone")));
  }
  if (context.revision && context.revision !== record.policy) {
    list.push(el("p", {}, text("why.changed", { revision: context.revision })));
  }
  const at = { held: entry.readyAt, sent: entry.sentAt }[entry.state];
  const name = entry.state === "held" && !at ? "why.state.held.open" : `why.state.${entry.state}`;
  if (has(name)) {
    const values = { time: at ? time(at, context.today) : "", batch: entry.batch || "–" };
    list.push(el("p", {}, text(name, values)));
  }
  return list;
}

function removed(record) {
  const remarks = Array.isArray(record.remarks) ? record.remarks : [];
  if (remarks.length === 0) {
    return el("p", {}, text("removed.none"));
  }
  const items = remarks.map((remark) =>
    el(
      "li",
      {},
      text("removed.one", {
        entity: entityName(remark.entity),
        rule: remark.recognizer,
        field: remark.field ? text(`removed.field.${remark.field}`) : "",
      }),
    ),
  );
  return el("ul", {}, ...items);
}

async function loadExact(id, exact, size) {
  try {
    const bytes = await api.bytes("/api/record", { id });
    exact.textContent = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    size.textContent = text("exact.size", { n: number(bytes.byteLength) });
  } catch (problem) {
    exact.textContent = "";
    context.onFail(problem);
  }
}
