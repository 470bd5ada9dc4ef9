import { InvalidJobError, UnknownLabourerError } from "../../errors.ts";
import { type Labourer } from "../../labourer.ts";
import { type JobOptions } from "./options.ts";
import { functionNameIn } from "./parse.ts";

/** The labourer of that id, or of that function's name. Throws `UnknownLabourerError`, which names those there are. */
export function findLabourer(name: string, labourers: readonly Labourer[]): Labourer {
  const found =
    labourers.find(({ id }) => id === name) ??
    labourers.find(({ arn }) => functionNameIn(arn) === name);
  if (found) return found;
  throw new UnknownLabourerError(
    name,
    labourers.map(({ id }) => id),
  );
}

/** Throws `InvalidJobError` where a job asks for what the labourer's flow control doesn't do. */
export function checkOptions({ priority }: JobOptions, { id, flow }: Labourer): void {
  if (priority === undefined || priority === 0 || flow?.priority) return;
  const expected = `0, or flow.priority set for labourer ${id}`;
  throw new InvalidJobError([{ field: "priority", value: priority, expected }]);
}
