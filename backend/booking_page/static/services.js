// The first two steps: what is to be done, and by whom. The list itself comes from the server.

import { $, el } from "./page.js";
import { isOffered, placeOf, places, sum, teams } from "./choice.js";
import { money, tr } from "./say.js";

const form = $("services");
const boxes = [...form.querySelectorAll("[data-offer]")];

const variantIn = (box) => box.querySelector(".variants input:checked")?.value ?? null;

function picked() {
  return boxes
    .filter((box) => !box.hidden && box.querySelector("input").checked)
    .map((box) => (box.dataset.bundle ? { bundle: box.dataset.offer } : { service: box.dataset.offer, variant: variantIn(box) }));
}

function placeChosen() {
  return form.querySelector("[name=place]:checked")?.value ?? places[0].id;
}

function refresh() {
  const place = placeChosen();
  for (const box of boxes) {
    box.hidden = !isOffered(place, box.dataset.offer);
    const variants = box.querySelector(".variants");
    if (!variants) continue;
    const on = box.querySelector("input").checked;
    variants.hidden = !on;
    if (on && !variantIn(box)) variants.querySelector("input").checked = true;
  }
  const all = sum(picked());
  $("sum").textContent = all
    ? tr("{minutes} min, {price}", { minutes: all.minutes, price: money(all.price) })
    : tr("Nothing chosen yet");
}

/** Puts the marks where a choice has them. */
export function showServices({ place, picked: chosen }) {
  for (const radio of form.querySelectorAll("[name=place]")) radio.checked = radio.value === place;
  for (const box of boxes) {
    const one = chosen.find((pick) => (pick.bundle ?? pick.service) === box.dataset.offer);
    box.querySelector("input").checked = Boolean(one);
    for (const radio of box.querySelectorAll(".variants input")) radio.checked = radio.value === one?.variant;
  }
  refresh();
}

/** What has a mark now, whether or not the client went on with it. */
export const onTheList = () => ({ place: placeChosen(), picked: picked() });

/** `next(place, picked)` is told when something was chosen, `nothing()` when not. */
export function startServices(next, nothing) {
  form.addEventListener("change", refresh);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = picked();
    if (chosen.length) next(placeChosen(), chosen);
    else nothing();
  });
  form.querySelector(".bar").hidden = false;
  refresh();
}

/** Whether there is a choice of people at all. */
export const isTeamMoot = (choice) => teams(choice).every((group) => group.members.length < 2);

/** By service, where nobody needs to be asked: anyone, or the one who does it. */
export function teamWithout(choice) {
  const who = {};
  for (const { services, members, anyone } of teams(choice)) {
    for (const id of services) who[id] = anyone ? null : (members[0]?.id ?? null);
  }
  return who;
}

function radio(name, value, label, checked) {
  return el("label", { class: "choice" }, el("input", { type: "radio", name, value, checked }), el("span", {}, label));
}

export function showTeam(choice) {
  const groups = teams(choice).map(({ services, name, members, anyone }, index) => {
    const [first] = services;
    const wanted = choice.team[first] ?? (anyone ? "" : members[0]?.id);
    const among = members.map((row) => radio(`who-${index}`, row.id, row.name, row.id === wanted));
    if (anyone) among.unshift(radio(`who-${index}`, "", tr("Anyone"), !members.some((row) => row.id === wanted)));
    const legend = el("legend", { class: name ? "" : "unseen" }, name || tr("Team member"));
    return el("fieldset", { "data-services": services.join(" ") }, legend, ...among);
  });
  $("members").replaceChildren(...groups);
}

/** By service, who was chosen. */
export function teamChosen() {
  const who = {};
  for (const group of $("members").children) {
    const value = group.querySelector("input:checked")?.value || null;
    for (const id of group.dataset.services.split(" ")) who[id] = value;
  }
  return who;
}

export const placeName = (id) => (places.length > 1 ? placeOf(id).name : "");
