import type { ReactNode } from "react";
import type { FileHistory } from "../api/api.ts";
import { bytesText } from "../text/bytes.ts";
import { visibleName } from "../text/name.tsx";

/** What is known of a file. */
export function Facts({ file }: { readonly file: FileHistory }) {
  const { size, detectedType, transform, attempts, version, etag, correlation } = file;
  return (
    <section aria-label="Facts">
      <h2>Facts</h2>
      <dl className="facts">
        <Fact name="Size">{size !== undefined && sizeText(size)}</Fact>
        <Fact name="Detected type">{detectedType && visibleName(detectedType)}</Fact>
        <Fact name="Transform">{transform}</Fact>
        <Fact name="Attempts">{attempts}</Fact>
        <Fact name="Version">{version}</Fact>
        <Fact name="ETag">{etag}</Fact>
        <Fact name="Correlation">{correlation}</Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  if (children === undefined || children === false || children === "") return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <bdi>{children}</bdi>
      </dd>
    </div>
  );
}

const sizeText = (size: number) =>
  size < 1024 ? bytesText(size) : `${bytesText(size)} (${size.toLocaleString("en")} bytes)`;
