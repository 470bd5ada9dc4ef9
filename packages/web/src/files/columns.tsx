import { createColumnHelper, rowSelectionFeature, tableFeatures } from "@tanstack/react-table";
import type { FileSummary } from "../api/api.ts";
import { Link } from "../router/link.tsx";
import { bytesText } from "../text/bytes.ts";
import { Name, visibleName } from "../text/name.tsx";
import { When } from "../text/when.tsx";
import { StateBadge } from "./state-badge.tsx";

export const features = tableFeatures({ rowSelectionFeature });
const column = createColumnHelper<typeof features, FileSummary>();

/** The key without the caller's own prefix, which all have. Pure. */
export const nameOf = (key: string): string => key.slice(key.indexOf("/") + 1);

const choose = column.display({
  id: "choose",
  header: ({ table }) => (
    <input
      type="checkbox"
      aria-label="Choose all files that are shown"
      checked={table.getIsAllRowsSelected()}
      onChange={table.getToggleAllRowsSelectedHandler()}
    />
  ),
  cell: ({ row }) => (
    <input
      type="checkbox"
      aria-label={`Choose ${visibleName(nameOf(row.original.key))}`}
      checked={row.getIsSelected()}
      onChange={row.getToggleSelectedHandler()}
    />
  ),
});

const facts = [
  column.display({
    id: "name",
    header: "Name",
    cell: ({ row: { original } }) => (
      <>
        <Link href={`/files/${encodeURIComponent(original.id)}`}>
          <Name>{nameOf(original.key)}</Name>
        </Link>
        {original.error && <span className="why">{original.error.message}</span>}
      </>
    ),
  }),
  column.display({
    id: "state",
    header: "State",
    cell: ({ row: { original } }) => <StateBadge state={original.state} />,
  }),
  column.display({
    id: "size",
    header: "Size",
    cell: ({ row: { original } }) => original.size !== undefined && bytesText(original.size),
  }),
  column.display({
    id: "received",
    header: "Received",
    cell: ({ row: { original } }) => <When ms={original.receivedAt} />,
  }),
];

/** The columns of the list; with a box to choose files where something can be done with them. */
export const columnsFor = (canChoose: boolean) =>
  column.columns(canChoose ? [choose, ...facts] : facts);
