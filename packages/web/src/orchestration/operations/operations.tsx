import { useState } from "react";
import { useMe } from "../../session/me.ts";
import { actionsOf, type Subject } from "./actions.ts";
import { OperateDialog } from "./operate-dialog.tsx";

interface Props {
  readonly subject: Subject;
  readonly id: string;
  /** Names of those that mean something now. */
  readonly actions: readonly string[];
}

/** Buttons for what may be done; none where the token may not. */
export function Operations({ subject, id, actions }: Props) {
  const { data: me } = useMe();
  const [chosen, setChosen] = useState<string>();
  const offered = actionsOf[subject].filter(({ name }) => actions.includes(name));
  const action = actionsOf[subject].find(({ name }) => name === chosen);
  if (!me?.scopes.includes("tasks:operate")) return null;
  return (
    <div className="buttons">
      {offered.map(({ name, label }) => (
        <button key={name} type="button" onClick={() => setChosen(name)}>
          {label}…
        </button>
      ))}
      {action && (
        <OperateDialog
          {...{ subject, id, action }}
          key={action.name}
          onClose={() => setChosen(undefined)}
        />
      )}
    </div>
  );
}
