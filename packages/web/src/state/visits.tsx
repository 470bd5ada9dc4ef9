import { readVisits } from "../api/state.ts";
import { usePage } from "../page-context.ts";
import { useWatched } from "../polling/use-watched.ts";
import { When } from "../text/when.tsx";
import { Part } from "./part.tsx";
import { Room } from "./room.tsx";
import { StoredText } from "./stored-text.tsx";
import { visitsIn } from "./visits-in.ts";

/** The count that the function `visits` keeps in its own environment. */
export function Visits() {
  const { api } = usePage();
  const { data, error, isPending } = useWatched(["state", "visits"], () => readVisits(api));
  const visits = data && visitsIn(data.text);
  return (
    <Part
      title="Visits"
      about="A Jar: JSON in the function's own environment. Every call of the function visit counts one."
      {...{ error, isPending }}
    >
      {visits && (
        <p className="figure">
          <strong>{visits.count.toLocaleString("en")}</strong>{" "}
          {visits.count === 1 ? "visit" : "visits"}
          {visits.last !== undefined && (
            <span className="quiet">
              {" "}
              · the last at <When ms={visits.last} />
            </span>
          )}
        </p>
      )}
      {data?.text !== undefined && <StoredText label="The Jar's text" text={data.text} />}
      {data && <Room {...data} of="all its variables" />}
    </Part>
  );
}
