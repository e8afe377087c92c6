// Days and times to choose from: a week at a time, parts of the day, and the next day that has something.

import { announce, el } from "./page.js";
import { clock, day, longDay, shortDay, tr, weekday } from "./say.js";

const PARTS = [
  [12, "Morning"],
  [17, "Afternoon"],
  [24, "Evening"],
];
const later = (date, days) => {
  const moved = new Date(`${date}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
};

/** Starts closest to a wished one, in order of time, without itself. */
export function nearest(times, wished, count) {
  const at = (local) => new Date(`${local}Z`).getTime();
  const starts = times.days.flatMap((one) => one.starts.map((start) => `${one.date}T${start}`));
  return starts
    .filter((start) => start !== wished)
    .sort((a, b) => Math.abs(at(a) - at(wished)) - Math.abs(at(b) - at(wished)))
    .slice(0, count)
    .sort();
}

export class Times {
  /** `load(date or null)` answers a week from then on; `choose(start)` is told the time that was pressed. */
  constructor(place, load, choose) {
    this.load = load;
    this.choose = choose;
    this.week = el("div", { class: "week" });
    this.days = el("div", { class: "days", role: "group", "aria-label": tr("Day") });
    this.times = el("div", { class: "times" });
    this.back = el("button", { type: "button", class: "quiet", click: () => this.turn(-7) }, tr("Earlier"));
    this.forth = el("button", { type: "button", class: "quiet", click: () => this.turn(7) }, tr("Later"));
    this.week.append(this.back, this.forth);
    place.replaceChildren(this.days, this.week, this.times);
  }

  /** Opens the week of a date, or the one of today, at the date itself if it is free, else at the first free day. */
  async open(date = null, wished = null) {
    const found = await this.load(date);
    if (!found.days.some((one) => one.starts.length) && found.next && date === null) return this.open(found.next);
    this.found = found;
    this.first = found.days[0]?.date ?? found.today;
    this.back.disabled = this.first <= found.today;
    const free = found.days.find((one) => one.date === wished && one.starts.length);
    const shown = free ?? found.days.find((one) => one.starts.length) ?? found.days[0];
    this.draw(shown?.date);
    return undefined;
  }

  async turn(days) {
    const first = later(this.first, days);
    await this.open(first < this.found.today ? this.found.today : first);
  }

  draw(date) {
    this.days.replaceChildren(...this.found.days.map((one) => this.button(one)));
    this.pick(date);
  }

  button({ date, starts }) {
    const told = starts.length ? longDay(date) : tr("{day}: nothing free", { day: longDay(date) });
    return el(
      "button",
      { type: "button", class: "day", "data-date": date, disabled: !starts.length, "aria-label": told,
        click: () => this.pick(date) },
      el("span", {}, weekday(date)),
      el("strong", {}, shortDay(date)),
    );
  }

  pick(date) {
    for (const button of this.days.children) {
      button.setAttribute("aria-pressed", String(button.dataset.date === date));
    }
    const { starts } = this.found.days.find((one) => one.date === date) ?? { starts: [] };
    this.times.replaceChildren(...(starts.length ? this.parts(date, starts) : this.nothing(date)));
    if (starts.length) announce(tr("Free times on {day}", { day: longDay(date) }));
  }

  parts(date, starts) {
    let from = 0;
    return PARTS.flatMap(([to, name]) => {
      const mine = starts.filter((start) => Number(start.slice(0, 2)) >= from && Number(start.slice(0, 2)) < to);
      from = to;
      if (!mine.length) return [];
      const buttons = mine.map((start) => this.time(date, start));
      return [el("h2", {}, tr(name)), el("div", { class: "grid" }, ...buttons)];
    });
  }

  time(date, start) {
    const local = `${date}T${start}`;
    const told = `${clock(local)}, ${longDay(date)}`;
    return el("button", { type: "button", class: "time", "data-start": local, "aria-label": told,
      click: (event) => this.choose(local, event.currentTarget) }, clock(local));
  }

  nothing(date) {
    const said = el("p", {}, date ? tr("Nothing is free on {day}.", { day: day(date) }) : tr("Nothing is free."));
    const next = this.found.days.find((one) => one.date > date && one.starts.length)?.date ?? this.found.next;
    if (!next) return [said];
    const go = () => this.open(next);
    return [said, el("button", { type: "button", class: "main", click: go }, tr("Next free day: {day}", { day: day(next) }))];
  }
}

/** A short list of times as buttons, each with a word about it. */
export function offer(place, starts, choose) {
  const button = ([start, about]) =>
    el("button", { type: "button", class: "offered", "data-start": start, click: (event) => choose(start, event.currentTarget) },
      el("strong", {}, tr("{day}, {time}", { day: day(start), time: clock(start) })), about ? el("span", {}, about) : "");
  place.replaceChildren(...starts.map(button));
}

