// Review & book: the draft as the server has it, the banner, the note, and another time when this one cannot be had.

import { ask } from "./api.js";
import { choicesIn, nameOf } from "./choice.js";
import { Countdown } from "./countdown.js";
import { Note } from "./note.js";
import { $, announce, complain, el, given, once } from "./page.js";
import { moment, money, tr, trouble } from "./say.js";
import { placeName } from "./services.js";
import { show } from "./stage.js";
import { nearest, offer } from "./times.js";

const OFFERED = 5;
const AGAIN = new Set(["slot_taken", "slot_unavailable"]);

/** `link` is the token of a resume link, or null; `leave(how, refused)` is told when this step cannot go on.
 * A draft that a link shows is only looked at: `begun` says whether the ten minutes have, by something she did. */
export class Review {
  constructor(link, leave) {
    this.path = link ? `/resume/${link}` : "";
    this.link = link;
    this.leave = leave;
    this.draft = null;
    this.begun = false;
    this.note = new Note();
    this.countdown = new Countdown(() => this.look(), () => this.timeIsUp());
    $("review").addEventListener("submit", (event) => {
      event.preventDefault();
      once(event.submitter ?? $("confirm"), () => this.confirm());
    });
    $("note").addEventListener("input", () => this.engage());
  }

  get place() {
    return this.link ? this.path : "/review";
  }

  /** A link shows it, and its ten minutes are not running. */
  get isOnlySeen() {
    return this.link && this.draft.phase !== "reviewing";
  }

  /** Lands on Review: this is what begins the ten minutes. */
  async land(body) {
    await this.ask(() => (this.link ? ["POST", `${this.path}/review`] : ["POST", "/review", body]));
  }

  /** She did something with what a link only showed her so far. */
  engage() {
    if (this.begun || !this.link || !this.draft) return undefined;
    this.engaging ??= this.land().finally(() => {
      this.engaging = null;
    });
    return this.engaging;
  }

  /** As it stands now, without beginning anything; for a page that was loaded again, or was asleep. Asked once at a time. */
  look() {
    this.looking ??= this.note.kept
      .then(() => this.ask(() => ["GET", this.place]))
      .finally(() => {
        this.looking = null;
      });
    return this.looking;
  }

  async ask(request) {
    const sent = performance.now();
    let draft;
    try {
      draft = await ask(...request());
    } catch (refused) {
      if (refused.status === 0 && this.draft) complain(trouble(refused));
      else this.end(refused);
      return;
    }
    this.take(draft, sent);
  }

  end(refused) {
    this.note.forget();
    this.stop();
    this.leave(refused);
  }

  stop() {
    this.note.leave();
    this.countdown.stop();
    this.draft = null;
    this.begun = false;
  }

  take(draft, sent) {
    if (this.draft === null) this.note.open(this.place, draft);
    this.draft = draft;
    this.draw();
    if (draft.phase === "reviewing" && draft.expires_at > draft.now) {
      this.begun = true;
      this.countdown.start(draft, sent);
    } else if (this.begun || !this.link) {
      this.over();
      return;
    }
    if (!draft.start || draft.slot_free === false) this.offerTimes(draft.start ? "slot_taken" : "none");
    else this.closeOffer();
  }

  draw() {
    const { lines, start, total, location_id: place, slot_free: free } = this.draft;
    const rows = lines.map((line) => this.price(this.what(line), line.price));
    if (start) rows.push(this.row(tr("When"), moment(start), { id: "when" }));
    if (start && this.isOnlySeen && free) rows.at(-1).lastChild.append(" ", el("small", {}, tr("still free")));
    rows.push(this.row(tr("With"), this.who(lines)));
    if (placeName(place)) rows.push(this.row(tr("Where"), placeName(place)));
    rows.push(this.price(tr("Total"), total));
    $("lines").replaceChildren(...rows);
    $("confirm").hidden = !start;
  }

  what(line) {
    const about = [line.bundle_name, line.variant_name, tr("{minutes} min", { minutes: line.minutes })].filter(Boolean);
    return [el("bdi", {}, line.name), " ", el("small", {}, about.join(", "))];
  }

  who(lines) {
    const names = [...new Set(lines.map((line) => nameOf(line.team_member_id)))].filter(Boolean);
    return names.length ? names.join(", ") : tr("Anyone");
  }

