import { useQuery } from "@tanstack/react-query";
import type { FileLink } from "../../api/api.ts";
import { visibleName } from "../../text/name.tsx";
import { shownText } from "../../text/shown-text.ts";
import { profileIn } from "./profile.ts";
import { Profile } from "./profile-view.tsx";
import { readHead, ResultGoneError } from "./read-head.ts";
import { prettyJson, textOf } from "./text-of.ts";

/** The beginning of a result: a profile as plots, all else as text in which nothing runs. */
export function Preview({ link }: { readonly link: FileLink }) {
  const { data, error } = useQuery({
    queryKey: ["head", link.url],
    queryFn: () => readHead(link),
    gcTime: 0,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    retry: false,
  });
  if (error) {
    return (
      <p role="alert" className="preview notice bad">
        {error instanceof ResultGoneError ? error.message : "This can't be read."}
      </p>
    );
  }
  if (!data) return <p className="preview quiet">Reading…</p>;
  const text = textOf(data.bytes);
  if (text === undefined)
    return <p className="preview quiet">This is not text. Save it to look into it.</p>;
  if (text === "") return <p className="preview quiet">It is empty.</p>;
  const profile = link.name === "profile.json" ? profileIn(text) : undefined;
  if (profile) return <Profile profile={profile} />;
  return (
    <figure className="preview">
      <pre tabIndex={0} aria-label={`The beginning of ${visibleName(link.name)}`} dir="ltr">
        {shownText(link.name.endsWith(".json") ? (prettyJson(text) ?? text) : text)}
      </pre>
      {!data.isWhole && <figcaption className="quiet">Only the beginning is shown.</figcaption>}
    </figure>
  );
}
