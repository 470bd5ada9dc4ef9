import { useState } from "react";
import { useMe } from "../../session/me.ts";
import { BulkDialog } from "./bulk-dialog.tsx";

/** The way to change many tasks of a labourer; none where the token may not. */
export function BulkButton({ labourer }: { readonly labourer: string }) {
  const { data: me } = useMe();
  const [isOpen, setOpen] = useState(false);
  if (!me?.scopes.includes("tasks:operate")) return null;
  return (
    <div className="buttons">
      <button type="button" onClick={() => setOpen(true)}>
        Many at once…
      </button>
      {isOpen && <BulkDialog labourer={labourer} onClose={() => setOpen(false)} />}
    </div>
  );
}
