import {
  InvalidParameterValueException,
  PreconditionFailedException,
  ResourceConflictException,
  ResourceNotFoundException,
  type UpdateFunctionConfigurationCommandInput,
} from "@aws-sdk/client-lambda";
import { fault } from "../errors.ts";

const environmentLimit = 4_096;

interface Configured {
  variables: Readonly<Record<string, string>>;
  revision: number;
  /** In seconds. */
  timeout: number;
  /** When the last update is done, by the service's clock. */
  settledAt: number;
}

/** The functions' configurations: their environments, and how long an update of one goes on, in ms. */
export function configurations(now: () => number, { updateLasts = 0 } = {}) {
  const functions = new Map<string, Configured>();
  const find = (name: string) => functions.get(name) ?? missing(name);
  return {
    create: (name: string, variables: Readonly<Record<string, string>> = {}, timeout = 3) => {
      functions.set(name, { variables, timeout, revision: 1, settledAt: 0 });
    },
    get: (name: string) => answerOf(name, find(name), now()),
    update: (
      name: string,
      { Environment, RevisionId }: UpdateFunctionConfigurationCommandInput,
    ) => {
      const found = find(name);
      if (now() < found.settledAt) throw underWay(name);
      if (RevisionId !== undefined && RevisionId !== revisionOf(found, now())) throw stale();
      const variables = Environment?.Variables ?? found.variables;
      const text = JSON.stringify(variables);
      if (Buffer.byteLength(text) > environmentLimit) throw tooLarge(text);
      // Beginning and end of an update have revisions of their own.
      const revision = found.revision + 2;
      const changed = { ...found, variables, revision, settledAt: now() + updateLasts };
      functions.set(name, changed);
      return answerOf(name, changed, now());
    },
  };
}

function answerOf(name: string, configured: Configured, now: number) {
  const { variables, timeout, settledAt } = configured;
  return {
    FunctionName: name,
    FunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    RevisionId: revisionOf(configured, now),
    Timeout: timeout,
    LastUpdateStatus: now < settledAt ? ("InProgress" as const) : ("Successful" as const),
    ...(Object.keys(variables).length > 0 && { Environment: { Variables: { ...variables } } }),
  };
}

const revisionOf = ({ revision, settledAt }: Configured, now: number) =>
  `revision-${now < settledAt ? revision - 1 : revision}`;

function missing(name: string): never {
  const message = `Function not found: arn:aws:lambda:us-east-1:000000000000:function:${name}`;
  throw new ResourceNotFoundException({ ...fault(message, 404), Type: "User", Message: message });
}

function underWay(name: string) {
  const message = `The operation cannot be performed at this time. An update is in progress for resource: ${name}`;
  return new ResourceConflictException({ ...fault(message, 409), Type: "User" });
}

function stale() {
  const message =
    "The RevisionId provided does not match the latest RevisionId for the Lambda function or alias.";
  return new PreconditionFailedException({ ...fault(message, 412), Type: "User" });
}

function tooLarge(text: string) {
  const message = `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${text}`;
  return new InvalidParameterValueException({ ...fault(message, 400), Type: "User" });
}
