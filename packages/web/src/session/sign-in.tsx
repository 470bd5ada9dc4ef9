import { type FormEvent, useEffect, useRef, useSyncExternalStore } from "react";
import { usePage } from "../page-context.ts";

/** Asks for a token where there is none, or none that is good. All that is under way waits, and goes on with it. */
export function SignIn() {
  const { session } = usePage();
  const { token: present, isRefused } = useSyncExternalStore(session.subscribe, session.getState);
  const dialog = useRef<HTMLDialogElement>(null);
  const isNeeded = present === "" || isRefused;
  useEffect(() => {
    if (isNeeded) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isNeeded]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const token = given.get("token");
    const text = typeof token === "string" ? token.trim() : "";
    event.currentTarget.reset();
    if (text !== "") session.signIn(text, given.get("keep") === null ? "tab" : "browser");
  };
  return (
    <dialog ref={dialog} aria-labelledby="sign-in" onCancel={(event) => event.preventDefault()}>
      <form onSubmit={submit}>
        <h2 id="sign-in">Sign in</h2>
        {isRefused && (
          <p role="alert" className="notice bad">
            Your token is not good any more. Enter a new one: nothing is lost, and what was under
            way goes on.
          </p>
        )}
        <p className="quiet">With a token that whoever runs this stage has given you.</p>
        <label>
          Token
          <input name="token" type="password" autoComplete="current-password" required />
        </label>
        <label className="check">
          <input name="keep" type="checkbox" /> Keep it in this browser
        </label>
        <button type="submit" className="primary">
          Sign in
        </button>
      </form>
    </dialog>
  );
}
