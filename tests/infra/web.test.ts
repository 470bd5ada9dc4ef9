import { describe, expect, test } from "vitest";
import { pageHeaders } from "../../infra/web-headers.ts";
import type { Stage } from "./stages.ts";
import { ofType, synthesised, theOne } from "./synthesised.ts";

const deployed = ["production", "dev", "ada"] as const satisfies Stage[];
const cloudFrontFunction = "aws:cloudfront/function:Function";

interface Rule {
  allowedOrigins: string[];
  allowedMethods: string[];
  exposeHeaders?: string[];
}

function corsOf(stage: Stage, bucket: RegExp): Rule[] {
  const type = "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration";
  return theOne(synthesised(stage), type, bucket).inputs["corsRules"] as Rule[];
}

/** What CloudFront makes of an answer with these headers. */
async function answered(stage: Stage, headers: Record<string, { value: string }> = {}) {
  const { code } = theOne(synthesised(stage), cloudFrontFunction, /Response$/).inputs;
  const body = String(code).replace('import cf from "cloudfront";', "");
  // oxlint-disable-next-line typescript/no-implied-eval, no-new-func
  const handle = new Function(`${body}; return handler;`)() as (event: object) => Promise<{
    headers: Record<string, { value: string }>;
  }>;
  return (await handle({ response: { statusCode: 200, headers } })).headers;
}

describe("the deployed page", () => {
  test.each(deployed)("stands on one origin with the API (%s)", (stage) => {
    const graph = synthesised(stage);
    expect(ofType(graph, "aws:cloudfront/distribution:Distribution")).toHaveLength(1);
    const routes = ofType(graph, "pulumi-nodejs:dynamic:Resource").flatMap(
      ({ inputs: { entry } }) => (typeof entry === "string" ? [entry] : []),
    );
    expect(routes.filter((route) => route.startsWith("site,"))).toHaveLength(1);
    expect(routes.filter((route) => /^url,[^,]+,,\/api$/.test(route))).toHaveLength(1);
  });

  test.each(deployed)("is answered with a strict policy (%s)", async (stage) => {
    const headers = await answered(stage);
    const policy = headers["content-security-policy"]?.value ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/unsafe-|\*|data:/);
    const [, connects = ""] = /connect-src ([^;]+)/.exec(policy) ?? [];
    expect(connects.split(" ")).toHaveLength(3);
    expect(connects).toMatch(/^'self' https:\/\/\S+staging\S+ https:\/\/\S+archive\S+$/);
    for (const name of Object.keys(pageHeaders([]))) expect(headers).toHaveProperty([name]);
  });

  test("leaves the API's own headers as they are", async () => {
    const own = {
      "content-security-policy": { value: "default-src 'none'; frame-ancestors 'none'" },
    };
    const headers = await answered("ada", { ...own });
    expect(headers["content-security-policy"]).toEqual(own["content-security-policy"]);
    expect(headers["x-frame-options"]).toEqual({ value: "DENY" });
  });

  test("lies in a bucket that only CloudFront reads", () => {
    const { policy } = theOne(
      synthesised("ada"),
      "aws:s3/bucketPolicy:BucketPolicy",
      /^PageAssets/,
    ).inputs;
    const { Statement } = JSON.parse(String(policy)) as {
      Statement: { Effect: string; Principal: object }[];
    };
    const allowed = Statement.filter(({ Effect }) => Effect === "Allow");
    expect(allowed.map(({ Principal }) => Principal)).toEqual([
      { Service: ["cloudfront.amazonaws.com"] },
    ]);
  });

  test("is not deployed on a laptop, where Vite serves it", () => {
    const types = synthesised("local").resources.map(({ type }) => type);
    expect(types.filter((type) => /cloudfront|StaticSite|dynamic/.test(type))).toEqual([]);
  });
});

describe("the buckets let in", () => {
  test.each([
    ["production", [/^https:/]],
    ["ada", [/^https:/, /^http:\/\/localhost:5173$/]],
    ["local", [/^\*$/]],
  ] as const)("the page's own origin and the stage's others (%s)", (stage, expected) => {
    for (const bucket of [/^Staging/, /^ArchiveCors/]) {
      const [rule] = corsOf(stage, bucket);
      expect(rule?.allowedOrigins).toEqual(expected.map((origin) => expect.stringMatching(origin)));
    }
  });

  test("uploads into staging, and reading of the archive by signed links", () => {
    expect(corsOf("ada", /^Staging/)).toMatchObject([
      {
        allowedMethods: ["PUT", "POST", "GET", "DELETE"],
        exposeHeaders: ["ETag", "x-amz-version-id"],
      },
    ]);
    expect(corsOf("ada", /^ArchiveCors/)).toMatchObject([{ allowedMethods: ["GET"] }]);
  });
});
