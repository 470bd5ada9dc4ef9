import { lazy } from "@switchyard/core/lazy.ts";
import { states } from "@switchyard/core/pipeline/ledger/record.ts";
import * as z from "zod";
import { guarded } from "./auth.ts";
import { FileHistory, FileLinks, FilesPage, Replayed, ReplayedFiles } from "./file-answers.ts";
import { fromPath, fromQuery, json, problems } from "./http.ts";
import { createRoute, createRouter, named } from "./openapi.ts";

const reading = { ...guarded("files:read"), tags: ["files"], method: "get" as const };
const one = lazy(() =>
  z.object({ id: z.string().min(1).max(3000).meta({ description: "The file's." }) }),
);

const FilesQuery = lazy(() =>
  z.object({
    state: z.enum(states).optional(),
    prefix: z
      .string()
      .max(1024)
      .default("")
      .meta({ description: "What keys begin with, below your own prefix." }),
    limit: z.coerce
      .number("a whole number from 1 to 1000")
      .int("a whole number from 1 to 1000")
      .min(1, "a whole number from 1 to 1000")
      .max(1000, "a whole number from 1 to 1000")
      .default(100),
    cursor: z.string().max(4096).optional().meta({ description: "The last page's." }),
  }),
);

const list = createRoute({
  ...reading,
  path: "/files",
  summary: "Your files, newest first",
  description: "A page may be short, even empty, and not the last: go on while there is a cursor.",
  request: fromQuery(FilesQuery),
  responses: { 200: json(FilesPage, "One page"), ...problems(400, 401, 403, 503) },
});

const history = createRoute({
  ...reading,
  path: "/files/{id}",
  summary: "One file's way through the pipeline",
  request: fromPath(one),
  responses: { 200: json(FileHistory, "Its states"), ...problems(401, 403, 404, 503) },
});

const results = createRoute({
  ...reading,
  path: "/files/{id}/results",
  summary: "Short-lived links to a file and its results",
  description: "A browser saves what is behind them and never shows it.",
  request: fromPath(one),
  responses: { 200: json(FileLinks, "The links"), ...problems(401, 403, 404, 503) },
});

const replay = createRoute({
  ...guarded("files:replay"),
  tags: ["files"],
  method: "post",
  path: "/files/{id}/replay",
  summary: "Announces a file again that failed or waits",
  description: "What is being worked on, or done, is left alone.",
  request: fromPath(one),
  responses: { 200: json(Replayed, "Whether it was announced"), ...problems(401, 403, 404, 503) },
});

const FilesToReplay = named("FilesToReplay", () =>
  z.object({
    ids: z.array(z.string().min(1).max(3000)).min(1).max(100),
    preview: z.boolean().default(false).meta({ description: "Only tell what would be done." }),
  }),
);

const replayMany = createRoute({
  ...guarded("files:replay"),
  tags: ["files"],
  method: "post",
  path: "/files/replay",
  summary: "Announces up to 100 files again that failed or wait",
  description: "With `preview`, nothing is done: the answer says what would be.",
  request: { body: { required: true, ...json(FilesToReplay, "Which files") } },
  responses: {
    200: json(ReplayedFiles, "What was done with each"),
    ...problems(400, 401, 403, 413, 415, 503),
  },
});

/** What became of uploads. */
export const files = createRouter()
  .openapi(list, async (c) => {
    const { prefix, ...query } = c.req.valid("query");
    const { id: owner } = c.var.caller;
    const asked = { ...query, owner, prefix: `${owner}/${prefix}` };
    return c.json(await c.var.services.listFiles(asked), 200);
  })
  .openapi(history, async (c) => {
    const { id } = c.req.valid("param");
    return c.json(await c.var.services.fileHistory(id, c.var.caller), 200);
  })
  .openapi(results, async (c) => {
    const { id } = c.req.valid("param");
    return c.json(await c.var.services.resultLinks(id, c.var.caller), 200);
  })
  .openapi(replay, async (c) => {
    const { id } = c.req.valid("param");
    const decision = await c.var.services.replayFile(id, c.var.caller);
    const why = decision.action === "none" ? decision.why : undefined;
    return c.json({ announced: decision.action === "announce", why }, 200);
  })
  .openapi(replayMany, async (c) => {
    const replayed = await c.var.services.replayFiles(c.req.valid("json"), c.var.caller);
    return c.json({ files: replayed }, 200);
  });
