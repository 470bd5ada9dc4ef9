const fortnight = { transform: { queue: { messageRetentionSeconds: 14 * 86_400 } } };

/** Where a message rests that nobody could handle, until a person redrives it. */
export const deadLetters = new sst.aws.Queue("TransformDeadLetters", fortnight);

/** Uploads that staging's lifecycle took away before they were archived. */
export const expirations = new sst.aws.Queue("Expirations", {
  ...fortnight,
  visibilityTimeout: "3 minutes",
  dlq: { queue: deadLetters.arn, retry: 5 },
});

/** Messages the transform gave up on, on their way to the ledger and then to the dead letters. */
export const undelivered = new sst.aws.Queue("UploadsUndelivered", {
  ...fortnight,
  visibilityTimeout: "2 minutes",
  dlq: { queue: deadLetters.arn, retry: 5 },
});

/** Retries are counted in the ledger; the queue's own limit is several times that, for busy leases. */
export const uploads = new sst.aws.Queue("Uploads", {
  ...fortnight,
  visibilityTimeout: "30 minutes", // six times the transform's 5
  dlq: { queue: undelivered.arn, retry: 25 },
});
