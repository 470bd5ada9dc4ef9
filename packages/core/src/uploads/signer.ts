import { S3Client } from "@aws-sdk/client-s3";
import { equip, s3Config } from "../aws/config.ts";
import { assumeRole, type SessionRequest, type TemporaryKeys } from "./assume.ts";
import { limits } from "./limits.ts";
import { uploadSettings } from "./settings.ts";

/** An S3 client whose keys are known to last until `expires`, ms since 1970. */
export interface Signer {
  readonly s3: S3Client;
  readonly expires: number;
}

/** Gives a signer whose keys still last `seconds`, where that is possible at all. */
export type OpenSigner = (seconds: number) => Promise<Signer>;

interface SignerNeeds {
  readonly roleArn?: string;
  readonly assume?: (request: SessionRequest) => Promise<TemporaryKeys>;
  readonly now?: () => number;
}

/** What a clock here may be ahead of or behind S3's. */
const marginMs = 30_000;
/** Seconds. More than this is not worth a new session for every signature. */
const longestPromise = limits.chainedSession - 300;

/**
 * Signs as the upload role, which may put, abort and list parts in staging and nothing else.
 *
 * Not with the function's own keys: nothing tells how long those last, and a presigned URL dies
 * with the keys that signed it. One session serves for most of an hour; concurrent callers share
 * one call of STS.
 */
export function roleSigner({
  roleArn,
  assume = assumeRole,
  now = Date.now,
}: SignerNeeds = {}): OpenSigner {
  let open: Promise<Signer> | undefined;
  const renew = () =>
    assume({
      roleArn: roleArn ?? uploadSettings().roleArn,
      name: "switchyard-signer",
      seconds: limits.chainedSession,
    }).then(signerWith);
  return async (seconds) => {
    const tried = open;
    const signer = await tried?.catch(() => undefined);
    const needed = Math.min(seconds, longestPromise) * 1000 + marginMs;
    if (signer && signer.expires - now() >= needed) return signer;
    // Whoever waited while another renewed takes what that one gets.
    if (open === undefined || open === tried) open = renew();
    return open;
  };
}

function signerWith(credentials: TemporaryKeys): Signer {
  const s3 = equip(new S3Client({ ...s3Config(), credentials }));
  return { s3, expires: credentials.expiration.getTime() };
}

let shared: OpenSigner | undefined;
/** One signer for a process. */
export const uploadSigner: OpenSigner = (seconds) => (shared ??= roleSigner())(seconds);
