import { SwitchyardError } from "../../errors.ts";

/** Why a file can't be processed, ever. Part of the API: clients and alarms match on it. */
export type InvalidFileCode =
  | "file.invalid"
  | "file.too-large-unpacked"
  | "file.nested-too-deep"
  | "file.result-too-large";

/**
 * The file's own content makes its transform impossible: trying again can't help.
 *
 * Everything else that a transform throws (S3's errors, time-outs, aborts) is passed on as it came
 * and may be tried again. Nothing half-written is left behind in either case.
 */
export class InvalidFileError extends SwitchyardError {
  override readonly name = "InvalidFileError";
  readonly permanent = true;
  readonly code: InvalidFileCode;

  constructor(reason: string, code: InvalidFileCode = "file.invalid") {
    super(reason);
    this.code = code;
  }
}

/** The body ended before or after its announced size: a broken connection, worth another try. */
export class IncompleteBodyError extends SwitchyardError {
  override readonly name = "IncompleteBodyError";
  readonly code = "file.incomplete-body";
  readonly expectedBytes: number;
  readonly readBytes: number;

  constructor(size: { expectedBytes: number; readBytes: number }) {
    super(`The body has ${size.readBytes} bytes; ${size.expectedBytes} were announced.`);
    this.expectedBytes = size.expectedBytes;
    this.readBytes = size.readBytes;
  }
}
