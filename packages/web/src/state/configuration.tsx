import { useState } from "react";
import { readConfiguration } from "../api/state.ts";
import { usePage } from "../page-context.ts";
import { useWatched } from "../polling/use-watched.ts";
import { bytesText } from "../text/bytes.ts";
import { Part } from "./part.tsx";
import { Room } from "./room.tsx";
import { StoredText } from "./stored-text.tsx";
import { Versions } from "./versions.tsx";

/** The snapshot that the function `configuration` keeps as an object, and its versions. */
export function Configuration() {
  const { api } = usePage();
  const [version, setVersion] = useState<string>();
  const { data, error, isPending } = useWatched(["state", "configuration", version], () =>
    readConfiguration(api, version),
  );
  return (
    <Part
      title="Configuration"
      about="A Bucket: JSON as an S3 object. Every change by the function configuration is a version."
      {...{ error, isPending }}
    >
      {data?.text !== undefined && <StoredText label="The object's text" text={data.text} />}
      {data && data.text === undefined && (
        <p>
          {data.bytes === undefined
            ? "Nothing is stored."
            : `It has ${bytesText(data.bytes)}: more than is shown here.`}
        </p>
      )}
      {data?.bytes !== undefined && (
        <Room bytes={data.bytes} limitBytes={data.limitBytes} of="what is shown here" />
      )}
      {data && data.versions.length > 0 && (
        <Versions versions={data.versions} shown={data.versionId} onChoose={setVersion} />
      )}
    </Part>
  );
}
