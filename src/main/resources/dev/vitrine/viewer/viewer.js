// The page as a whole: opens the session, keeps the state up to date, covers the records.

import * as api from "./api.js";
import { drawChoices, wireChoices } from "./choices.js";
import { askDelete, askDeleteMany, askDeleteOne, showNotice, wireDelete, wireNotice, wireStop } from "./dialogs.js";
import { byId, dayAfter, el, has, loadTexts, number, records as count, text, time } from "./dom.js";
import { drawChanges, drawHistory } from "./history.js";
import * as list from "./records.js";
import { drawDay, drawTimeline } from "./today.js";
import * as undo from "./undo.js";

const POLL_MS = 2000;
const COVER_AFTER_MS = 5 * 60 * 1000;
const MESSAGE_MS = 15 * 1000;
const DAY_EVERY_MS = 20 * 1000;
const VIEWS = ["today", "records", "policy", "history"];
const KINDS = ["text", "click", "pointer", "drag", "scroll", "shortcut", "nav", "shape", "focus"];
const RECORD_STATES = ["held", "ready", "sent", "quarantined", "local"];
const STATES = ["held", "ready", "sent", "quarantined", "erased", "expired"];
const ALWAYS = ["held", "ready", "sent", "erased"];

let status = null;
let notice = { loaded: false, rules: [] };
let shown = false;
let view = "today";
let lastDay = 0;
let lost = false;
let lastInput = Date.now();
let lastPoll = 0;
let timer = 0;
let sayTimer = 0;

function today() {
  return status.now.slice(0, 10);
}

/** A message at the lower edge; it goes by itself unless it is to stay. */
function say(words, stay = false) {
  clearTimeout(sayTimer);
  byId("message").textContent = words;
  if (!stay) {
    sayTimer = setTimeout(() => (byId("message").textContent = ""), MESSAGE_MS);
  }
}

/** What went wrong, in words; a session that ended closes the page. */
function fail(problem) {
  if (problem instanceof api.Closed) {
    close(problem.message);
  } else if (problem instanceof api.Refused) {
    say(problem.message);
  } else if (problem instanceof api.Lost) {
    lost = true;
    say(text("page.lost"), true);
  } else {
    say(text("page.bug"));
    console.error(problem);
  }
}

function close(why) {
  clearTimeout(timer);
  cover();
  for (const dialog of document.querySelectorAll("dialog[open]")) {
    dialog.close();
  }
  byId("closed-why").textContent = text(`closed.${why}`);
  byId("open").hidden = true;
  byId("closed").hidden = false;
}

/** Asks for the state every two seconds while the page can be seen. */
async function poll() {
  clearTimeout(timer);
  try {
    const unattended = lastInput > lastPoll ? null : "1";
    lastPoll = Date.now();
    status = await api.get("/api/status", { unattended });
    if (lost) {
      lost = false;
      say("");
    }
    if (status.policy !== notice.revision || !notice.loaded) {
      await readNotice();
    }
    drawState();
    drawFigures();
    if (view === "today" && Date.now() - lastDay > DAY_EVERY_MS) {
      await readDay();
    }
  } catch (problem) {
    fail(problem);
    if (problem instanceof api.Closed) {
      return;
    }
  }
  if (!document.hidden) {
    timer = setTimeout(poll, POLL_MS);
  }
}

async function readDay() {
  lastDay = Date.now();
  const summary = await api.get("/api/day", { day: today() });
  drawDay(summary);
  if (!summary.complete) {
    lastDay = 0;
  }
}

/** Turns to another page of this page. */
async function turnTo(wanted) {
  view = wanted;
  for (const name of VIEWS) {
    byId(`view-${name}`).hidden = name !== wanted;
    const button = document.querySelector(`[data-view=${name}]`);
    if (name === wanted) {
      button.setAttribute("aria-current", "page");
    } else {
      button.removeAttribute("aria-current");
    }
  }
  await drawView();
}

