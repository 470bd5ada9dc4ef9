import { type ModelContext } from "../model.ts";
import { noSuchTable } from "./errors.ts";
import { type Lags, type Table } from "./table.ts";

export interface DatabaseOptions {
  readonly lags: Lags;
  /** How probably (0 to 1) each key of a batch comes back unprocessed, as under throttling. */
  readonly unprocessed: number;
}

/** All that the model stores. */
export interface Database {
  readonly context: ModelContext;
  readonly options: DatabaseOptions;
  readonly tables: Map<string, Table>;
  /** Tokens of transactions that succeeded in the last ten minutes: what they asked, and when. */
  readonly transactions: Map<string, { readonly request: unknown; readonly at: number }>;
}

/** Throws `ResourceNotFoundException`. `name` may be the table's ARN. */
export function tableOf(database: Database, name: string | undefined): Table {
  const short = (name ?? "").replace(/^arn:.*:table\//, "");
  const table = database.tables.get(short);
  if (!table) throw noSuchTable(short);
  return table;
}
