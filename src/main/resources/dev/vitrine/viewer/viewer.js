// The page as a whole: opens the session, keeps the state up to date, covers the records.

import * as api from "./api.js";
import { drawChoices, wireChoices } from "./choices.js";
import { askDelete, askDeleteOne, showNotice, wireDelete, wireNotice } from "./dialogs.js";
import { byId, dayAfter, el, has, loadTexts, number, records as count, text, time } from "./dom.js";
import * as list from "./records.js";

const POLL_MS = 2000;
const COVER_AFTER_MS = 5 * 60 * 1000;
const MESSAGE_MS = 15 * 1000;
const STATES = ["held", "ready", "sent", "quarantined", "erased", "expired"];
const ALWAYS = ["held", "ready", "sent", "erased"];

let status = null;
let notice = { loaded: false, rules: [] };
let shown = false;
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

async function readNotice() {
  notice = await api.get("/api/notice");
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
  byId("state-policy").textContent = notice.loaded ? text("state.policy", notice) : "";
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

async function drawErasures() {
  const { erasures } = await api.get("/api/erasures");
  byId("erasures-none").hidden = erasures.length > 0;
  byId("erasures").replaceChildren(
    ...erasures.map((erasure) => {
      const line = text("erasures.line", {
        records: count(erasure.records),
        time: time(erasure.filedAt, today()),
      });
      const answer = erasure.receiptAt
        ? text("erasures.done", { time: time(erasure.receiptAt, today()) })
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

async function show(day) {
  list.use({ today: today() });
  await list.showDay(day);
  shown = true;
  byId("day").value = day;
  byId("day").max = today();
  byId("day-after").disabled = day >= today();
  byId("cover").hidden = true;
  byId("shown").hidden = false;
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
  await drawErasures();
  if (shown) {
    await show(byId("day").value);
  }
}

async function pause(minutes) {
  const { until, clamped } = await api.post("/api/pause", { minutes });
  const name = clamped ? "pause.clamped" : until ? "pause.done" : "pause.done.open";
  await changed(text(name, { time: until ? time(until, today()) : "" }));
}

function wire() {
  for (const button of document.querySelectorAll("[data-minutes]")) {
    const minutes = button.dataset.minutes === "" ? null : Number(button.dataset.minutes);
    button.addEventListener("click", () => pause(minutes).catch(fail));
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
  on("older", () => list.showOlder());
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
  on("delete", () => {
    const rules = notice.rules.map((rule) => rule.name);
    askDelete([...new Set([...rules, ...list.knownApps()])].sort());
  });
  const done = (words) => changed(words).catch(fail);
  wireDelete(done, fail);
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
  // A new address in the same tab opens the page anew.
  addEventListener("hashchange", () => location.hash.includes("token=") && location.reload());
}

async function start() {
  await loadTexts();
  // The tray icon's "Notice and policy" asks for it in the address.
  const wantsNotice = new URLSearchParams(location.hash.slice(1)).has("notice");
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
  await drawErasures().catch(fail);
  await poll();
  if (wantsNotice) {
    byId("read-notice").click();
  }
}

start();
