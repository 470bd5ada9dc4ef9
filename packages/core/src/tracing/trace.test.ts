import { createSocket } from "node:dgram";
import { once } from "node:events";
import { describe, expect, onTestFinished, test } from "vitest";
import { traceContext } from "./environment.ts";
import { subsegment, trace } from "./trace.ts";

const root = "1-5759e988-bd862e3fe1be46a994272793";
const parent = "53995c3f42cd8ad8";
const env = {
  _X_AMZN_TRACE_ID: `Root=${root};Parent=${parent};Sampled=1;Lineage=1:a:0`,
  AWS_XRAY_DAEMON_ADDRESS: "127.0.0.1:2000",
};
const work = {
  name: "file",
  began: 1_000,
  ended: 2_500,
  annotations: { correlation_id: "c1", outcome: "archived" },
};

describe("an invocation's trace", () => {
  test("is what Lambda says", () => {
    expect(traceContext(env)).toEqual({
      traceId: root,
      parentId: parent,
      host: "127.0.0.1",
      port: 2000,
    });
  });

  test.each([
    [{}],
    [{ ...env, AWS_XRAY_DAEMON_ADDRESS: undefined }],
    [{ ...env, AWS_XRAY_DAEMON_ADDRESS: "nowhere" }],
    [{ ...env, _X_AMZN_TRACE_ID: `Root=${root};Parent=${parent};Sampled=0` }],
    [{ ...env, _X_AMZN_TRACE_ID: "nonsense" }],
  ])("is none with %j", (given) => {
    expect(traceContext(given)).toBeUndefined();
  });
});

describe("a piece of work", () => {
  test("arrives at the daemon as a subsegment of the invocation", async () => {
    const daemon = createSocket("udp4");
    onTestFinished(() => void daemon.close());
    daemon.bind(0, "127.0.0.1");
    await once(daemon, "listening");
    const arrived = once(daemon, "message");
    const { port } = daemon.address();
    const here = traceContext({ ...env, AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${port}` });
    await trace(work, here, () => "00000000000000aa");
    const [message] = (await arrived) as [Buffer];
    const [first = "", second = ""] = message.toString().split("\n");
    expect(JSON.parse(first)).toEqual({ format: "json", version: 1 });
    expect(JSON.parse(second)).toEqual({
      type: "subsegment",
      name: "file",
      id: "00000000000000aa",
      trace_id: root,
      parent_id: parent,
      start_time: 1,
      end_time: 2.5,
      annotations: { correlation_id: "c1", outcome: "archived" },
    });
  });

  test("that failed says so, and a strange name is made one that X-Ray takes", () => {
    const strange = { ...work, name: `a?b*${"c".repeat(300)}`, failed: true };
    const made = subsegment(strange, { traceId: root, parentId: parent }, "id");
    expect(made).toMatchObject({ fault: true });
    expect(made.name).toMatch(/^a_b_c{196}$/);
  });

  test("goes nowhere where nothing is traced", async () => {
    await expect(trace(work, traceContext({}))).resolves.toBeUndefined();
  });
});
