import type { LabourerNow } from "../../api/orchestration.ts";
import { Name } from "../../text/name.tsx";
import { When } from "../../text/when.tsx";

/** Who paused or drained a labourer, and why. */
export function Marks({ paused, draining }: Pick<LabourerNow, "paused" | "draining">) {
  return (
    <>
      {paused && <Mark label="Paused" mark={paused} />}
      {draining && <Mark label="Draining" mark={draining} />}
    </>
  );
}

interface Props {
  readonly label: string;
  readonly mark: NonNullable<LabourerNow["paused"]>;
}

function Mark({ label, mark: { by, why, at } }: Props) {
  return (
    <p className="notice">
      <strong>{label}</strong>
      {by !== undefined && (
        <>
          {" "}
          by <Name>{by}</Name>
        </>
      )}
      {at !== undefined && (
        <>
          {" "}
          at <When ms={at * 1000} />
        </>
      )}
      {why !== undefined && (
        <>
          : <Name>{why}</Name>
        </>
      )}
    </p>
  );
}
