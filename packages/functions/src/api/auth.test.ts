import { scopes } from "@switchyard/core/uploads/caller.ts";
import { InvalidSettingsError } from "@switchyard/core/aws/environment.ts";
import { serve } from "@switchyard/core/aws/testing.ts";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authenticator } from "./auth.ts";
import { IssuerUnavailableError } from "./errors.ts";
import { apiSettings } from "./settings.ts";
import { sharedTokens } from "./shared-tokens.ts";

const all = [...scopes];

describe("shared tokens", () => {
  test("may be one for all", () => {
    const callerOf = sharedTokens("correct-horse-battery\n");
    expect(callerOf("correct-horse-battery")).toEqual({ id: "shared", scopes: all });
    for (const token of ["", "correct-horse", "correct-horse-battery2"]) {
      expect(callerOf(token)).toBeUndefined();
    }
  });
  test("may be a list with callers and scopes", () => {
    const callerOf = sharedTokens(
      JSON.stringify([
        { token: "a".repeat(16), caller: "alice" },
        { token: "b".repeat(16), caller: "bob", scopes: ["files:read"] },
      ]),
    );
    expect(callerOf("a".repeat(16))).toEqual({ id: "alice", scopes: all });
    expect(callerOf("b".repeat(16))).toEqual({ id: "bob", scopes: ["files:read"] });
  });
  test("are none while the secret is empty", () => {
    expect(sharedTokens("")("")).toBeUndefined();
  });
  test.each([
    ["[{]"],
    [`[{"token":"short-secret","caller":"a"}]`],
    [`[{"token":"long-enough-secret","caller":"results"}]`],
    [`[{"token":"long-enough-secret","caller":"a/b"}]`],
    [`[{"token":"long-enough-secret","caller":"a","scopes":["all"]}]`],
  ])("written as %s are refused without showing them", (secret) => {
    const read = () => sharedTokens(secret);
    expect(read).toThrow(InvalidSettingsError);
    expect(read).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining("secret,") }),
    );
    try {
      read();
    } catch (error) {
      expect(String(error)).not.toMatch(/short-secret|long-enough/);
    }
  });
});

