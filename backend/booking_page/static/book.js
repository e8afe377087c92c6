// The client's way from the first service to the booking. Nothing of it reaches the server before she signs in, and
// nothing is kept there before Review.

import { ask } from "./api.js";
import { choiceFrom, choicesOf, fresh } from "./choice.js";
import { $, complain, given, once } from "./page.js";
import { Review } from "./review.js";
import { tr, trouble } from "./say.js";
import { isTeamMoot, onTheList, showServices, showTeam, startServices, teamChosen, teamWithout } from "./services.js";
import { openSignIn, signOut, startSignIn, whoIsIn } from "./signin.js";
import { current, keepOverLanguages, remember, remembered, show } from "./stage.js";
import { Times } from "./times.js";

let choice = fresh();
let review;

const times = new Times($("free"), loadTimes, (start, button) => once(button, () => chooseTime(start)));

function loadTimes(date) {
  return ask("POST", "/times", { location_id: choice.place, choices: choicesOf(choice), date, days: 7 });
}

/** Goes on to a step, and opens it. */
async function open(step, { push = true, first = false } = {}) {
  if (step !== "review") review.stop();
  if (push) {
    remember(current(), choice, true);
    remember(step, choice);
  }
  if (step === "services") showServices(choice);
  if (step === "team") showTeam(choice);
  if (step === "phone") openSignIn(choice);
  show(step, { first });
  if (step === "time") await openTimes();
}

async function openTimes() {
  try {
    const date = choice.start?.slice(0, 10) ?? null;
    await times.open(date, date);
  } catch (refused) {
    complain(trouble(refused));
  }
}

async function chooseTime(start) {
  choice.start = start;
  remember("time", choice, true);
  try {
    if (await whoIsIn()) await toReview();
    else await open("phone");
  } catch (refused) {
    complain(trouble(refused));
  }
}

async function toReview() {
  const body = { location_id: choice.place, choices: choicesOf(choice), start: choice.start, notes: $("note").value };
  review.stop();
  await review.note.kept;
  await review.land(body);
  if (review.draft) await onReview(true);
}

async function onReview(push) {
  // Whoever has signed in does not go back to that.
  if (push) remember("review", choice, current() === "phone" || current() === "prove");
  show("review");
  $("signed").hidden = true;
  if (review.link) return;
  const known = await whoIsIn().catch(() => null);
  $("signed").hidden = !known;
  if (known) $("who").textContent = tr("Signed in as {name}", { name: known });
}

/** Review cannot go on: what was chosen stays, and the client is where she can do something about it. */
function leave(refused) {
  const { type } = refused.problem;
  if (refused.status === 401) {
    open("phone", { push: false });
    complain(trouble(refused));
  } else if (type === "draft_converted" || type === "draft_gone" || type === "link_unknown") {
    show(type === "draft_converted" ? "complete" : "dead");
  } else {
    if (current() === "review" || review.link) open("time", { push: false });
    complain(trouble(refused));
  }
}

function begin() {
  startServices(
    (place, picked) => {
      const moved = place !== choice.place;
      choice = { ...choice, place, picked, team: moved ? {} : choice.team, start: moved ? null : choice.start };
      if (isTeamMoot(choice)) choice.team = teamWithout(choice);
      open(isTeamMoot(choice) ? "time" : "team");
    },
    () => complain(tr("Please choose at least one service.")),
  );
  $("team").addEventListener("submit", (event) => {
    event.preventDefault();
    choice.team = teamChosen();
    open("time");
  });
  startSignIn(toReview);
  $("out").addEventListener("click", (event) => once(event.currentTarget, leaveAccount));
  for (const [button, step] of [["change-services", "services"], ["change-time", "time"], ["all-times", "time"]]) {
    $(button).addEventListener("click", () => goBack(step));
  }
  keepOverLanguages(() => ({ step: current(), choice: { ...choice, ...(current() === "services" ? onTheList() : {}) } }));
  window.addEventListener("popstate", (event) => restore(event.state));
}

async function leaveAccount() {
  await review.note.keep();
  await signOut();
  review.note.forget();
  $("note").value = "";
  open("phone");
}

/** From Review to what is to be changed. By a resume link the choice is read from the draft. */
function goBack(step) {
  if (review.draft && review.link) {
    choice = choiceFrom(review.draft);
    review = withoutLink();
  }
  if (step === "time" && !choice.picked.length) return open("services");
  return open(step);
}

function withoutLink() {
  review.stop();
  review.link = null;
  review.path = "";
  return review;
}

async function restore(state, first = false) {
  choice = state?.choice ?? fresh();
  const step = state?.step ?? "services";
  if (step === "review") {
    review.stop();
    await review.look();
    if (review.draft) await onReview(false);
    return;
  }
  const known = ["services", "team", "time", "phone"].includes(step) && (step === "services" || choice.picked.length);
  await open(known ? step : "services", { push: false, first });
}

/** A link only shows what was left: the ten minutes begin when she does something with it. */
async function resume() {
  await review.look();
  if (review.draft) await onReview(false);
}

review = new Review(given.resume, leave);
begin();
if (given.resume) resume();
else restore(remembered(), true);
