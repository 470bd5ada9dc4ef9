import { type EmulatorDiedError } from "./errors.ts";

/** `given` is whatever answers at AWS_ENDPOINT_URL. */
export type EmulatorName = "ministack" | "localstack" | "given";

/** Which program it is: the column of `docs/emulators.md` that tells what it can do. */
export type EmulatorKind = "ministack" | "localstack" | "unknown";

/** A running AWS emulator and all that a client of it must know. */
export interface Emulator {
  readonly name: EmulatorName;
  readonly kind: EmulatorKind;
  /** Like `http://127.0.0.1:40123`, without a slash at the end. */
  readonly endpoint: string;
  /**
   * What a function gets as `AWS_ENDPOINT_URL`. Undefined where the emulator sets it itself,
   * because its functions run in containers that can't reach this machine's 127.0.0.1.
   */
  readonly functionEndpoint: string | undefined;
  readonly region: string;
  /** The standard AWS variables that point a client at it. */
  readonly env: Readonly<Record<string, string>>;
  readonly enforcesIam: boolean;
  readonly firesSchedules: boolean;
  readonly version: string;
  /** Another one means another, empty set of resources: what was created before is gone. */
  readonly instance: string;
  /** True when another run started it: `stop()` leaves it running. */
  readonly reused: boolean;
  readonly logFile: string | undefined;
  /** Resolves when the emulator ends though nobody here stopped it; otherwise never. */
  readonly died: Promise<EmulatorDiedError>;
  /** Ends what this run started, and all its processes. Safe to call twice. */
  stop(): Promise<void>;
}

export interface EmulatorOptions {
  /** Only this one; without it the ladder of `chooseEmulator` decides. */
  readonly emulator?: "ministack" | "localstack" | undefined;
  /** The ignored folder for installations, logs and records. Default: `.switchyard` here. */
  readonly folder?: string;
  /** Use an emulator that an earlier run left, and let later runs use this one. Default: true. */
  readonly reuse?: boolean;
  /** Leave it running when this process ends. Default: false, it ends also after a crash. */
  readonly persistent?: boolean;
  /** A port of 127.0.0.1; default: a free one. */
  readonly port?: number;
  /** The folder of the `node` that functions run on. Default: Node 24 from npm. */
  readonly nodeFolder?: string;
  /** Told what happens, one line each. Default: nobody. */
  readonly onProgress?: (line: string) => void;
  /** The environment to read settings from. Default: this process's. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** The fixed keys of every local emulator; they open nothing else. */
export const localCredentials = { accessKeyId: "test", secretAccessKey: "test" } as const;
