import * as z from "zod";
import { identified } from "./auth.ts";
import { json, problems } from "./http.ts";
import { createRoute, createRouter, named } from "./openapi.ts";

const Me = named("Me", () =>
  z.object({
    caller: z.string().meta({ description: "The first segment of all your keys." }),
    scopes: z.array(z.string()).readonly(),
    stage: z.string(),
    maxBytes: z.number().meta({ description: "The largest file you may announce." }),
  }),
);

const me = createRoute({
  ...identified(),
  method: "get",
  path: "/me",
  tags: ["system"],
  summary: "Whom the token speaks for, and what it may do",
  responses: { 200: json(Me, "You"), ...problems(401, 503) },
});

/** Tells a client about itself, so that it can refuse early what would be refused. */
export const self = createRouter().openapi(me, (c) => {
  const { id: caller, scopes } = c.var.caller;
  const { stage } = c.var.settings;
  return c.json({ caller, scopes, stage, maxBytes: c.var.services.mostBytes() }, 200);
});
