// The page as a whole: opens the session, keeps the state up to date, covers the records.

import * as api from "./api.js";
import { drawChoices, wireChoices } from "./choices.js";
import { unwatch, watch, wireDeletions } from "./deletions.js";
import { askDelete, askDeleteOne, askDeleteSelected, showNotice, wireDelete, wireNotice } from "./dialogs.js";
import { byId, dayAfter, el, has, loadTexts, number, text, time } from "./dom.js";
import { drawChanges, drawErasures, drawLedger, readLedger, size } from "./history.js";
import * as list from "./records.js";
import { drawDay, readDay, since } from "./today.js";

const POLL_MS = 2000;
const DAY_POLL_MS = 10 * 1000;
const COVER_AFTER_MS = 5 * 60 * 1000;
const MESSAGE_MS = 15 * 1000;
const STATES = ["held", "ready", "sent", "quarantined", "erased", "expired"];
const ALWAYS = ["held", "ready", "sent", "erased"];
const PAGES = ["today", "records", "policy", "ledger"];
const KINDS = ["text", "click", "pointer", "drag", "scroll", "shortcut", "nav", "shape", "focus"];
const FILTER_STATES = ["held", "ready", "sent", "quarantined", "local"];

let status = null;
let notice = { loaded: false, rules: [] };
let shown = false;
let lost = false;
let lastInput = Date.now();
let lastPoll = 0;
let lastDay = 0;
let ledger = [];
let day = { gaps: [], known: [] };
let page = "today";
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
  unwatch();
  cover();
  for (const dialog of document.querySelectorAll("dialog[open]")) {
    dialog.close();
  }
  byId("closed-why").textContent = text(`closed.${why}`);
  byId("open").hidden = byId("tabs").hidden = true;
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
    if (!day.complete || Date.now() - lastDay > DAY_POLL_MS) {
      await readGlance();
    }
    drawState();
    drawFigures();
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

/** What is drawn of the day, the ledger and erasures; none of it is content. */
async function readGlance() {
  [day, ledger] = await Promise.all([readDay(today()), readLedger()]);
  lastDay = Date.now();
  drawDay(day, status);
  drawLedger(ledger, today());
  drawApps();
  await drawErasures(today());
}

/** The applications to filter by: those of the records and those that the policy names. */
function drawApps() {
  const chosen = byId("filter-app").value;
  const names = [...new Set([...day.known, ...notice.rules.map((rule) => rule.name)])].sort();
  const known = [...byId("filter-app").options].slice(1).map((option) => option.value);
  if (names.join("\n") !== known.join("\n")) {
    byId("filter-app").replaceChildren(any(), ...names.map((name) => el("option", { value: name }, name)));
    byId("filter-app").value = names.includes(chosen) ? chosen : "";
  }
}

function any() {
  return el("option", { value: "" }, text("filter.any"));
}

async function readNotice() {
  notice = await api.get("/api/notice");
  byId("told-title").textContent = notice.loaded ? text("notice.title", notice) : text("state.no-policy");
  byId("told-text").textContent = notice.loaded ? notice.text : text("note.no-policy");
  byId("told-contact").textContent = notice.loaded ? text("notice.contact", notice) : "";
  byId("told-explanation").textContent = notice.loaded ? notice.explanation : "";
  await drawChanges();
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
  const began = since(name, day, ledger);
  const parts = [
    began ? text("state.since", { time: time(began, today()) }) : "",
    notice.loaded ? text("state.policy", notice) : "",
  ];
  byId("state-policy").textContent = parts.filter((part) => part !== "").join(" · ");
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
  const drops = Object.entries(status.drops).sort((a, b) => b[1] - a[1]);
  byId("drops-none").hidden = drops.length > 0;
  byId("drops").replaceChildren(
    ...drops.map(([reason, n]) => {
      const times = n === 1 ? text("drops.once") : text("drops.times", { n: number(n) });
      return el("li", {}, el("span", {}, text(`drop.${reason}`)), " ", el("b", {}, times));
    }),
  );
}

