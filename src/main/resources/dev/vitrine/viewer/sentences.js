// Records in sentences that people read. Every captured value ends up in a text node.

import { el, fill, has, svg, text } from "./dom.js";

const MARKER = /⟦([A-Z0-9_]+(?::[^⟦⟧]{1,80})?)⟧/g;

/** The plain name of what was removed. */
export function entityName(entity) {
  if (has(`entity.${entity}`)) {
    return text(`entity.${entity}`);
  }
  if (entity.startsWith("CUSTOM:")) {
    return text("entity.CUSTOM", { id: entity.slice(7) });
  }
  if (entity.startsWith("SECRET_")) {
    return text("entity.SECRET", { vendor: plain(entity.slice(7)) });
  }
  const [first, ...rest] = entity.split("_");
  const country = rest.length > 0 && first.length === 2 && first !== "IP";
  return country ? `${first} ${plain(rest.join("_"))}` : plain(entity);
}

function plain(name) {
  return name.toLowerCase().replaceAll("_", " ");
}

/**
 * Captured text with its markers as chips. A marker counts only where the record's own remarks say
 * that something was removed there; the same characters typed by a person stay text.
 */
export function redacted(value, remarks, field) {
  const node = el("bdi", { class: "content" });
  const own = (remarks || []).filter((remark) => (remark.field || null) === field);
  let end = 0;
  for (const match of value.matchAll(MARKER)) {
    const remark =
      own.find((r) => r.start === match.index && r.entity === match[1]) ||
      (field === "name" && own.find((r) => r.entity === match[1]));
    if (remark) {
      node.append(value.slice(end, match.index), chip(remark));
      end = match.index + match[0].length;
    }
  }
  node.append(value.slice(end));
  return node;
}

function chip(remark) {
  const name = entityName(remark.entity);
  const hover = text("chip.hover", { entity: name, rule: remark.recognizer });
  return el("span", { class: "chip", title: hover }, text("chip.removed", { entity: name }));
}

function roleName(role) {
  return has(`role.${role}`) ? text(`role.${role}`) : String(role).replaceAll("-", " ");
}

function target(element, record, place) {
  if (!element) {
    return fill(place ? "say.place" : "say.point", { x: String(record.x), y: String(record.y) });
  }
  const role = roleName(element.role);
  if (element.name) {
    const name = el("strong", {}, redacted(element.name, record.remarks, "name"));
    return fill("say.element.named", { name, role });
  }
  return fill(/^[aeiou]/.test(role) ? "say.element.an" : "say.element", { role });
}

function keys(list) {
  const node = el("span", { class: "keys" });
  list.forEach((key, index) => {
    const label = has(`key.${key}`) ? text(`key.${key}`) : key.length === 1 ? key.toUpperCase() : key;
    node.append(index > 0 ? "+" : "", el("kbd", {}, label));
  });
  return node;
}

function click(record) {
  const named = { 2: "say.click.middle", 3: "say.click.right" }[record.button];
  const left = `say.click.${Math.min(Math.max(record.count, 1), 3)}`;
  const name = named || (record.button === 1 ? left : "say.click.other");
  const parts = fill(name, {
    target: target(record.element, record, true),
    button: String(record.button),
  });
  if (record.mods && record.mods.length > 0) {
    parts.append(fill("say.with", { keys: keys(record.mods) }));
  }
  return parts;
}

function lines(amount, negative, positive) {
  const n = Math.max(1, Math.round(Math.abs(amount)));
  const way = amount < 0 ? negative : positive;
  return text(n === 1 ? `say.${way}.1` : `say.${way}`, { n: String(n) });
}

function scroll(record) {
  const ways = [];
  if (record.dy) {
    ways.push(lines(record.dy, "up", "down"));
  }
  if (record.dx) {
    ways.push(lines(record.dx, "left", "right"));
  }
  const way = ways.length === 2 ? text("say.and", { a: ways[0], b: ways[1] }) : ways.join("");
  const parts = fill("say.scroll", { way });
  if (record.element) {
    parts.append(fill("say.scroll.in", { target: target(record.element, record, true) }));
  }
  return parts;
}

