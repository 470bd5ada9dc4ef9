import { type ReactNode, useSyncExternalStore } from "react";
import { usePage } from "../page-context.ts";
import { Link } from "../router/link.tsx";
import { usePlace } from "../router/router.ts";
import { useMe } from "../session/me.ts";
import { isOver } from "../uploads/upload.ts";
import { places } from "./places.ts";
import { ThemeSwitch } from "./theme-switch.tsx";

/** What is around every page: the way to the others, and whom one is. */
export function Shell({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <header className="bar">
        <Link className="brand" href="/">
          <img src="/icon.svg" alt="" width="24" height="24" />
          Switchyard
        </Link>
        <Navigation />
        <div className="bar-end">
          <Account />
          <ThemeSwitch />
        </div>
      </header>
      <main id="main">{children}</main>
    </>
  );
}

function Navigation() {
  const { pathname } = usePlace();
  const { queue } = usePage();
  const uploads = useSyncExternalStore(queue.subscribe, queue.getSnapshot);
  const open = uploads.filter((upload) => !isOver(upload)).length;
  return (
    <nav aria-label="Pages">
      <ul>
        {places.map(({ path, title, isHere }) => (
          <li key={path}>
            <Link href={path} aria-current={isHere(pathname) ? "page" : undefined}>
              {title}
              {path === "/" && open > 0 && (
                <span className="count" aria-label={`${open} under way`}>
                  {open}
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Account() {
  const { session } = usePage();
  const { data: me } = useMe();
  if (!me) return null;
  return (
    <>
      <span className="who" title={`Stage ${me.stage}`}>
        <bdi>{me.caller}</bdi>
        <span className="quiet"> · {me.stage}</span>
      </span>
      <button type="button" className="plain" onClick={() => session.signOut()}>
        Sign out
      </button>
    </>
  );
}
