// The panel on top: whether anything is captured, since when, by whose policy; pausing.

import * as api from "./api.js";
import { byId, el, has, text, time } from "./dom.js";
import { fail, on, page, today } from "./page.js";

/** Draws it. */
export function drawState() {
  const { status, notice } = page;
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
  // What is to be done then is the button beside it, not a command.
  const why = name === "waiting-for-acknowledgement" ? null : status.why;
  byId("state-note").textContent = why ? `${note} ${why}` : note;
  const since = status.since ? text("state.since", { time: time(status.since, today()) }) : "";
  const parts = notice.loaded ? [since, notice.organization, text("state.policy", notice)] : [since];
  const told = parts.filter((words) => words !== "");
  byId("state-policy").replaceChildren(
    ...told.flatMap((words, i) => [i === 0 ? "" : " · ", el("span", {}, words)]),
  );
  byId("pause-actions").hidden = name !== "capturing" && name !== "outside-hours";
  byId("resume").hidden = name !== "paused";
  const waiting = name === "waiting-for-acknowledgement";
  byId("read-notice").hidden = !notice.loaded;
  byId("read-notice").classList.toggle("strong", waiting);
}

/** Pausing and resuming; {@code changed} says it and draws the page anew. */
export function wireState(changed) {
  for (const button of document.querySelectorAll("[data-minutes]")) {
    const wanted = button.dataset.minutes;
    const body = wanted === "tomorrow" ? { until: wanted } : { minutes: wanted === "" ? null : Number(wanted) };
    button.addEventListener("click", () => pause(body, changed).catch(fail));
  }
  on("resume", async () => {
    await api.post("/api/resume");
    await changed(text("pause.resumed"));
  });
}

async function pause(body, changed) {
  const { until, clamped } = await api.post("/api/pause", body);
  const name = clamped ? "pause.clamped" : until ? "pause.done" : "pause.done.open";
  await changed(text(name, { time: until ? time(until, today()) : "" }));
}
