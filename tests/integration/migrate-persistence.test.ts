import { execFile, spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { DeleteTableCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { PersistentMap, type MapKey } from "@switchyard/core/state/persistent-map";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { pythonEnvironment, pythonWith } from "./python-with.ts";
import { makeRole } from "./role-with.ts";
import { clients, stack } from "./stack.ts";

const run = promisify(execFile);
const { dynamodb } = clients();
const tableName = `pickled-${crypto.randomUUID().slice(0, 8)}`;
const python = await pythonWith("aws-lambda-persistence", "1.0.0", "aws_lambda_persistence");

/** What the library itself stores, one item for a function. */
const program = `
import datetime, decimal, collections, uuid, zoneinfo
from aws_lambda_persistence import PersistentMap
rome = zoneinfo.ZoneInfo("Europe/Rome")
data = PersistentMap(table_name="${tableName}", table_key="every-type")
data.update({
    "none": None, "true": True, "int": 5, "large": 2**70, "float": 1.5, "nan": float("nan"),
    "inf": float("-inf"), "zero": -0.0, "text": "\\u017c \\U0001f680 \\"quoted\\"", "lone": "\\ud800",
    "bytes": bytes(range(256)), "bytearray": bytearray(b"x"), "list": [1, [2]], "tuple": (1, (2,)),
    "set": {1, 2}, "frozen": frozenset({"a"}), "deque": collections.deque([1, 2]),
    "naive": datetime.datetime(2021, 11, 13, 3, 16, 8, 549614),
    "aware": datetime.datetime(2020, 7, 1, 12, tzinfo=rome),
    "utc": datetime.datetime(2020, 7, 1, 12, tzinfo=datetime.timezone.utc),
    "date": datetime.date(2021, 11, 13), "time": datetime.time(3, 16),
    "delta": datetime.timedelta(hours=4, microseconds=500), "decimal": decimal.Decimal("1.50"),
    "uuid": uuid.UUID(int=5), "record": {"a": {"b": []}}, "numbered": {1: "one", None: {True: 2}},
    "counter": collections.Counter("aab"), "__proto__": {"evil": True},
    7: "seven", 2**60: "large", None: "none", "table_name": "not reserved here",
})
other = PersistentMap(table_name="${tableName}", table_key="keys")
other[("user", datetime.date(2021, 11, 13))] = 1
PersistentMap({"foo": 42}, table_name="${tableName}", table_key="counts")
PersistentMap({"letters": collections.Counter("aa")}, table_name="${tableName}", table_key="counter")
class Point:
    def __init__(self): self.x = 1
PersistentMap({"point": Point()}, table_name="${tableName}", table_key="class")
`;

/** A module of an app's own, and what it stores of it. */
const shapes = `
import collections, dataclasses, enum
@dataclasses.dataclass
class Point:
    x: int
    y: list
Pair = collections.namedtuple("Pair", "left right")
class Plain:
    def __init__(self): self.name = "b"
class Colour(enum.Enum): RED = "red"
class Number(enum.IntEnum): THREE = 3
`;
const withShapes = `
from aws_lambda_persistence import PersistentMap
from shapes import *
data = PersistentMap(table_name="${tableName}", table_key="shapes")
data.update({"point": Point(1, [2]), "pair": Pair("a", {1}), "plain": Plain(), "colour": Colour.RED, "number": Number.THREE})
`;

/** Pickles that run a command, or ask for what only looks harmless. */
const hostile = (mark: string) => ({
  system: `cposix\nsystem\n(S'touch ${mark}'\ntR.`,
  eval: `c__builtin__\neval\n(S'open("${mark}", "w")'\ntR.`,
  dotted: `cdatetime\nsys.modules\n.`,
  getattr: `cbuiltins\ngetattr\n(cbuiltins\nstr\nS'__class__'\ntR.`,
  terabyte: `cbuiltins\nbytearray\n(I1000000000000\ntR.`,
  cut: `(dp0\nS'a`,
});

/** Changes a class that later pickles use: without care, every Counter would be exported as empty. */
const poison = "ccollections\nCounter\nN(S'update'\nc__builtin__\ndict\nd\x86b0(d.";

type Role = Awaited<ReturnType<typeof makeRole>>;
/** With the permissions that the page names, and no others. */
let [exporter, mover]: (Role | undefined)[] = [];

async function roleFor(...Action: string[]) {
  const role = await makeRole();
  await role.give({ Effect: "Allow", Action, Resource: `arn:aws:dynamodb:*:*:table/${tableName}` });
  return role;
}

const environmentOf = (role: Role | undefined) => ({
  ...pythonEnvironment(),
  ...(role && {
    AWS_ACCESS_KEY_ID: role.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: role.credentials.secretAccessKey,
    AWS_SESSION_TOKEN: role.credentials.sessionToken,
  }),
});

async function exportItems(...options: string[]) {
  const script = "scripts/migrate-persistence/export.py";
  const args = ["-B", script, "--table", tableName, ...options];
  return ended(spawn(python ?? "", args, { env: environmentOf(exporter) }));
}

async function migrate(...args: string[]) {
  const { AWS_DEFAULT_REGION: AWS_REGION, ...env } = environmentOf(mover);
  return ended(
    spawn(process.execPath, ["scripts/migrate-persistence.ts", ...args], {
      env: { ...env, AWS_REGION, PATH: process.env["PATH"] },
    }),
  );
}

async function ended(child: ChildProcessWithoutNullStreams) {
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number]>,
  ]);
  return { code, stdout, stderr };
}

