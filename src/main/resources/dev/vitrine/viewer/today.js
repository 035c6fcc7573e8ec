// The day at a glance: how much, of which application, when; no content.

import * as api from "./api.js";
import { byId, el, number, records as count, svg, text, time } from "./dom.js";
import { entityName } from "./sentences.js";

const SLOT_WIDTH = 10;
const HEIGHT = 36;
const SHORTEST_HOURS = 8;
const DAY_MINUTES = 24 * 60;

/** Asks for a day's overview. */
export function readDay(day) {
  return api.get("/api/day", { day, unattended: "1" });
}

/** Draws what the agent knows of that day. */
export function drawDay(day, status) {
  const today = status.now.slice(0, 10);
  const all = day.held + day.ready + day.sent + day.quarantined;
  const removals = Object.entries(day.removed).sort((a, b) => b[1] - a[1]);
  const removed = removals.reduce((sum, [, n]) => sum + n, 0);
  const figures = { captured: all, held: day.held, ready: day.ready, sent: day.sent, removed };
  if (day.quarantined > 0) {
    figures.quarantined = day.quarantined;
  }
  byId("day-figures").replaceChildren(
    ...Object.entries(figures).map(([name, n]) => {
      const open = name === "removed" && !day.complete;
      const value = open ? text("figures.counting", { n: number(n) }) : number(n);
      return el("div", { class: name }, el("dt", {}, text(`figures.${name}`)), el("dd", {}, value));
    }),
  );
  byId("review").textContent = status.nextReady
    ? text("review.next", {
        time: time(status.nextReady, today),
        span: span(minutesBetween(status.now, status.nextReady)),
      })
    : text("review.none");
  byId("removed").hidden = removals.length === 0;
  byId("removed-list").replaceChildren(
    ...removals.map(([entity, n]) =>
      el("li", {}, text("glance.removed.one", { entity: entityName(entity), n: number(n) })),
    ),
  );
  drawTimeline(day);
}

function drawTimeline(day) {
  const slots = day.apps.flatMap((app) => app.slots);
  const none = slots.length === 0;
  byId("timeline-none").hidden = !none || !day.complete;
  byId("timeline").hidden = none;
  byId("timeline-note").textContent = day.complete
    ? none
      ? ""
      : text("timeline.note")
    : text("timeline.reading", { percent: percent(day.progress) });
  if (none) {
    byId("timeline").replaceChildren();
    return;
  }
  const range = hours(slots.map(([slot]) => (slot * day.slotMinutes) / 60));
  const most = Math.max(...slots.map(([, n]) => n));
  byId("timeline").replaceChildren(
    ...day.apps.flatMap((app, index) => [
      el("p", { class: "lane-name" }, el("span", {}, app.name), " ", el("span", { class: "quiet" }, count(app.records))),
      lane(app, day, range, most, index),
    ]),
    axis(range),
  );
}

/** Whole hours around what there is, wide enough that a short day does not look long. */
function hours(times) {
  let from = Math.floor(Math.min(...times));
  let to = Math.min(24, Math.floor(Math.max(...times)) + 1);
  while (to - from < SHORTEST_HOURS) {
    from = Math.max(0, from - 1);
    to = Math.min(24, to + 1);
  }
  return { from, to };
}

function lane(app, day, range, most, index) {
  const perHour = 60 / day.slotMinutes;
  const first = range.from * perHour;
  const width = (range.to - range.from) * perHour * SLOT_WIDTH;
  const label = text("timeline.app", {
    app: app.name,
    records: count(app.records),
    from: clock(app.slots[0][0] * day.slotMinutes),
    to: clock((app.slots[app.slots.length - 1][0] + 1) * day.slotMinutes),
  });
  const bars = app.slots.map(([slot, n]) => {
    // Square roots, so that a quiet quarter can still be seen beside a busy one.
    const height = Math.max(3, HEIGHT * Math.sqrt(n / most));
    const bar = svg("rect", {
      class: `bar tone-${index % 4}`,
      x: (slot - first) * SLOT_WIDTH + 1,
      y: HEIGHT - height,
      width: SLOT_WIDTH - 2,
      height,
      rx: 1.5,
    });
    bar.append(svg("title", {}, `${clock(slot * day.slotMinutes)}: ${count(n)}`));
    return bar;
  });
  const gaps = day.gaps.map((gap) => {
    const x = (minutes(gap.at) / day.slotMinutes - first) * SLOT_WIDTH;
    const mark = svg("rect", { class: "gap-mark", x, y: 0, width: 2, height: HEIGHT });
    mark.append(svg("title", {}, text("timeline.gap", { time: gap.at.slice(11, 16), why: text(`gap.${gap.why}`) })));
    return mark;
  });
  return svg(
    "svg",
    { class: "lane", viewBox: `0 0 ${width} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": label },
    ...lines(range, perHour),
    ...gaps,
    ...bars,
  );
}

function lines(range, perHour) {
  const all = [];
  for (let hour = range.from; hour <= range.to; hour++) {
    const x = (hour - range.from) * perHour * SLOT_WIDTH;
    all.push(svg("line", { class: "hour", x1: x, x2: x, y1: 0, y2: HEIGHT }));
  }
  return all;
}

function axis(range) {
  const step = range.to - range.from > 12 ? 4 : 2;
  const names = [];
  for (let hour = range.from; hour < range.to; hour += step) {
    names.push(el("span", {}, clock(hour * 60)));
  }
  return el("p", { class: "axis", "aria-hidden": "true" }, ...names);
}

function minutes(local) {
  return Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16));
}

function clock(at) {
  const whole = Math.min(at, DAY_MINUTES);
  return `${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
}

/** Local times carry no zone; a change of the clocks in between is worth an hour's error in words. */
function minutesBetween(from, to) {
  return Math.max(1, Math.round((Date.parse(`${to}Z`) - Date.parse(`${from}Z`)) / 60_000));
}

/** "3 hours", "25 minutes"; above an hour to the nearest hour. */
export function span(amount) {
  if (amount >= 2 * DAY_MINUTES) {
    return text("hold.days", { n: String(Math.round(amount / DAY_MINUTES)) });
  }
  const whole = Math.round(amount / 60);
  return amount < 60
    ? text("hold.minutes", { n: String(amount) })
    : text(whole === 1 ? "hold.hour" : "hold.hours", { n: String(whole) });
}

/** A share, 0 to 1, in whole percent. */
export function percent(share) {
  return String(Math.floor(share * 100));
}

/** Since when it has been so, as a local time, or null where nothing kept here says so. */
export function since(state, day, ledger) {
  const kinds = state === "paused" ? ["PAUSED"] : state === "capturing" ? ["RESUMED", "ACKNOWLEDGED", "POLICY"] : [];
  const times = ledger.filter((entry) => kinds.includes(entry.kind)).map((entry) => entry.at);
  if (state === "capturing") {
    times.push(...day.gaps.filter((gap) => gap.why === "RESTARTED").map((gap) => gap.at));
  }
  return times.length > 0 ? times.sort()[times.length - 1] : null;
}
