import { useQuery } from "@tanstack/react-query";
import { readHistory } from "../api/api.ts";
import { Heading } from "../layout/heading.tsx";
import { usePage } from "../page-context.ts";
import { Name } from "../text/name.tsx";
import { StateBadge } from "./state-badge.tsx";

export function FilePage({ id }: { readonly id: string }) {
  const { api } = usePage();
  const { data } = useQuery({ queryKey: ["file", id], queryFn: () => readHistory(api, id) });
  if (!data) return <Heading title="File" />;
  return (
    <>
      <Heading title="File">
        <Name>{data.key}</Name>
      </Heading>
      <StateBadge state={data.state} />
    </>
  );
}
