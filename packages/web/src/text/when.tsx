import { momentText, whenText } from "./times.ts";

/** A moment (ms since 1970): short, and in all detail for who asks. */
export function When({ ms }: { readonly ms: number }) {
  return (
    <time dateTime={new Date(ms).toISOString()} title={momentText(ms)}>
      {whenText(ms, Date.now())}
    </time>
  );
}