async function drawView() {
  if (view === "today") {
    await readDay();
  } else if (view === "policy") {
    await drawChanges();
  } else if (view === "history") {
    await drawHistory(today());
  }
}

/** The notice and the policy's explanation, on the policy's page. */
function drawTold() {
  const told = notice.loaded;
  byId("told-title").textContent = told ? text("notice.title", notice) : text("state.no-policy");
  byId("told-text").textContent = told ? notice.text : text("note.no-policy");
  byId("told-contact").textContent = told ? text("notice.contact", notice) : "";
  byId("told-explanation").textContent = told ? notice.explanation : "";
}

async function readNotice() {
  notice = await api.get("/api/notice");
  drawTold();
  list.use({ rules: notice.rules, revision: notice.revision || null });
  drawChoices(notice, notice.loaded ? await api.get("/api/settings") : null);
}

function drawState() {
  const name = status.state;
  const panel = byId("state");
  panel.dataset.state = name;
  const words =
    name === "paused" && status.until
      ? text("state.paused.until", { time: time(status.until, today()) })
      : text(has(`state.${name}`) ? `state.${name}` : "state.unknown");
  // Only a change is announced.
  if (byId("state-words").textContent !== words) {
    byId("state-words").textContent = words;
    document.title = `${words} – Vitrine`;
  }
  const note = has(`note.${name}`) ? text(`note.${name}`) : "";
  byId("state-note").textContent = status.why ? `${note} ${status.why}` : note;
  const since = status.since ? text("state.since", { time: time(status.since, today()) }) : "";
  byId("state-policy").textContent = notice.loaded
    ? [since, text("state.policy", notice)].filter((words) => words !== "").join(" · ")
    : since;
  byId("pause-actions").hidden = name !== "capturing" && name !== "outside-hours";
  byId("resume").hidden = name !== "paused";
  const waiting = name === "waiting-for-acknowledgement";
  byId("read-notice").hidden = !notice.loaded;
  byId("read-notice").classList.toggle("strong", waiting);
}

function drawFigures() {
  const figures = STATES.filter((name) => status.records[name] > 0 || ALWAYS.includes(name));
  byId("figures").replaceChildren(
    ...figures.map((name) => {
      const n = number(status.records[name]);
      // The number of held records comes rounded down to 10, so that it says nothing of typing.
      const most = number(status.records[name] + 9);
      const value = name === "held" ? text("figures.range", { n, most }) : n;
      return el("div", { class: name }, el("dt", {}, text(`figures.${name}`)), el("dd", {}, value));
    }),
  );
  const upload = status.upload;
  const open = upload.state === "waiting" && !upload.next ? ".open" : "";
  byId("upload").textContent = text(`upload.${upload.state}${open}`, {
    time: upload.next ? time(upload.next, today()) : "",
    why: upload.why ? ` (${upload.why})` : "",
  });
  byId("review").textContent = status.nextReady
    ? text("review.next", { time: time(status.nextReady, today()) })
    : text("review.none");
  const drops = Object.entries(status.drops).sort((a, b) => b[1] - a[1]);
  byId("drops-none").hidden = drops.length > 0;
  byId("drops").replaceChildren(
    ...drops.map(([reason, n]) => {
      const times = n === 1 ? text("drops.once") : text("drops.times", { n: number(n) });
      return el("li", {}, el("span", {}, text(`drop.${reason}`)), " ", el("b", {}, times));
    }),
  );
}

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
  const rules = notice.rules.map((rule) => rule.name);
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

function cover() {
  shown = false;
  list.clear();
  byId("cover").hidden = false;
  byId("shown").hidden = true;
}

function coverWhenLeft() {
  if (shown && Date.now() - lastInput > COVER_AFTER_MS) {
    cover();
    say(text("records.covered"));
  }
}

/** A button that does something which may fail. */
function on(id, action) {
  byId(id).addEventListener("click", () => Promise.resolve(action()).catch(fail));
}

