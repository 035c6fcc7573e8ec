// The list of records: one row each, newest first, with details on request.

import * as api from "./api.js";
import { byId, dayName, el, has, number, records as count, text, time } from "./dom.js";
import { entityName, ruleSentence, sentence, where } from "./sentences.js";
import { percent } from "./today.js";

const AGAIN_MS = 250;
const TOLD_CHARACTERS = 80;

let context = { today: "", day: "", rules: [], revision: null, onDelete: () => {}, onFail: () => {} };
let filter = { earlier: null, app: null, kind: null, state: null, words: "" };
let next = null;
let found = 0;
let loading = false;
let generation = 0;
let last = { day: "", group: "" };

/** What the rows need to know of the rest of the page. */
export function use(values) {
  context = { ...context, ...values };
}

/** What is to be shown; it holds from the next showDay on. */
export function choose(values) {
  filter = { ...filter, ...values };
}

/** Shows a day from its newest record on, or what is found in it. */
export async function showDay(day) {
  const mine = begin();
  context.day = day;
  if (filter.words) {
    await search(mine, null);
    return;
  }
  const [page, summary] = await Promise.all([
    pageOf(mine, { day, ...chosen() }),
    api.get("/api/day", { day }),
  ]);
  if (mine === generation) {
    add(page);
    summarize(summary);
  }
}

function chosen() {
  const { earlier, app, kind, state } = filter;
  return { earlier, app, kind, state };
}

function narrowed() {
  return Object.values(chosen()).some((value) => value !== null);
}

/** Empties the list; answers to what was asked before are passed over from now on. */
function begin() {
  clear();
  return generation;
}

/** A page; while the agent still reads records for the filter, it is asked again. */
async function pageOf(mine, query) {
  let page = await api.get("/api/records", query);
  while (page.reading !== undefined && page.entries.length === 0 && mine === generation) {
    progress(text("filter.reading", { percent: percent(page.reading) }), page.reading);
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    page = await api.get("/api/records", { ...query, unattended: "1" });
  }
  if (mine === generation) {
    progress(null);
  }
  return page;
}

function summarize(summary) {
  const none = byId("list").children.length === 0;
  byId("none").hidden = !none;
  byId("none").textContent = none
    ? text(narrowed() ? "filter.none" : "records.none", { day: dayName(context.day) })
    : "";
  const all = summary.held + summary.ready + summary.sent + summary.quarantined;
  byId("summary").textContent = none
    ? ""
    : text("records.summary", {
        day: dayName(context.day),
        all: count(all),
        held: number(summary.held),
        ready: number(summary.ready),
        sent: number(summary.sent),
        quarantined: number(summary.quarantined),
      });
}

/** Searches on until a page is found or all is searched. */
async function search(mine, before) {
  const words = filter.words;
  let from = before;
  let more = 0;
  do {
    const page = await api.get("/api/search", { q: words, day: context.day, ...chosen(), before: from });
    if (mine !== generation) {
      return;
    }
    add(page);
    more += page.entries.length;
    from = page.next;
    progress(page.next === null ? null : text("filter.searching", { percent: percent(page.progress) }), page.progress);
  } while (from !== null && more < 100);
  progress(null);
  byId("summary").textContent = text(next === null ? "filter.found" : "filter.found.more", {
    records: count(found),
    words,
  });
}

/** Stops a search; what was found stays. */
export function stopSearch() {
  generation++;
  progress(null);
}

function progress(words, share) {
  byId("progress").hidden = words === null;
  if (words !== null) {
    byId("progress-words").textContent = words;
    byId("progress-bar").value = share;
  }
}

/** Adds the next older page; several calls at once are one. */
export async function showOlder(focus = false) {
  if (loading || next === null) {
    return;
  }
  loading = true;
  const mine = generation;
  const first = byId("list").children.length;
  try {
    if (filter.words) {
      await search(mine, next);
    } else {
      const page = await pageOf(mine, { day: context.day, ...chosen(), cursor: next });
      if (mine === generation) {
        add(page);
      }
    }
  } finally {
    loading = false;
  }
  if (focus && mine === generation) {
    [...byId("list").children].slice(first).find((row) => row.querySelector("button"))?.querySelector("button").focus();
  }
}

