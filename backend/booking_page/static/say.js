// Words, dates and amounts in the language of the page. Times of the salon are local texts, "2026-11-20T14:30:00",
// and are shown as they are: the zone of this device has no part in it.

import { given } from "./page.js";

const root = document.documentElement;
const locale = root.lang === "ar" ? "ar-u-nu-latn" : root.dataset.locale;
const turns = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

const apart = (text) => (root.dir === "rtl" || turns.test(text) ? `\u2068${text}\u2069` : text);

/** A message in the page's language with its {names} filled in. */
export function tr(message, values = {}) {
  const words = given.words[message] ?? message;
  return words.replace(/\{(\w+)\}/g, (_, name) => apart(String(values[name])));
}

export function money({ minor, currency }) {
  const digits = new Intl.NumberFormat(locale, { style: "currency", currency }).resolvedOptions().maximumFractionDigits;
  const whole = minor % 10 ** digits === 0;
  const format = { style: "currency", currency, minimumFractionDigits: whole ? 0 : digits };
  return new Intl.NumberFormat(locale, format).format(minor / 10 ** digits);
}

const dates = (options) => {
  const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
  return (local) => format.format(new Date(`${local.length === 10 ? `${local}T00:00:00` : local}Z`));
};

export const weekday = dates({ weekday: "short" });
export const shortDay = dates({ day: "numeric", month: "short" });
export const day = dates({ weekday: "short", day: "numeric", month: "short" });
export const longDay = dates({ weekday: "long", day: "numeric", month: "long" });
export const clock = dates({ hour: "numeric", minute: "2-digit" });
export const moment = (local) => tr("{day}, {time}", { day: day(local), time: clock(local) });

export const regions = () => new Intl.DisplayNames([locale], { type: "region" });
export const compare = new Intl.Collator(locale).compare;

/** Minutes and seconds, 9:42. */
export function left(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** What went wrong, for people. */
export function trouble(refused) {
  const { type, retry_after: wait } = refused.problem;
  const known = {
    offline: tr("There is no connection. Please try again."),
    code_wrong: tr("The code is wrong or has expired."),
    code_used_up: tr("This code was tried too often. Please ask for a new code."),
    not_a_phone: tr("This is not a phone number that takes text messages."),
    not_an_email: tr("This is not an email address."),
    sign_in_again: tr("Please sign in again."),
    slot_taken: tr("Somebody else was quicker with this time. Please choose another one."),
    slot_unavailable: tr("This time cannot be booked any more. Please choose another one."),
    service_unavailable: tr("A service that you chose is not offered any more. Please choose again."),
    team_member_unavailable: tr("Somebody whom you chose does not do this any more. Please choose again."),
    appointment_over: tr("This appointment cannot be changed any more."),
    appointment_changed: tr("This appointment was changed meanwhile. Please load the page again."),
  };
  if (known[type]) return known[type];
  if (refused.status === 429) return tr("Too many tries. Please wait {minutes} min.", { minutes: Math.ceil(wait / 60) });
  return tr("Something went wrong. Please try again.");
}
