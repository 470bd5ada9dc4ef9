import {
  AssumeRoleCommand,
  PackedPolicyTooLargeException,
  type STSClient,
} from "@aws-sdk/client-sts";
import { stsClient } from "../aws/clients/sts.ts";
import { NoCredentialsError, PolicyTooLongError } from "./errors.ts";

/** Keys that end, as STS gives them. */
export interface TemporaryKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

export interface SessionRequest {
  readonly roleArn: string;
  /** At most 64 of `[\w+=,.@-]`. */
  readonly name: string;
  /** 900 to 3,600: a function's own role may chain no longer session. */
  readonly seconds: number;
  /** Narrows what the role may do. */
  readonly policy?: string;
}

/** One session of a role. Throws `PolicyTooLongError`, `NoCredentialsError` and what STS throws. */
export async function assumeRole(
  { roleArn, name, seconds, policy }: SessionRequest,
  sts: Pick<STSClient, "send"> = stsClient(),
): Promise<TemporaryKeys> {
  const command = new AssumeRoleCommand({
    RoleArn: roleArn,
    RoleSessionName: name,
    DurationSeconds: seconds,
    Policy: policy,
  });
  try {
    const { Credentials: keys } = await sts.send(command);
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = keys ?? {};
    if (AccessKeyId && SecretAccessKey && SessionToken && Expiration) {
      return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
        expiration: Expiration,
      };
    }
  } catch (error) {
    if (error instanceof PackedPolicyTooLargeException) {
      throw new PolicyTooLongError(policy?.length ?? 0);
    }
    throw error;
  }
  throw new NoCredentialsError(`STS gave no credentials for ${roleArn}.`);
}
