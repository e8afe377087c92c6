// What the page was given by the server, and small helpers for its elements. Texts from people are only ever text.

export const $ = (id) => document.getElementById(id);
export const given = JSON.parse($("given").textContent);

export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "click") made.addEventListener("click", value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** Shows an error (or, without a text, none) above the step, and has it read out. */
export function complain(text) {
  const place = $("wrong");
  place.hidden = !text;
  place.textContent = text || "";
  if (text) place.scrollIntoView({ block: "nearest" });
}

/** Has something read out that is seen anyway. */
export function announce(text) {
  $("status").textContent = text;
}

/** Runs what a button asked for, once: pressing again while it runs does nothing. Focus stays where it is. */
export async function once(button, run) {
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  try {
    await run();
  } finally {
    button.removeAttribute("aria-disabled");
  }
}
