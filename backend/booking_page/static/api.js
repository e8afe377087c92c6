// Requests to the salon's server. Whoever is signed in is so by a cookie that this code cannot read.

import { given } from "./page.js";

/** An answer that was no success; status 0 when there was none at all. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.type);
    this.status = status;
    this.problem = problem;
  }
}

export async function ask(method, path, body, options = {}) {
  const headers = { "Accept-Language": document.documentElement.lang };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const written = body === undefined ? undefined : JSON.stringify(body);
  let response;
  try {
    response = await fetch(`/v1/book/${given.slug}${path}`, { method, headers, body: written, ...options });
  } catch {
    throw new Refused(0, { type: "offline" });
  }
  if (response.status === 204) return null;
  const answer = await response.json().catch(() => ({ type: "unreadable" }));
  if (!response.ok) throw new Refused(response.status, answer);
  return answer;
}
