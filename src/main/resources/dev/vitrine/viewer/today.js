// The day at a glance: a picture of when and in which application, and what was removed.

import { byId, dayName, el, number, records as count, svg, text } from "./dom.js";
import { entityName } from "./sentences.js";

const ROW = 44;
const BAR = 22;
const HEAD = 22;
const LEAST_HOURS = 8;

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
          held: number(summary.held + summary.ready),
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
  if (!day || (day.apps.length === 0 && day.gaps.length === 0)) {
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
  const step = width < 500 ? 3 : to - from > 14 ? 2 : 1;
  for (let hour = from; hour <= to; hour += step) {
    const at = x(hour * perHour);
    picture.append(svg("line", { class: "grid", x1: at, x2: at, y1: HEAD - 4, y2: height }));
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
  const base = top + 18;
  const ground = svg("rect", { class: "ground", x: 0, y: base, width: "100%", height: BAR, rx: 3 });
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
  return [ground, ...bars, label];
}

function gapRow(top, x, perHour) {
  const base = top + 18;
  return [
    svg("text", { class: "row-label", x: 2, y: top + 14 }, text("timeline.gaps")),
    svg("rect", { class: "ground", x: 0, y: base, width: "100%", height: BAR, rx: 3 }),
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
