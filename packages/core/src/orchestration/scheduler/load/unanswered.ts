/** Whether a request may have been carried out although it failed: no answer came, or one that doesn't tell. */
export function isUnanswered(error: unknown): boolean {
  const metadata: unknown = error instanceof Error ? Reflect.get(error, "$metadata") : undefined;
  if (typeof metadata !== "object" || metadata === null) return false;
  const status: unknown = Reflect.get(metadata, "httpStatusCode");
  return status === undefined || Number(status) >= 500;
}
