import { lazy } from "@switchyard/core/lazy.ts";
import * as z from "zod";
import { guarded } from "./auth.ts";
import { fromQuery, json, problems } from "./http.ts";
import { createRoute, createRouter } from "./openapi.ts";
import { JarNow, MapNow, ObjectNow } from "./state-answers.ts";

const reading = { ...guarded("state:read"), tags: ["state"], method: "get" as const };

const visits = createRoute({
  ...reading,
  path: "/state/visits",
  summary: "What the visit counter's Jar holds",
  description: "It lives in its function's environment; the other variables are not told.",
  responses: { 200: json(JarNow, "Its text and its size"), ...problems(401, 403, 503) },
});

const ConfigurationQuery = lazy(() =>
  z.object({
    version: z.string().min(1).max(1024).optional().meta({ description: "An earlier one's id." }),
  }),
);

const configuration = createRoute({
  ...reading,
  path: "/state/configuration",
  summary: "What the configuration's Bucket holds, and its versions",
  request: fromQuery(ConfigurationQuery),
  responses: { 200: json(ObjectNow, "Its text"), ...problems(400, 401, 403, 404, 503) },
});

const whole = (least: number, most: number) => {
  const expected = `a whole number from ${least} to ${most}`;
  return z.coerce.number(expected).int(expected).min(least, expected).max(most, expected);
};
const PrimesQuery = lazy(() =>
  z.object({
    skip: whole(0, 10_000_000).default(0).meta({ description: "Entries to pass by." }),
    limit: whole(1, 500).default(50),
  }),
);

const primes = createRoute({
  ...reading,
  path: "/state/primes",
  summary: "What the PersistentMap of counted primes holds, some entries at a time",
  request: fromQuery(PrimesQuery),
  responses: { 200: json(MapNow, "Some entries, and its size"), ...problems(400, 401, 403, 503) },
});

/** What the sample functions that keep state hold now. */
export const state = createRouter()
  .openapi(visits, async (c) => c.json(await c.var.services.visitsNow(), 200))
  .openapi(configuration, async (c) => {
    const { version } = c.req.valid("query");
    const { versions, ...shown } = await c.var.services.configurationNow(version);
    const told = versions.map(({ versionId, isLatest, isDeleted, lastModified, bytes }) => ({
      versionId,
      isLatest,
      isDeleted,
      lastModified: lastModified?.toISOString(),
      bytes,
    }));
    return c.json({ ...shown, versions: told }, 200);
  })
  .openapi(primes, async (c) => c.json(await c.var.services.primesNow(c.req.valid("query")), 200));
