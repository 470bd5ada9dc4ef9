import { scheduler } from "./orchestration/essentials";

export * from "./orchestration/essentials";
export * from "./orchestration/labourers";
export * from "./orchestration/tables";

// Jobs that come by the clock, as code: each with what the scheduler is asked.

new sst.aws.CronV2("HashtagsEveryMorning", {
  schedule: "cron(0 6 * * ? *)",
  function: scheduler.arn,
  event: {
    lambda_name: "hashtags",
    // EventBridge Scheduler fills in the time: two deliveries of one morning are one job.
    job_id: "hashtags-<aws.scheduler.scheduled-time>",
    job: {
      topics: {
        cars: { words: ["toyota", "mazda", "nissan", "racing", "automobile", "car"] },
        food: { words: ["recipe", "cooking", "eating", "food", "meal", "tasty"] },
        shows: { words: ["opera", "cinema", "movie", "concert", "show", "musical"] },
      },
      period: "last_2_days",
      isolate_days: true,
      isolate_words: true,
    },
  },
});