async function changed(words) {
  await poll();
  say(words);
  await drawView();
  if (shown) {
    await show(byId("day").value);
  }
}

/** A deletion was asked for: what it is about is hidden already. */
async function deleting(wish) {
  await undo.asked(wish);
  if (shown && !byId("undo-bar").hidden) {
    await show(byId("day").value);
  }
}

async function save() {
  const url = URL.createObjectURL(await api.file("/api/export"));
  el("a", { href: url, download: `vitrine-${today()}.jsonl` }).click();
  setTimeout(() => URL.revokeObjectURL(url), MESSAGE_MS);
  say(text("export.done"));
}

async function pause(body) {
  const { until, clamped } = await api.post("/api/pause", body);
  const name = clamped ? "pause.clamped" : until ? "pause.done" : "pause.done.open";
  await changed(text(name, { time: until ? time(until, today()) : "" }));
}

function drawSelection(n) {
  byId("selected-bar").hidden = n === 0;
  byId("selected-count").textContent = n === 0 ? "" : text("selected.count", { records: count(n) });
}

function wireRecords() {
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
    const rules = notice.rules.map((rule) => rule.name);
    askDelete([...new Set([...rules, ...list.knownApps()])].sort(), byId("day").value || today());
  });
}

function wire() {
  for (const button of document.querySelectorAll("[data-minutes]")) {
    const wanted = button.dataset.minutes;
    const body = wanted === "tomorrow" ? { until: wanted } : { minutes: wanted === "" ? null : Number(wanted) };
    button.addEventListener("click", () => pause(body).catch(fail));
  }
  on("resume", async () => {
    await api.post("/api/resume");
    await changed(text("pause.resumed"));
  });
  on("read-notice", async () => {
    await readNotice();
    if (notice.loaded) {
      showNotice(notice, status.state === "waiting-for-acknowledgement");
    }
  });
  on("show", async () => {
    await show(today());
    byId("day").focus();
  });
  on("hide", () => {
    cover();
    byId("show").focus();
  });
  on("refresh", () => show(byId("day").value));
  wireRecords();
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
  const done = (words) => changed(words).catch(fail);
  wireDelete((wish) => deleting(wish).catch(fail), fail);
  wireStop((wish) => Promise.all([poll(), deleting(wish)]).catch(fail), fail);
  undo.wireUndo({ onChanged: changed, onFail: fail });
  for (const name of VIEWS) {
    document.querySelector(`[data-view=${name}]`).addEventListener("click", () => turnTo(name).catch(fail));
  }
  addEventListener("resize", drawTimeline);
  wireChoices(async (words) => {
    await readNotice();
    say(words);
  }, fail);
  wireNotice(() => notice, done, fail);
  list.use({ onDelete: askDeleteOne, onSelect: drawSelection, onFail: fail });
  for (const kind of ["pointerdown", "pointermove", "keydown", "wheel"]) {
    addEventListener(kind, () => (lastInput = Date.now()), { passive: true });
  }
  document.addEventListener("visibilitychange", () => {
    coverWhenLeft();
    if (!document.hidden) {
      poll();
    }
  });
  setInterval(coverWhenLeft, POLL_MS);
  // A new address in the same tab opens the page anew.
  addEventListener("hashchange", () => location.hash.includes("token=") && location.reload());
}

async function start() {
  await loadTexts();
  // The tray icon's "Notice and policy" asks for it in the address.
  const wantsNotice = new URLSearchParams(location.hash.slice(1)).get("notice") !== null;
  try {
    await api.open();
    status = await api.get("/api/status");
    await readNotice();
  } catch (problem) {
    close(problem instanceof api.Closed ? problem.message : "ended");
    return;
  }
  wire();
  byId("foot").textContent = text("page.foot", { version: status.version, keys: status.keyStore });
  byId("open").hidden = false;
  await turnTo("today").catch(fail);
  await undo.look().catch(fail);
  await poll();
  if (wantsNotice) {
    byId("read-notice").click();
  }
}

start();
