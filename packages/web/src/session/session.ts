/** Where a token is kept: for this tab, or for this browser. */
type Keep = "tab" | "browser";

export interface SessionState {
  readonly token: string;
  /** The API refused this token: another is needed before anything goes on. */
  readonly isRefused: boolean;
}

const key = "switchyard.token";

/**
 * Whom the page speaks for. A token is taken from this browser's storage, or from the page itself, where `npm run dev`
 * puts one.
 */
export function createSession(
  stores: Record<Keep, Storage> = { tab: sessionStorage, browser: localStorage },
  given = document.querySelector<HTMLMetaElement>('meta[name="switchyard-token"]')?.content ?? "",
) {
  const listeners = new Set<() => void>();
  const kept = stores.tab.getItem(key) ?? stores.browser.getItem(key);
  let state: SessionState = { token: kept ?? given, isRefused: false };
  const change = (next: SessionState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  return {
    getState: () => state,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    signIn(token: string, keep: Keep) {
      stores.tab.removeItem(key);
      stores.browser.removeItem(key);
      stores[keep].setItem(key, token);
      change({ token, isRefused: false });
    },
    signOut() {
      stores.tab.removeItem(key);
      stores.browser.removeItem(key);
      change({ token: "", isRefused: false });
    },
    /** What was sent with `token` was answered by 401. */
    refuse(token: string) {
      if (token !== state.token || state.isRefused) return;
      // One that was kept may be older than the one that the page brings.
      if (given !== "" && given !== token) change({ token: given, isRefused: false });
      else change({ ...state, isRefused: true });
    },
    /** Resolves once there is a token that wasn't refused. */
    async good(): Promise<string> {
      while (state.token === "" || state.isRefused) await nextChange(listeners);
      return state.token;
    },
  };
}
export type Session = ReturnType<typeof createSession>;

function nextChange(listeners: Set<() => void>) {
  return new Promise<void>((resolve) => {
    const once = () => {
      listeners.delete(once);
      resolve();
    };
    listeners.add(once);
  });
}
