// What the client has chosen so far, and what that comes to. It is on this page alone until Review.

import { given } from "./page.js";

const { locations, services, bundles = [], team } = given.salon;
const service = new Map(services.map((row) => [row.id, row]));
const bundle = new Map(bundles.map((row) => [row.id, row]));
const member = new Map(team.map((row) => [row.id, row]));

export const places = locations;
export const placeOf = (id) => locations.find((row) => row.id === id);
export const nameOf = (id) => member.get(id)?.name ?? "";

/** Nothing yet. `picked` holds { service, variant } and { bundle }, by id; `team` has a member's id, or null for anyone,
 * by service. */
export const fresh = () => ({ place: locations[0].id, picked: [], team: {}, start: null });

const itemsOf = ({ bundle: id }) => bundle.get(id).items.map((item) => [item.service_id, item.variant_id ?? null, id]);

/** What the server is asked for. */
export function choicesOf({ picked, team: who }) {
  return picked
    .flatMap((one) => (one.bundle ? itemsOf(one) : [[one.service, one.variant, null]]))
    .map(([id, variant, of]) => ({ service_id: id, variant_id: variant, bundle_id: of, team_member_id: who[id] ?? null }));
}

/** A draft's lines as they can be asked for again. */
export const choicesIn = (lines) =>
  lines.map((line) => ({
    service_id: line.service_id,
    variant_id: line.variant_id ?? null,
    bundle_id: line.bundle_id ?? null,
    team_member_id: line.team_member_id ?? null,
  }));

/** What was chosen, read back from a draft; what is not sold any more is left out. */
export function choiceFrom({ location_id: place, lines, start }) {
  const picked = [];
  for (const { service_id: id, variant_id: variant = null, bundle_id: of } of lines) {
    if (of && bundle.has(of)) {
      if (!picked.some((one) => one.bundle === of)) picked.push({ bundle: of });
    } else if (!of && service.has(id)) picked.push({ service: id, variant });
  }
  const who = Object.fromEntries(lines.map((line) => [line.service_id, line.team_member_id ?? null]));
  return { place, picked, team: who, start: start ?? null };
}

const offerOf = (id, variant) => service.get(id).variants?.find((one) => one.id === variant) ?? service.get(id);

/** Minutes and price of all that was picked; null for nothing. */
export function sum(picked) {
  if (!picked.length) return null;
  let minutes = 0;
  let minor = 0;
  let currency = "";
  for (const one of picked) {
    const price = one.bundle ? bundle.get(one.bundle).price : offerOf(one.service, one.variant).price;
    const parts = one.bundle ? itemsOf(one).map(([id, variant]) => offerOf(id, variant)) : [offerOf(one.service, one.variant)];
    minutes += parts.reduce((all, part) => all + part.minutes, 0);
    minor += price.minor;
    currency = price.currency;
  }
  return { minutes, price: { minor, currency } };
}

const serving = (place, id) => team.filter((row) => row.location_id === place && row.service_ids.includes(id));

/** Whether somebody there does a service, or all of a bundle. */
export const isOffered = (place, id) =>
  bundle.has(id) ? bundle.get(id).items.every((item) => serving(place, item.service_id).length) : serving(place, id).length > 0;

/** Among whom there is a choice: for everything together if somebody does it all, else for each service by itself. */
export function teams(choice) {
  const ids = [...new Set(choicesOf(choice).map((line) => line.service_id))];
  const all = team.filter((row) => row.location_id === choice.place && ids.every((id) => row.service_ids.includes(id)));
  if (all.length) return [{ services: ids, name: "", members: all, anyone: true }];
  return ids.map((id) => ({ services: [id], name: service.get(id).name, members: serving(choice.place, id), anyone: false }));
}
