import { SwitchyardError } from "../../errors.ts";

/** The content would need more than one transaction, or be too long to be read again. Nothing was changed. */
export class PersistentMapTooLargeError extends SwitchyardError {
  override readonly name = "PersistentMapTooLargeError";
  readonly code = "state.too_large";
  /** Bytes that the items would have in all, or characters of the content. */
  readonly size: number;
  readonly limit: number;

  constructor(size: number, limit: number, unit: "bytes" | "characters" = "bytes") {
    super(
      unit === "bytes"
        ? `The map's content takes ${size} bytes when compressed; one transaction of DynamoDB holds ${limit}.`
        : `The map's content has ${size} characters as JSON; no more than ${limit} are read again.`,
    );
    this.size = size;
    this.limit = limit;
  }
}

/** Other writers came first each time, or once where that was to be told. Nothing was changed by this write. */
export class PersistentMapConflictError extends SwitchyardError {
  override readonly name = "PersistentMapConflictError";
  readonly code = "state.conflict";
  readonly attempts: number;

  constructor(attempts: number) {
    super(
      `Another writer came first at each of ${attempts} attempts; reload() takes up its content.`,
    );
    this.attempts = attempts;
  }
}

/** What Python's aws-lambda-persistence has pickled. Nothing was changed: unpickling runs code. */
export class PickledContentError extends SwitchyardError {
  override readonly name = "PickledContentError";
  readonly code = "state.pickled";

  constructor(tableName: string, tableKey: string) {
    super(
      `The item "${tableKey}" of the table ${tableName} was pickled by Python. ` +
        "Move it with scripts/migrate-persistence.ts; docs/migrate-from-aws-lambda-persistence.md tells how.",
    );
  }
}

/** There is no such table, and it was not to be made. */
export class TableNotFoundError extends SwitchyardError {
  override readonly name = "TableNotFoundError";
  readonly code = "state.table_not_found";

  constructor(tableName: string, cause?: unknown) {
    super(`There is no table ${tableName} in this account and region.`, { cause });
  }
}

/** The table's key is another one than the settings say. */
export class TableKeyError extends SwitchyardError {
  override readonly name = "TableKeyError";
  readonly code = "state.table_key";

  constructor(tableName: string, keyFieldName: string, cause?: unknown) {
    super(`The key of the table ${tableName} isn't the string "${keyFieldName}" alone.`, { cause });
  }
}

/** DynamoDB took no more requests, also after the client's own retries. Nothing was changed. */
export class ThrottledError extends SwitchyardError {
  override readonly name = "ThrottledError";
  readonly code = "state.throttled";

  constructor(tableName: string, cause?: unknown) {
    super(`DynamoDB throttles requests to the table ${tableName}.`, { cause });
  }
}

/** A value that can't be counted up. Nothing was changed. */
export class NotANumberError extends SwitchyardError {
  override readonly name = "NotANumberError";
  readonly code = "state.not_a_number";

  constructor(key: unknown, found: unknown) {
    super(`increment: the value of ${String(key)} is a ${typeof found}, no number`);
  }
}

/** `transaction` got a function that goes on after it returned. Nothing was changed. */
export class AsyncTransactionError extends SwitchyardError {
  override readonly name = "AsyncTransactionError";
  readonly code = "state.async_transaction";

  constructor() {
    super(
      "transaction: the function must not be async; it may run again when another writer came first",
    );
  }
}
