import { LocalError } from "../errors.ts";

/** The program uses a resource type that the local stack doesn't know. Nothing was made of it. */
export class UnknownTypeError extends LocalError {
  override readonly name = "UnknownTypeError";
  readonly code = "local.unknown-type";
  readonly type: string;

  constructor(type: string, resource: string) {
    super(
      `The local stack doesn't know ${type}, the type of "${resource}".`,
      "Add it to packages/local/src/provider/resources, or, where it makes no sense locally, to not-created.ts with the reason.",
    );
    this.type = type;
  }
}

/** A resource has inputs that the local stack would silently ignore. Nothing was made of it. */
export class IgnoredInputError extends LocalError {
  override readonly name = "IgnoredInputError";
  readonly code = "local.ignored-input";
  readonly inputs: readonly string[];

  constructor(type: string, resource: string, inputs: readonly string[]) {
    super(
      `"${resource}" (${type}) sets what the local stack would ignore: ${inputs.join(", ")}.`,
      "Honour it in packages/local/src/provider/resources, or name it in the type's `leavesOut` with the reason.",
    );
    this.inputs = inputs;
  }
}

/** The emulator refused a resource. What was made before stays, and the next run goes on from there. */
export class ResourceFailedError extends LocalError {
  override readonly name = "ResourceFailedError";
  readonly code = "local.resource-failed";

  constructor(type: string, resource: string, cause: unknown) {
    const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    super(
      `"${resource}" (${type}) could not be made: ${reason}`,
      "Mend the cause and run again: it goes on from there.",
      {
        cause,
      },
    );
  }
}
