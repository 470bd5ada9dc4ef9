import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ApiError } from "@switchyard/functions/client.ts";
import { StrictMode } from "react";
import { FilePage } from "./files/file-page.tsx";
import { FilesPage } from "./files/files-page.tsx";
import { NotFound } from "./layout/not-found.tsx";
import { Shell } from "./layout/shell.tsx";
import { PageContext, type PageParts } from "./page-context.ts";
import { usePlace } from "./router/router.ts";
import { SignIn } from "./session/sign-in.tsx";
import { StatePage } from "./state/state-page.tsx";
import { UploadPage } from "./uploads/upload-page.tsx";

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
  const [, id] = /^\/files\/([^/]+)$/.exec(pathname) ?? [];
  if (id !== undefined) return <FilePage id={decodeURIComponent(id)} key={id} />;
  return <NotFound />;
}
