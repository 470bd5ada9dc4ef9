import type { ServiceInputTypes, ServiceOutputTypes } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { NoCredentialsError } from "./errors.ts";
import type { Signer } from "./signer.ts";

type Command<I extends ServiceInputTypes, O extends ServiceOutputTypes> = Parameters<
  typeof getSignedUrl<ServiceInputTypes, I, O>
>[1];

export interface Signing {
  /** Seconds the URL is good for; less where the signing keys end sooner. */
  readonly expiresIn: number;
  /** Headers that only count when they are named: `content-type`, `content-length`. */
  readonly signed?: readonly string[];
  /** `x-amz-` headers the client must send: in the query, S3 would ignore them. */
  readonly sent?: readonly string[];
}

/** Signs one request. Answers the URL and how many seconds it is good for. Throws `NoCredentialsError`. */
export async function signUrl<I extends ServiceInputTypes, O extends ServiceOutputTypes>(
  signer: Signer,
  command: Command<I, O>,
  { expiresIn, signed = [], sent = [] }: Signing,
  now: () => number = Date.now,
): Promise<{ url: string; expiresIn: number }> {
  const seconds = lifeOf(signer, expiresIn, now());
  const url = await getSignedUrl(signer.s3, command, {
    expiresIn: seconds,
    signingDate: new Date(now()),
    signableHeaders: new Set(["host", ...signed, ...sent]),
    unhoistableHeaders: new Set(sent),
  });
  return { url, expiresIn: seconds };
}

/** How long a signature of these keys is good for: never longer than the keys. Pure. */
export function lifeOf({ expires }: Pick<Signer, "expires">, wanted: number, now: number): number {
  const left = Math.floor((expires - now) / 1000);
  if (left < 1) throw new NoCredentialsError("The keys to sign with have ended.");
  return Math.min(wanted, left);
}
