import { NotFound } from "../layout/not-found.tsx";
import { JobPage } from "./jobs/job-page.tsx";
import { JobsPage } from "./jobs/jobs-page.tsx";
import { LabourerPage } from "./labourers/labourer-page.tsx";
import { LabourersPage } from "./labourers/labourers-page.tsx";
import { TaskPage } from "./tasks/task-page.tsx";

/** The pages of orchestration, by their path. */
export function OrchestrationPages({ pathname }: { readonly pathname: string }) {
  const [, place, given] = /^\/([^/]+)(?:\/([^/]+))?$/.exec(pathname) ?? [];
  const id = given === undefined ? undefined : decodeURIComponent(given);
  if (place === "tasks" && id !== undefined) return <TaskPage id={id} key={id} />;
  if (place === "orchestration" && id !== undefined) return <LabourerPage id={id} key={id} />;
  if (place === "jobs") return id === undefined ? <JobsPage /> : <JobPage id={id} key={id} />;
  if (place === "orchestration") return <LabourersPage />;
  return <NotFound />;
}
