// The steps of the page: one is shown, its title is the page's, and the browser's back button goes to the one before.

import { $, announce, complain } from "./page.js";

const steps = [...document.querySelectorAll(".step")];
const salon = document.querySelector(".over").textContent;

export const current = () => steps.find((step) => !step.hidden)?.id;

/** Shows a step. Who listens or uses keys is taken to its title; `first` is the page as it came. */
export function show(id, { title = $(id).dataset.title, first = false } = {}) {
  complain("");
  announce("");
  for (const step of steps) step.hidden = step.id !== id;
  $("title").textContent = title;
  document.title = [title, salon].filter(Boolean).join(" - ");
  if (first) return;
  window.scrollTo(0, 0);
  $("title").focus({ preventScroll: true });
}

/** Remembers where the client is, for back and for loading the page again. */
export function remember(id, choice, replace = false) {
  const state = { step: id, choice };
  if (replace) history.replaceState(state, "");
  else history.pushState(state, "");
}

/** Carries what was chosen over to the same page in another language. */
export function keepOverLanguages(state) {
  for (const link of document.querySelectorAll(".languages a")) {
    link.addEventListener("click", () => sessionStorage.setItem(location.pathname, JSON.stringify(state())));
  }
}

/** What was carried over, else what this entry of the history remembers. */
export function remembered() {
  const kept = sessionStorage.getItem(location.pathname);
  sessionStorage.removeItem(location.pathname);
  return kept ? JSON.parse(kept) : history.state;
}
