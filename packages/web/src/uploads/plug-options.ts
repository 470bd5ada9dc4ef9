import { answerOf } from "@switchyard/functions/client.ts";
import type { AwsS3Options } from "@uppy/aws-s3";
import type { Body, Meta } from "@uppy/core";
import type { PageApi } from "../api/api.ts";
import type { Prepared } from "./prepare.ts";

/** How Uppy's S3 plug-in sends one prepared file. */
export function plugOptions<M extends Meta, B extends Body>(
  { key, partSize, own }: Prepared,
  api: PageApi,
): AwsS3Options<M, B> {
  const cutting = {
    shouldUseMultipart: partSize !== undefined,
    getChunkSize: ({ size }: { size: number }) => partSize ?? size,
    generateObjectKey: () => key,
    limit: 1,
  };
  if (own) {
    const { endpoint: s3Endpoint, region, keys } = own;
    return { ...cutting, s3Endpoint, region, getCredentials: keys };
  }
  return {
    ...cutting,
    signRequest: (request) => answerOf(api.uploads.sign.$post({ json: request })),
  };
}
