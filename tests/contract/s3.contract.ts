import { type Contract } from "./contract.ts";
import { copies } from "./s3/copies.ts";
import { lists } from "./s3/lists.ts";
import { objects } from "./s3/objects.ts";
import { type S3Subject } from "./s3/subject.ts";

/** What core and the tests rely on of S3. */
export const s3Contract: Contract<S3Subject> = { ...objects, ...copies, ...lists };
