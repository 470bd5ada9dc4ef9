import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import {
  TransactWriteCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
  type TransactWriteCommandInput,
  type UpdateCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { withSend } from "../../models/client.ts";
import { type CommandLike } from "../../models/model.ts";
import { trusted } from "../../models/trusted.ts";
import { type Alter } from "./transform.ts";

type Update = NonNullable<
  NonNullable<TransactWriteCommandInput["TransactItems"]>[number]["Update"]
>;

/** Pipelines with one safeguard taken out each: the simulation has to notice. */
export const broken: Readonly<Record<string, Alter>> = {
  "takes the lane whoever holds it": (context) =>
    withUpdates(context, (update) => (isOfLane(update) ? always(update) : update)),
  "goes on with a lease it has lost": (context) =>
    withUpdates(context, (update) => (speaksOf(update, "#lease.#token") ? always(update) : update)),
  "claims what another works on": (context) =>
    withUpdates(context, (update) => (speaksOf(update, "#attempts") ? always(update) : update)),
  "never finds the copy that an earlier run left": (context) => {
    const s3 = answering(context.storage.s3, (command) =>
      command instanceof ListObjectVersionsCommand ? { Versions: [] } : undefined,
    );
    return { ...context, storage: { ...context.storage, s3 } };
  },
  "lets the SDK send a copy again": (context) => {
    const { s3 } = context.storage;
    return { ...context, storage: { ...context.storage, s3Once: s3 } };
  },
  "deletes the key instead of the version": (context) => {
    const s3 = changing(context.storage.s3, (command) =>
      command instanceof DeleteObjectCommand
        ? new DeleteObjectCommand({ ...command.input, VersionId: undefined })
        : command instanceof DeleteObjectsCommand
          ? withoutVersions(command)
          : command,
    );
    return { ...context, storage: { ...context.storage, s3 } };
  },
  "never deletes from staging": (context) => {
    const s3 = answering(context.storage.s3, (command) =>
      command instanceof DeleteObjectCommand || command instanceof DeleteObjectsCommand
        ? {}
        : undefined,
    );
    return { ...context, storage: { ...context.storage, s3 } };
  },
  "takes leases that end at once": (context) => ({
    ...context,
    timing: { ...context.timing, leaseUntil: () => context.ledger.now() },
  }),
  "takes a refused transaction for a done one": ({ ledger, ...context }) => ({
    ...context,
    ledger: {
      ...ledger,
      transact: async (one) => {
        await ledger.transact?.(one);
        return { done: true };
      },
    },
  }),
  "doesn't tell its own writes from others'": (context) => ({
    ...context,
    ledger: { ...context.ledger, newToken: () => "the same" },
  }),
};

/** Makes a condition hold whatever is stored, with all its placeholders still in use. */
function always<U extends Pick<UpdateCommandInput, "ConditionExpression">>(update: U): U {
  const condition = update.ConditionExpression;
  return condition === undefined
    ? update
    : { ...update, ConditionExpression: `(${condition}) OR attribute_not_exists(no_such_thing)` };
}

function speaksOf({ ConditionExpression = "" }: Pick<Update, "ConditionExpression">, what: string) {
  return ConditionExpression.includes(what);
}

function withoutVersions({ input }: DeleteObjectsCommand) {
  const Objects = input.Delete?.Objects?.map(({ Key }) => ({ Key }));
  return new DeleteObjectsCommand({ ...input, Delete: { Objects } });
}

function isOfLane({ Key }: Pick<Update, "Key">): boolean {
  return Key?.["version"] === "#lane";
}

/** The context with every update of the ledger changed. */
function withUpdates(context: Parameters<Alter>[0], change: (update: Update) => Update) {
  const changed = (command: CommandLike): CommandLike => {
    if (command instanceof UpdateCommand) return new UpdateCommand(change(trusted(command.input)));
    if (!(command instanceof TransactWriteCommand)) return command;
    const TransactItems = (command.input.TransactItems ?? []).map((item) =>
      item.Update ? { Update: change(item.Update) } : item,
    );
    return new TransactWriteCommand({ ...command.input, TransactItems });
  };
  return { ...context, ledger: { ...context.ledger, db: changing(context.ledger.db, changed) } };
}

type Client = Pick<S3Client, "send"> | Pick<DynamoDBDocumentClient, "send">;
type Send = (command: CommandLike, options?: object) => Promise<object>;

/** A client that sends other commands than it is given. */
function changing<C extends Client>(client: C, change: (command: CommandLike) => CommandLike): C {
  const send = sender(client);
  return trusted(withSend((command, options) => send(change(command), options)));
}

/** A client that answers some commands itself. */
function answering<C extends Client>(
  client: C,
  answer: (command: CommandLike) => object | undefined,
): C {
  const send = sender(client);
  return trusted(withSend(async (command, options) => answer(command) ?? send(command, options)));
}

function sender(client: Client): Send {
  return (command, options) => trusted<Record<"send", Send>>(client).send(command, options);
}
