import { useQuery } from "@tanstack/react-query";
import { listFiles } from "../api/api.ts";
import { Heading } from "../layout/heading.tsx";
import { usePage } from "../page-context.ts";
import { Link } from "../router/link.tsx";
import { Name } from "../text/name.tsx";
import { StateBadge } from "./state-badge.tsx";

export function FilesPage() {
  const { api } = usePage();
  const { data } = useQuery({ queryKey: ["files"], queryFn: () => listFiles(api, {}) });
  return (
    <>
      <Heading title="Files" />
      <ul>
        {data?.files.map(({ id, key, state }) => (
          <li key={id}>
            <Link href={`/files/${encodeURIComponent(id)}`}>
              <Name>{key}</Name>
            </Link>{" "}
            <StateBadge state={state} />
          </li>
        ))}
      </ul>
    </>
  );
}
