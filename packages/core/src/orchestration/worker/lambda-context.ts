/** What this project reads of a Lambda invocation's context. */
export interface LambdaContext {
  readonly functionName: string;
  readonly invokedFunctionArn: string;
  readonly awsRequestId: string;
  readonly logStreamName?: string;
  readonly getRemainingTimeInMillis: () => number;
}

/** A resource of the function's own partition, region and account. */
export function arnBeside(
  { invokedFunctionArn }: Pick<LambdaContext, "invokedFunctionArn">,
  service: string,
  resource: string,
): string {
  const [, partition = "aws", , region = "", account = ""] = invokedFunctionArn.split(":");
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

/** The function's ARN without version or alias. */
export const unqualified = (arn: string) => arn.split(":").slice(0, 7).join(":");