async function folder() {
  const made = await mkdtemp(path.join(tmpdir(), "switchyard-export-"));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

async function fileWith(lines: string) {
  const file = path.join(await folder(), "export.jsonl");
  await writeFile(file, lines);
  return file;
}

async function putPickle(key: string, pickle: string) {
  const B = Buffer.concat([Buffer.from([0x80, 2]), Buffer.from(pickle, "latin1")]);
  const Item = { key: { S: key }, value: { B } };
  await dynamodb.send(new PutItemCommand({ TableName: tableName, Item }));
}

const open = (tableKey: string) =>
  PersistentMap.open<unknown, MapKey>(undefined, { client: dynamodb, tableName, tableKey });

if (python !== undefined) {
  describe(`what aws-lambda-persistence pickled on ${stack().kind}`, () => {
    beforeAll(async () => {
      await run(python, ["-c", program], { env: pythonEnvironment() });
      exporter = await roleFor("dynamodb:GetItem", "dynamodb:Scan");
      mover = await roleFor("dynamodb:GetItem", "dynamodb:PutItem");
    });
    afterAll(async () => {
      await Promise.all([exporter?.remove(), mover?.remove()]);
      await dynamodb.send(new DeleteTableCommand({ TableName: tableName }));
    });

    test("is refused by a map, which names the way", async () => {
      await expect(open("every-type")).rejects.toThrow("scripts/migrate-persistence.ts");
    });

    test("is exported, moved and read, equal in every type", async () => {
      const { code, stdout, stderr } = await exportItems("--key", "every-type");
      expect([code, stderr]).toEqual([0, "1 items exported, 0 not.\n"]);
      const file = await fileWith(stdout);
      const shown = await migrate(file, "--replace", "--json");
      expect(shown.stderr).toBe("");
      expect(JSON.parse(shown.stdout)).toMatchObject([{ state: "to replace", entries: 33 }]);
      await expect(open("every-type")).rejects.toMatchObject({ code: "state.pickled" });

      expect((await migrate(file, "--yes")).stdout).toContain("--replace puts it");
      const moved = await migrate(file, "--replace", "--yes", "--json");
      expect([moved.code, JSON.parse(moved.stdout)]).toMatchObject([0, [{ state: "replaced" }]]);
      expect(Object.fromEntries(await open("every-type"))).toStrictEqual(expected);
      expect(new Set((await open("every-type")).keys())).toEqual(keys);
      const again = await migrate(file, "--replace", "--yes", "--json");
      expect(JSON.parse(again.stdout)).toMatchObject([{ state: "there" }]);
    });

    test("is exported whole but for what can't be; that is named", async () => {
      const { code, stdout, stderr } = await exportItems();
      expect(code).toBe(1);
      expect(stdout).toContain('"counts"');
      expect(stderr).toContain("keys: [('user', datetime.date(2021, 11, 13))]: a tuple can't be a");
      expect(stderr).toContain("class: the pickle asks for __main__.Point");
    });

    test("may have texts for keys, as JSON.stringify writes them", async () => {
      const { stdout } = await exportItems("--key", "keys", "--keys-as-text");
      await migrate(await fileWith(stdout), "--replace", "--yes");
      expect((await open("keys")).get(JSON.stringify(["user", "2021-11-13"]))).toBe(1);
    });

    test("reads datetimes without a zone in the zone that is named", async () => {
      const moved = await exportItems("--key", "every-type#pickled");
      expect([moved.code, moved.stderr]).toEqual([1, expect.stringContaining("wasn't pickled")]);
      const now = `
import datetime
from aws_lambda_persistence import PersistentMap
PersistentMap({"at": datetime.datetime(2020, 7, 1, 12)}, table_name="${tableName}", table_key="zone")
`;
      await run(python, ["-c", now], { env: pythonEnvironment() });
      const { stdout } = await exportItems("--key", "zone", "--zone", "Europe/Rome");
      expect(stdout).toContain("2020-07-01T10:00:00.000000Z");
    });

    test("that is hostile runs nothing, unless it is trusted", async () => {
      const mark = path.join(await folder(), "ran");
      const pickles = Object.entries(hostile(mark));
      for (const [key, pickle] of pickles) await putPickle(`hostile-${key}`, pickle);
      const options = pickles.flatMap(([key]) => ["--key", `hostile-${key}`]);
      const { code, stdout, stderr } = await exportItems(...options);
      expect([code, stdout]).toEqual([1, ""]);
      for (const [key] of pickles) expect(stderr).toMatch(new RegExp(`^hostile-${key}: `, "m"));
      expect(stderr).toContain("0 items exported, 6 not.");
      expect(existsSync(mark)).toBe(false);
      await exportItems("--key", "hostile-system", "--trust");
      expect(existsSync(mark)).toBe(true);
    });

    test("holds objects of classes as plain objects, where its code is trusted", async () => {
      const PYTHONPATH = await folder();
      await writeFile(path.join(PYTHONPATH, "shapes.py"), shapes);
      const env = { ...pythonEnvironment(), PYTHONPATH };
      await run(python, ["-c", withShapes], { env });
      const careful = await exportItems("--key", "shapes");
      expect(careful.stderr).toContain("asks for shapes.");
      const { stdout } = await run(
        python,
        [
          "-B",
          "scripts/migrate-persistence/export.py",
          "--table",
          tableName,
          "--key",
          "shapes",
          "--trust",
        ],
        { env },
      );
      await migrate(await fileWith(stdout), "--replace", "--yes");
      expect(Object.fromEntries(await open("shapes"))).toEqual({
        point: { x: 1, y: [2] },
        pair: { left: "a", right: new Set([1]) },
        plain: { name: "b" },
        colour: "red",
        number: 3,
      });
    });

    test("that is hostile changes nothing of the others", async () => {
      await putPickle("poison", poison);
      const { stdout } = await exportItems("--key", "poison", "--key", "counter");
      expect(stdout).toContain('["letters", {"t": "dict", "v": [["a", 2]]}]');
    });
  });
} else {
  test("without Python, an export is known by its tests", async () => {
    const { readExport } = await import("../../scripts/migrate-persistence/export-lines.ts");
    expect(() => readExport("")).toThrow("a line for each item");
  });
}

describe("the command", () => {
  test.each([
    [[], "Expected one export"],
    [["no-such-file"], "ENOENT"],
    [["package.json", "--nonsense"], "--nonsense"],
  ])("refuses %j as wrong usage", async (args, reason) => {
    const { code, stdout, stderr } = await migrate(...args);
    expect([code, stdout, stderr]).toEqual([2, "", expect.stringContaining(reason)]);
  });

  test("names the line that it can't read", async () => {
    const { code, stderr } = await migrate(await fileWith("{}\n"));
    expect([code, stderr]).toEqual([1, expect.stringContaining("line 1: format")]);
  });
});

const expected = {
  none: null,
  true: true,
  int: 5,
  large: 1180591620717411303424n,
  float: 1.5,
  nan: Number.NaN,
  inf: Number.NEGATIVE_INFINITY,
  zero: -0,
  text: 'ż 🚀 "quoted"',
  lone: "\ud800",
  bytes: Uint8Array.from({ length: 256 }, (_, at) => at),
  bytearray: new Uint8Array([120]),
  list: [1, [2]],
  tuple: [1, [2]],
  set: new Set([1, 2]),
  frozen: new Set(["a"]),
  deque: [1, 2],
  naive: new Date("2021-11-13T03:16:08.549Z"),
  aware: new Date("2020-07-01T10:00:00Z"),
  utc: new Date("2020-07-01T12:00:00Z"),
  date: "2021-11-13",
  time: "03:16:00",
  delta: 14_400_000.5,
  decimal: "1.50",
  uuid: "00000000-0000-0000-0000-000000000005",
  record: { a: { b: [] } },
  numbered: new Map<unknown, unknown>([
    [1, "one"],
    [null, new Map([[true, 2]])],
  ]),
  counter: { a: 2, b: 1 },
  ["__proto__"]: { evil: true },
  7: "seven",
  [String(2n ** 60n)]: "large",
  null: "none",
  table_name: "not reserved here",
};
const texts = Object.keys(expected).filter((key) => !/^(\d+|null)$/.test(key));
const keys = new Set<MapKey>([...texts, 7, 1152921504606846976n, null]);
