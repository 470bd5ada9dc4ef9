const usable = /^[\w.:-]{1,128}$/;

/** The correlation id that an uploader stored as metadata `correlation-id`; anything unusable is none. */
export function correlationIn(metadata: Readonly<Record<string, string>>): string | undefined {
  return correlationOf(metadata["correlation-id"]);
}

/** A correlation id fit for logs: 1 to 128 of `[A-Za-z0-9_.:-]`; `undefined` for anything else. */
export function correlationOf(text: string | undefined): string | undefined {
  return text !== undefined && usable.test(text) ? text : undefined;
}
