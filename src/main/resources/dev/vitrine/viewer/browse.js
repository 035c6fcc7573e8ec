// The page of records: its tools, and covering what they show.

import * as api from "./api.js";
import { askDelete, askDeleteMany, askDeleteOne } from "./dialogs.js";
import { byId, dayAfter, el, records as count, text } from "./dom.js";
import { fail, on, page, say, today } from "./page.js";
import * as list from "./records.js";

const KINDS = ["text", "click", "pointer", "drag", "scroll", "shortcut", "nav", "shape", "focus"];
const RECORD_STATES = ["held", "ready", "sent", "quarantined", "local"];
const KEEP_FILE_MS = 15 * 1000;

let shown = false;

/** What the tools above the records ask for. */
function filter() {
  const value = (id) => byId(id).value || null;
  return {
    day: byId("day").value,
    earlier: byId("earlier").checked ? "1" : null,
    app: value("filter-app"),
    kind: value("filter-kind"),
    state: value("filter-state"),
    q: byId("words-sought").value.trim() || null,
  };
}

async function show(day) {
  list.use({ today: today() });
  byId("day").value = day;
  byId("day").max = today();
  byId("day-after").disabled = day >= today();
  shown = true;
  byId("cover").hidden = true;
  byId("shown").hidden = false;
  await list.showDay(filter());
  drawAppFilter();
}

function drawAppFilter() {
  const chosen = byId("filter-app").value;
  const rules = page.notice.rules.map((rule) => rule.name);
  const names = [...new Set([...rules, ...list.knownApps()])].sort();
  choices("filter-app", "filter.app.all", names.map((name) => [name, name]));
  byId("filter-app").value = names.includes(chosen) ? chosen : "";
}

function choices(id, all, pairs) {
  byId(id).replaceChildren(
    el("option", { value: "" }, text(all)),
    ...pairs.map(([value, name]) => el("option", { value }, name)),
  );
}

/** Covers the records and forgets them. */
export function cover() {
  shown = false;
  list.clear();
  byId("cover").hidden = false;
  byId("shown").hidden = true;
}

/** Shows them anew where they are shown. */
export async function showAgain() {
  if (shown) {
    await show(byId("day").value);
  }
}

/** Whether they can be read. */
export function isShown() {
  return shown;
}

async function save() {
  const url = URL.createObjectURL(await api.file("/api/export"));
  el("a", { href: url, download: `vitrine-${today()}.jsonl` }).click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_FILE_MS);
  say(text("export.done"));
}

function drawSelection(n) {
  byId("selected-bar").hidden = n === 0;
  byId("selected-count").textContent = n === 0 ? "" : text("selected.count", { records: count(n) });
}

function wireFilters() {
  choices("filter-kind", "filter.kind.all", KINDS.map((kind) => [kind, text(`kind.${kind}`)]));
  choices("filter-state", "filter.state.all", RECORD_STATES.map((state) => [state, text(`filter.state.${state}`)]));
  const again = () => show(byId("day").value).catch(fail);
  for (const id of ["filter-app", "filter-kind", "filter-state", "earlier"]) {
    byId(id).addEventListener("change", again);
  }
  byId("filters").addEventListener("submit", (event) => {
    event.preventDefault();
    again();
  });
  byId("words-sought").addEventListener("search", () => byId("words-sought").value === "" && again());
  on("older", () => list.showOlder());
  // Scrolling to the end goes on; the button is for those who do not scroll.
  new IntersectionObserver((seen) => seen[0].isIntersecting && list.showOlder().catch(fail)).observe(byId("older"));
  on("select-none", () => list.selectNone());
  on("delete-selected", () => askDeleteMany(list.selection(), byId("delete-selected")));
  on("export", save);
  on("delete", () => {
    const rules = page.notice.rules.map((rule) => rule.name);
    askDelete([...new Set([...rules, ...list.knownApps()])].sort(), byId("day").value || today());
  });
}

/** Lets the tools be used. */
export function wireRecords() {
  wireFilters();
  list.use({ onDelete: askDeleteOne, onSelect: drawSelection, onFail: fail });
  on("show", async () => {
    await show(today());
    byId("day").focus();
  });
  on("hide", () => {
    cover();
    byId("show").focus();
  });
  on("refresh", () => show(byId("day").value));
  on("day-before", () => show(dayAfter(byId("day").value, -1)));
  on("day-after", () => show(dayAfter(byId("day").value, 1)));
  byId("day").addEventListener("change", () => {
    if (byId("day").validity.valid) {
      show(byId("day").value).catch(fail);
    }
  });
  byId("with-pointer").addEventListener("change", (event) => {
    byId("list").classList.toggle("without-pointer", !event.target.checked);
  });
}
