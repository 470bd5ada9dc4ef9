interface Place {
  readonly path: string;
  readonly title: string;
  /** Whether a path belongs to it. */
  readonly isHere: (pathname: string) => boolean;
}

/** The page's parts, in the order of the navigation. Another part is a line here, and one in `app.tsx`. */
export const places: readonly Place[] = [
  { path: "/", title: "Upload", isHere: (pathname) => pathname === "/" },
  { path: "/files", title: "Files", isHere: (pathname) => pathname.startsWith("/files") },
  {
    path: "/orchestration",
    title: "Orchestration",
    isHere: (pathname) => /^\/(?:orchestration|tasks|jobs)(?:\/|$)/.test(pathname),
  },
  { path: "/state", title: "State", isHere: (pathname) => pathname === "/state" },
];
