import { type FileRecord } from "@switchyard/core/pipeline/ledger/record.ts";
import { type Found, type Outcome } from "./look.ts";
import { type Run, type Uploaded } from "./run-state.ts";

/** What is wrong with how a run ended, one sentence each. */
export function violations({ uploaded, surprises, scenario }: Run, outcome: Outcome): string[] {
  const { attempts } = scenario;
  const each = uploaded.flatMap((upload) =>
    fateOf(upload, outcome, attempts).map((wrong) => `${upload.key} ${upload.version}: ${wrong}`),
  );
  const unexpected = surprises.map(String);
  return [
    ...unexpected,
    ...each,
    ...orderViolations(uploaded, outcome),
    ...strays(uploaded, outcome),
  ];
}

/** What became of one upload, and what of it can't be. */
function fateOf(upload: Uploaded, outcome: Outcome, attempts: number): string[] {
  const record = recordOf(upload, outcome);
  const copies = copiesOf(upload, outcome);
  const isStaged = outcome.staging.some((found) => isVersion(found, upload));
  if (!record) {
    const wasHeardOf = upload.plan.events.length > 0 || isStaged;
    return [
      ...(wasHeardOf ? ["announced or swept, but the ledger knows nothing of it"] : []),
      ...(isStaged || wasRemoved(upload) ? [] : ["lost from staging"]),
    ];
  }
  const wrong: string[] = [];
  const expect = (holds: boolean, otherwise: string) => void (holds || wrong.push(otherwise));
  expect(record.attempts <= attempts, `claimed ${record.attempts} times`);
  expect(copies.length <= 1, `${copies.length} copies in the archive`);
  expect(!record.lease, `${record.state} with a lease`);
  expect(isEnded(record) || waitsForPerson(upload, record, outcome), `left ${record.state}`);
  const facts = { upload, record, copies, isStaged, outcome };
  return [...wrong, ...(checks[record.state]?.(facts) ?? [])];
}

interface Facts {
  readonly upload: Uploaded;
  readonly record: FileRecord;
  readonly copies: readonly Found[];
  readonly isStaged: boolean;
  readonly outcome: Outcome;
}

const checks: Partial<Record<FileRecord["state"], (facts: Facts) => string[]>> = {
  archived: (facts) => [
    ...copyViolations(facts, facts.upload.key),
    ...(facts.isStaged ? ["archived, but still in staging"] : []),
    ...resultViolations(facts),
  ],
  superseded: (facts) => [
    ...copyViolations(facts, `superseded/${facts.upload.key}/${facts.upload.version}`),
    ...(facts.isStaged ? ["superseded, but still in staging"] : []),
    ...resultViolations(facts),
  ],
  failed: ({ isStaged, upload, copies, outcome }) => [
    ...(isStaged || wasRemoved(upload) ? [] : ["failed, and not in staging"]),
    ...(hasExpired(upload) ? ["failed, though it has expired"] : []),
    ...(copies.length > 0 ? ["failed, with a copy in the archive"] : []),
    ...(outcome.parked.some((body) => body.includes(upload.version)) ? [] : ["failed, not parked"]),
  ],
  gone: ({ upload, isStaged, copies }) => [
    ...(wasRemoved(upload) ? [] : ["gone, though nobody removed it"]),
    ...(isStaged ? ["gone, but in staging"] : []),
    ...(copies.length > 0 ? ["gone, with a copy in the archive"] : []),
  ],
  expired: ({ upload, isStaged, copies }) => [
    ...(hasExpired(upload) ? [] : ["expired, though nothing removed it"]),
    ...(isStaged ? ["expired, but in staging"] : []),
    ...(copies.length > 0 ? ["expired, with a copy in the archive"] : []),
  ],
};

/** What a client deleted before, the lifecycle doesn't find. */
function hasExpired({ plan }: Uploaded): boolean {
  const { deletedAfter = Infinity, expiredAfter = Infinity } = plan;
  return expiredAfter < deletedAfter;
}

