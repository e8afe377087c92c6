// Signing in by a code that comes as a text message. A number that the salon does not know yet is asked for a name.

import { ask } from "./api.js";
import { placeOf } from "./choice.js";
import { $, complain, el, given, once } from "./page.js";
import { compare, regions, tr, trouble } from "./say.js";
import { show } from "./stage.js";

let number = "";

function fillCountries(place) {
  const names = regions();
  const list = Object.entries(given.codes).map(([region, code]) => [names.of(region), region, code]);
  list.sort(([a], [b]) => compare(a, b));
  const own = placeOf(place).region;
  const options = list.map(([name, region, code]) =>
    el("option", { value: region, selected: region === own }, `${name} (\u2066+${code}\u2069)`));
  $("country").replaceChildren(...options);
}

/** The name of who is signed in on this browser; null for nobody. */
export const whoIsIn = async () => (await ask("GET", "/session")).name;

export const signOut = () => ask("DELETE", "/session");

/** Opens the step. */
export function openSignIn(choice) {
  if (!$("country").options.length) fillCountries(choice.place);
  wrong();
}

const FIELDS = { phone: "number", code: "code", name: "name", email: "email" };

/** Says it, and marks the field at fault. */
function wrong(refused) {
  for (const id of Object.values(FIELDS)) $(id).removeAttribute("aria-invalid");
  complain(refused ? trouble(refused) : "");
  const field = FIELDS[refused?.problem.field?.slice(2)];
  if (!field) return;
  $(field).setAttribute("aria-invalid", "true");
  $(field).focus();
}

function written() {
  const typed = $("number").value.trim();
  if (typed.startsWith("+") || typed.startsWith("00")) return typed;
  return `+${given.codes[$("country").value]} ${typed}`;
}

async function sendCode() {
  number = written();
  try {
    await ask("POST", "/codes", { phone: number });
  } catch (refused) {
    wrong(refused);
    return;
  }
  $("code").value = "";
  $("new").hidden = true;
  $("sent").textContent = tr("We sent a code to {number}. It works for 10 minutes.", { number: `\u2066${number}\u2069` });
  show("prove");
  $("code").focus();
}

async function verify(done) {
  const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions(); // reminders keep to her night
  const asked = { phone: number, code: $("code").value.replace(/\D/g, ""), zone };
  if (!$("new").hidden) {
    asked.name = $("name").value;
    if ($("email").value.trim()) asked.email = $("email").value;
  }
  try {
    await ask("POST", "/session", asked);
  } catch (refused) {
    if (refused.problem.type === "name_needed") askName(asked.name !== undefined);
    else wrong(refused.problem.field === "$.code" ? { ...refused, problem: { ...refused.problem, type: "code_wrong" } } : refused);
    return;
  }
  wrong();
  await done();
}

function askName(again) {
  wrong();
  $("new").hidden = false;
  if (again) complain(tr("Please tell us your name."));
  $("name").focus();
}

/** `done()` is called when somebody is signed in. */
export function startSignIn(done) {
  const submits = (id, run) =>
    $(id).addEventListener("submit", (event) => {
      event.preventDefault();
      once(event.submitter ?? $(id).querySelector(".main"), run);
    });
  submits("phone", sendCode);
  submits("prove", () => verify(done));
  $("resend").addEventListener("click", (event) => once(event.currentTarget, sendCode));
  $("renumber").addEventListener("click", () => show("phone"));
}