/** Shows one of the pages; another page's records are covered. */
function go(name) {
  page = PAGES.includes(name) ? name : "today";
  for (const part of document.querySelectorAll("[data-page]")) {
    part.hidden = part.dataset.page !== page;
  }
  for (const link of byId("tabs").children) {
    if (link.hash === `#${page}`) {
      link.setAttribute("aria-current", "page");
    } else {
      link.removeAttribute("aria-current");
    }
  }
  if (page !== "records" && shown) {
    cover();
  }
  scrollTo(0, 0);
}

async function show(wanted) {
  list.use({ today: today() });
  list.choose({
    earlier: byId("earlier").checked ? "1" : null,
    app: byId("filter-app").value || null,
    kind: byId("filter-kind").value || null,
    state: byId("filter-state").value || null,
    words: byId("words-sought").value.trim(),
  });
  shown = true;
  byId("day").value = wanted;
  byId("day").max = today();
  byId("day-after").disabled = wanted >= today();
  byId("cover").hidden = true;
  byId("shown").hidden = false;
  await list.showDay(wanted);
}

/** A file of the exact lines, made in the browser from what the agent answers. */
async function saveExport() {
  say(text("export.working"), true);
  const file = await api.file("/api/export");
  const link = el("a", { href: URL.createObjectURL(file), download: `vitrine-${today()}.jsonl` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), MESSAGE_MS);
  say(text("export.done", { size: size(file.size) }));
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
  lastDay = 0;
  await poll();
  say(words);
  if (shown) {
    await show(byId("day").value);
  }
}

/** For so many minutes, until "tomorrow", or until resumed ("" = that). */
async function pause(howLong) {
  const body = howLong === "tomorrow" ? { until: howLong } : { minutes: howLong === "" ? null : Number(howLong) };
  const { until, clamped } = await api.post("/api/pause", body);
  const name = clamped ? "pause.clamped" : until ? "pause.done" : "pause.done.open";
  await changed(text(name, { time: until ? time(until, today()) : "" }));
}

function wire() {
  for (const button of document.querySelectorAll("[data-minutes]")) {
    button.addEventListener("click", () => pause(button.dataset.minutes).catch(fail));
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
  on("older", () => list.showOlder(true));
  on("search-stop", () => list.stopSearch());
  on("selected-none", () => list.selectNone());
  on("selected-delete", () => askDeleteSelected(list.selected(), byId("delete")));
  on("export", saveExport);
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
  byId("earlier").addEventListener("change", () => show(byId("day").value).catch(fail));
  byId("filters").addEventListener("change", (event) => {
    if (event.target.id !== "words-sought") {
      show(byId("day").value).catch(fail);
    }
  });
  byId("filters").addEventListener("submit", (event) => {
    event.preventDefault();
    show(byId("day").value).catch(fail);
  });
  byId("filter-app").append(any());
  byId("filter-kind").append(any(), ...KINDS.map((kind) => el("option", { value: kind }, text(`kind.${kind}`))));
  byId("filter-state").append(any(), ...FILTER_STATES.map((name) => el("option", { value: name }, text(`state.of.${name}`))));
  // The end of the list coming into sight is a wish for more.
  new IntersectionObserver(
    (seen) => seen.some((one) => one.isIntersecting) && list.showOlder().catch(fail),
    { rootMargin: "600px" },
  ).observe(byId("older"));
  on("delete", () => {
    askDelete([...byId("filter-app").options].slice(1).map((option) => option.value), today());
  });
  const done = (words) => changed(words).catch(fail);
  wireDeletions(changed, fail);
  wireDelete(() => pause(""), fail);
  wireChoices(async (words) => {
    await readNotice();
    say(words);
  }, fail);
  wireNotice(() => notice, done, fail);
  list.use({ onDelete: askDeleteOne, onFail: fail });
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
  // A new address in the same tab opens the page anew; any other names a page.
  addEventListener("hashchange", () => {
    if (location.hash.includes("token=")) {
      location.reload();
    } else {
      go(location.hash.slice(1));
    }
  });
}

async function start() {
  await loadTexts();
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
  byId("open").hidden = byId("tabs").hidden = false;
  go(location.hash.slice(1));
  await poll();
  await watch().catch(fail);
}

start();
