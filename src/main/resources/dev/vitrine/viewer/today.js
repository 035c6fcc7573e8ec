// The day at a glance: a picture of when and in which application, and what was removed.

import { byId, dayName, el, number, records as count, svg, text, time } from "./dom.js";
import { page, today } from "./page.js";
import { entityName } from "./sentences.js";

const ROW = 44;
const BAR = 22;
const BASE = 18;
const HEAD = 22;
const LEAST_HOURS = 8;
const STATES = ["held", "ready", "sent", "quarantined", "erased", "expired"];
const ALWAYS = ["held", "ready", "sent", "erased"];

let day = null;

/** Draws a day as the agent tells it. */
export function drawDay(summary) {
  day = summary;
  const total = summary.apps.reduce((sum, app) => sum + app.records, 0);
  const removed = Object.values(summary.removed).reduce((sum, n) => sum + n, 0);
  byId("today-title").textContent = text("today.title", { day: dayName(summary.day) });
  const things = removed === 1 ? text("things.one") : text("things", { n: number(removed) });
  byId("today-says").textContent = !summary.complete
    ? text("today.reading")
    : total === 0
      ? text("today.none")
      : text("today.says", {
          records: count(total),
          removed: things,
        });
  const here = summary.held + summary.ready + summary.quarantined;
  byId("today-where").textContent =
    !summary.complete || here + summary.sent === 0
      ? ""
      : here === 0
        ? text("today.where.sent")
        : text(summary.sent === 0 ? "today.where.here" : "today.where", {
            here: number(here),
            sent: number(summary.sent),
          });
  drawTimeline();
  drawTable();
  byId("removed-today").hidden = removed === 0;
  byId("removed-list").replaceChildren(
    ...Object.entries(summary.removed)
      .sort((a, b) => b[1] - a[1])
      .flatMap(([entity, n]) => [
        el("span", { class: "chip" }, text("removed.times", { entity: entityName(entity), n: number(n) })),
        " ",
      ]),
  );
}

/** Draws it anew where the width has changed. */
export function drawTimeline() {
  const place = byId("timeline");
  const empty = !day || (day.apps.length === 0 && day.gaps.length === 0);
  byId("timeline-legend").hidden = empty;
  if (empty) {
    place.replaceChildren();
    return;
  }
  const width = Math.max(260, place.clientWidth || 900);
  const perHour = 60 / day.slotMinutes;
  const [from, to] = hours(perHour);
  const x = (slot) => ((slot / perHour - from) / (to - from)) * (width - 2) + 1;
  const rows = day.apps.length + (day.gaps.length > 0 ? 1 : 0);
  const height = HEAD + rows * ROW;
  const most = Math.max(1, ...day.apps.flatMap((app) => app.slots.map((pair) => pair[1])));
  const list = day.apps.map((app) => text("timeline.app", { app: app.name, records: count(app.records) })).join("; ");
  const picture = svg("svg", {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: "img",
    "aria-label": text("timeline.label", { list }),
  });
  for (let row = 0; row < rows; row++) {
    const y = HEAD + row * ROW + BASE;
    picture.append(svg("rect", { class: "ground", x: 0, y, width: "100%", height: BAR, rx: 3 }));
  }
  const step = width < 500 ? 3 : to - from > 14 ? 2 : 1;
  for (let hour = from; hour <= to; hour += step) {
    const at = x(hour * perHour);
    for (let row = 0; row < rows; row++) {
      // Not through the names.
      const top = HEAD + row * ROW + BASE;
      picture.append(svg("line", { class: "grid", x1: at, x2: at, y1: top, y2: top + BAR }));
    }
    const anchor = hour === from ? "start" : hour + step > to ? "end" : "middle";
    picture.append(svg("text", { class: "hour", x: at, y: 12, "text-anchor": anchor }, clock(hour * perHour, perHour)));
  }
  day.apps.forEach((app, index) => picture.append(...appRow(app, HEAD + index * ROW, x, perHour, most)));
  if (day.gaps.length > 0) {
    picture.append(...gapRow(HEAD + day.apps.length * ROW, x, perHour));
  }
  place.replaceChildren(picture);
}

