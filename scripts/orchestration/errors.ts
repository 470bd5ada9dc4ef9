/** What a command can't do, told without a stack: people can mend it. */
export class CodedError extends Error {
  override readonly name = "CommandError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
