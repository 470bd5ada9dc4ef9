import { SwitchyardError } from "../errors.ts";

/** One version of one object, for a scanner to fetch or to ask about. */
export interface FileToScan {
  readonly bucket: string;
  readonly key: string;
  readonly version: string;
  /** Bytes. */
  readonly size: number;
}

export type ScanVerdict =
  | { readonly clean: true }
  | { readonly clean: false; readonly threat: string };

/**
 * Where a malware scanner plugs in. It is asked once for each attempt, before a file is opened.
 *
 * An error (unreachable, not finished yet) means "no verdict": the file is tried again later.
 */
export interface Scanner {
  readonly name: string;
  scan(file: FileToScan): Promise<ScanVerdict>;
}

/** The default: lets everything pass. */
export const noScanner: Scanner = { name: "none", scan: async () => ({ clean: true }) };

/** A scanner found something: the file is not processed, now or later. Permanent. */
export class InfectedFileError extends SwitchyardError {
  override readonly name = "InfectedFileError";
  readonly code = "file.infected";
  readonly threat: string;

  constructor({ threat, scanner }: { threat: string; scanner: string }) {
    super(`The scanner "${scanner}" found ${threat.slice(0, 100)}.`);
    this.threat = threat;
  }
}

/** Passes if the scanner calls the file clean. Throws `InfectedFileError`, or what the scanner throws. */
export async function scanFile(file: FileToScan, scanner: Scanner = noScanner): Promise<void> {
  const verdict = await scanner.scan(file);
  if (!verdict.clean)
    throw new InfectedFileError({ threat: verdict.threat, scanner: scanner.name });
}