function drag(record) {
  const end = (side) => target(side.element, { ...side, remarks: record.remarks }, false);
  const parts = fill("say.drag", { from: end(record.from), to: end(record.to) });
  parts.append(path(record.path));
  return parts;
}

function typed(record) {
  const parts = fill("say.text", { text: redacted(record.text, record.remarks, null) });
  if (record.duration > 0) {
    const seconds = text("say.text.duration", { n: String(record.duration) });
    parts.append(el("span", { class: "quiet" }, seconds));
  }
  return parts;
}

function nav(record) {
  const many = record.count > 1;
  return fill(many ? "say.nav.times" : "say.nav", {
    keys: keys([record.key]),
    n: String(record.count),
  });
}

function pointer(record) {
  const parts = fill("say.pointer");
  parts.append(path(record.path));
  return parts;
}

/** The pointer's way as a small drawing: a ring where it began, a dot where it ended. */
function path(points) {
  if (!Array.isArray(points) || points.length < 2) {
    return "";
  }
  if (!points.every((p) => Number.isFinite(p[1]) && Number.isFinite(p[2]))) {
    throw new TypeError("not a path");
  }
  const xs = points.map((p) => p[1]);
  const ys = points.map((p) => p[2]);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const scale = Math.min(88 / Math.max(1, Math.max(...xs) - left), 24 / Math.max(1, Math.max(...ys) - top));
  const at = (p) => [(4 + (p[1] - left) * scale).toFixed(1), (4 + (p[2] - top) * scale).toFixed(1)];
  const [first, last] = [at(points[0]), at(points[points.length - 1])];
  const width = (8 + (Math.max(...xs) - left) * scale).toFixed(1);
  const height = (8 + (Math.max(...ys) - top) * scale).toFixed(1);
  const label = text("say.path", { n: String(points.length) });
  return svg(
    "svg",
    { class: "path", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label },
    svg("polyline", { points: points.map((p) => at(p).join(",")).join(" ") }),
    svg("circle", { class: "start", cx: first[0], cy: first[1], r: "2.5" }),
    svg("circle", { class: "end", cx: last[0], cy: last[1], r: "2.5" }),
  );
}

const KINDS = {
  click,
  scroll,
  drag,
  nav,
  pointer,
  text: typed,
  shortcut: (record) => fill("say.shortcut", { keys: keys(record.keys) }),
  shape: (record) => fill("say.shape", { n: String(record.chars) }),
  focus: (record) => fill("say.focus", { target: target(record.element, record, true) }),
};

/** What happened, as nodes; a record of an unknown shape says that it is one. */
export function sentence(record) {
  try {
    if (Object.hasOwn(KINDS, record.kind)) {
      return KINDS[record.kind](record);
    }
  } catch (problem) {
    if (!(problem instanceof TypeError)) {
      throw problem;
    }
  }
  return fill("records.unreadable");
}

/** Where it happened: window title and site, as nodes, or null. */
export function where(record) {
  const node = el("span", { class: "where" });
  if (record.title) {
    node.append(fill("say.window", { title: redacted(record.title, record.remarks, "title") }), " ");
  }
  if (record.site) {
    node.append(fill("say.site", { site: redacted(record.site, record.remarks, "site") }));
  }
  return node.childNodes.length > 0 ? node : null;
}

/** A policy rule in plain words. */
export function ruleSentence(rule) {
  const list = [
    text(`rule.${rule.keystrokes}`),
    text(rule.pointer === "none" ? "rule.pointer.none" : `rule.${rule.pointer}`),
    text(rule.titles === "none" ? "rule.titles.none" : `rule.${rule.titles}`),
    text(rule.elements === "none" ? "rule.elements.none" : `rule.${rule.elements}`),
  ];
  if (rule.unknownFields === "allow") {
    list.push(text("rule.allow"));
  }
  if (rule.sites.length > 0) {
    list.push(text("rule.sites", { sites: rule.sites.join(", ") }));
  }
  return text("rule.sentence", { list: list.join("; ") });
}