describe("JWTs of the issuer", () => {
  let issuer: Awaited<ReturnType<typeof serve>>;
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;
  let isDown = false;

  beforeAll(async () => {
    keys = await generateKeyPair("RS256");
    const key = { ...(await exportJWK(keys.publicKey)), kid: "k1", alg: "RS256" };
    issuer = await serve(({ url }, res) => {
      const discovery = { issuer: issuer.url, jwks_uri: `${issuer.url}/keys` };
      const body = url === "/keys" ? { keys: [key] } : discovery;
      res.writeHead(isDown ? 500 : 200, { "content-type": "application/json" });
      res.end(isDown ? "oops" : JSON.stringify(body));
    });
  });
  afterAll(() => issuer[Symbol.asyncDispose]());

  const authenticate = (settings = {}) =>
    authenticator({
      secret: () => "correct-horse-battery",
      oidc: { issuer: issuer.url, audience: "switchyard", ...settings },
    });
  const token = (claims: JWTPayload = {}, { key = keys.privateKey, kid = "k1" } = {}) =>
    new SignJWT({ scope: "uploads:write files:read", sub: "alice", ...claims })
      .setProtectedHeader({ alg: "RS256", kid })
      .setIssuer(claims.iss ?? issuer.url)
      .setAudience(claims.aud ?? "switchyard")
      .setIssuedAt()
      .setExpirationTime(claims.exp ?? "5m")
      .sign(key);

  test("speak for their subject with their scopes", async () => {
    const callerOf = authenticate();
    const some = ["uploads:write", "files:read"];
    expect(await callerOf(await token())).toEqual({ id: "alice", scopes: some });
    const listed = await token({ scope: undefined, scp: ["files:read"] });
    expect(await callerOf(listed)).toEqual({ id: "alice", scopes: ["files:read"] });
  });
  test("are taken beside shared tokens, and with the keys' address given", async () => {
    const callerOf = authenticate({ jwksUrl: `${issuer.url}/keys` });
    expect(await callerOf("correct-horse-battery")).toMatchObject({ id: "shared" });
    expect(await callerOf(await token())).toMatchObject({ id: "alice" });
  });
  test.each(["auth0|5f7c", "a/b", "../x", "x".repeat(65), "shared", "anonymous", "results"])(
    "of the subject %s get an id that can begin a key and is theirs alone",
    async (sub) => {
      const callerOf = authenticate();
      const { id } = (await callerOf(await token({ sub }))) ?? { id: "" };
      expect(id).toMatch(/^sub-[\w-]{43}$/);
      expect((await callerOf(await token({ sub })))?.id).toBe(id);
      expect((await callerOf(await token({ sub: `${sub}|` })))?.id).not.toBe(id);
    },
  );
  test("are not taken expired, from others, for others, without subject, or changed", async () => {
    const callerOf = authenticate();
    const other = await generateKeyPair("RS256");
    const good = await token();
    const [head, , signature] = good.split(".");
    const forged = Buffer.from(JSON.stringify({ sub: "root", iss: issuer.url })).toString(
      "base64url",
    );
    const bad = [
      await token({ exp: Math.floor(Date.now() / 1000) - 60 }),
      await token({ iss: "https://evil.test" }),
      await token({ aud: "another" }),
      await token({ sub: "" }),
      await token({}, { key: other.privateKey }),
      await token({}, { key: other.privateKey, kid: "k2" }),
      `${head}.${forged}.${signature}`,
      new UnsecuredJWT({ sub: "alice" }).setIssuer(issuer.url).setAudience("switchyard").encode(),
      "a.b.c",
      "not-a-jwt",
    ];
    for (const one of bad) expect(await callerOf(one), one).toBeUndefined();
  });
  test("signed with the public key as if it were a secret are not taken", async () => {
    const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(keys.publicKey)));
    const tricked = await new SignJWT({ sub: "alice" })
      .setProtectedHeader({ alg: "HS256", kid: "k1" })
      .setIssuer(issuer.url)
      .setAudience("switchyard")
      .setExpirationTime("5m")
      .sign(secret);
    expect(await authenticate()(tricked)).toBeUndefined();
  });
  test("can't be told good from bad while the issuer is down, and can again afterwards", async () => {
    for (const settings of [{}, { jwksUrl: `${issuer.url}/keys` }]) {
      const callerOf = authenticate(settings);
      isDown = true;
      await expect(callerOf(await token())).rejects.toThrow(IssuerUnavailableError);
      isDown = false;
      expect(await callerOf(await token())).toMatchObject({ id: "alice" });
    }
  });
  test("of an issuer whose discovery names another are not taken", async () => {
    const callerOf = authenticate({ issuer: `${issuer.url}/` });
    await expect(callerOf(await token())).rejects.toThrow(IssuerUnavailableError);
  });
});

describe("the API's settings", () => {
  test("are closed where nothing is said", () => {
    expect(apiSettings({})).toEqual({
      stage: "unknown",
      allowAnonymous: false,
      allowedOrigins: [],
      oidc: undefined,
    });
  });
  test("take origins by commas, and an issuer with its audience", () => {
    const env = {
      ALLOWED_ORIGINS: "https://a.test, https://b.test",
      ALLOW_ANONYMOUS_UPLOADS: "true",
      OIDC_ISSUER: "https://issuer.test",
      OIDC_AUDIENCE: "switchyard",
    };
    expect(apiSettings(env)).toMatchObject({
      allowAnonymous: true,
      allowedOrigins: ["https://a.test", "https://b.test"],
      oidc: { issuer: "https://issuer.test", audience: "switchyard", jwksUrl: undefined },
    });
  });
  test.each([
    ["ALLOW_ANONYMOUS_UPLOADS", { ALLOW_ANONYMOUS_UPLOADS: "yes" }],
    ["OIDC_AUDIENCE", { OIDC_ISSUER: "https://issuer.test" }],
    ["OIDC_AUDIENCE", { OIDC_AUDIENCE: "switchyard" }],
    ["OIDC_ISSUER", { OIDC_ISSUER: "http://issuer.test", OIDC_AUDIENCE: "a" }],
  ])("name %s when they are %j", (name, env) => {
    expect(() => apiSettings(env)).toThrow(InvalidSettingsError);
    expect(() => apiSettings(env)).toThrow(name);
  });
});
