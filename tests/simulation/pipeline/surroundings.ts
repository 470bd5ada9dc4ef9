import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { SwitchyardError } from "@switchyard/core/errors.ts";
import { type Log } from "@switchyard/core/pipeline/context.ts";
import { type Ledger } from "@switchyard/core/pipeline/ledger/table.ts";
import { ledgerOf } from "@switchyard/core/pipeline/runtime.ts";
import { pipelineSettings, type PipelineSettings } from "@switchyard/core/pipeline/settings.ts";
import { type Simulation } from "../harness.ts";
import { type Process } from "../process.ts";
import { names, type World } from "./world.ts";

/** A program threw what no service had thrown: a bug, and not one of the faults it has to bear. */
export class SurprisingError extends Error {
  override readonly name = "SurprisingError";

  constructor(cause: unknown) {
    super(`Thrown by no service: ${String(cause)}`, { cause });
  }
}

/** The app's settings, as its environment would say them. */
export function simulatedSettings(
  world: World,
  { attempts, copiesInParts }: { attempts: number; copiesInParts: boolean },
): PipelineSettings {
  return pipelineSettings({
    STAGING_BUCKET: names.staging,
    ARCHIVE_BUCKET: names.archive,
    LEDGER_TABLE: names.ledger,
    UPLOADS_QUEUE_URL: world.uploads.url,
    DEAD_LETTERS_QUEUE_URL: world.parking.url,
    PIPELINE_ATTEMPTS: String(attempts),
    PIPELINE_CONTAINER_LEASE_SECONDS: "60",
    PIPELINE_LONGEST_LEASE_SECONDS: "600",
    ...(copiesInParts && { COPY_PARTS_ABOVE_BYTES: "0", COPY_PART_BYTES: "10" }),
  });
}

/** The ledger as a process reaches it: with the process's own clock, sleep and tokens. */
export function simulatedLedger(
  simulation: Simulation,
  process: Process,
  { dynamodb }: World,
  settings: PipelineSettings,
): Ledger {
  const db = simulation.client<DynamoDBDocumentClient>(process, dynamodb);
  const { now, sleep, newToken } = process;
  return { ...ledgerOf(settings, db), now, sleep, newToken };
}

/** Log lines go into the trace. */
export function simulatedLog({ trace }: Simulation, { name }: Process): Log {
  const line = (text: string, facts: object) =>
    trace.note(`${name} ${text} ${"error" in facts ? String(facts.error) : ""}`);
  return { info: line, warn: line, error: line };
}

/** Throws `SurprisingError` for what neither the simulated services nor the app itself throw on purpose. */
export function refuseSurprise(error: unknown): void {
  if (error instanceof SwitchyardError || typeof error === "string") return;
  if (error instanceof Error && ("$metadata" in error || error.name === "AbortError")) return;
  // A torn stream has a code and no more.
  if (error instanceof Error && "code" in error && error.code === "ECONNRESET") return;
  throw new SurprisingError(error);
}
