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

/** "14:02" on the given day, else "21 Nov, 14:02"; times come as local ISO texts. */
export function time(local, today) {
  const clock = local.slice(11, 16);
  if (today && local.slice(0, 10) === today) {
    return clock;
  }
  const [year, month, day] = local.slice(0, 10).split("-").map(Number);
  const date = new Date(year, month - 1, day);
  return `${date.toLocaleDateString("en-GB", { day: "numeric", month: "short" })}, ${clock}`;
}

/** "1 record", "12 records". */
export function records(n) {
  return n === 1 ? text("records.number.one") : text("records.number", { n: number(n) });
}

/** A number as people read it. */
export function number(n) {
  return Number(n).toLocaleString("en-GB");
}
