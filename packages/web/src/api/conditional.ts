interface Kept {
  readonly etag: string;
  readonly body: string;
  readonly type: string;
}

/** Answers kept at most: a page looks at few things at once. */
const most = 60;

/**
 * A `fetch` that asks for what it has already only if that has changed: by the `ETag` of the last answer. An answer of
 * 304 looks to the caller like the last one.
 */
export function conditionalFetch(send: typeof fetch = fetch): typeof fetch {
  const kept = new Map<string, Kept>();
  return async (input, init = {}) => {
    const url = String(input instanceof Request ? input.url : input);
    if ((init.method ?? "GET") !== "GET") return send(input, init);
    const headers = new Headers(init.headers);
    const name = `${headers.get("authorization")} ${url}`;
    const earlier = kept.get(name);
    if (earlier) headers.set("if-none-match", earlier.etag);
    const answer = await send(input, { ...init, headers });
    if (answer.status === 304 && earlier) {
      return new Response(earlier.body, { headers: { "content-type": earlier.type } });
    }
    const etag = answer.headers.get("etag");
    if (answer.status === 200 && etag) {
      const type = answer.headers.get("content-type") ?? "";
      kept.delete(name);
      kept.set(name, { etag, body: await answer.clone().text(), type });
      if (kept.size > most) kept.delete(kept.keys().next().value ?? "");
    }
    return answer;
  };
}
