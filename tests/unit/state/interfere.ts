import { type CommandLike } from "../../models/model.ts";

/** Does something with a request, or instead of it. `number` counts the requests from 1. */
export type Interfere = (
  command: CommandLike,
  send: () => Promise<object>,
  number: number,
) => Promise<object>;

/** What a client throws when the connection breaks: nobody knows what was done. */
export const broken = () => Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });

/** Does the first write of a kind, and loses the answer. */
export function losesOne(isWrite: (command: object) => boolean): Interfere {
  let isLost = false;
  return async (command, send) => {
    const answer = await send();
    if (!isWrite(command) || isLost) return answer;
    isLost = true;
    throw broken();
  };
}

/** Does every write twice, as an SDK that got no first answer; tells of the second. */
export function doesTwice(isWrite: (command: object) => boolean): Interfere {
  return async (command, send) => {
    if (!isWrite(command)) return send();
    await send();
    return send().catch((error: Error & { $metadata?: { attempts?: number } }) => {
      if (error.$metadata) error.$metadata.attempts = 2;
      throw error;
    });
  };
}
