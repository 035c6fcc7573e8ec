// What staff choose for themselves: less than the policy admits, never more.

import * as api from "./api.js";
import { byId, el, text } from "./dom.js";
import { ruleSentence } from "./sentences.js";

const MODES = {
  keystrokes: ["none", "shortcuts", "shape", "text"],
  pointer: ["none", "clicks", "path"],
  titles: ["none", "redacted"],
  elements: ["none", "roles", "names"],
};
const SENTENCE_KEY = { pointer: "rule.pointer.none", titles: "rule.titles.none", elements: "rule.elements.none" };
const HOLDS = [1, 2, 3, 7, 14];
const MINUTES_A_DAY = 24 * 60;

let changed = () => {};
let fail = () => {};

/** Wires what does not depend on the policy. */
export function wireChoices(onChanged, onFail) {
  changed = onChanged;
  fail = onFail;
  byId("hold").addEventListener("change", (event) => {
    const minutes = event.target.value === "" ? null : Number(event.target.value);
    send("/api/hold", { minutes }, text(minutes ? "hold.done" : "hold.done.policy"));
  });
  byId("words-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const words = byId("words")
      .value.split("\n")
      .map((word) => word.trim())
      .filter((word) => word !== "");
    send("/api/dictionary", { words }, text("words.done"));
  });
}

/** Draws the rules with what may be chosen for each; without a policy there is nothing to choose. */
export function drawChoices(notice, choices) {
  byId("own").hidden = choices === null;
  const rules = notice.rules.map((rule) => {
    const app = choices?.apps.find((one) => one.name === rule.name);
    return app ? ruleWithChoices(rule, app) : el("li", {}, el("strong", {}, rule.name), ": ", ruleSentence(rule));
  });
  byId("may").replaceChildren(
    rules.length > 0 ? el("ul", { class: "rules" }, ...rules) : el("p", {}, text("may.none")),
    unnamed(choices?.unnamed ?? 0),
    el("p", {}, text("may.never")),
  );
  if (choices) {
    drawHold(choices);
    if (document.activeElement !== byId("words")) {
      byId("words").value = choices.dictionary.join("\n");
    }
  }
}

/** Choices for applications that no rule names: nobody is to think that they hold. */
function unnamed(n) {
  return n === 0 ? "" : el("p", { class: "unnamed" }, text(n === 1 ? "own.unnamed.one" : "own.unnamed", { n: String(n) }));
}

function ruleWithChoices(rule, app) {
  const tight = Object.keys(MODES).some((mode) => app.holds[mode] !== app.policy[mode]);
  const sentence = app.excluded ? text("own.excluded") : ruleSentence(rule);
  const toggle = el("button", { type: "button" }, text(app.excluded ? "own.include" : "own.exclude"));
  toggle.setAttribute("aria-label", text(app.excluded ? "own.include.app" : "own.exclude.app", { app: rule.name }));
  toggle.addEventListener("click", () =>
    send(
      "/api/exclude",
      { app: rule.name, excluded: !app.excluded },
      text(app.excluded ? "own.include.done" : "own.exclude.done", { app: rule.name }),
    ),
  );
  const head = el(
    "div",
    { class: "rule-head" },
    el("p", {}, el("strong", {}, rule.name), tight && !app.excluded ? el("span", { class: "badge held" }, text("own.tight")) : ""),
    toggle,
  );
  return el("li", { class: app.excluded ? "rule excluded" : "rule" }, head, el("p", {}, sentence), app.excluded ? "" : narrowing(rule, app));
}

/** Four lists, none of which offers more than the policy admits. */
function narrowing(rule, app) {
  const lists = Object.entries(MODES)
    .map(([name, modes]) => [name, modes.slice(0, modes.indexOf(app.policy[name]) + 1)])
    .filter(([, modes]) => modes.length > 1)
    .map(([name, modes]) => {
      const options = modes.map((mode) => {
        const words = text(mode === "none" ? SENTENCE_KEY[name] || "rule.none" : `rule.${mode}`);
        return el("option", { value: mode, selected: mode === app.holds[name] }, words);
      });
      return el("label", {}, el("span", {}, text(`own.${name}`)), el("select", { name }, ...options.reverse()));
    });
  const form = el("form", { class: "narrow" }, ...lists);
  form.addEventListener("change", () => {
    const wanted = { app: rule.name, ...app.policy };
    for (const select of form.querySelectorAll("select")) {
      wanted[select.name] = select.value;
    }
    send("/api/narrow", wanted, text("own.narrow.done", { app: rule.name }));
  });
  return el("details", {}, el("summary", {}, text("own.narrow")), form);
}

function drawHold({ hold, policyHold }) {
  const longer = HOLDS.map((days) => days * MINUTES_A_DAY).filter((minutes) => minutes > policyHold);
  if (hold > policyHold && !longer.includes(hold)) {
    longer.push(hold);
  }
  byId("hold").replaceChildren(
    el("option", { value: "", selected: hold === policyHold }, text("hold.policy", { time: span(policyHold) })),
    ...longer
      .sort((a, b) => a - b)
      .map((minutes) => el("option", { value: String(minutes), selected: minutes === hold }, span(minutes))),
  );
}

function span(minutes) {
  if (minutes % MINUTES_A_DAY === 0 && minutes > 0) {
    const n = minutes / MINUTES_A_DAY;
    return text(n === 1 ? "hold.day" : "hold.days", { n: String(n) });
  }
  return minutes % 60 === 0 && minutes > 0
    ? text(minutes === 60 ? "hold.hour" : "hold.hours", { n: String(minutes / 60) })
    : text(minutes === 1 ? "hold.minute" : "hold.minutes", { n: String(minutes) });
}

async function send(path, body, words) {
  try {
    await api.post(path, body);
    await changed(words);
  } catch (problem) {
    fail(problem);
    await changed("").catch(fail);
  }
}
