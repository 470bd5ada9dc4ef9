import { useState } from "react";
import { readPrimes } from "../api/state.ts";
import { usePage } from "../page-context.ts";
import { useWatched } from "../polling/use-watched.ts";
import { Entries } from "./entries.tsx";
import { Part } from "./part.tsx";
import { Room } from "./room.tsx";

const limit = 50;

/** The results that the function `primes` remembers. */
export function Primes() {
  const { api } = usePage();
  const [skip, setSkip] = useState(0);
  const { data, error, isPending } = useWatched(["state", "primes", skip], () =>
    readPrimes(api, { skip, limit }),
  );
  const size = data?.size ?? 0;
  return (
    <Part
      title="Primes"
      about="A PersistentMap: results of slow work in DynamoDB. The function primes counts a number's primes once."
      {...{ error, isPending }}
    >
      {data && size === 0 && <p>Nothing is remembered.</p>}
      {data && size > 0 && <Entries entries={data.entries} />}
      {data && (
        <div className="pager">
          <span role="status">
            {size === 1 ? "1 entry" : `${size.toLocaleString("en")} entries`}
            {size > limit && `, from ${skip + 1} to ${Math.min(size, skip + limit)}`}
          </span>
          {(size > limit || skip > 0) && (
            <span className="buttons">
              <button type="button" disabled={skip === 0} onClick={() => setSkip(skip - limit)}>
                Earlier
              </button>
              <button
                type="button"
                disabled={skip + limit >= size}
                onClick={() => setSkip(skip + limit)}
              >
                Later
              </button>
            </span>
          )}
        </div>
      )}
      {data && data.parts === 0 && (
        <Room bytes={data.bytes} limitBytes={data.itemBytes} of="one item" />
      )}
      {data && data.parts > 0 && (
        <Room bytes={data.bytes} limitBytes={largest} of={`a map, in ${data.parts} parts`} />
      )}
    </Part>
  );
}

/** Bytes: what one transaction may write. */
const largest = 4 * 1024 ** 2;
