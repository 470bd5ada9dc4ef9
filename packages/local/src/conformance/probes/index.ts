import { bucketProbes } from "./buckets.ts";
import { conditionalProbes } from "./conditional.ts";
import { eventProbes } from "./events.ts";
import { functionSettingProbes } from "./function-settings.ts";
import { functionProbes } from "./functions.ts";
import { itemProbes } from "./items.ts";
import { multipartProbes } from "./multipart.ts";
import { notificationProbes } from "./notifications.ts";
import { objectProbes } from "./objects.ts";
import { postProbes } from "./post.ts";
import { presignedProbes } from "./presigned.ts";
import { queueProbes } from "./queues.ts";
import { roleProbes } from "./roles.ts";
import { sessionProbes } from "./sessions.ts";
import { tableProbes } from "./tables.ts";
import { topicProbes } from "./topics.ts";
import { transactionProbes } from "./transactions.ts";
import { triggerProbes } from "./triggers.ts";
import { versionProbes } from "./versions.ts";
import { watchingProbes } from "./watching.ts";

/** Every probe, in the order of the table. */
export const allProbes = [
  ...roleProbes,
  ...sessionProbes,
  ...presignedProbes,
  ...postProbes,
  ...objectProbes,
  ...conditionalProbes,
  ...versionProbes,
  ...multipartProbes,
  ...bucketProbes,
  ...notificationProbes,
  ...queueProbes,
  ...functionProbes,
  ...functionSettingProbes,
  ...triggerProbes,
  ...itemProbes,
  ...transactionProbes,
  ...tableProbes,
  ...eventProbes,
  ...topicProbes,
  ...watchingProbes,
] as const;