/** Takes every record out of the page. */
export function clear() {
  generation++;
  next = null;
  found = 0;
  loading = false;
  last = { day: "", group: "" };
  byId("list").replaceChildren();
  byId("summary").textContent = "";
  byId("none").hidden = true;
  byId("older").hidden = true;
  progress(null);
  drawSelected();
}

/** The records that were selected, by id. */
export function selected() {
  return [...byId("list").querySelectorAll("input:checked")].map((box) => box.closest("li").dataset.id);
}

/** Selects none. */
export function selectNone() {
  for (const box of byId("list").querySelectorAll("input:checked")) {
    box.checked = false;
  }
  drawSelected();
}

function drawSelected() {
  const n = selected().length;
  byId("selected").hidden = n === 0;
  byId("selected-words").textContent = n === 0 ? "" : text("select.words", { records: count(n) });
}

function add(page) {
  next = page.next;
  found += page.entries.length;
  byId("older").hidden = next === null;
  byId("list").append(...page.entries.flatMap(rows));
}

/** An entry with the headings that stand before it: a new day, another application or session. */
function rows(entry) {
  const list = [];
  const day = entry.at.slice(0, 10);
  if (day !== last.day && (last.day !== "" || day !== context.day)) {
    list.push(el("li", { class: "day-head" }, el("h3", {}, dayName(day))));
  }
  last.day = day;
  if (entry.gap) {
    last.group = "";
    return [...list, gapRow(entry)];
  }
  const record = parsed(entry.line);
  const group = `${day} ${record.session} ${entry.app}`;
  if (group !== last.group) {
    last.group = group;
    list.push(el("li", { class: "group" }, el("h3", {}, entry.app)));
  }
  return [...list, row(entry, record)];
}

function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}

function gapRow(entry) {
  return el(
    "li",
    { class: "row gap" },
    el("time", { datetime: entry.at }, entry.at.slice(11, 16)),
    el("p", { class: "says" }, text(`gap.${entry.gap}`)),
  );
}

function row(entry, record) {
  const says = el("p", { class: "says" }, sentence(record));
  const told = says.textContent.slice(0, TOLD_CHARACTERS);
  const box = el("input", { type: "checkbox", "aria-label": text("select.one", { what: told }) });
  box.addEventListener("change", drawSelected);
  const button = el("button", { type: "button", class: "plain", "aria-expanded": "false" }, text("records.details"));
  const line = el(
    "li",
    { class: `row kind-${String(record.kind).replace(/[^a-z]/g, "")}`, "data-id": entry.id },
    box,
    el("time", { datetime: entry.at, title: entry.at.slice(11) }, entry.at.slice(11, 16)),
    el("div", { class: "what" }, says, where(record) || ""),
    el("span", { class: `badge ${entry.state}` }, badge(entry)),
    button,
  );
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
  const way = el("ul", { class: "way" });
  loadExact(entry.id, exact, size);
  loadDelivery(entry.id, way);
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
    el("h3", {}, text(sent ? "delivery.title.sent" : "delivery.title")),
    way,
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

async function loadDelivery(id, way) {
  try {
    const delivery = await api.get("/api/delivery", { id });
    const list = [
      text("delivery.to", delivery),
      text(delivery.sealed ? "delivery.sealed" : "delivery.open"),
      delivery.batch
        ? text("delivery.batch", { batch: delivery.batch, records: count(delivery.batchRecords) })
        : text("delivery.batch.none"),
      delivery.sentAt
        ? text("delivery.receipt", { time: time(delivery.sentAt, context.today) })
        : text("delivery.receipt.none"),
    ];
    way.replaceChildren(...list.map((words) => el("li", {}, words)));
  } catch (problem) {
    context.onFail(problem);
  }
}
