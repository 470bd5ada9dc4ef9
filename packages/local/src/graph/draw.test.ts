import { describe, expect, test } from "vitest";
import { groupsOf } from "./draw-groups.ts";
import { layOut } from "./draw-layout.ts";
import { drawMermaid } from "./draw-mermaid.ts";
import { drawSvg } from "./draw.ts";
import type { Graph, GraphResource } from "./graph.ts";

const resource = (name: string, more: Partial<GraphResource> = {}): GraphResource => ({
  urn: name,
  type: "aws:s3/bucket:Bucket",
  name,
  parent: "stack",
  custom: true,
  dependencies: [],
  inputs: {},
  ...more,
});
const component = (name: string, more: Partial<GraphResource> = {}) =>
  resource(name, { type: "sst:aws:Thing", custom: false, ...more });
const graphOf = (...resources: GraphResource[]): Graph => ({
  app: "app",
  stage: "s",
  resources: [component("stack", { type: "pulumi:pulumi:Stack", parent: "" }), ...resources],
  outputs: {},
});

const app = graphOf(
  component("Store"),
  resource("StoreBucket", { parent: "Store" }),
  resource("StoreRules", { type: "aws:s3/rules:Rules", dependencies: ["StoreBucket"] }),
  component("UploadsSubscriberFtxaea"),
  component("Inner", { parent: "UploadsSubscriberFtxaea" }),
  resource("Fn", { type: "a:b:Function", parent: "Inner", dependencies: ["StoreBucket", "Key"] }),
  resource("Key", { type: "random:index/randomBytes:RandomBytes" }),
  component("Link", { type: "sst:sst:LinkRef", dependencies: ["StoreBucket"] }),
  resource("Alarm1", { type: "a:b:Alarm", dependencies: ["StoreBucket", "Fn"] }),
  resource("Alarm2", { type: "a:b:Alarm", dependencies: ["StoreBucket", "Fn"] }),
);

describe("the parts of a picture", () => {
  test("are the program's components, with what is below them and what belongs to one alone", () => {
    const [store, subscriber, alarms, ...rest] = groupsOf(app);
    expect(rest).toEqual([]);
    expect(store).toMatchObject({
      title: "Store",
      kind: "Thing",
      contents: [
        { type: "Bucket", count: 1 },
        { type: "Rules", count: 1 },
      ],
      needs: [],
    });
    expect(subscriber).toMatchObject({ title: "UploadsSubscriber", needs: ["Store"] });
    expect(alarms).toMatchObject({ kind: "Alarm", title: "2 in all" });
    // That the alarms need the store as well is implied.
    expect(alarms?.needs).toEqual(["UploadsSubscriberFtxaea"]);
  });

  test("stand right of what they need, and none over another", () => {
    const boxes = layOut(groupsOf(app));
    const columns = boxes.map(({ x }) => x);
    expect(columns).toEqual(columns.toSorted((a, b) => a - b));
    expect(new Set(columns).size).toBe(3);
  });

  test("need the queue that they are sent the messages of", () => {
    const graph = graphOf(
      component("Work"),
      resource("WorkQueue", { parent: "Work", inputs: { name: "work-1" } }),
      component("Worker"),
      resource("Mapping", {
        parent: "Worker",
        inputs: { eventSourceArn: "arn:aws:sqs:r:1:work-1" },
      }),
    );
    expect(groupsOf(graph)[1]?.needs).toEqual(["Work"]);
  });

  test("may need one another in a ring", () => {
    const ring = graphOf(
      component("A", { dependencies: ["B"] }),
      component("B", { dependencies: ["A"] }),
    );
    expect(layOut(groupsOf(ring))).toHaveLength(2);
  });

  test("share a column without touching", () => {
    const boxes = layOut(groupsOf(graphOf(...["A", "B", "C"].map((name) => component(name)))));
    for (const [at, box] of boxes.entries())
      expect(boxes[at + 1]?.y ?? Infinity).toBeGreaterThan(box.y + box.height);
  });
});

describe("a picture", () => {
  test("is an SVG with every part's title and an arrow for every need", () => {
    const svg = drawSvg(app);
    for (const title of ["Store", "UploadsSubscriber", "2 in all"])
      expect(svg).toContain(`>${title}</text>`);
    expect(svg.match(/<path /g)).toHaveLength(2);
  });

  test("shows names as text, whatever they hold", () => {
    expect(drawSvg(graphOf(component('<b a="&">')))).toContain(
      ">&lt;b a=&quot;&amp;&quot;></text>",
    );
  });

  test("of nothing is still a picture", () => {
    expect(drawSvg({ ...app, resources: [] })).toContain("0 resources");
  });

  test("is as well a Mermaid flowchart", () => {
    expect(drawMermaid(app).split("\n")).toEqual([
      "flowchart RL",
      '  n0["Store<br/><small>Thing</small>"]',
      '  n1["UploadsSubscriber<br/><small>Thing</small>"]',
      '  n2["2 in all<br/><small>Alarm</small>"]',
      "  n1 --> n0",
      "  n2 --> n1",
      "",
    ]);
  });
});
