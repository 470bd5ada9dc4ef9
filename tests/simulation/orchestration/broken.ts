import { type CommandLike } from "../../models/model.ts";

/** Breaks the orchestration on purpose. */
export interface Alter {
  readonly claimOnStart?: boolean;
  /** Changes what DynamoDB is asked, on its way. */
  readonly request?: (input: Request) => void;
}
interface Part {
  ConditionExpression?: string | undefined;
  ExpressionAttributeNames?: object | undefined;
  ExpressionAttributeValues?: Record<string, unknown> | undefined;
}
interface Request {
  readonly TransactItems?: readonly { Put?: Part; Delete?: Part; Update?: Part }[];
}

export const inputOf = (command: CommandLike): Request => command.input;

/** Orchestrations with one safeguard taken out each: the simulation has to notice. */
export const broken: Readonly<Record<string, Alter>> = {
  "runs attempts that it hasn't claimed": { claimOnStart: false },
  "forgets marks that the index doesn't show yet": {
    request: ({ TransactItems = [] }) => {
      for (const { Update } of TransactItems) {
        const values = Update?.ExpressionAttributeValues;
        if (values && ":recent" in values) values[":recent"] = [];
      }
    },
  },
  "moves tasks whatever became of them": {
    request: ({ TransactItems = [] }) => {
      for (const { Put, Delete } of TransactItems)
        for (const part of [Put, Delete])
          if (part) {
            part.ConditionExpression = undefined;
            part.ExpressionAttributeNames = undefined;
            part.ExpressionAttributeValues = undefined;
          }
    },
  },
};
