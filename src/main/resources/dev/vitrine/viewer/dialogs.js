// The notice, and the confirmation before anything is deleted.

import * as api from "./api.js";
import { deleteSoon } from "./deletions.js";
import { byId, dayName, el, fill, number, text } from "./dom.js";

/** Shows the notice; with a button that starts capture where it was not read yet. */
export function showNotice(notice, waiting) {
  byId("notice-title").textContent = text("notice.title", { organization: notice.organization });
  byId("notice-text").textContent = notice.text;
  byId("notice-explanation").textContent = notice.explanation;
  byId("notice-contact").textContent = text("notice.contact", notice);
  byId("notice-accept").hidden = !waiting;
  byId("notice-dialog").showModal();
}

/** Wires the notice's buttons. */
export function wireNotice(notice, done, fail) {
  byId("notice-close").addEventListener("click", () => byId("notice-dialog").close());
  byId("notice-accept").addEventListener("click", async () => {
    byId("notice-dialog").close();
    try {
      await api.post("/api/acknowledge", { revision: notice().revision });
      done(text("notice.accepted"));
    } catch (problem) {
      fail(problem);
    }
  });
}

let fixed = null;
let origin = null;

/** Asks what to delete; the day shown is offered. */
export function askDelete(apps, day) {
  fixed = null;
  origin = byId("delete");
  byId("delete-day").value = byId("delete-day").max = day;
  byId("delete-title").textContent = text("delete.title");
  byId("delete-choices").hidden = false;
  const options = apps.map((app) => el("option", { value: app }, app));
  byId("delete-app").replaceChildren(...options);
  const radio = document.querySelector("input[name=what][value=app]");
  radio.disabled = byId("delete-app").disabled = apps.length === 0;
  document.querySelector("input[name=what][value=last]").checked = true;
  explain();
  byId("delete-dialog").showModal();
}

/** Asks whether this one record is to be deleted. */
export function askDeleteOne(entry, sentence, button) {
  askFixed({ what: "record", id: entry.id }, "delete.title.one", button);
  byId("delete-what").replaceChildren(fill("delete.says.record", { sentence }));
}

/** Asks whether these records are to be deleted. */
export function askDeleteSelected(ids, button) {
  askFixed({ what: "records", ids }, "delete.title.records", button);
  byId("delete-what").textContent = text("delete.says.records", { n: number(ids.length) });
}

function askFixed(wanted, title, button) {
  fixed = wanted;
  origin = button;
  byId("delete-title").textContent = text(title);
  byId("delete-choices").hidden = true;
  byId("delete-confirm").textContent = text(`delete.do.${wanted.what}`);
  byId("delete-confirm").disabled = false;
  byId("delete-dialog").showModal();
}

function choice() {
  if (fixed) {
    return fixed;
  }
  const what = document.querySelector("input[name=what]:checked").value;
  return {
    last: { what, minutes: 30 },
    app: { what, app: byId("delete-app").value },
    day: { what, day: byId("delete-day").value },
    all: { what },
  }[what];
}

function explain() {
  const wanted = choice();
  const valid = wanted.what !== "day" || byId("delete-day").validity.valid;
  byId("delete-confirm").disabled = !valid;
  const values = { ...wanted, dayname: valid && wanted.day ? dayName(wanted.day) : "–" };
  byId("delete-what").textContent = text(`delete.says.${wanted.what}`, values);
  byId("delete-confirm").textContent = text(`delete.do.${wanted.what}`, values);
}

/** Wires the confirmation, and the one of stopping for good. */
export function wireDelete(pause, fail) {
  const dialog = byId("delete-dialog");
  byId("delete-choices").addEventListener("change", (event) => {
    const of = { "delete-app": "app", "delete-day": "day" }[event.target.id];
    if (of) {
      document.querySelector(`input[name=what][value=${of}]`).checked = true;
    }
    explain();
  });
  byId("delete-cancel").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => origin?.isConnected && origin.focus());
  byId("delete-confirm").addEventListener("click", () => {
    const wanted = choice();
    dialog.close();
    deleteSoon(wanted).catch(fail);
  });
  const stop = byId("stop-dialog");
  byId("stop").addEventListener("click", () => stop.showModal());
  byId("stop-cancel").addEventListener("click", () => stop.close());
  byId("stop-confirm").addEventListener("click", async () => {
    stop.close();
    try {
      // First nothing new; a policy that bounds pauses is said so by the agent.
      await pause();
      await deleteSoon({ what: "all" });
    } catch (problem) {
      fail(problem);
    }
  });
}
