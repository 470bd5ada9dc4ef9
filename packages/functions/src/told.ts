import type { Logger } from "@aws-lambda-powertools/logger";

/** The batch processor returns a message that fails to its queue without a word; this tells why first. */
export const told =
  <R, T>(handle: (record: R) => Promise<T>, logger: Pick<Logger, "error">) =>
  async (record: R): Promise<T> => {
    try {
      return await handle(record);
    } catch (error) {
      logger.error("a message comes again", { error });
      throw error;
    }
  };