function wasRemoved({ plan }: Uploaded): boolean {
  return plan.deletedAfter !== undefined || plan.expiredAfter !== undefined;
}

function copyViolations({ upload, record, copies }: Facts, key: string): string[] {
  const [copy] = copies;
  if (!copy) return [`${record.state} without a copy`];
  const { file } = upload;
  return [
    ...(copy.key === key ? [] : [`${record.state}, but the copy lies at ${copy.key}`]),
    ...(record.archive?.version === copy.version
      ? []
      : ["the ledger names another archive version"]),
    ...(copy.body.equals(file.body) ? [] : ["the copy has other bytes"]),
    ...(copy.type === file.type ? [] : [`the copy's type is ${copy.type}`]),
    ...(copy.metadata["uploaded-as"] === copy.tags["n"] ? [] : ["metadata or tags got lost"]),
    ...(file.isBad ? ["archived, though it can't be processed"] : []),
  ];
}

/** Everything the ledger lists is there. */
function resultViolations({ record, outcome }: Facts): string[] {
  const results = record.results ?? [];
  const missing = results.filter(
    ({ key, size }) =>
      !outcome.archive.some((found) => found.key === key && found.body.length === size),
  );
  return [
    ...(results.length === 0 ? ["no results"] : []),
    ...missing.map(({ key }) => `the result ${key} is missing`),
  ];
}

/** The archive's versions of a key are in the order of their uploads, where that can be known. */
function orderViolations(uploaded: readonly Uploaded[], outcome: Outcome): string[] {
  const places = new Map(uploaded.map(({ version }, place) => [version, place]));
  const copies = outcome.archive
    .filter(({ key }) => uploaded.some((upload) => upload.key === key))
    .toReversed();
  const placed = copies.map(({ key, metadata }) => ({
    key,
    place: places.get(metadata["switchyard-version"] ?? "") ?? -1,
  }));
  return placed.flatMap(({ key, place }, index) =>
    placed
      .slice(0, index)
      .filter((other) => other.key === key && other.place > place)
      .filter((other) => isKnownOrder(uploaded[place], uploaded[other.place]))
      .map((other) => `${key}: upload ${place} was archived after ${other.place}`),
  );
}

/** Events tell an upload's place exactly; a sweep's listing only its second. */
function isKnownOrder(one: Uploaded | undefined, other: Uploaded | undefined): boolean {
  if (!one || !other) return false;
  if (one.plan.events.length > 0 && other.plan.events.length > 0) return true;
  return Math.floor(one.at / 1000) !== Math.floor(other.at / 1000);
}

/** Nothing in the archive that no upload explains, and no lane held for good. */
function strays(uploaded: readonly Uploaded[], outcome: Outcome): string[] {
  const known = new Set(uploaded.map(({ version }) => version));
  const foreign = outcome.archive.filter(
    ({ key, metadata }) =>
      !key.startsWith("results/") && !known.has(metadata["switchyard-version"] ?? ""),
  );
  return foreign.map(({ key, version }) => `${key} ${version}: nobody uploaded this`);
}

function copiesOf({ version }: Uploaded, { archive }: Outcome): Found[] {
  return archive.filter(({ metadata }) => metadata["switchyard-version"] === version);
}

function recordOf(upload: Uploaded, { records }: Outcome): FileRecord | undefined {
  return records.find((record) => isVersion(record, upload));
}

function isVersion(one: { key: string; version: string }, other: { key: string; version: string }) {
  return one.key === other.key && one.version === other.version;
}

function isEnded({ state }: FileRecord): boolean {
  return state in checks;
}

/** A redrive died after `failed → received`; the object is gone, so only the parked message brings it on. */
function waitsForPerson(upload: Uploaded, { state }: FileRecord, { parked }: Outcome): boolean {
  const isParked = parked.some((body) => body.includes(upload.version));
  return state === "received" && wasRemoved(upload) && isParked;
}
