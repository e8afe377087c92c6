// The banner of the review session. It counts to the server's own moment: the server says how much is left, and from then
// on only the time that has passed counts. What this device's clock says has no part in it.

import { $, announce } from "./page.js";
import { left, tr } from "./say.js";

const WARNING = 120;
const SPOKEN = [300, 120, 60];
const ASLEEP = 1500;

export class Countdown {
  /** `again()` asks the server anew; `over()` is called when the time is up by the server's word or ours. */
  constructor(again, over) {
    this.again = again;
    this.over = over;
    this.timer = 0;
    this.isOver = false;
    for (const event of ["visibilitychange", "pageshow"]) {
      window.addEventListener(event, () => this.check(), true);
    }
  }

  /** `sent` is when the request left: more time than there is must not be promised. Microseconds, as the server says. */
  start({ now, expires_at: end }, sent) {
    this.isOver = false;
    this.deadline = sent + (end - now) / 1000;
    this.before = Infinity;
    this.watch = Date.now() - performance.now();
    $("banner").hidden = false;
    this.tick();
  }

  get runs() {
    return this.deadline !== undefined;
  }

  stop() {
    this.halt();
    this.isOver = false;
    $("banner").hidden = true;
  }

  /** The time is up: the banner says so, and counts no more. */
  end(said) {
    this.halt();
    this.isOver = true;
    $("left").textContent = said;
    $("banner").classList.add("red");
    $("banner").hidden = false;
  }

  halt() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.deadline = undefined;
  }

  /** Somebody is back: what has passed meanwhile the server knows best. */
  check() {
    if (!this.runs || document.visibilityState !== "visible" || this.asking) return;
    this.asking = true;
    this.again().finally(() => {
      this.asking = false;
    });
  }

  tick() {
    clearTimeout(this.timer);
    const seconds = Math.max(0, Math.ceil((this.deadline - performance.now()) / 1000));
    this.show(seconds);
    if (seconds === 0) {
      this.deadline = undefined;
      this.over();
      return;
    }
    if (Math.abs(Date.now() - performance.now() - this.watch) > ASLEEP) {
      this.watch = Date.now() - performance.now();
      this.check();
    }
    const rest = (this.deadline - performance.now()) % 1000;
    this.timer = setTimeout(() => this.tick(), rest > 20 ? rest : 1000);
  }

  show(seconds) {
    const said = seconds ? tr("Finish booking in {time}", { time: left(seconds) }) : tr("Time is up");
    $("left").textContent = said;
    $("banner").classList.toggle("red", seconds <= WARNING);
    if (SPOKEN.some((mark) => seconds <= mark && this.before > mark && this.before !== Infinity)) announce(said);
    this.before = seconds;
  }
}
