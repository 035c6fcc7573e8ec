// Builds the page. Captured content becomes text nodes and nothing else, so that it stays inert.

let texts = {};

/** Loads the page's words and puts them where the page asks for them. */
export async function loadTexts() {
  texts = await (await fetch("/texts.json")).json();
  for (const node of document.querySelectorAll("[data-text]")) {
    node.textContent = text(node.dataset.text);
  }
  for (const node of document.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", text(node.dataset.label));
    node.title = text(node.dataset.label);
    if (node.dataset.hint) {
      node.placeholder = text(node.dataset.hint);
    }
  }
}

/** Whether there are words of that name. */
export function has(name) {
  return Object.hasOwn(texts, name);
}

/** Words with their {places} filled by texts. */
export function text(name, values = {}) {
  return pieces(name, values).join("");
}

/** The same, where places may be filled by nodes; a fragment. */
export function fill(name, values = {}) {
  const fragment = document.createDocumentFragment();
  fragment.append(...pieces(name, values));
  return fragment;
}

function pieces(name, values) {
  const template = has(name) ? texts[name] : name;
  return template
    .split(/(\{[a-z]+\})/)
    .filter((piece) => piece !== "")
    .map((piece) => {
      const place = /^\{([a-z]+)\}$/.exec(piece);
      return place && Object.hasOwn(values, place[1]) ? values[place[1]] : piece;
    });
}

/** An element with attributes and children. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) {
      node.setAttribute(name, "");
    } else if (value !== false && value != null) {
      node.setAttribute(name, value);
    }
  }
  node.append(...children);
  return node;
}

/** An SVG element. */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) {
    node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

/** The element of that id. */
export function byId(id) {
  return document.getElementById(id);
}

/** "14:02" today, "tomorrow, 14:02", else "24 Nov, 14:02"; times come as local ISO texts. */
export function time(local, today) {
  const clock = local.slice(11, 16);
  const days = Math.round((noon(local) - noon(today)) / 86_400_000);
  const name = { "-1": "yesterday", 0: "today", 1: "tomorrow" }[days] || "other";
  const day = noon(local).toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
  return text(`time.${name}`, { clock, day });
}

/** "Friday, 20 November". */
export function dayName(local) {
  const style = { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" };
  return noon(local).toLocaleDateString("en-GB", style);
}

/** The day after so many days, as 2026-11-20. */
export function dayAfter(local, days) {
  return new Date(noon(local).getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

/** A date without time-zone rules: noon in UTC. */
function noon(local) {
  return new Date(`${local.slice(0, 10)}T12:00:00Z`);
}

/** "1 record", "12 records". */
export function records(n) {
  return n === 1 ? text("records.number.one") : text("records.number", { n: number(n) });
}

/** A number as people read it. */
export function number(n) {
  return Number(n).toLocaleString("en-GB");
}
