// The notice, and the confirmation before anything is deleted.

import * as api from "./api.js";
import { byId, dayName, el, fill, text } from "./dom.js";

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

let one = null;
let many = [];
let origin = null;

/** Asks what to delete. */
export function askDelete(apps, day) {
  one = null;
  many = [];
  byId("delete-day").value = byId("delete-day").max = day;
  origin = null;
  byId("delete-title").textContent = text("delete.title");
  byId("delete-choices").hidden = false;
  const options = apps.map((app) => el("option", { value: app }, app));
  byId("delete-app").replaceChildren(...options);
  const radio = document.querySelector("input[name=what][value=app]");
  radio.disabled = byId("delete-app").hidden = apps.length === 0;
  document.querySelector("input[name=what][value=last]").checked = true;
  explain();
  byId("delete-dialog").showModal();
}

/** Asks whether the records that were chosen are to be deleted. */
export function askDeleteMany(ids, button) {
  one = null;
  many = ids;
  origin = button;
  byId("delete-title").textContent = text("delete.title.records");
  byId("delete-choices").hidden = true;
  explain();
  byId("delete-dialog").showModal();
}

/** Asks whether this one record is to be deleted. */
export function askDeleteOne(entry, sentence, button) {
  one = entry;
  origin = button;
  byId("delete-title").textContent = text("delete.title.one");
  byId("delete-choices").hidden = true;
  byId("delete-what").replaceChildren(fill("delete.says.record", { sentence }));
  byId("delete-confirm").textContent = text("delete.do.record");
  byId("delete-dialog").showModal();
}

function choice() {
  if (one) {
    return { what: "record", id: one.id };
  }
  if (many.length > 0) {
    return { what: "records", ids: many };
  }
  const what = document.querySelector("input[name=what]:checked").value;
  if (what === "day") {
    return { what, day: byId("delete-day").value };
  }
  return what === "last"
    ? { what, minutes: 30 }
    : what === "app"
      ? { what, app: byId("delete-app").value }
      : { what };
}

function explain() {
  const wanted = choice();
  const values = { app: wanted.app, n: String(many.length), day: wanted.day ? dayName(wanted.day) : "" };
  byId("delete-what").textContent = text(`delete.says.${wanted.what}`, values);
  byId("delete-confirm").textContent = text(`delete.do.${wanted.what}`, values);
  byId("delete-confirm").disabled = wanted.what === "day" && !wanted.day;
}

/** Wires the confirmation. */
export function wireDelete(done, fail) {
  const dialog = byId("delete-dialog");
  byId("delete-choices").addEventListener("change", (event) => {
    if (event.target === byId("delete-app")) {
      document.querySelector("input[name=what][value=app]").checked = true;
    }
    if (event.target === byId("delete-day")) {
      document.querySelector("input[name=what][value=day]").checked = true;
    }
    explain();
  });
  byId("delete-cancel").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => origin?.isConnected && origin.focus());
  byId("delete-confirm").addEventListener("click", async () => {
    const wanted = choice();
    dialog.close();
    try {
      done(await api.post("/api/delete", wanted));
    } catch (problem) {
      fail(problem);
    }
  });
}

/** Wires the end of it all: pause until resumed, delete everything, have everything erased. */
export function wireStop(done, fail) {
  const dialog = byId("stop-dialog");
  byId("stop").addEventListener("click", () => dialog.showModal());
  byId("stop-cancel").addEventListener("click", () => dialog.close());
  byId("stop-confirm").addEventListener("click", async () => {
    dialog.close();
    try {
      done(await api.post("/api/stop"));
    } catch (problem) {
      fail(problem);
    }
  });
}
