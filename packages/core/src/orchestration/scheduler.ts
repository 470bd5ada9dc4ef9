export { createTask, type CreatedTask, type TaskToCreate } from "./scheduler/create-task.ts";
export { type CustomPeriod } from "./scheduler/dates/periods.ts";
export { readJobSchemas, type JobSchemas } from "./scheduler/job/schema.ts";
export { type JobOutcome } from "./scheduler/jobs/outcome.ts";
export { abandonedJobs, getJob, listJobs, type JobPage } from "./scheduler/jobs/read.ts";
export { type JobRecord } from "./scheduler/jobs/record.ts";
export { schedule, type JobPreview } from "./scheduler/schedule.ts";
export { type SchedulerOptions, type SchedulerSettings } from "./scheduler/settings.ts";
