// What she writes for the salon: kept with her draft while she writes, at each short rest and whenever she leaves.

import { ask } from "./api.js";
import { $ } from "./page.js";

const REST = 1000;

export class Note {
  constructor() {
    this.forget();
    this.kept = Promise.resolve();
    this.timer = 0;
    $("note").addEventListener("input", () => this.later());
    $("note").addEventListener("change", () => this.keep());
    window.addEventListener("pagehide", () => this.keep({ keepalive: true }));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.keep({ keepalive: true });
    });
  }

  /** Shows the note of a draft; one that could not be kept before stays as it was typed. */
  open(path, { draft_id: id, notes }) {
    this.path = path;
    this.id = id;
    this.noted = notes ?? "";
    if (this.unkept !== id) $("note").value = this.noted;
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), REST);
  }

  /** Sends it if it is another one than the server has, each after the one before; but at once from a page that goes. */
  keep(options) {
    clearTimeout(this.timer);
    const { path, id, noted: before } = this;
    const notes = $("note").value;
    if (id === null || notes === before) return this.kept;
    this.noted = notes;
    const send = () => this.send(`${path}/notes`, { draft_id: id, notes }, before, options);
    this.kept = options?.keepalive ? send() : this.kept.then(send);
    return this.kept;
  }

  async send(path, body, before, options) {
    try {
      await ask("PUT", path, body, options);
      this.unkept = null;
    } catch {
      this.unkept = body.draft_id;
      if (this.id === body.draft_id && this.noted === body.notes) this.noted = before;
    }
  }

  /** She goes from Review to another step. */
  leave() {
    this.keep();
    this.id = null;
  }

  /** There is no draft any more that it could be kept with. */
  forget() {
    clearTimeout(this.timer);
    this.id = null;
    this.unkept = null;
  }
}
