import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ApiError } from "@switchyard/functions/client.ts";
import { lazy, StrictMode, Suspense } from "react";
import { FilePage } from "./files/file-page.tsx";
import { FilesPage } from "./files/files-page.tsx";
import { NotFound } from "./layout/not-found.tsx";
import { Shell } from "./layout/shell.tsx";
import { PageContext, type PageParts } from "./page-context.ts";
import { usePlace } from "./router/router.ts";
import { SignIn } from "./session/sign-in.tsx";
import { StatePage } from "./state/state-page.tsx";
import { UploadPage } from "./uploads/upload-page.tsx";

/** Loaded when one comes there: who uploads files may never need it. */
const OrchestrationPages = lazy(async () => {
  const { OrchestrationPages: default_ } = await import("./orchestration/pages.tsx");
  return { default: default_ };
});

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What the API refuses it refuses again; what doesn't answer may.
      retry: (failures, error) => !(error instanceof ApiError) && failures < 2,
      refetchOnWindowFocus: true,
    },
  },
});

export function App(parts: PageParts) {
  return (
    <StrictMode>
      <PageContext value={parts}>
        <QueryClientProvider client={queries}>
          <Shell>
            <Place />
          </Shell>
          <SignIn />
        </QueryClientProvider>
      </PageContext>
    </StrictMode>
  );
}

function Place() {
  const { pathname } = usePlace();
  if (pathname === "/") return <UploadPage />;
  if (pathname === "/files") return <FilesPage />;
  if (pathname === "/state") return <StatePage />;
  if (/^\/(?:orchestration|tasks|jobs)(?:\/|$)/.test(pathname)) {
    return (
      <Suspense fallback={<p className="quiet">Loading…</p>}>
        <OrchestrationPages pathname={pathname} />
      </Suspense>
    );
  }
  const [, id] = /^\/files\/([^/]+)$/.exec(pathname) ?? [];
  if (id !== undefined) return <FilePage id={decodeURIComponent(id)} key={id} />;
  return <NotFound />;
}
