// The page as a whole: opens the session, keeps the state up to date, turns to its parts.

import * as api from "./api.js";
import { cover, isShown, showAgain, wireRecords } from "./browse.js";
import { drawChoices, wireChoices } from "./choices.js";
import { showNotice, wireDelete, wireNotice, wireStop } from "./dialogs.js";
import { byId, loadTexts, text } from "./dom.js";
import { drawChanges, drawHistory } from "./history.js";
import { fail, found, on, page, say, today, whenClosed } from "./page.js";
import * as list from "./records.js";
import { drawState, wireState } from "./state.js";
import { drawDay, drawFigures, drawTimeline } from "./today.js";
import * as undo from "./undo.js";

const POLL_MS = 2000;
const COVER_AFTER_MS = 5 * 60 * 1000;
const DAY_EVERY_MS = 20 * 1000;
const VIEWS = ["today", "records", "policy", "history"];

let view = "today";
let lastDay = 0;
let lastInput = Date.now();
let lastPoll = 0;
let timer = 0;

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
    page.status = await api.get("/api/status", { unattended });
    found();
    if (page.status.policy !== page.notice.revision || !page.notice.loaded) {
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
  const summary = await api.get("/api/day", { day: today(), totals: "1" });
  drawDay(summary);
  drawFigures();
  if (!summary.complete) {
    lastDay = 0;
  }
}

function coverWhenLeft() {
  if (isShown() && Date.now() - lastInput > COVER_AFTER_MS) {
    cover();
    say(text("records.covered"));
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
  const told = page.notice.loaded;
  byId("told-title").textContent = told ? text("notice.title", page.notice) : text("state.no-policy");
  byId("told-text").textContent = told ? page.notice.text : text("note.no-policy");
  byId("told-contact").textContent = told ? text("notice.contact", page.notice) : "";
  byId("told-explained").hidden = byId("own-what").hidden = !told;
  byId("told-explanation").textContent = told ? page.notice.explanation : "";
}

async function readNotice() {
  page.notice = await api.get("/api/notice");
  drawTold();
  list.use({ rules: page.notice.rules, revision: page.notice.revision || null });
  drawChoices(page.notice, page.notice.loaded ? await api.get("/api/settings") : null);
}

async function changed(words) {
  await poll();
  say(words);
  await drawView();
  await showAgain();
}

/** A deletion was asked for: what it is about is hidden already. */
async function deleting(wish) {
  await undo.asked(wish);
  if (!byId("undo-bar").hidden) {
    await showAgain();
  }
}

function wire() {
  wireState(changed);
  wireRecords();
  on("read-notice", async () => {
    await readNotice();
    if (page.notice.loaded) {
      showNotice(page.notice, page.status.state === "waiting-for-acknowledgement");
    }
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
  wireNotice(() => page.notice, done, fail);
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
    page.status = await api.get("/api/status");
    await readNotice();
  } catch (problem) {
    close(problem instanceof api.Closed ? problem.message : "ended");
    return;
  }
  whenClosed(close);
  wire();
  byId("foot").textContent = text("page.foot", { version: page.status.version, keys: text(`keys.${page.status.keyStore}`) });
  byId("open").hidden = false;
  await turnTo("today").catch(fail);
  await undo.look().catch(fail);
  await poll();
  if (wantsNotice) {
    byId("read-notice").click();
  }
}

start();
