import { type CommandLike, type ServiceModel } from "./model.ts";

/** What core asks of a client. */
export interface Sender {
  readonly send: unknown;
}

/** A client that reaches its model at once and never fails on the way. */
export function clientOf<Client extends Sender>(model: ServiceModel): Pick<Client, "send"> {
  return withSend<Client>(async (command) => {
    const request = await model.prepare(command);
    return request.decode(await request.apply());
  });
}

/** Gives a function that answers commands the type of an SDK client's `send`. */
export function withSend<Client extends Sender>(
  answer: (command: CommandLike, options?: { abortSignal?: AbortSignal }) => Promise<object>,
): Pick<Client, "send"> {
  return { send: answer };
}
