import { useTable } from "@tanstack/react-table";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import type { FileSummary } from "../api/api.ts";
import { columnsFor, features } from "./columns.tsx";

interface Props {
  readonly files: readonly FileSummary[];
  readonly isComplete: boolean;
  readonly isFiltered: boolean;
  /** The end of what is known came into sight. */
  readonly onEnd: () => void;
  /** Absent where the token may not. */
  readonly onReplay?: (ids: readonly string[]) => void;
}

/** px: what a row is taken for until it is measured. */
const usualHeight = 45;

/** Files as a table. Only the rows in sight are in the document: there may be ten thousand. */
export function FilesTable({ files, isComplete, isFiltered, onEnd, onReplay }: Props) {
  const columns = useMemo(() => columnsFor(onReplay !== undefined), [onReplay]);
  const table = useTable({ features, columns, data: files, getRowId: ({ id }) => id });
  const { rows } = table.getRowModel();
  const body = useRef<HTMLTableSectionElement>(null);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => usualHeight,
    overscan: 12,
    scrollMargin: body.current?.offsetTop ?? 0,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const shown = virtual.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? -1;
  useEffect(() => {
    if (lastShown >= rows.length - 1) onEnd();
  }, [lastShown, rows.length, onEnd]);

  const chosen = table.getSelectedRowModel().rows.map(({ id }) => id);
  const margin = virtual.options.scrollMargin;
  const before = (shown[0]?.start ?? margin) - margin;
  const after = virtual.getTotalSize() - ((shown.at(-1)?.end ?? margin) - margin);
  return (
    <section aria-label="Files">
      <div className="list-facts">
        <p className="quiet" role="status">
          {countText(files.length, isComplete, isFiltered)}
        </p>
        {onReplay && (
          <button type="button" disabled={chosen.length === 0} onClick={() => onReplay(chosen)}>
            {chosen.length === 0 ? "Replay…" : `Replay ${chosen.length}…`}
          </button>
        )}
      </div>
      <table className="files" aria-rowcount={isComplete ? rows.length + 1 : -1}>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} aria-rowindex={1}>
              {group.headers.map((header) => (
                <th key={header.id} scope="col" className={header.column.id}>
                  <table.FlexRender header={header} />
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody ref={body}>
          <Gap height={before} columns={columns.length} />
          {shown.map(({ index, key }) => {
            const row = rows[index];
            return (
              row && (
                <tr
                  key={key}
                  ref={virtual.measureElement}
                  data-index={index}
                  aria-rowindex={index + 2}
                >
                  {row.getAllCells().map((cell) => (
                    <td key={cell.id} className={cell.column.id}>
                      <table.FlexRender cell={cell} />
                    </td>
                  ))}
                </tr>
              )
            );
          })}
          <Gap height={after} columns={columns.length} />
        </tbody>
      </table>
    </section>
  );
}

/** Stands for the rows that are out of sight. */
function Gap({ height, columns }: { readonly height: number; readonly columns: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true" className="gap">
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}

function countText(count: number, isComplete: boolean, isFiltered: boolean): string {
  if (count === 0 && isComplete)
    return isFiltered ? "No file is like this." : "No files yet. Upload some.";
  const files = `${count.toLocaleString("en")} ${count === 1 ? "file" : "files"}`;
  return isComplete ? files : `${files} so far; scroll for more`;
}
