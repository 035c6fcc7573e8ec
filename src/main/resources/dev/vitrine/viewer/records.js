// The list of records: one row each, newest first, with details on request.

import * as api from "./api.js";
import { byId, dayName, el, fill, has, number, records as count, text, time } from "./dom.js";
import { entityName, ruleSentence, sentence, where } from "./sentences.js";

const KEEP_ROWS = 2000;
const RETRY_MS = 300;

let context = { today: "", rules: [], revision: null, onDelete: () => {}, onSelect: () => {}, onFail: () => {} };
let query = { day: "" };
let next = null;
let apps = [];
let group = null;
let generation = 0;
let loading = false;
const selected = new Map();

/** What the rows need to know of the rest of the page. */
export function use(values) {
  context = { ...context, ...values };
}

/** The applications of all records that are known. */
export function knownApps() {
  return apps;
}

/** The ids of the records that were chosen by hand. */
export function selection() {
  return [...selected.keys()];
}

/** Chooses none. */
export function selectNone() {
  for (const box of document.querySelectorAll("#list input:checked")) {
    box.checked = false;
  }
  selected.clear();
  context.onSelect(0);
}

/** Shows what a filter asks for, newest first: {day, earlier, app, kind, state, q}. */
export async function showDay(wanted) {
  const mine = ++generation;
  query = wanted;
  next = null;
  group = null;
  selectNone();
  byId("list").replaceChildren();
  byId("none").hidden = true;
  byId("older").hidden = true;
  const summary = await api.get("/api/day", { day: wanted.day });
  if (mine !== generation) {
    return;
  }
  apps = summary.known;
  drawSummary(summary);
  await load(mine);
}

function drawSummary(summary) {
  const all = summary.held + summary.ready + summary.sent + summary.quarantined;
  const { app, kind, state, q } = query;
  byId("summary").textContent =
    all === 0 || app || kind || state || q
      ? ""
      : text("records.summary", {
          day: dayName(query.day),
          all: count(all),
          held: number(summary.held),
          ready: number(summary.ready),
          sent: number(summary.sent),
          quarantined: number(summary.quarantined),
        });
}

/** Adds the next older page. */
export async function showOlder() {
  if (!loading && next !== null) {
    await load(generation);
  }
}

async function load(mine) {
  loading = true;
  try {
    await (query.q ? search(mine) : page(mine));
  } finally {
    if (mine === generation) {
      loading = false;
      byId("progress").hidden = true;
    }
  }
}

async function page(mine) {
  for (;;) {
    const got = await api.get("/api/records", { ...query, q: null, cursor: next });
    if (mine !== generation) {
      return;
    }
    if (got.reading == null) {
      byId("summary").classList.remove("busy");
      add(got);
      return;
    }
    progress(got.reading, text("filter.reading", { n: String(Math.floor(got.reading * 100)) }));
    await new Promise((resume) => setTimeout(resume, RETRY_MS));
  }
}

/** Asks stretch by stretch until there is something to read or all was looked through. */
async function search(mine) {
  const before = byId("list").querySelectorAll(".row").length;
  for (;;) {
    const got = await api.get("/api/search", { ...query, before: next });
    if (mine !== generation) {
      return;
    }
    add(got);
    const found = byId("list").querySelectorAll(".row").length;
    const says = { words: query.q, n: String(Math.floor(got.progress * 100)), found: count(found) };
    progress(got.progress, text(next === null ? "search.done" : "search.says", says));
    if (next === null || found >= before + 50) {
      return;
    }
  }
}

function progress(part, words) {
  byId("progress").hidden = false;
  byId("progress").value = part;
  byId("summary").textContent = words;
}

/** Takes every record out of the page. */
export function clear() {
  generation++;
  next = null;
  apps = [];
  selectNone();
  byId("list").replaceChildren();
  byId("summary").textContent = "";
  byId("older").hidden = true;
  byId("progress").hidden = true;
}

