// Signing in by a code that comes as a text message. A number that the salon does not know yet is asked for a name.

import { ask } from "./api.js";
import { placeOf } from "./choice.js";
import { $, announce, complain, el, given, once } from "./page.js";
import { compare, regions, tr, trouble } from "./say.js";
import { show } from "./stage.js";

const TRIES = 5;
const ZEROS = [0x660, 0x6f0, 0xff10];

let number = "";
let tried = 0;

/** Digits as the server reads them: Arabic, Persian and wide ones are those of a keyboard like any other. */
const digits = (text) =>
  [...text]
    .map((one) => one.codePointAt(0))
    .map((point) => point - (ZEROS.find((zero) => point >= zero && point < zero + 10) ?? 0x30))
    .filter((digit) => digit >= 0 && digit < 10)
    .join("");

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
  $("resent").hidden = true;
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

async function sendCode({ again = false } = {}) {
  number = again ? number : written();
  let shown;
  try {
    ({ phone: shown } = await ask("POST", "/codes", { phone: number }));
  } catch (refused) {
    wrong(refused);
    return;
  }
  tried = 0;
  $("code").value = "";
  $("new").hidden = true;
  $("sent").textContent = tr("We sent a code to {number}. It works for 10 minutes.", { number: `\u2066${shown}\u2069` });
  $("resent").hidden = !again;
  show("prove");
  if (again) announce(tr("We sent a new code."));
  $("code").focus();
}

async function verify(done) {
  const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions(); // reminders keep to her night
  const asked = { phone: number, code: digits($("code").value), zone };
  if (!$("new").hidden) {
    asked.name = $("name").value;
    if ($("email").value.trim()) asked.email = $("email").value;
  }
  try {
    await ask("POST", "/session", asked);
  } catch (refused) {
    if (["code_wrong", "name_needed"].includes(refused.problem.type)) tried += 1;
    if (refused.problem.type === "name_needed") askName(asked.name !== undefined);
    else wrong(refused.problem.field === "$.code" ? { ...refused, problem: ofCode(refused.problem) } : refused);
    return;
  }
  wrong();
  await done();
}

/** What the server says of a code is always the same; how often one was tried, the page knows. */
const ofCode = (problem) => ({ ...problem, type: tried < TRIES ? "code_wrong" : "code_used_up" });

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
  submits("phone", () => sendCode());
  submits("prove", () => verify(done));
  $("resend").addEventListener("click", (event) => once(event.currentTarget, () => sendCode({ again: true })));
  $("renumber").addEventListener("click", () => show("phone"));
}
