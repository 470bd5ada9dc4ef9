import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import type { Upload } from "./upload.ts";
import { UploadRow } from "./upload-row.tsx";

/** px: what a row is taken for until it is measured. */
const usualHeight = 84;

/** All files on their way. Only the rows in sight are in the document: there may be thousands. */
export function UploadList({ uploads }: { readonly uploads: readonly Upload[] }) {
  const list = useRef<HTMLUListElement>(null);
  const rows = useWindowVirtualizer({
    count: uploads.length,
    estimateSize: () => usualHeight,
    overscan: 8,
    scrollMargin: list.current?.offsetTop ?? 0,
    getItemKey: (index) => uploads[index]?.id ?? index,
  });
  return (
    <ul className="uploads" ref={list} style={{ height: rows.getTotalSize() }}>
      {rows.getVirtualItems().map(({ index, key, start }) => {
        const upload = uploads[index];
        return (
          upload && (
            <li
              key={key}
              data-index={index}
              ref={rows.measureElement}
              aria-setsize={uploads.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start - rows.options.scrollMargin}px)` }}
            >
              <UploadRow upload={upload} />
            </li>
          )
        );
      })}
    </ul>
  );
}
