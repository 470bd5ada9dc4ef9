import { useSyncExternalStore } from "react";

/** Whether nobody can see the page: another tab is in front, or the window is minimised. */
export function useHidden(): boolean {
  return useSyncExternalStore(
    (listener) => {
      document.addEventListener("visibilitychange", listener);
      return () => document.removeEventListener("visibilitychange", listener);
    },
    () => document.visibilityState === "hidden",
  );
}
