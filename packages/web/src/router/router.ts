import { useSyncExternalStore } from "react";

const moved = "switchyard:moved";

/** The page's path and query, as they are now. */
export function usePlace(): URL {
  const href = useSyncExternalStore(subscribe, () => location.href);
  return new URL(href);
}

/** Goes to another place of this page; `replace` leaves no step to come back to. */
export function go(to: string, { replace = false } = {}) {
  if (replace) history.replaceState(null, "", to);
  else history.pushState(null, "", to);
  window.dispatchEvent(new Event(moved));
}

/** The place one comes to by changing parts of the query; an empty value takes one away. Pure. */
export function withQuery(place: URL, changes: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(place.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === "") query.delete(name);
    else query.set(name, value);
  }
  return query.size > 0 ? `${place.pathname}?${query}` : place.pathname;
}

function subscribe(listener: () => void) {
  for (const event of ["popstate", moved]) window.addEventListener(event, listener);
  return () => {
    for (const event of ["popstate", moved]) window.removeEventListener(event, listener);
  };
}
