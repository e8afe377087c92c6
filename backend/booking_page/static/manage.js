// Moving or cancelling an appointment by its link.

import { ask } from "./api.js";
import { $, announce, complain, given, once } from "./page.js";
import { moment, tr, trouble } from "./say.js";
import { Times } from "./times.js";

const path = `/manage/${given.token}`;
let { start } = given;
let wished = null;

const times = new Times(
  $("free"),
  (date) => ask("POST", `${path}/times`, { date, days: 7 }),
  (chosen) => askToMove(chosen),
);

async function attempt(run) {
  complain("");
  try {
    return await run();
  } catch (refused) {
    complain(trouble(refused));
    return refused;
  }
}

function openOnly(id, title) {
  for (const one of ["moving", "moved-to", "sure"]) $(one).hidden = one !== id;
  if (title) $(title).focus();
}

/** Says what came of it where the client looks first; in focus it is read out, once. */
function settle(text) {
  openOnly(null);
  $("state").hidden = false;
  $("state").textContent = text;
  announce("");
  $("state").focus();
  window.scrollTo(0, 0);
}

function askToMove(chosen) {
  complain("");
  announce("");
  wished = chosen;
  $("moved-to-title").textContent = tr("Move to {time}?", { time: moment(chosen) });
  openOnly("moved-to", "moved-to-title");
  $("moved-to").scrollIntoView({ block: "nearest" });
}

function stay() {
  complain("");
  announce("");
  openOnly(null);
  $("move").focus();
}

async function move(chosen) {
  const moved = await attempt(() => ask("POST", `${path}/move`, { was: start, start: chosen }));
  if (!moved.start) {
    openOnly("moving", "moving-title");
    if (moved.status === 409) await attempt(() => times.open(chosen.slice(0, 10), chosen.slice(0, 10)));
    complain(trouble(moved));
    return;
  }
  start = moved.start;
  $("when").textContent = moment(start);
  settle(tr("Your appointment is now on {time}.", { time: moment(start) }));
}

async function cancel() {
  const cancelled = await attempt(() => ask("POST", `${path}/cancel`, { was: start }));
  if (!cancelled.start) return;
  $("actions").hidden = true;
  $("book-again").hidden = false;
  settle(tr("Your appointment is cancelled."));
}

$("actions").hidden = false;
$("move").addEventListener("click", (event) =>
  once(event.currentTarget, async () => {
    openOnly("moving", "moving-title");
    await attempt(() => times.open(start.slice(0, 10), start.slice(0, 10)));
  }));
$("move-now").addEventListener("click", (event) => once(event.currentTarget, () => move(wished)));
for (const id of ["stay", "stay-now"]) $(id).addEventListener("click", stay);
$("ask").addEventListener("click", () => openOnly("sure", "sure-title"));
$("keep").addEventListener("click", () => {
  openOnly(null);
  $("ask").focus();
});
$("cancel").addEventListener("click", (event) => once(event.currentTarget, cancel));