function hours(perHour) {
  const slots = day.apps.flatMap((app) => app.slots.map((pair) => pair[0]));
  slots.push(...day.gaps.map((gap) => slotOf(gap.at, perHour)));
  let from = Math.floor(Math.min(...slots) / perHour);
  let to = Math.ceil((Math.max(...slots) + 1) / perHour);
  while (to - from < LEAST_HOURS) {
    from = Math.max(0, from - 1);
    to = Math.min(24, to + 1);
  }
  return [from, to];
}

function slotOf(local, perHour) {
  return (Number(local.slice(11, 13)) + Number(local.slice(14, 16)) / 60) * perHour;
}

function clock(slot, perHour) {
  const minutes = Math.round((slot / perHour) * 60);
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

function appRow(app, top, x, perHour, most) {
  const label = svg("text", { class: "row-label", x: 2, y: top + 14 }, text("timeline.app", { app: app.name, records: count(app.records) }));
  const base = top + BASE;
  const bars = app.slots.map(([slot, n]) => {
    const high = Math.max(3, Math.sqrt(n / most) * BAR);
    const says = text("timeline.slot", {
      app: app.name,
      from: clock(slot, perHour),
      to: clock(slot + 1, perHour),
      records: count(n),
    });
    return svg(
      "rect",
      { class: "bar", x: x(slot) + 0.5, y: base + BAR - high, width: Math.max(2, x(slot + 1) - x(slot) - 1), height: high, rx: 1.5 },
      svg("title", {}, says),
    );
  });
  return [...bars, label];
}

function gapRow(top, x, perHour) {
  const base = top + BASE;
  return [
    svg("text", { class: "row-label", x: 2, y: top + 14 }, text("timeline.gaps")),
    ...day.gaps.map((gap) =>
      svg(
        "rect",
        { class: "missing", x: x(slotOf(gap.at, perHour)) - 1.5, y: base, width: 3, height: BAR },
        svg("title", {}, `${gap.at.slice(11, 16)} ${text(`gap.${gap.why}`)}`),
      ),
    ),
  ];
}

/** The same for those who do not see the picture. */
function drawTable() {
  byId("timeline-table").hidden = day.apps.length === 0;
  const perHour = 60 / day.slotMinutes;
  const byHour = new Map();
  day.apps.forEach((app, index) =>
    app.slots.forEach(([slot, n]) => {
      const hour = Math.floor(slot / perHour);
      const row = byHour.get(hour) || day.apps.map(() => 0);
      row[index] += n;
      byHour.set(hour, row);
    }),
  );
  const head = [text("timeline.hour"), ...day.apps.map((app) => app.name)];
  const rows = [...byHour.entries()].sort((a, b) => a[0] - b[0]);
  byId("timeline-rows").replaceChildren(
    el(
      "table",
      {},
      el("thead", {}, el("tr", {}, ...head.map((name) => el("th", { scope: "col" }, name)))),
      el(
        "tbody",
        {},
        ...rows.map(([hour, row]) =>
          el(
            "tr",
            {},
            el("th", { scope: "row" }, clock(hour * perHour, perHour)),
            ...row.map((n) => el("td", {}, number(n))),
          ),
        ),
      ),
    ),
  );
}

/** Draws how much there is in all, and what was left out. */
export function drawFigures() {
  const { status } = page;
  // The status has the number of held records rounded, so that it says nothing of typing.
  const records = { ...status.records, ...(day ? day.totals : {}) };

  const figures = STATES.filter((name) => records[name] > 0 || ALWAYS.includes(name));
  byId("figures").replaceChildren(
    ...figures.map((name) =>
      el("div", { class: name }, el("dt", {}, text(`figures.${name}`)), el("dd", {}, number(records[name]))),
    ),
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
