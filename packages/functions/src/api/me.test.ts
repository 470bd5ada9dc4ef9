import { scopes } from "@switchyard/core/uploads/caller.ts";
import { describe, expect, test } from "vitest";
import { testApi } from "./testing.ts";

const { send } = testApi({}, { mostBytes: () => 10 });

describe("the API tells a caller about itself", () => {
  test("with any good token, whatever it is for", async () => {
    const answer = await send("GET", "/api/me");
    expect(await answer.json()).toEqual({
      caller: "alice",
      scopes: [...scopes],
      stage: "test",
      maxBytes: 10,
    });
    const reader = await send("GET", "/me", undefined, { authorization: "Bearer reader" });
    expect(await reader.json()).toMatchObject({ caller: "rita", scopes: ["files:read"] });
  });

  test("and nobody without one", async () => {
    const answer = await send("GET", "/me", undefined, { authorization: "Bearer stolen" });
    expect(answer.status).toBe(401);
    expect(await answer.text()).not.toContain("caller");
  });
});

test("credentials are asked for again with a session, and with nothing else in its place", async () => {
  const sessions: unknown[] = [];
  const api = testApi(
    {},
    {
      grantCredentials: async ({ session }) => {
        sessions.push(session);
        throw new TypeError("enough");
      },
    },
  );
  const session = "A".repeat(22);
  await api.send("POST", "/uploads/credentials", { session });
  for (const wrong of ["../other", "*".repeat(22), "A".repeat(23), ""]) {
    expect((await api.send("POST", "/uploads/credentials", { session: wrong })).status).toBe(400);
  }
  expect(sessions).toEqual([session]);
});
