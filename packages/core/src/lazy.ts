/** Makes something when it is first asked for, and once: a cold start is spared what it doesn't need. */
export function lazy<T>(make: () => T): () => T {
  let made: { readonly it: T } | undefined;
  return () => (made ??= { it: make() }).it;
}
