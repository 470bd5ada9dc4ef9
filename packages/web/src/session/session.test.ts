import { describe, expect, test } from "vitest";
import { createSession } from "./session.ts";

/** As much of a browser's storage as a session uses. */
function storage(): Storage {
  const kept = new Map<string, string>();
  return {
    length: 0,
    clear: () => kept.clear(),
    key: () => null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}
const stores = () => ({ tab: storage(), browser: storage() });

describe("a session", () => {
  test("begins with the page's own token, and an older one that was kept gives way to it when refused", () => {
    const kept = stores();
    expect(createSession(kept, "given").getState().token).toBe("given");
    createSession(kept, "").signIn("old", "browser");
    const session = createSession(kept, "given");
    expect(session.getState().token).toBe("old");
    session.refuse("old");
    expect(session.getState()).toEqual({ token: "given", isRefused: false });
    session.refuse("given");
    expect(session.getState().isRefused).toBe(true);
  });

  test("keeps a token for the tab or for the browser, as one wishes, until one signs out", () => {
    const kept = stores();
    createSession(kept, "").signIn("mine", "tab");
    const otherTab = { tab: storage(), browser: kept.browser };
    expect(createSession(otherTab, "").getState().token).toBe("");
    createSession(kept, "").signIn("mine", "browser");
    expect(createSession(otherTab, "").getState().token).toBe("mine");
    createSession(kept, "").signOut();
    expect(createSession(otherTab, "").getState().token).toBe("");
  });

  test("makes whoever needs a token wait for a good one; late refusals of an old one mean nothing", async () => {
    const session = createSession(stores(), "");
    session.signIn("one", "tab");
    session.refuse("one");
    const waiting = session.good();
    session.signIn("two", "tab");
    session.refuse("one");
    expect(await waiting).toBe("two");
  });
});
