import type { Count } from "../api/orchestration.ts";

/** `12`, or `1,000+` where counting stopped. Pure. */
export const countText = ({ count, isMore }: Count): string =>
  `${count.toLocaleString("en")}${isMore ? "+" : ""}`;
