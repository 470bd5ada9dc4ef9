import { Link } from "../router/link.tsx";
import { Heading } from "./heading.tsx";

export function NotFound() {
  return (
    <>
      <Heading title="There is nothing here" />
      <p>
        The address may be mistyped, or from another version of this page.{" "}
        <Link href="/">Upload files</Link> or <Link href="/files">look at your files</Link>.
      </p>
    </>
  );
}