  row(term, value, { id = null, kind = null } = {}) {
    return el("div", {}, el("dt", {}, ...[term].flat()), el("dd", { id, class: kind }, el("bdi", {}, value)));
  }

  price(term, amount) {
    return this.row(term, money(amount), { kind: "price" });
  }

  /** By our own count it is over; the server has the last word, if it can be asked. */
  async timeIsUp() {
    await this.look();
    if (this.draft && !this.countdown.runs) this.over();
  }

  /** Ten minutes are over: the time is still not anybody's, and is asked for again. */
  over() {
    if (this.countdown.isOver) return;
    const said = tr("Time is up: please choose a time again");
    this.countdown.end(said);
    announce(said);
    this.offerTimes("over");
  }

  async offerTimes(why, instead = null) {
    const { start } = this.draft;
    const writes = this.engaging && document.activeElement === $("note");
    const said = {
      over: tr("Your ten minutes are over, and nothing is booked yet. Please choose a time again."),
      slot_taken: tr("Somebody else was quicker with this time. Please choose another one."),
      slot_unavailable: tr("This time cannot be booked any more. Please choose another one."),
      none: tr("Please choose a time."),
    };
    $("why").textContent = said[why];
    let others = instead;
    try {
      others ??= nearest(await this.near(start), start ?? "", OFFERED);
    } catch (refused) {
      complain(trouble(refused));
      others = [];
    }
    const list = others.map((time) => [time, ""]);
    if (why === "over" && start && this.draft.slot_free) list.unshift([start, tr("still free")]);
    offer($("offered"), list, (time, button) => once(button, () => this.moveTo(time)));
    $("again").hidden = false;
    $("confirm").hidden = true;
    if (!writes) $("again-title").focus();
  }

  /** Free times around the wished one; a day that is past gives those of today. */
  async near(start) {
    const body = { location_id: this.draft.location_id, choices: choicesIn(this.draft.lines), days: 7 };
    const found = await ask("POST", "/times", body);
    const date = start?.slice(0, 10);
    if (date && date > found.today) return ask("POST", "/times", { ...body, date, days: 3 });
    return found.days.some((one) => one.starts.length) || !found.next ? found : ask("POST", "/times", { ...body, date: found.next });
  }

  closeOffer() {
    $("again").hidden = true;
    $("confirm").hidden = false;
  }

  /** Lands on Review again with another time, and with what was typed. */
  async moveTo(start) {
    complain("");
    await this.note.keep();
    const { location_id: place, lines } = this.draft;
    const whole = { location_id: place, choices: choicesIn(lines), start, notes: $("note").value };
    await this.ask(() => (this.link ? ["PUT", `${this.path}/start`, { start }] : ["POST", "/review", whole]));
    if (this.draft?.start === start && !$("confirm").hidden) {
      announce(tr("Your new time is {time}.", { time: moment(start) }));
      $("title").focus();
    }
  }

  async confirm() {
    complain("");
    await this.engaging;
    await this.note.keep();
    if (this.draft === null) return;
    const { draft_id: id, start } = this.draft;
    let booked;
    try {
      booked = await ask("POST", `${this.path}/confirm`, { draft_id: id, start });
    } catch (refused) {
      await this.notBooked(refused);
      return;
    }
    const { draft } = this;
    this.stop();
    this.done(booked, draft);
  }

  async notBooked(refused) {
    const { type, alternatives = [] } = refused.problem;
    if (AGAIN.has(type)) {
      await this.engage();
      if (this.draft) await this.offerTimes(type, alternatives.map((slot) => slot.start));
    } else if (refused.status === 401 || refused.status === 404 || refused.status === 410) this.end(refused);
    else complain(trouble(refused));
  }

  done(booked, { lines, total, location_id: place }) {
    const rows = [
      ...lines.map((line) => this.price(this.what(line), line.price)),
      this.row(tr("When"), moment(booked.start)),
      this.row(tr("With"), nameOf(booked.team_member_id) || tr("Anyone")),
    ];
    if (placeName(place)) rows.push(this.row(tr("Where"), placeName(place)));
    rows.push(this.price(tr("Total"), total));
    $("booked").replaceChildren(...rows);
    $("manage").href = booked.manage;
    show("done");
    history.replaceState({ step: "done" }, "", `/book/${given.slug}${location.search}`);
  }
}
