// What all parts of the page know and say.

import * as api from "./api.js";
import { byId, text } from "./dom.js";

const MESSAGE_MS = 15 * 1000;

/** What the agent said last. */
export const page = { status: null, notice: { loaded: false, rules: [] } };

let onClosed = () => {};
let lost = false;
let sayTimer = 0;

/** This machine’s date. */
export function today() {
  return page.status.now.slice(0, 10);
}

/** A message at the lower edge; it goes by itself unless it is to stay. */
export function say(words, stay = false) {
  clearTimeout(sayTimer);
  byId("message").textContent = words;
  if (!stay) {
    sayTimer = setTimeout(() => (byId("message").textContent = ""), MESSAGE_MS);
  }
}

/** What went wrong, in words; a session that ended closes the page. */
export function fail(problem) {
  if (problem instanceof api.Closed) {
    onClosed(problem.message);
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

/** What closes the page where its session has ended. */
export function whenClosed(action) {
  onClosed = action;
}

/** The agent answers again. */
export function found() {
  if (lost) {
    lost = false;
    say("");
  }
}

/** A button that does something which may fail. */
export function on(id, action) {
  byId(id).addEventListener("click", () => Promise.resolve(action()).catch(fail));
}