function add(page) {
  next = page.next;
  byId("older").hidden = next === null;
  for (const entry of page.entries) {
    byId("list").append(...(entry.gap ? [gapRow(entry)] : [...heading(entry), row(entry)]));
  }
  trim();
  const none = byId("list").children.length === 0 && next === null;
  byId("none").hidden = !none;
  const { app, kind, state, q, earlier } = query;
  byId("none").textContent =
    app || kind || state || q || earlier
      ? text("filter.none")
      : text("records.none", { day: dayName(query.day) });
}

/** A browser is not to hold a million rows: the newest go. */
function trim() {
  const list = byId("list");
  let over = list.children.length - KEEP_ROWS;
  if (over > 0) {
    while (over-- > 0) {
      list.firstElementChild.remove();
    }
    byId("summary").textContent = text("records.trimmed");
  }
}

/** A line above what was done in one go in one application. */
function heading(entry) {
  let session = "";
  try {
    session = JSON.parse(entry.line).session;
  } catch {
    // Told by its row.
  }
  const day = entry.at.slice(0, 10);
  const key = `${entry.app}\n${session}\n${day}`;
  const clock = entry.at.slice(11, 16);
  if (group && group.key === key) {
    group.from = clock;
    group.label.replaceChildren(...stretch(entry.app));
    return [];
  }
  const newDay = (group ? group.day : query.day) !== day;
  group = { key, day, from: clock, to: clock, label: el("p", { class: "group-says" }) };
  group.label.replaceChildren(...stretch(entry.app));
  const node = el("li", { class: "group" }, group.label);
  return newDay ? [el("li", { class: "day-head" }, el("h3", {}, dayName(day))), node] : [node];
}

function stretch(app) {
  const name = el("strong", { class: "app" }, app);
  return [fill(group.from === group.to ? "group.one" : "group.session", { app: name, from: group.from, to: group.to })];
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
  const says = el("p", { class: "says" }, sentence(record));
  const button = el("button", { type: "button", class: "plain", "aria-expanded": "false" }, text("records.details"));
  const told = says.textContent.slice(0, 80);
  const line = el(
    "li",
    { class: `row kind-${String(record.kind).replace(/[^a-z]/g, "")}`, "data-id": entry.id },
    chooser(entry, told),
    el("time", { datetime: entry.at, title: entry.at.slice(11) }, entry.at.slice(11, 16)),
    el("div", { class: "what" }, says, where(record) || ""),
    el("span", { class: `badge ${entry.state}` }, badge(entry)),
    button,
  );
  button.setAttribute("aria-label", `${text("records.details")}: ${told}`);
  button.addEventListener("click", () => toggle(line, button, entry, record));
  return line;
}

function chooser(entry, told) {
  const box = el("input", { type: "checkbox", class: "chooser" });
  box.setAttribute("aria-label", text("selected.label", { sentence: told }));
  box.addEventListener("change", () => {
    if (box.checked) {
      selected.set(entry.id, true);
    } else {
      selected.delete(entry.id);
    }
    context.onSelect(selected.size);
  });
  return box;
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
  const delivery = el("p", {});
  loadExact(entry.id, exact, size);
  loadDelivery(entry.id, delivery);
  return el(
    "div",
    { class: "details" },
    el("h3", {}, text("why.title")),
    ...why(entry, record),
    el("h3", {}, text("removed.title")),
    removed(record),
    el("h3", {}, text(sent ? "delivery.title.sent" : "delivery.title")),
    delivery,
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

async function loadDelivery(id, node) {
  try {
    const { endpoint, sealed, batch, batchRecords, sentAt } = await api.get("/api/delivery", { id });
    const says = [text("delivery.endpoint", { endpoint }) + (sealed ? text("delivery.sealed") : "") + "."];
    says.push(batch ? text("delivery.batch", { batch, records: count(batchRecords) }) : text("delivery.waiting"));
    if (batch) {
      says.push(
        sentAt
          ? text("delivery.receipt", { time: time(sentAt, context.today) })
          : text("delivery.unacknowledged"),
      );
    }
    node.textContent = says.join(" ");
  } catch (problem) {
    context.onFail(problem);
  }
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
